"""The pure rules of points: the catalogue, deeds, caps, and how points split over years."""

"""Photos as evidence (佐证照片): how they come in, are kept, and are named by acts."""

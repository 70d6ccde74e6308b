"""The points shop: goods, stock, orders (积分超市)."""

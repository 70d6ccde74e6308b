"""Households, members and who may act for them (家庭)."""

"""The points books: rules, claims, caps and transfers (积分)."""

"""The resolver of every printed code (二维码)."""

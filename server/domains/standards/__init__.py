"""The 18 + 18 standards as versioned sets (标准)."""

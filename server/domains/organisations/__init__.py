"""The federation tree, the divisions and the offices (组织)."""

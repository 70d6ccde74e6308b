"""Public notices and their frozen lines (公示)."""

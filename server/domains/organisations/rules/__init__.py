"""Divisions as data, and which offices there are."""

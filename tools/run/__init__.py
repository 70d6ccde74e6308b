"""Starts everything on this machine: `make run`."""

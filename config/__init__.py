"""How this installation runs; read once, by the composition roots only."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout; relative paths in settings are taken from here."""

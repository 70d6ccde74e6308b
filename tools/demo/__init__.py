"""The demo village: built from a seed, played through over HTTP before every release."""

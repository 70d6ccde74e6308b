"""One package per domain, with the same seven names inside: see docs/architecture.md."""

"""Repeatable benchmarks that print ratios."""

"""The words every domain shares. Knows no table, no HTTP, no outside service."""

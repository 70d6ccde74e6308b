"""Backups: one archive that holds the database, the files and a signed manifest."""

"""What drills share with the ordinary tests."""

from tests.backup.conftest import estate, postgresql_estate, sqlite_estate, village

__all__ = ["estate", "postgresql_estate", "sqlite_estate", "village"]

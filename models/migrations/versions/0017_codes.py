"""Printed codes: why one was revoked, what came in its place, and its picture."""

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""


def downgrade() -> None:
    """Take it back."""

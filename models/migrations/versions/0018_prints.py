"""Sheets that were ordered to be printed (打印)."""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""


def downgrade() -> None:
    """Take it back."""

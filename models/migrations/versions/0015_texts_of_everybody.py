"""Content checks of every text that one person writes and another reads."""

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""


def downgrade() -> None:
    """Take it back."""

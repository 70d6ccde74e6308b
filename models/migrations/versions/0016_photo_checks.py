"""Content checks of photos, and reports (举报) of what others show."""

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""


def downgrade() -> None:
    """Take it back."""

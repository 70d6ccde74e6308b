"""Photos as evidence (佐证照片): uploads in chunks, stored files, and the acts that name them."""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""


def downgrade() -> None:
    """Take it back."""

"""What the jobs of retention need to find what has been kept its time."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Find the sessions that ended long ago without reading all."""
    op.create_index("ix_sign_in_sessions_expires_at", "sign_in_sessions", ["expires_at"])


def downgrade() -> None:
    """Read all of them again."""
    op.drop_index("ix_sign_in_sessions_expires_at", table_name="sign_in_sessions")

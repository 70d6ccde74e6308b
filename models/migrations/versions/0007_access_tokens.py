"""WeChat's access token and who refreshes it."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = models.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    """Make room for one row per mini-program."""
    op.create_table(
        "access_tokens",
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("app_id", name=op.f("pk_access_tokens")),
    )


def downgrade() -> None:
    """Drop it; the token is fetched anew."""
    op.drop_table("access_tokens")

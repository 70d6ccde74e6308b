"""What failed in a periodic job (任务租约), and how often in a row."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Begin to count."""
    with op.batch_alter_table("job_leases") as batch:
        batch.add_column(sa.Column("failures", BIGINT, nullable=False, server_default="0"))
        batch.add_column(sa.Column("failure", sa.Text(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("job_leases") as batch:
        batch.drop_column("failure")
        batch.drop_column("failures")

"""Minors (未成年人): the day somebody comes of age, and nothing else about her age."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Whoever is registered counts as an adult until somebody says otherwise."""
    for table in ("members", "join_requests"):
        op.add_column(table, sa.Column("adult_on", sa.Date(), nullable=True))
    op.create_table(
        "disclosure_allowances",
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken", BIGINT, nullable=False),
        sa.CheckConstraint("taken > 0", name=op.f("ck_disclosure_allowances_taken_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_disclosure_allowances_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_disclosure_allowances")),
    )


def downgrade() -> None:
    """Take it back: nobody knows any more who is a minor."""
    op.drop_table("disclosure_allowances")
    for table in ("join_requests", "members"):
        op.drop_column(table, "adult_on")

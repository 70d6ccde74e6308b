"""The second wall: row-level security on every table that belongs to a village.

Rows of the outbox say of which village they are, so that the worker enters no other.
"""

import sqlalchemy as sa
from alembic import op

from models.vocabulary import Door
from models.walls import no_wall, wall_of, wall_of_child

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WALLED = (
    "activities",
    "activity_sessions",
    "anomalies",
    "assessment_answers",
    "assessments",
    "attendances",
    "audit_entries",
    "cap_usages",
    "codes",
    "consents",
    "corrections",
    "declared_relatives",
    "feedback",
    "goods",
    "households",
    "join_codes",
    "join_requests",
    "members",
    "messages",
    "named_photos",
    "notice_entries",
    "notices",
    "order_lines",
    "orders",
    "photo_checks",
    "photo_pairs",
    "photos",
    "points_accounts",
    "points_claims",
    "points_transfers",
    "prints",
    "proxy_acts",
    "reports",
    "review_remarks",
    "rule_adoptions",
    "seal_batches",
    "seal_entries",
    "sign_ups",
    "stock_movements",
    "text_checks",
    "uploads",
)
CHILDREN = (
    ("upload_chunks", "upload_id", "uploads"),
    ("photo_allowances", "household_id", "households"),
    ("photo_questions", "check_id", "photo_checks"),
    ("message_sends", "message_id", "messages"),
)
DOORS = {
    "codes": (Door.CODE,),
    "orders": (Door.CODE,),
    "join_codes": (Door.CODE,),
    "notices": (Door.PUBLIC,),
    "activities": (Door.PUBLIC,),
    "activity_sessions": (Door.PUBLIC,),
    "members": (Door.PHONE,),
    "households": (Door.PHONE,),
}
OWN = {
    "audit_entries",
    "consents",
    "corrections",
    "declared_relatives",
    "feedback",
    "join_requests",
    "members",
    "reports",
}
OF_NO_VILLAGE_TOO = {"audit_entries", "anomalies", "consents"}

# Whoever removes a place under a seal without seeing its entry must not take the entry for gone.
REFUSE_REMOVAL_OF_ANY = """
CREATE OR REPLACE FUNCTION refuse_removal_of_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
  door text := current_setting('app.door', true);
  is_kept boolean;
BEGIN
  PERFORM set_config('app.door', 'operator', true);
  is_kept := EXISTS (SELECT 1 FROM audit_entries WHERE id = OLD.entry_id);
  PERFORM set_config('app.door', COALESCE(door, ''), true);
  IF is_kept THEN
    RAISE EXCEPTION '% is append-only while its entry is kept', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$
"""
REFUSE_REMOVAL_OF_SEEN = """
CREATE OR REPLACE FUNCTION refuse_removal_of_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF EXISTS (SELECT 1 FROM audit_entries WHERE id = OLD.entry_id) THEN
    RAISE EXCEPTION '% is append-only while its entry is kept', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$
"""


def upgrade() -> None:
    """Raise the wall where the database knows walls."""
    op.add_column("outbox_rows", sa.Column("village_id", BIGINT, nullable=True))
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in WALLED:
        for statement in wall_of(
            table,
            DOORS.get(table, ()),
            is_own=table in OWN,
            is_of_no_village_too=table in OF_NO_VILLAGE_TOO,
        ):
            op.execute(statement)
    for table, reference, parent in CHILDREN:
        for statement in wall_of_child(table, reference, parent):
            op.execute(statement)
    op.execute(REFUSE_REMOVAL_OF_ANY)


def downgrade() -> None:
    """Take the wall down."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE_REMOVAL_OF_SEEN)
        for table in (*WALLED, *(child[0] for child in CHILDREN)):
            for statement in no_wall(table):
                op.execute(statement)
    op.drop_column("outbox_rows", "village_id")

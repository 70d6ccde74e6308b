"""The audit's chains (留痕封存): entries sealed in batches by hash, and removed when old enough."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)

SQLITE_REFUSAL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only{until}'); END
"""
SQLITE_YOUNG = "WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-190 days')"
SQLITE_KEPT = "WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = OLD.entry_id)"
FOR_190_DAYS, WHILE_KEPT = " for 190 days", " while its entry is kept"

POSTGRESQL_FUNCTIONS = """
CREATE FUNCTION refuse_early_removal() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF OLD.at > now() - interval '190 days' THEN
    RAISE EXCEPTION '% is append-only for 190 days', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$;
CREATE FUNCTION refuse_removal_of_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF EXISTS (SELECT 1 FROM audit_entries WHERE id = OLD.entry_id) THEN
    RAISE EXCEPTION '% is append-only while its entry is kept', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_{name} BEFORE {verbs} ON {table}
FOR EACH ROW EXECUTE FUNCTION {function}()
"""


def upgrade() -> None:
    """Make room for the chains; an entry may be removed once it is 190 days old."""
    _create_tables()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
        return
    op.execute("DROP TRIGGER audit_entries_no_DELETE")
    _refuse_sqlite("audit_entries", "DELETE", SQLITE_YOUNG, FOR_190_DAYS)
    _refuse_sqlite("audit_seals", "UPDATE")
    _refuse_sqlite("audit_seals", "DELETE")
    _refuse_sqlite("sealed_audit_entries", "UPDATE")
    _refuse_sqlite("sealed_audit_entries", "DELETE", SQLITE_KEPT, WHILE_KEPT)


def downgrade() -> None:
    """Drop the chains; entries can never be removed again."""
    op.drop_table("sealed_audit_entries")
    op.drop_table("audit_seals")
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TRIGGER audit_entries_no_DELETE")
        _refuse_sqlite("audit_entries", "DELETE")
        return
    op.execute("DROP TRIGGER audit_entries_kept ON audit_entries")
    op.execute("DROP TRIGGER audit_entries_append_only ON audit_entries")
    _refuse_postgresql("audit_entries", "append_only", "UPDATE OR DELETE", "refuse_change")
    op.execute("DROP FUNCTION refuse_early_removal()")
    op.execute("DROP FUNCTION refuse_removal_of_kept()")


def _create_tables() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("chain", BIGINT, nullable=False),
        sa.Column("number", BIGINT, nullable=False),
        sa.Column("size", BIGINT, nullable=False),
        sa.Column("newest_at", INSTANT, nullable=False),
        sa.Column("entries_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_seal", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", INSTANT, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_audit_seals_number_from_one")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_audit_seals_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("chain", "number", name=op.f("uq_audit_seals_chain_number")),
    )
    op.create_index(op.f("ix_audit_seals_newest_at"), "audit_seals", ["newest_at"], unique=False)
    op.create_table(
        "sealed_audit_entries",
        sa.Column("seal_id", BIGINT, nullable=False),
        sa.Column("position", BIGINT, nullable=False),
        sa.Column("entry_id", BIGINT, nullable=False),
        sa.ForeignKeyConstraint(
            ["seal_id"],
            ["audit_seals.id"],
            name=op.f("fk_sealed_audit_entries_seal_id_audit_seals"),
        ),
        sa.PrimaryKeyConstraint("seal_id", "position", name=op.f("pk_sealed_audit_entries")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_sealed_audit_entries_entry_id")),
    )


def _guard_postgresql() -> None:
    op.execute(POSTGRESQL_FUNCTIONS)
    op.execute("DROP TRIGGER audit_entries_append_only ON audit_entries")
    _refuse_postgresql("audit_entries", "append_only", "UPDATE", "refuse_change")
    _refuse_postgresql("audit_entries", "kept", "DELETE", "refuse_early_removal")
    _refuse_postgresql("audit_seals", "append_only", "UPDATE OR DELETE", "refuse_change")
    _refuse_postgresql("sealed_audit_entries", "append_only", "UPDATE", "refuse_change")
    _refuse_postgresql("sealed_audit_entries", "kept", "DELETE", "refuse_removal_of_kept")


def _refuse_postgresql(table: str, name: str, verbs: str, function: str) -> None:
    sql = POSTGRESQL_TRIGGER.format(table=table, name=name, verbs=verbs, function=function)
    op.execute(sql)


def _refuse_sqlite(table: str, verb: str, when: str = "", until: str = "") -> None:
    op.execute(SQLITE_REFUSAL.format(table=table, verb=verb, when=when, until=until))

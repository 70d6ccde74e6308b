"""The first tables: every room of the main job, with append-only triggers on the books."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "points_transfers",
    "audit_entries",
    "anomalies",
    "stock_movements",
    "notice_entries",
    "seal_batches",
    "seal_entries",
)
_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    """Create every table, then forbid changes to the books."""
    _create_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_FUNCTION)
        for table in APPEND_ONLY:
            op.execute(_POSTGRESQL.format(table=table))
        return
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(table=table, verb=verb))


def downgrade() -> None:
    """Drop everything; triggers go with their tables."""
    _drop_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _create_tables() -> None:
    op.create_table(
        "activity_types",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_voluntary_service", sa.Boolean(), nullable=False),
        sa.Column(
            "risk",
            sa.Enum(
                "low",
                "mid",
                "high",
                name="risk_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("age_min", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("admits_minors_with_guardian", sa.Boolean(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=True),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_activity_types")),
    )
    op.create_table(
        "anomalies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "own_or_relative",
                "foreign_id",
                "code_guessing",
                name="anomalykind_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anomalies")),
    )
    op.create_index(op.f("ix_anomalies_village_id"), "anomalies", ["village_id"], unique=False)
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "refused",
                name="auditoutcome_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"], unique=False)
    op.create_index(
        "ix_audit_entries_person_id_action",
        "audit_entries",
        ["person_id", "action", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entries_village_id"), "audit_entries", ["village_id"], unique=False
    )
    op.create_table(
        "clock_offsets",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_offsets_one_row")),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_clock_offsets_only_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_offsets")),
    )
    op.create_table(
        "divisions",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "city",
                "county",
                "town",
                "village",
                name="divisionlevel_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_code", sa.String(length=12), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("successor_code", sa.String(length=12), nullable=True),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.CheckConstraint("length(code) = 12", name=op.f("ck_divisions_code_has_12_digits")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_divisions")),
    )
    op.create_index(op.f("ix_divisions_parent_code"), "divisions", ["parent_code"], unique=False)
    op.create_index(
        op.f("ix_divisions_successor_code"), "divisions", ["successor_code"], unique=False
    )
    op.create_table(
        "idempotency_keys",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "route", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(
        op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"], unique=False
    )
    op.create_table(
        "job_leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("leased_until", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("succeeded_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_leases")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "city",
                "district",
                "town",
                "village",
                name="organisationlevel_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "path", sa.String(collation="C").with_variant(sa.String(), "sqlite"), nullable=False
        ),
        sa.Column("division_code", sa.Text(), nullable=True),
        sa.Column(
            "zone",
            sa.Enum(
                "rural",
                "urban",
                name="zone_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(level = 'village') = (zone IS NOT NULL)",
            name=op.f("ck_organisations_village_has_zone"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["organisations.id"],
            name=op.f("fk_organisations_parent_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("path", name=op.f("uq_organisations_path")),
    )
    op.create_index(
        "ix_organisations_division_code", "organisations", ["division_code"], unique=True
    )
    op.create_index(
        op.f("ix_organisations_parent_id"), "organisations", ["parent_id"], unique=False
    )
    op.create_table(
        "outbox_rows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "message_created",
                name="outboxtopic_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("leased_until", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_rows")),
    )
    op.create_index("ix_outbox_rows_due", "outbox_rows", ["done_at", "due_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unionid", sa.Text(), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("unionid", name=op.f("uq_people_unionid")),
    )
    op.create_table(
        "rule_sets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column(
            "household_month_cap",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "household_year_cap",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "notice_working_days",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("loaded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_sets")),
        sa.UniqueConstraint("version", name=op.f("uq_rule_sets_version")),
    )
    op.create_table(
        "standard_sets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "zone",
            sa.Enum(
                "rural",
                "urban",
                name="zone_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column(
            "pass_mark", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "not_applicable_max",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "valid_months", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("loaded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "not_applicable_max BETWEEN 0 AND 18",
            name=op.f("ck_standard_sets_not_applicable_range"),
        ),
        sa.CheckConstraint(
            "pass_mark BETWEEN 1 AND 18", name=op.f("ck_standard_sets_pass_mark_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_sets")),
        sa.UniqueConstraint("zone", "version", name=op.f("uq_standard_sets_zone_version")),
    )
    op.create_table(
        "activities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column(
            "risk",
            sa.Enum(
                "low",
                "mid",
                "high",
                name="risk_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("risk_notes", sa.Text(), nullable=True),
        sa.Column("insurance", sa.Text(), nullable=True),
        sa.Column("rule_code", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "cancelled",
                name="activitystate_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'published' OR risk <> 'high' OR insurance IS NOT NULL",
            name=op.f("ck_activities_high_risk_insured"),
        ),
        sa.CheckConstraint(
            "state <> 'published' OR risk = 'low' OR risk_notes IS NOT NULL",
            name=op.f("ck_activities_risk_is_told"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_activities_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index(op.f("ix_activities_village_id"), "activities", ["village_id"], unique=False)
    op.create_table(
        "codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "door_plate",
                "activity",
                name="codekind_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("scene", sa.String(length=32), nullable=False),
        sa.Column("issued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("issued_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(scene) BETWEEN 8 AND 32", name=op.f("ck_codes_scene_length")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_codes_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
        sa.UniqueConstraint("scene", name=op.f("uq_codes_scene")),
    )
    op.create_index(op.f("ix_codes_village_id"), "codes", ["village_id"], unique=False)
    op.create_index(
        "uq_codes_one_valid",
        "codes",
        ["kind", "target_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
        sqlite_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "earning_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "rule_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "trigger",
            sa.Enum(
                "deed",
                "check_in",
                "record",
                "award",
                name="trigger_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column(
            "cap_period",
            sa.Enum(
                "month",
                "quarter",
                "half_year",
                "year",
                name="capperiod_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "period_cap", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("counts_to_household_caps", sa.Boolean(), nullable=False),
        sa.Column(
            "zone",
            sa.Enum(
                "rural",
                "urban",
                "both",
                name="rulezone_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("applicants", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column(
            "confirm_level",
            sa.Enum(
                "L1",
                "L2",
                "L3",
                "SYS",
                name="confirmlevel_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("exclusive_with", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.CheckConstraint("period_cap >= points", name=op.f("ck_earning_rules_cap_admits_one")),
        sa.CheckConstraint("points > 0", name=op.f("ck_earning_rules_points_positive")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["rule_sets.id"], name=op.f("fk_earning_rules_rule_set_id_rule_sets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earning_rules")),
        sa.UniqueConstraint("rule_set_id", "code", name=op.f("uq_earning_rules_rule_set_id_code")),
    )
    op.create_index(
        op.f("ix_earning_rules_rule_set_id"), "earning_rules", ["rule_set_id"], unique=False
    )
    op.create_table(
        "goods",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column(
            "price_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("stock", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("price_points > 0", name=op.f("ck_goods_price_positive")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_goods_stock_not_negative")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_goods_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods")),
        sa.UniqueConstraint("village_id", "code", name=op.f("uq_goods_village_id_code")),
    )
    op.create_index(op.f("ix_goods_village_id"), "goods", ["village_id"], unique=False)
    op.create_table(
        "households",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column(
            "zone",
            sa.Enum(
                "rural",
                "urban",
                name="zone_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "resident",
                "away",
                "empty",
                name="householdstatus_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("registered_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "registered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_households_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("village_id", "number", name=op.f("uq_households_village_id_number")),
    )
    op.create_index(op.f("ix_households_village_id"), "households", ["village_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "points",
                name="noticekind_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                name="noticestate_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "working_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("usable_on", sa.Date(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column(
            "published_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_notices_closed_has_instant"),
        ),
        sa.CheckConstraint("usable_on > published_on", name=op.f("ck_notices_usable_later")),
        sa.CheckConstraint(
            "working_days BETWEEN 3 AND 10", name=op.f("ck_notices_working_days_range")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_notices_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "village_id", "kind", "month", name=op.f("uq_notices_village_id_kind_month")
        ),
    )
    op.create_index(op.f("ix_notices_village_id"), "notices", ["village_id"], unique=False)
    op.create_table(
        "role_grants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "role",
            sa.Enum(
                "village_chair",
                "village_executive",
                "assessor",
                "shopkeeper",
                "supervisor",
                "town_officer",
                "district_officer",
                "city_officer",
                name="role_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "until_at IS NULL OR until_at > since_at", name=op.f("ck_role_grants_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["people.id"], name=op.f("fk_role_grants_granted_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_role_grants_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(op.f("ix_role_grants_granted_by"), "role_grants", ["granted_by"], unique=False)
    op.create_index(
        op.f("ix_role_grants_organisation_id"), "role_grants", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_role_grants_person_id"), "role_grants", ["person_id"], unique=False)
    op.create_index(
        "uq_role_grants_in_force",
        "role_grants",
        ["person_id", "organisation_id", "role"],
        unique=True,
        postgresql_where=sa.text("until_at IS NULL"),
        sqlite_where=sa.text("until_at IS NULL"),
    )
    op.create_table(
        "rule_adoptions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "rule_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("resolved_on", sa.Date(), nullable=False),
        sa.Column(
            "attendees", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column(
            "recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("recorded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attendees > 0", name=op.f("ck_rule_adoptions_somebody_attended")),
        sa.CheckConstraint(
            "effective_on > resolved_on", name=op.f("ck_rule_adoptions_never_backwards")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["rule_sets.id"], name=op.f("fk_rule_adoptions_rule_set_id_rule_sets")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_rule_adoptions_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_adoptions")),
        sa.UniqueConstraint(
            "village_id", "effective_on", name=op.f("uq_rule_adoptions_village_id_effective_on")
        ),
    )
    op.create_index(
        op.f("ix_rule_adoptions_rule_set_id"), "rule_adoptions", ["rule_set_id"], unique=False
    )
    op.create_index(
        op.f("ix_rule_adoptions_village_id"), "rule_adoptions", ["village_id"], unique=False
    )
    op.create_table(
        "seal_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("previous_seal", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_seal_batches_number_from_one")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_seal_batches_not_empty")),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_seal_batches_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_batches")),
        sa.UniqueConstraint("village_id", "number", name=op.f("uq_seal_batches_village_id_number")),
    )
    op.create_index(
        op.f("ix_seal_batches_village_id"), "seal_batches", ["village_id"], unique=False
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_sign_in_sessions_expires_later")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_sessions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_sessions_token_hash")),
    )
    op.create_index(
        op.f("ix_sign_in_sessions_person_id"), "sign_in_sessions", ["person_id"], unique=False
    )
    op.create_table(
        "standards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "standard_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("allows_not_applicable", sa.Boolean(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 18", name=op.f("ck_standards_eighteen")),
        sa.ForeignKeyConstraint(
            ["standard_set_id"],
            ["standard_sets.id"],
            name=op.f("fk_standards_standard_set_id_standard_sets"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards")),
        sa.UniqueConstraint(
            "standard_set_id", "code", name=op.f("uq_standards_standard_set_id_code")
        ),
        sa.UniqueConstraint(
            "standard_set_id", "position", name=op.f("uq_standards_standard_set_id_position")
        ),
    )
    op.create_index(
        op.f("ix_standards_standard_set_id"), "standards", ["standard_set_id"], unique=False
    )
    op.create_table(
        "wechat_accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("openid", sa.Text(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_wechat_accounts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_accounts")),
        sa.UniqueConstraint("app_id", "openid", name=op.f("uq_wechat_accounts_app_id_openid")),
    )
    op.create_index(
        op.f("ix_wechat_accounts_person_id"), "wechat_accounts", ["person_id"], unique=False
    )
    op.create_table(
        "activity_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("starts_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "waiting_issued", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "capacity BETWEEN 1 AND 5000", name=op.f("ck_activity_sessions_capacity_range")
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_activity_sessions_ends_after_start")
        ),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND capacity", name=op.f("ck_activity_sessions_within_capacity")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_activity_sessions_activity_id_activities"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_activity_sessions_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_sessions")),
    )
    op.create_index(
        op.f("ix_activity_sessions_activity_id"), "activity_sessions", ["activity_id"], unique=False
    )
    op.create_index(
        op.f("ix_activity_sessions_village_id"), "activity_sessions", ["village_id"], unique=False
    )
    op.create_table(
        "assessments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "standard_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "confirmed",
                name="assessmentstate_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "submissions", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("submitted_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("met", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "not_applicable", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column(
            "reviewed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reviewed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_on IS NOT NULL)",
            name=op.f("ck_assessments_confirmed_has_date"),
        ),
        sa.CheckConstraint(
            "submissions BETWEEN 0 AND 4", name=op.f("ck_assessments_at_most_three_resubmissions")
        ),
        sa.CheckConstraint(
            "valid_until_on IS NULL OR is_passed", name=op.f("ck_assessments_only_passed_is_valid")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_assessments_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["standard_set_id"],
            ["standard_sets.id"],
            name=op.f("fk_assessments_standard_set_id_standard_sets"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_assessments_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("household_id", "year", name=op.f("uq_assessments_household_id_year")),
    )
    op.create_index(
        op.f("ix_assessments_household_id"), "assessments", ["household_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessments_standard_set_id"), "assessments", ["standard_set_id"], unique=False
    )
    op.create_index(op.f("ix_assessments_village_id"), "assessments", ["village_id"], unique=False)
    op.create_table(
        "cap_usages",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("used", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cap", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("used <= cap", name=op.f("ck_cap_usages_within_cap")),
        sa.CheckConstraint("used >= 0", name=op.f("ck_cap_usages_used_not_negative")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_cap_usages_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_cap_usages_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("household_id", "subject", "period", name=op.f("pk_cap_usages")),
    )
    op.create_index(op.f("ix_cap_usages_village_id"), "cap_usages", ["village_id"], unique=False)
    op.create_table(
        "declared_relatives",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("declared_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_declared_relatives_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_declared_relatives_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_declared_relatives_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_relatives")),
    )
    op.create_index(
        op.f("ix_declared_relatives_household_id"),
        "declared_relatives",
        ["household_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_declared_relatives_person_id"), "declared_relatives", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_declared_relatives_village_id"), "declared_relatives", ["village_id"], unique=False
    )
    op.create_index(
        "uq_declared_relatives_once",
        "declared_relatives",
        ["person_id", "household_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
        sqlite_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "join_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people.id"], name=op.f("fk_join_codes_created_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_join_codes_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_join_codes_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_join_codes_code_hash")),
    )
    op.create_index(op.f("ix_join_codes_created_by"), "join_codes", ["created_by"], unique=False)
    op.create_index(
        op.f("ix_join_codes_household_id"), "join_codes", ["household_id"], unique=False
    )
    op.create_index(op.f("ix_join_codes_village_id"), "join_codes", ["village_id"], unique=False)
    op.create_table(
        "members",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "head",
                "spouse",
                "child",
                "parent",
                "other",
                name="relation_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("phone_sealed", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("joined_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_members_name_length")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_members_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_members_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_members_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_household_id"), "members", ["household_id"], unique=False)
    op.create_index(op.f("ix_members_person_id"), "members", ["person_id"], unique=False)
    op.create_index(op.f("ix_members_phone_index"), "members", ["phone_index"], unique=False)
    op.create_index(op.f("ix_members_village_id"), "members", ["village_id"], unique=False)
    op.create_index(
        "uq_members_one_head",
        "members",
        ["household_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL AND relation = 'head'"),
        sqlite_where=sa.text("left_at IS NULL AND relation = 'head'"),
    )
    op.create_index(
        "uq_members_person_in_one_household",
        "members",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
        sqlite_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "join_requested",
                "join_approved",
                "assessment_returned",
                "assessment_confirmed",
                "claim_submitted",
                "claim_confirmed",
                "claim_returned",
                "claim_revoked",
                "notice_opened",
                "points_effective",
                "order_reserved",
                "order_fulfilled",
                "order_cancelled",
                "order_expired",
                "signed_up",
                "waiting",
                "promoted",
                "sign_up_cancelled",
                "attended",
                name="messagekind_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "inbox",
                "in_person",
                name="messagechannel_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_messages_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_messages_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_household_id"), "messages", ["household_id"], unique=False)
    op.create_index("ix_messages_inbox", "messages", ["household_id", "id"], unique=False)
    op.create_index(op.f("ix_messages_village_id"), "messages", ["village_id"], unique=False)
    op.create_table(
        "notice_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_entries_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_notice_entries_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_entries")),
        sa.UniqueConstraint(
            "notice_id", "position", name=op.f("uq_notice_entries_notice_id_position")
        ),
        sa.UniqueConstraint(
            "notice_id", "subject_id", name=op.f("uq_notice_entries_notice_id_subject_id")
        ),
    )
    op.create_index(
        op.f("ix_notice_entries_notice_id"), "notice_entries", ["notice_id"], unique=False
    )
    op.create_index(
        op.f("ix_notice_entries_village_id"), "notice_entries", ["village_id"], unique=False
    )
    op.create_table(
        "points_accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "in_notice",
                "redeemable",
                "held",
                "arrears",
                "issued",
                "redeemed",
                "expired",
                "deducted",
                "moved",
                name="accountkind_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "points_year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("balance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('in_notice', 'redeemable', 'held', 'arrears')) = (household_id IS NOT NULL)",
            name=op.f("ck_points_accounts_owner_fits_kind"),
        ),
        sa.CheckConstraint(
            "kind <> 'arrears' OR balance <= 0",
            name=op.f("ck_points_accounts_arrears_not_positive"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('in_notice', 'redeemable', 'held') OR balance >= 0",
            name=op.f("ck_points_accounts_balance_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_points_accounts_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_points_accounts_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_accounts")),
    )
    op.create_index(
        op.f("ix_points_accounts_household_id"), "points_accounts", ["household_id"], unique=False
    )
    op.create_index(
        op.f("ix_points_accounts_village_id"), "points_accounts", ["village_id"], unique=False
    )
    op.create_index(
        "uq_points_accounts_household",
        "points_accounts",
        ["household_id", "kind", "points_year"],
        unique=True,
        postgresql_where=sa.text("household_id IS NOT NULL"),
        sqlite_where=sa.text("household_id IS NOT NULL"),
    )
    op.create_index(
        "uq_points_accounts_village",
        "points_accounts",
        ["village_id", "kind", "points_year"],
        unique=True,
        postgresql_where=sa.text("household_id IS NULL"),
        sqlite_where=sa.text("household_id IS NULL"),
    )
    op.create_table(
        "seal_entries",
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["seal_batches.id"], name=op.f("fk_seal_entries_batch_id_seal_batches")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_seal_entries_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_seal_entries")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_seal_entries_transfer_id")),
    )
    op.create_index(
        op.f("ix_seal_entries_village_id"), "seal_entries", ["village_id"], unique=False
    )
    op.create_table(
        "assessment_answers",
        sa.Column(
            "assessment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "answer",
            sa.Enum(
                "yes",
                "no",
                "na",
                name="clauseanswer_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_assessment_answers_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_assessment_answers_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("assessment_id", "code", name=op.f("pk_assessment_answers")),
    )
    op.create_index(
        op.f("ix_assessment_answers_village_id"), "assessment_answers", ["village_id"], unique=False
    )
    op.create_table(
        "join_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "join_code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "head",
                "spouse",
                "child",
                "parent",
                "other",
                name="relation_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "approved",
                "refused",
                name="joinstate_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requested_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("decided_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 60", name=op.f("ck_join_requests_name_length")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_join_requests_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["join_code_id"],
            ["join_codes.id"],
            name=op.f("fk_join_requests_join_code_id_join_codes"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_join_requests_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_join_requests_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
    )
    op.create_index(
        op.f("ix_join_requests_household_id"), "join_requests", ["household_id"], unique=False
    )
    op.create_index(
        op.f("ix_join_requests_join_code_id"), "join_requests", ["join_code_id"], unique=False
    )
    op.create_index(
        op.f("ix_join_requests_person_id"), "join_requests", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_join_requests_village_id"), "join_requests", ["village_id"], unique=False
    )
    op.create_index(
        "uq_join_requests_one_pending",
        "join_requests",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
        sqlite_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "fulfilled",
                "cancelled",
                "expired",
                name="orderstate_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voucher_hash", sa.String(length=64), nullable=False),
        sa.Column("pickup_digits", sa.String(length=6), nullable=False),
        sa.Column("placed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("placed_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'reserved') = (closed_at IS NULL)", name=op.f("ck_orders_closed_has_instant")
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_orders_points_positive")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_orders_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_orders_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_orders_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("voucher_hash", name=op.f("uq_orders_voucher_hash")),
    )
    op.create_index("ix_orders_expiry", "orders", ["state", "expires_at"], unique=False)
    op.create_index(op.f("ix_orders_household_id"), "orders", ["household_id"], unique=False)
    op.create_index(op.f("ix_orders_member_id"), "orders", ["member_id"], unique=False)
    op.create_index(op.f("ix_orders_village_id"), "orders", ["village_id"], unique=False)
    op.create_index(
        "uq_orders_pickup_digits",
        "orders",
        ["village_id", "pickup_digits"],
        unique=True,
        postgresql_where=sa.text("state = 'reserved'"),
        sqlite_where=sa.text("state = 'reserved'"),
    )
    op.create_table(
        "points_claims",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deed_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "confirm_level",
            sa.Enum(
                "L1",
                "L2",
                "L3",
                "SYS",
                name="confirmlevel_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rule_period", sa.Text(), nullable=False),
        sa.Column(
            "points_year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "returned",
                "rejected",
                "confirmed",
                "in_notice",
                "objected",
                "effective",
                "revoked",
                name="claimstate_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("submitted_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "first_confirmed_by",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("first_confirmed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("confirmed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("posting_id", sa.Text(), nullable=True),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("usable_on", sa.Date(), nullable=True),
        sa.Column(
            "decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("decided_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "confirm_level <> 'L2' OR state IN ('submitted', 'returned', 'rejected') OR (first_confirmed_by IS NOT NULL AND confirmed_by IS NOT NULL AND first_confirmed_by <> confirmed_by)",
            name=op.f("ck_points_claims_two_confirmers"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('in_notice', 'objected', 'effective') OR notice_id IS NOT NULL",
            name=op.f("ck_points_claims_no_way_around_the_notice"),
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_points_claims_points_positive")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_points_claims_quantity_positive")),
        sa.CheckConstraint(
            "submitted_by IS NULL OR confirmed_by IS NULL OR confirmed_by <> submitted_by",
            name=op.f("ck_points_claims_applicant_is_not_confirmer"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_points_claims_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_points_claims_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_points_claims_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["earning_rules.id"], name=op.f("fk_points_claims_rule_id_earning_rules")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_points_claims_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_claims")),
    )
    op.create_index(
        "ix_points_claims_earned",
        "points_claims",
        ["household_id", "points_year", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_points_claims_household_id"), "points_claims", ["household_id"], unique=False
    )
    op.create_index(
        op.f("ix_points_claims_member_id"), "points_claims", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_points_claims_notice_id"), "points_claims", ["notice_id"], unique=False
    )
    op.create_index(
        "ix_points_claims_queue", "points_claims", ["village_id", "state", "id"], unique=False
    )
    op.create_index(op.f("ix_points_claims_rule_id"), "points_claims", ["rule_id"], unique=False)
    op.create_index(
        op.f("ix_points_claims_village_id"), "points_claims", ["village_id"], unique=False
    )
    op.create_index(
        "uq_points_claims_standing_deed",
        "points_claims",
        ["household_id", "rule_id", "deed_on", "source"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('returned', 'rejected', 'revoked')"),
        sqlite_where=sa.text("state NOT IN ('returned', 'rejected', 'revoked')"),
    )
    op.create_table(
        "proxy_acts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column(
            "object_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "in_person",
                "telephone",
                name="proxychannel_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("acted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acted_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(reason) BETWEEN 2 AND 200", name=op.f("ck_proxy_acts_reason_given")
        ),
        sa.ForeignKeyConstraint(
            ["acted_by"], ["people.id"], name=op.f("fk_proxy_acts_acted_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_proxy_acts_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_proxy_acts_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_proxy_acts_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy_acts")),
    )
    op.create_index(op.f("ix_proxy_acts_acted_by"), "proxy_acts", ["acted_by"], unique=False)
    op.create_index(
        op.f("ix_proxy_acts_household_id"), "proxy_acts", ["household_id"], unique=False
    )
    op.create_index(op.f("ix_proxy_acts_member_id"), "proxy_acts", ["member_id"], unique=False)
    op.create_index(op.f("ix_proxy_acts_village_id"), "proxy_acts", ["village_id"], unique=False)
    op.create_table(
        "review_remarks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "assessment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "submission", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "remarked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("remarked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_review_remarks_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["remarked_by"], ["people.id"], name=op.f("fk_review_remarks_remarked_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_review_remarks_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remarks")),
        sa.UniqueConstraint(
            "assessment_id",
            "submission",
            "code",
            name=op.f("uq_review_remarks_assessment_id_submission_code"),
        ),
    )
    op.create_index(
        op.f("ix_review_remarks_assessment_id"), "review_remarks", ["assessment_id"], unique=False
    )
    op.create_index(
        op.f("ix_review_remarks_remarked_by"), "review_remarks", ["remarked_by"], unique=False
    )
    op.create_index(
        op.f("ix_review_remarks_village_id"), "review_remarks", ["village_id"], unique=False
    )
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "waiting",
                "cancelled",
                "attended",
                "absent",
                name="signupstate_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "waiting_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "signed_up_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("signed_up_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("promoted_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'waiting' OR waiting_number IS NOT NULL",
            name=op.f("ck_sign_ups_waiting_has_number"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_sign_ups_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_sign_ups_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["activity_sessions.id"],
            name=op.f("fk_sign_ups_session_id_activity_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_sign_ups_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
        sa.UniqueConstraint(
            "session_id", "waiting_number", name=op.f("uq_sign_ups_session_id_waiting_number")
        ),
    )
    op.create_index(op.f("ix_sign_ups_household_id"), "sign_ups", ["household_id"], unique=False)
    op.create_index(op.f("ix_sign_ups_member_id"), "sign_ups", ["member_id"], unique=False)
    op.create_index(op.f("ix_sign_ups_session_id"), "sign_ups", ["session_id"], unique=False)
    op.create_index(op.f("ix_sign_ups_village_id"), "sign_ups", ["village_id"], unique=False)
    op.create_index(
        "uq_sign_ups_once",
        "sign_ups",
        ["session_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
        sqlite_where=sa.text("state <> 'cancelled'"),
    )
    op.create_table(
        "attendances",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "sign_up_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("starts_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "marked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("marked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_attendances_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["people.id"], name=op.f("fk_attendances_marked_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_attendances_member_id_members")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["activity_sessions.id"],
            name=op.f("fk_attendances_session_id_activity_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["sign_ups.id"], name=op.f("fk_attendances_sign_up_id_sign_ups")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_attendances_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint(
            "member_id", "starts_at", name=op.f("uq_attendances_member_id_starts_at")
        ),
        sa.UniqueConstraint("sign_up_id", name=op.f("uq_attendances_sign_up_id")),
    )
    op.create_index(op.f("ix_attendances_marked_by"), "attendances", ["marked_by"], unique=False)
    op.create_index(op.f("ix_attendances_member_id"), "attendances", ["member_id"], unique=False)
    op.create_index(op.f("ix_attendances_session_id"), "attendances", ["session_id"], unique=False)
    op.create_index(op.f("ix_attendances_sign_up_id"), "attendances", ["sign_up_id"], unique=False)
    op.create_index(op.f("ix_attendances_village_id"), "attendances", ["village_id"], unique=False)
    op.create_table(
        "order_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("goods_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "unit_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name=op.f("ck_order_lines_quantity_range")),
        sa.ForeignKeyConstraint(
            ["goods_id"], ["goods.id"], name=op.f("fk_order_lines_goods_id_goods")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_order_lines_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
        sa.UniqueConstraint("order_id", "goods_id", name=op.f("uq_order_lines_order_id_goods_id")),
    )
    op.create_index(op.f("ix_order_lines_goods_id"), "order_lines", ["goods_id"], unique=False)
    op.create_index(op.f("ix_order_lines_order_id"), "order_lines", ["order_id"], unique=False)
    op.create_index(op.f("ix_order_lines_village_id"), "order_lines", ["village_id"], unique=False)
    op.create_table(
        "points_transfers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "debit_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "credit_account_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "award",
                "notice_ended",
                "arrears_repaid",
                "order_held",
                "order_released",
                "order_fulfilled",
                "award_revoked",
                "arrears_incurred",
                name="transfercode_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("caused_by", sa.Text(), nullable=False),
        sa.Column("posting_id", sa.Text(), nullable=False),
        sa.Column("posted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("posted_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_points_transfers_amount_positive")),
        sa.CheckConstraint(
            "debit_account_id <> credit_account_id", name=op.f("ck_points_transfers_two_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["award_id"],
            ["points_claims.id"],
            name=op.f("fk_points_transfers_award_id_points_claims"),
        ),
        sa.ForeignKeyConstraint(
            ["credit_account_id"],
            ["points_accounts.id"],
            name=op.f("fk_points_transfers_credit_account_id_points_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["debit_account_id"],
            ["points_accounts.id"],
            name=op.f("fk_points_transfers_debit_account_id_points_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_points_transfers_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_transfers")),
        sa.UniqueConstraint(
            "code",
            "caused_by",
            "debit_account_id",
            name=op.f("uq_points_transfers_code_caused_by_debit_account_id"),
        ),
    )
    op.create_index(
        op.f("ix_points_transfers_award_id"), "points_transfers", ["award_id"], unique=False
    )
    op.create_index(
        op.f("ix_points_transfers_credit_account_id"),
        "points_transfers",
        ["credit_account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_points_transfers_debit_account_id"),
        "points_transfers",
        ["debit_account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_points_transfers_village_id"), "points_transfers", ["village_id"], unique=False
    )
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "village_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("goods_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "reserved",
                "released",
                name="stockmovementkind_words",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("change", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("moved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("moved_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reserved') = (change < 0)", name=op.f("ck_stock_movements_sign_fits_kind")
        ),
        sa.ForeignKeyConstraint(
            ["goods_id"], ["goods.id"], name=op.f("fk_stock_movements_goods_id_goods")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_stock_movements_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_stock_movements_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
        sa.UniqueConstraint(
            "order_id", "kind", "goods_id", name=op.f("uq_stock_movements_order_id_kind_goods_id")
        ),
    )
    op.create_index(
        op.f("ix_stock_movements_goods_id"), "stock_movements", ["goods_id"], unique=False
    )
    op.create_index(
        op.f("ix_stock_movements_order_id"), "stock_movements", ["order_id"], unique=False
    )
    op.create_index(
        op.f("ix_stock_movements_village_id"), "stock_movements", ["village_id"], unique=False
    )
    # ### end Alembic commands ###


def _drop_tables() -> None:
    op.drop_index(op.f("ix_stock_movements_village_id"), table_name="stock_movements")
    op.drop_index(op.f("ix_stock_movements_order_id"), table_name="stock_movements")
    op.drop_index(op.f("ix_stock_movements_goods_id"), table_name="stock_movements")
    op.drop_table("stock_movements")
    op.drop_index(op.f("ix_points_transfers_village_id"), table_name="points_transfers")
    op.drop_index(op.f("ix_points_transfers_debit_account_id"), table_name="points_transfers")
    op.drop_index(op.f("ix_points_transfers_credit_account_id"), table_name="points_transfers")
    op.drop_index(op.f("ix_points_transfers_award_id"), table_name="points_transfers")
    op.drop_table("points_transfers")
    op.drop_index(op.f("ix_order_lines_village_id"), table_name="order_lines")
    op.drop_index(op.f("ix_order_lines_order_id"), table_name="order_lines")
    op.drop_index(op.f("ix_order_lines_goods_id"), table_name="order_lines")
    op.drop_table("order_lines")
    op.drop_index(op.f("ix_attendances_village_id"), table_name="attendances")
    op.drop_index(op.f("ix_attendances_sign_up_id"), table_name="attendances")
    op.drop_index(op.f("ix_attendances_session_id"), table_name="attendances")
    op.drop_index(op.f("ix_attendances_member_id"), table_name="attendances")
    op.drop_index(op.f("ix_attendances_marked_by"), table_name="attendances")
    op.drop_table("attendances")
    op.drop_index(
        "uq_sign_ups_once",
        table_name="sign_ups",
        postgresql_where=sa.text("state <> 'cancelled'"),
        sqlite_where=sa.text("state <> 'cancelled'"),
    )
    op.drop_index(op.f("ix_sign_ups_village_id"), table_name="sign_ups")
    op.drop_index(op.f("ix_sign_ups_session_id"), table_name="sign_ups")
    op.drop_index(op.f("ix_sign_ups_member_id"), table_name="sign_ups")
    op.drop_index(op.f("ix_sign_ups_household_id"), table_name="sign_ups")
    op.drop_table("sign_ups")
    op.drop_index(op.f("ix_review_remarks_village_id"), table_name="review_remarks")
    op.drop_index(op.f("ix_review_remarks_remarked_by"), table_name="review_remarks")
    op.drop_index(op.f("ix_review_remarks_assessment_id"), table_name="review_remarks")
    op.drop_table("review_remarks")
    op.drop_index(op.f("ix_proxy_acts_village_id"), table_name="proxy_acts")
    op.drop_index(op.f("ix_proxy_acts_member_id"), table_name="proxy_acts")
    op.drop_index(op.f("ix_proxy_acts_household_id"), table_name="proxy_acts")
    op.drop_index(op.f("ix_proxy_acts_acted_by"), table_name="proxy_acts")
    op.drop_table("proxy_acts")
    op.drop_index(
        "uq_points_claims_standing_deed",
        table_name="points_claims",
        postgresql_where=sa.text("state NOT IN ('returned', 'rejected', 'revoked')"),
        sqlite_where=sa.text("state NOT IN ('returned', 'rejected', 'revoked')"),
    )
    op.drop_index(op.f("ix_points_claims_village_id"), table_name="points_claims")
    op.drop_index(op.f("ix_points_claims_rule_id"), table_name="points_claims")
    op.drop_index("ix_points_claims_queue", table_name="points_claims")
    op.drop_index(op.f("ix_points_claims_notice_id"), table_name="points_claims")
    op.drop_index(op.f("ix_points_claims_member_id"), table_name="points_claims")
    op.drop_index(op.f("ix_points_claims_household_id"), table_name="points_claims")
    op.drop_index("ix_points_claims_earned", table_name="points_claims")
    op.drop_table("points_claims")
    op.drop_index(
        "uq_orders_pickup_digits",
        table_name="orders",
        postgresql_where=sa.text("state = 'reserved'"),
        sqlite_where=sa.text("state = 'reserved'"),
    )
    op.drop_index(op.f("ix_orders_village_id"), table_name="orders")
    op.drop_index(op.f("ix_orders_member_id"), table_name="orders")
    op.drop_index(op.f("ix_orders_household_id"), table_name="orders")
    op.drop_index("ix_orders_expiry", table_name="orders")
    op.drop_table("orders")
    op.drop_index(
        "uq_join_requests_one_pending",
        table_name="join_requests",
        postgresql_where=sa.text("state = 'pending'"),
        sqlite_where=sa.text("state = 'pending'"),
    )
    op.drop_index(op.f("ix_join_requests_village_id"), table_name="join_requests")
    op.drop_index(op.f("ix_join_requests_person_id"), table_name="join_requests")
    op.drop_index(op.f("ix_join_requests_join_code_id"), table_name="join_requests")
    op.drop_index(op.f("ix_join_requests_household_id"), table_name="join_requests")
    op.drop_table("join_requests")
    op.drop_index(op.f("ix_assessment_answers_village_id"), table_name="assessment_answers")
    op.drop_table("assessment_answers")
    op.drop_index(op.f("ix_seal_entries_village_id"), table_name="seal_entries")
    op.drop_table("seal_entries")
    op.drop_index(
        "uq_points_accounts_village",
        table_name="points_accounts",
        postgresql_where=sa.text("household_id IS NULL"),
        sqlite_where=sa.text("household_id IS NULL"),
    )
    op.drop_index(
        "uq_points_accounts_household",
        table_name="points_accounts",
        postgresql_where=sa.text("household_id IS NOT NULL"),
        sqlite_where=sa.text("household_id IS NOT NULL"),
    )
    op.drop_index(op.f("ix_points_accounts_village_id"), table_name="points_accounts")
    op.drop_index(op.f("ix_points_accounts_household_id"), table_name="points_accounts")
    op.drop_table("points_accounts")
    op.drop_index(op.f("ix_notice_entries_village_id"), table_name="notice_entries")
    op.drop_index(op.f("ix_notice_entries_notice_id"), table_name="notice_entries")
    op.drop_table("notice_entries")
    op.drop_index(op.f("ix_messages_village_id"), table_name="messages")
    op.drop_index("ix_messages_inbox", table_name="messages")
    op.drop_index(op.f("ix_messages_household_id"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(
        "uq_members_person_in_one_household",
        table_name="members",
        postgresql_where=sa.text("left_at IS NULL"),
        sqlite_where=sa.text("left_at IS NULL"),
    )
    op.drop_index(
        "uq_members_one_head",
        table_name="members",
        postgresql_where=sa.text("left_at IS NULL AND relation = 'head'"),
        sqlite_where=sa.text("left_at IS NULL AND relation = 'head'"),
    )
    op.drop_index(op.f("ix_members_village_id"), table_name="members")
    op.drop_index(op.f("ix_members_phone_index"), table_name="members")
    op.drop_index(op.f("ix_members_person_id"), table_name="members")
    op.drop_index(op.f("ix_members_household_id"), table_name="members")
    op.drop_table("members")
    op.drop_index(op.f("ix_join_codes_village_id"), table_name="join_codes")
    op.drop_index(op.f("ix_join_codes_household_id"), table_name="join_codes")
    op.drop_index(op.f("ix_join_codes_created_by"), table_name="join_codes")
    op.drop_table("join_codes")
    op.drop_index(
        "uq_declared_relatives_once",
        table_name="declared_relatives",
        postgresql_where=sa.text("withdrawn_at IS NULL"),
        sqlite_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_index(op.f("ix_declared_relatives_village_id"), table_name="declared_relatives")
    op.drop_index(op.f("ix_declared_relatives_person_id"), table_name="declared_relatives")
    op.drop_index(op.f("ix_declared_relatives_household_id"), table_name="declared_relatives")
    op.drop_table("declared_relatives")
    op.drop_index(op.f("ix_cap_usages_village_id"), table_name="cap_usages")
    op.drop_table("cap_usages")
    op.drop_index(op.f("ix_assessments_village_id"), table_name="assessments")
    op.drop_index(op.f("ix_assessments_standard_set_id"), table_name="assessments")
    op.drop_index(op.f("ix_assessments_household_id"), table_name="assessments")
    op.drop_table("assessments")
    op.drop_index(op.f("ix_activity_sessions_village_id"), table_name="activity_sessions")
    op.drop_index(op.f("ix_activity_sessions_activity_id"), table_name="activity_sessions")
    op.drop_table("activity_sessions")
    op.drop_index(op.f("ix_wechat_accounts_person_id"), table_name="wechat_accounts")
    op.drop_table("wechat_accounts")
    op.drop_index(op.f("ix_standards_standard_set_id"), table_name="standards")
    op.drop_table("standards")
    op.drop_index(op.f("ix_sign_in_sessions_person_id"), table_name="sign_in_sessions")
    op.drop_table("sign_in_sessions")
    op.drop_index(op.f("ix_seal_batches_village_id"), table_name="seal_batches")
    op.drop_table("seal_batches")
    op.drop_index(op.f("ix_rule_adoptions_village_id"), table_name="rule_adoptions")
    op.drop_index(op.f("ix_rule_adoptions_rule_set_id"), table_name="rule_adoptions")
    op.drop_table("rule_adoptions")
    op.drop_index(
        "uq_role_grants_in_force",
        table_name="role_grants",
        postgresql_where=sa.text("until_at IS NULL"),
        sqlite_where=sa.text("until_at IS NULL"),
    )
    op.drop_index(op.f("ix_role_grants_person_id"), table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_organisation_id"), table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_granted_by"), table_name="role_grants")
    op.drop_table("role_grants")
    op.drop_index(op.f("ix_notices_village_id"), table_name="notices")
    op.drop_table("notices")
    op.drop_index(op.f("ix_households_village_id"), table_name="households")
    op.drop_table("households")
    op.drop_index(op.f("ix_goods_village_id"), table_name="goods")
    op.drop_table("goods")
    op.drop_index(op.f("ix_earning_rules_rule_set_id"), table_name="earning_rules")
    op.drop_table("earning_rules")
    op.drop_index(
        "uq_codes_one_valid",
        table_name="codes",
        postgresql_where=sa.text("revoked_at IS NULL"),
        sqlite_where=sa.text("revoked_at IS NULL"),
    )
    op.drop_index(op.f("ix_codes_village_id"), table_name="codes")
    op.drop_table("codes")
    op.drop_index(op.f("ix_activities_village_id"), table_name="activities")
    op.drop_table("activities")
    op.drop_table("standard_sets")
    op.drop_table("rule_sets")
    op.drop_table("people")
    op.drop_index("ix_outbox_rows_due", table_name="outbox_rows")
    op.drop_table("outbox_rows")
    op.drop_index(op.f("ix_organisations_parent_id"), table_name="organisations")
    op.drop_index("ix_organisations_division_code", table_name="organisations")
    op.drop_table("organisations")
    op.drop_table("job_leases")
    op.drop_index(op.f("ix_idempotency_keys_created_at"), table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_index(op.f("ix_divisions_successor_code"), table_name="divisions")
    op.drop_index(op.f("ix_divisions_parent_code"), table_name="divisions")
    op.drop_table("divisions")
    op.drop_table("clock_offsets")
    op.drop_index(op.f("ix_audit_entries_village_id"), table_name="audit_entries")
    op.drop_index("ix_audit_entries_person_id_action", table_name="audit_entries")
    op.drop_index(op.f("ix_audit_entries_at"), table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_index(op.f("ix_anomalies_village_id"), table_name="anomalies")
    op.drop_table("anomalies")
    op.drop_table("activity_types")
    # ### end Alembic commands ###

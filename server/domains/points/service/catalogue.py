"""Load versions of the catalogue, and record which one a village has resolved to use (PT-7)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from models.points import EarningRule, RuleAdoption, RuleSet
from server.domains.organisations import service as organisations
from server.domains.points import queries
from server.domains.points.errors import AdoptionRefused, CatalogueChanged, RuleSetNotFound
from server.domains.points.rules.catalogue import Catalogue, RuleSpec, read_catalogue
from server.domains.points.rules.periods import first_of_next_month
from server.kernel import walls
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class VillageRules:
    """The rules in force in a village today; without a resolution there are none.

    `newest` is the version a village could resolve to use.
    """

    village_id: int
    newest: RuleSet | None
    rule_set: RuleSet | None = None
    effective_on: date | None = None
    rules: Sequence[EarningRule] = ()


def load_rules(work: Work, document: object) -> int:
    """Load a catalogue and return the id of its version; repeating it changes nothing.

    Raises CatalogueRefused with every fault, CatalogueChanged when a version comes again with
    another content: versions are never edited, old entries keep their old wording.
    """
    catalogue = read_catalogue(document)
    known = work.session.scalar(select(RuleSet).where(RuleSet.version == catalogue.version))
    if known is None:
        return _insert(work, catalogue)
    if known.content_hash != catalogue.content_hash:
        detail = f"版本 {catalogue.version} 已经录入过，内容不一样。请换一个新的版本号。"
        raise CatalogueChanged(detail, version=catalogue.version)
    return known.id


def _insert(work: Work, catalogue: Catalogue) -> int:
    row = RuleSet(
        version=catalogue.version,
        household_month_cap=catalogue.household_month_cap,
        household_year_cap=catalogue.household_year_cap,
        notice_working_days=catalogue.notice_working_days,
        content_hash=catalogue.content_hash,
        loaded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.execute(insert(EarningRule), [_rule_row(row.id, r) for r in catalogue.rules])
    work.audit("load_rules", "rule_set", row.id, version=row.version)
    return row.id


def _rule_row(rule_set_id: int, rule: RuleSpec) -> dict[str, Any]:
    lists = ("applicants", "evidence", "exclusive_with")
    return {
        **asdict(rule),
        **{name: list(getattr(rule, name)) for name in lists},
        "rule_set_id": rule_set_id,
    }


def adopt_rules(
    work: Work,
    *,
    village_id: int,
    rule_set_id: int,
    resolved_on: date,
    attendees: int,
    minutes: str,
) -> RuleAdoption:
    """Record a village's resolution to use a rule set from the first of the next month (PT-7).

    Entered by a chair, "next" counts from the day of entry, so nothing changes backwards. The
    installation itself (no person) enters resolutions that were taken on paper before it began;
    they count from their own day. Raises OrganisationNotFound, RuleSetNotFound, AdoptionRefused,
    AlreadyAdopted by constraint.
    """
    scope = work.actor.office_scope(Permission.RULE_ADOPT)
    organisations.get_village(scope, work.session, village_id)
    if work.session.get(RuleSet, rule_set_id) is None:
        raise RuleSetNotFound("没有这套积分规则，请核对版本。")
    if resolved_on > work.today:
        raise AdoptionRefused("会议日期还没到，开完会再登记。")
    before = queries.find_rule_set_id(work.session, village_id, work.today)
    counted_from = resolved_on if work.actor.is_system else work.today
    adoption = RuleAdoption(
        village_id=village_id,
        rule_set_id=rule_set_id,
        resolved_on=resolved_on,
        attendees=attendees,
        minutes=minutes,
        effective_on=first_of_next_month(counted_from),
        recorded_by=work.actor.person_id,
        recorded_at=work.now,
    )
    work.session.add(adoption)
    work.session.flush()
    _leave_trace(work, adoption, before)
    return adoption


def _leave_trace(work: Work, adoption: RuleAdoption, before: int | None) -> None:
    work.audit(
        "adopt_rules",
        "rule_adoption",
        adoption.id,
        village_id=adoption.village_id,
        before=before,
        after=adoption.rule_set_id,
        effective_on=adoption.effective_on.isoformat(),
    )


def read_rules(work: Work, village_id: int) -> VillageRules:
    """Return the rules in force in a village today, for everybody (ID-2)."""
    walls.enter(work.session, [village_id])
    newest = queries.find_newest_set(work.session)
    adoption = queries.find_adoption(work.session, village_id, work.today)
    if adoption is None:
        return VillageRules(village_id, newest)
    return VillageRules(
        village_id,
        newest,
        work.session.get_one(RuleSet, adoption.rule_set_id),
        adoption.effective_on,
        queries.list_rules(work.session, adoption.rule_set_id),
    )

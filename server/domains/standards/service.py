"""Load the standards and say which list holds; the only door to the catalogues."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.standards import Standard, StandardSet
from models.vocabulary import Zone
from server.domains.standards import queries, rules
from server.domains.standards.errors import StandardsChanged, StandardsNotLoaded
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class StandardList:
    """A set with its 18 clauses, as everybody may read it. `notice` marks a text not official."""

    set: StandardSet
    clauses: list[Standard]
    notice: str | None


def load_standards(work: Work, document: object) -> list[int]:
    """Load both lists of a document and return the ids of the sets that were new.

    The same content again does nothing. Raises InvalidInput with every fault, StandardsChanged
    when a loaded version comes with another content; then nothing is loaded.
    """
    loaded = [_load(work, catalogue) for catalogue in rules.parse(document)]
    return [set_id for set_id in loaded if set_id is not None]


def set_in_force(session: Session, zone: Zone, on: date) -> tuple[StandardSet, list[Standard]]:
    """Return the list that holds for a zone on a day. Raises StandardsNotLoaded."""
    found = queries.find_in_force(session, zone, on)
    if found is None:
        detail = "标准还没有录入，请找村（社区）妇联。"
        raise StandardsNotLoaded(detail)
    return found, list(queries.list_clauses(session, found.id))


def get_set(session: Session, set_id: int) -> tuple[StandardSet, list[Standard]]:
    """Return a set that something is pinned to, with the wording it had then."""
    return session.get_one(StandardSet, set_id), list(queries.list_clauses(session, set_id))


def notice_of(standard_set: StandardSet) -> str | None:
    """Return the words that must stand beside a list which is not the official text."""
    return rules.notice_of(standard_set.status)


def notice_in_force(work: Work, zones: Iterable[Zone] = Zone) -> str | None:
    """Return the words that mark today's lists while one of them is not the official text."""
    lists = (queries.find_in_force(work.session, zone, work.today) for zone in zones)
    notices = (notice_of(found) for found in lists if found is not None)
    return next((notice for notice in notices if notice), None)


def read_standards(work: Work, zone: Zone) -> StandardList:
    """Return the list in force today for everybody to read (ID-2)."""
    found, clauses = set_in_force(work.session, zone, work.today)
    return StandardList(set=found, clauses=clauses, notice=notice_of(found))


def _load(work: Work, catalogue: rules.Catalogue) -> int | None:
    known = queries.find_version(work.session, catalogue.zone, catalogue.version)
    if known is None:
        return _insert(work, catalogue)
    if known.content_hash != catalogue.content_hash:
        detail = f"版本 {catalogue.version} 已经录入过，内容不一样。请换一个新的版本号。"
        raise StandardsChanged(detail, zone=catalogue.zone.value, version=catalogue.version)
    return None


def _insert(work: Work, catalogue: rules.Catalogue) -> int:
    row = StandardSet(
        zone=catalogue.zone,
        version=catalogue.version,
        status=catalogue.status,
        effective_on=catalogue.effective_on,
        pass_mark=catalogue.pass_mark,
        not_applicable_max=catalogue.not_applicable_max,
        valid_months=catalogue.valid_months,
        content_hash=catalogue.content_hash,
        loaded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(_row(row.id, clause) for clause in catalogue.clauses)
    work.session.flush()
    work.audit("load_standards", "standard_set", row.id, version=row.version)
    return row.id


def _row(set_id: int, clause: rules.Clause) -> Standard:
    return Standard(standard_set_id=set_id, **{**asdict(clause), "evidence": list(clause.evidence)})

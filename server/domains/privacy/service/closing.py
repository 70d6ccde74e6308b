"""Close an account (注销): what says who she is goes, at once and everywhere; the books stay whole.

Every domain forgets in the same transaction. Points, orders and attendances are her household's:
they stay under numbers that lead to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.organisations import service as organisations
from server.domains.privacy import rules
from server.domains.privacy.errors import ClosingHindered
from server.domains.privacy.service.gathering import gather_whole
from server.kernel.personal_data import Hindrance, Subject
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Closing:
    """What becomes of things when she closes her account, and what she must settle before."""

    goes: Sequence[str]
    stays: Sequence[str]
    hindrances: Sequence[Hindrance]


def preview_closing(work: Work) -> Closing:
    """Return what closing the acting person's account would mean."""
    sources = work.ports.personal_data
    return Closing(
        goes=[words for source in sources for words in source.goes],
        stays=[words for source in sources for words in source.stays],
        hindrances=_hindrances(work, households.subject_of(work, work.person_id)),
    )


def close_account(work: Work) -> None:
    """Close the acting person's account and forget her, once; her WeChat is a stranger's then.

    Raises ClosingHindered, and SessionEnded when another phone of hers was faster.
    """
    subject = households.subject_of(work, identity.claim_closing(work))
    households.hold_homes(work, subject)
    if hindrances := _hindrances(work, subject):
        raise ClosingHindered(hindrances)
    _forget(work, subject)


def close_again(work: Work) -> None:
    """Close the acting person's account that an older backup brought back; nothing hinders now.

    She had settled all of it; what stood open in the backup runs out by itself. Her offices end.
    """
    subject = households.subject_of(work, identity.claim_closing(work))
    organisations.end_offices_of(work, subject.person_id)
    _forget(work, subject, by="restore")


def _forget(work: Work, subject: Subject, **detail: Any) -> None:
    subject = replace(subject, texts=rules.texts_of(gather_whole(work, subject)))
    for source in reversed(work.ports.personal_data):
        source.erase(work, subject)
    work.audit(identity.CLOSE_ACCOUNT, "person", subject.person_id, **detail)


def _hindrances(work: Work, subject: Subject) -> Sequence[Hindrance]:
    return [one for source in work.ports.personal_data for one in source.hindrances(work, subject)]

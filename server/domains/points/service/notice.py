"""Publish the month's confirmed points (公示), and let them take effect when its days are over."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Date, bindparam, text

from models.notices import Notice
from models.points import RuleSet
from models.vocabulary import AccountKind, MessageKind, NoticeKind, TransferCode
from server.domains.households import service as households
from server.domains.messages import service as messages
from server.domains.notices import service as notices
from server.domains.organisations import service as organisations
from server.domains.points import queries
from server.domains.points.errors import NothingToPublish
from server.domains.points.queries import CountedClaim
from server.domains.points.rules.periods import month_of
from server.domains.points.service import ledger
from server.domains.points.service.ledger import Entry, Side
from server.domains.points.service.repaying import repayments
from server.kernel.clock import say_day
from server.kernel.permissions import Permission
from server.kernel.work import Work

_PUT_IN_NOTICE = text(
    """
    UPDATE points_claims SET state = 'in_notice', notice_id = :notice, usable_on = :usable_on
     WHERE state = 'confirmed'
       AND id IN (SELECT CAST(j.key AS bigint) FROM json_each(:ids) AS j)
    """
).bindparams(bindparam("usable_on", type_=Date()))

_TAKE_EFFECT = text(
    """
    UPDATE points_claims SET state = 'effective'
     WHERE notice_id = :notice AND state = 'in_notice'
    RETURNING id
    """
)


def publish_monthly_notice(work: Work, village_id: int) -> Notice:
    """Publish every confirmed claim of a village that no notice has shown yet, once a month.

    Lines are frozen and masked. How long they stand is set by the rules in force. Raises
    OrganisationNotFound, NothingToPublish, NoticeAlreadyPublished.
    """
    scope = work.actor.office_scope(Permission.NOTICE_PUBLISH)
    organisations.get_village(scope, work.session, village_id)
    ids = queries.lock_confirmed(work.session, village_id)
    month = month_of(work.today)
    notices.check_month_is_free(work, village_id, NoticeKind.POINTS, month)
    claims = queries.list_counted(work.session, ids)
    rule_set_id = queries.find_rule_set_id(work.session, village_id, work.today)
    if not claims or rule_set_id is None:
        raise NothingToPublish("现在没有等公示的积分，先确认了再公示。")
    notice = notices.publish(
        work,
        village_id=village_id,
        kind=NoticeKind.POINTS,
        month=month,
        title=f"{work.today.year}年{work.today.month}月积分公示",
        lines=_lines(work, claims),
        working_days=work.session.get_one(RuleSet, rule_set_id).notice_working_days,
    )
    values = {
        "ids": json.dumps(dict.fromkeys(ids, 1)),
        "notice": notice.id,
        "usable_on": notice.usable_on,
    }
    work.session.execute(_PUT_IN_NOTICE, values)
    _tell(work, claims, MessageKind.NOTICE_OPENED, "您家的积分在公示", _opened(work, notice))
    return notice


def _lines(work: Work, claims: Sequence[CountedClaim]) -> list[notices.NoticeLine]:
    owners = {claim.household_id for claim in claims}
    labels = households.public_labels(work, sorted(owners))
    return [
        notices.NoticeLine(
            claim.id,
            {
                "household": labels[claim.household_id].text,
                "rule": claim.title,
                "points": claim.points,
                "deed_on": claim.capped.deed_on.isoformat(),
            },
            labels[claim.household_id].member_id,
        )
        for claim in claims
    ]


def _opened(work: Work, notice: Notice) -> str:
    day = say_day(notice.usable_on, today=work.today)
    return f"共{{points}}分正在公示，没有人提出异议的话，{day}起可以兑换。"


def list_due_notices(work: Work, after: int = 0) -> Sequence[int]:
    """Return notices to be closed with ids above `after`, in order, a lot at a time."""
    return notices.list_due(work, after)


def close_due_notice(work: Work, notice_id: int) -> bool:
    """Close a notice whose days are over and let its points take effect.

    True for the one worker that closed it. What a household owes (待抵) is repaid first.
    """
    if not notices.close(work, notice_id):
        return False
    _take_effect(work, notice_id)
    return True


def _take_effect(work: Work, notice_id: int) -> None:
    ids = work.session.scalars(_TAKE_EFFECT, {"notice": notice_id}).all()
    claims = queries.list_counted(work.session, ids)
    balances = ledger.lock_balances(work, {claim.household_id for claim in claims})
    entries = [_usable(claim) for claim in claims]
    repaid = repayments(entries, balances, caused_by=f"notice:{notice_id}")
    ledger.post(work, [*entries, *repaid])
    body = "共{points}分公示期满，现在可以到积分超市兑换了。"
    _tell(work, claims, MessageKind.POINTS_EFFECTIVE, "您家的积分可以用了", body)


def _usable(claim: CountedClaim) -> Entry:
    return Entry(
        village_id=claim.village_id,
        household_id=claim.household_id,
        debit=Side(AccountKind.IN_NOTICE, claim.points_year),
        credit=Side(AccountKind.REDEEMABLE, claim.points_year),
        amount=claim.points,
        code=TransferCode.NOTICE_ENDED,
        caused_by=f"claim:{claim.id}",
        award_id=claim.id,
    )


def _tell(
    work: Work, claims: Iterable[CountedClaim], kind: MessageKind, title: str, body: str
) -> None:
    """Tell each household once; `{points}` in the body is the sum of its claims."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for claim in claims:
        sums[claim.household_id, claim.village_id] += claim.points
    tells = [
        messages.Tell(
            household_id=household_id,
            village_id=village_id,
            kind=kind,
            title=title,
            body=body.format(points=points),
        )
        for (household_id, village_id), points in sums.items()
    ]
    messages.tell_many(work, tells)

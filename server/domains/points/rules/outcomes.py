"""What becomes of each claim in a batch that somebody confirms."""

from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import ClaimState
from server.domains.points.rules.words import STATE_WORDS


class ConfirmOutcome(StrEnum):
    """The result for one claim."""

    CONFIRMED = "confirmed"
    FIRST_CONFIRMED = "first_confirmed"
    ALREADY = "already"
    OWN_HOUSEHOLD = "own_household"
    OVER_CAP = "over_cap"
    NOT_FOUND = "not_found"
    PHOTOS_MISSING = "photos_missing"
    WAITS_FOR_ANOTHER = "waits_for_another"


@dataclass(frozen=True, slots=True)
class ConfirmResult:
    """What became of one claim, and how that is said to the person who confirmed."""

    claim_id: int
    outcome: ConfirmOutcome
    detail: str
    photos_missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A claim as one person finds it who wants to confirm it."""

    state: ClaimState
    is_own_or_relative: bool = False
    is_submitted_by_her: bool = False
    is_first_confirmed_by_her: bool = False
    photos_missing: int = 0


DETAILS: dict[ConfirmOutcome, str] = {
    ConfirmOutcome.CONFIRMED: "确认好了，等本月公示。",
    ConfirmOutcome.FIRST_CONFIRMED: "您确认好了，还要另一位确认。",
    ConfirmOutcome.OWN_HOUSEHOLD: "自家和亲戚家的积分，要请村里别的人来办。",
    ConfirmOutcome.OVER_CAP: "这户的分已经封顶，这一条没有确认。可以退回，写明已经封顶。",
    ConfirmOutcome.NOT_FOUND: "没有找到这条积分，请返回刷新。",
}


def explain(claim_id: int, standing: Standing, who_decides: str) -> ConfirmResult:
    """Return why a claim that she can see was not confirmed by her now."""
    if standing.is_own_or_relative:
        outcome = ConfirmOutcome.OWN_HOUSEHOLD
        return ConfirmResult(claim_id, outcome, DETAILS[outcome])
    if standing.state != ClaimState.SUBMITTED:
        detail = f"这一条已经办过了（{STATE_WORDS[standing.state]}），不用再办。"
        return ConfirmResult(claim_id, ConfirmOutcome.ALREADY, detail)
    missing = standing.photos_missing
    if missing:
        detail = f"还有{missing}张照片没有传完，等传完才能确认。"
        return ConfirmResult(claim_id, ConfirmOutcome.PHOTOS_MISSING, detail, missing)
    detail = who_decides
    if standing.is_submitted_by_her:
        detail = "这一条是您报的，要请另一位来确认。"
    elif standing.is_first_confirmed_by_her:
        detail = "您已经确认过了，还要另一位确认。"
    return ConfirmResult(claim_id, ConfirmOutcome.WAITS_FOR_ANOTHER, detail)

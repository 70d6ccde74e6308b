"""What households and leaders read: claims, figures, the statement, and why a point exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.notices import Notice
from models.points import EarningRule, PointsClaim
from models.vocabulary import AccountKind, CheckedText, EvidencedAct
from server.domains.households import service as households
from server.domains.households.service import PhotoCard
from server.domains.moderation.service import ShownText, show_texts
from server.domains.notices import service as notices
from server.domains.organisations import service as organisations
from server.domains.points import policy, queries
from server.domains.points.errors import CLAIM_MISSING, ClaimNotFound
from server.domains.points.policy import Action
from server.domains.points.queries import ClaimFilter, TransferLine
from server.domains.points.rules.words import EVIDENCE_WORDS, STATE_WORDS
from server.domains.points.service.standing import Deciding
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim with the words of its rule and the masked label of its household."""

    claim: PointsClaim
    rule: EarningRule
    household_label: str
    note: ShownText
    reason: ShownText
    actions: tuple[Action, ...]
    blocked: str | None
    photos: Sequence[PhotoCard]

    @property
    def state_text(self) -> str:
        """The state as it is said to a household."""
        return STATE_WORDS[self.claim.state]

    @property
    def is_complete(self) -> bool:
        """Tell whether the photos it names have all arrived."""
        return households.is_complete(self.photos)

    @property
    def is_first_confirmed(self) -> bool:
        """Tell whether the first of two has confirmed."""
        return self.claim.first_confirmed_at is not None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """By which office, never by whom, and when a claim was confirmed."""

    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimExplained:
    """Why a point exists (PT-14)."""

    card: ClaimCard
    evidence: Sequence[str]
    confirmations: Sequence[Confirmation]
    notice: Notice | None
    transfers: Sequence[TransferLine]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A household's points of one year."""

    points_year: int
    earned: int
    redeemable: int
    in_notice: int
    held: int
    arrears: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The two figures of a household, and what is on its way. `arrears` (待抵) is 0 or less."""

    household_id: int
    earned_this_year: int
    redeemable: int
    in_notice: int
    usable_on: date | None
    held: int
    arrears: int
    years: Sequence[YearFigures]


def show_claim(work: Work, claim: PointsClaim) -> ClaimCard:
    """Return the card of a claim the caller has in hand."""
    (card,) = _cards(work, [claim])
    return card


def list_claims(work: Work, wanted: ClaimFilter, page: PageRequest) -> Page[ClaimCard]:
    """Return claims the actor may see, oldest first: her household's, or her office's.

    A foreign village or household does not exist: OrganisationNotFound, HouseholdNotFound.
    """
    scope = work.actor.scope(Permission.CLAIM_READ)
    households.check_in_sight(
        scope, work.session, village_id=wanted.village_id, household_id=wanted.household_id
    )
    found = queries.list_claims(scope, work.session, wanted, page)
    return Page(_cards(work, found.items), found.next_after)


def _cards(work: Work, claims: Sequence[PointsClaim]) -> list[ClaimCard]:
    rules = queries.rules_by_id(work.session, {claim.rule_id for claim in claims})
    owners = sorted({claim.household_id for claim in claims})
    labels = households.masked_labels(work, owners)
    deciding = Deciding.read(work, claims)
    photos = households.show_photos(
        work,
        EvidencedAct.CLAIM,
        {claim.id: claim.household_id for claim in claims},
        {claim.id for claim in claims if deciding.judges(claim)},
    )
    notes = show_texts(
        work,
        CheckedText.CLAIM_NOTE,
        {claim.id: claim.note for claim in claims},
        family=households.family_of(work),
    )
    reasons = show_texts(work, CheckedText.CLAIM_REASON, {one.id: one.reason for one in claims})
    return [
        ClaimCard(
            claim,
            rules[claim.rule_id],
            labels[claim.household_id],
            notes[claim.id],
            reasons[claim.id],
            deciding.actions(claim),
            deciding.blocked(claim),
            photos.get((claim.id, ""), ()),
        )
        for claim in claims
    ]


def explain_claim(work: Work, claim_id: int) -> ClaimExplained:
    """Tell why a point exists: rule, confirmations, evidence, notice, transfers (PT-14).

    Raises ClaimNotFound.
    """
    scope = work.actor.scope(Permission.CLAIM_READ)
    missing = ClaimNotFound(CLAIM_MISSING)
    claim = organisations.get_within(scope, work.session, PointsClaim, claim_id, missing)
    card = show_claim(work, claim)
    notice_id = claim.notice_id
    return ClaimExplained(
        card=card,
        evidence=[EVIDENCE_WORDS[word] for word in card.rule.evidence],
        confirmations=_confirmations(work, claim),
        notice=None if notice_id is None else notices.read_notice(work, notice_id).notice,
        transfers=queries.list_transfers_of(work.session, claim.id),
    )


def _confirmations(work: Work, claim: PointsClaim) -> list[Confirmation]:
    acts = (
        (claim.first_confirmed_by, claim.first_confirmed_at),
        (claim.confirmed_by, claim.confirmed_at),
    )
    return [
        Confirmation(_office(work, person_id, claim.village_id, at), at)
        for person_id, at in acts
        if person_id is not None and at is not None
    ]


def _office(work: Work, person_id: int, village_id: int, at: datetime) -> str:
    return policy.office_title(queries.roles_at(work.session, person_id, village_id, at))


def read_figures(work: Work, household_id: int) -> Figures:
    """Return a household's figures; spending never lowers what was earned (PT-6).

    Raises HouseholdNotFound.
    """
    scope = work.actor.scope(Permission.STATEMENT_READ)
    household = households.get_household(scope, work.session, household_id)
    years = _years(work, household.id)
    this_year = work.today.year
    return Figures(
        household_id=household.id,
        earned_this_year=sum(y.earned for y in years if y.points_year == this_year),
        redeemable=sum(year.redeemable for year in years),
        in_notice=sum(year.in_notice for year in years),
        usable_on=queries.next_usable_on(work.session, household.id),
        held=sum(year.held for year in years),
        arrears=sum(year.arrears for year in years),
        years=years,
    )


def _years(work: Work, household_id: int) -> list[YearFigures]:
    earned = queries.earned_by_year(work.session, household_id)
    rows = queries.list_balances(work.session, household_id)
    points = {(year, kind): balance for year, kind, balance in rows}
    return [
        YearFigures(
            points_year=year,
            earned=earned.get(year, 0),
            redeemable=points.get((year, AccountKind.REDEEMABLE), 0),
            in_notice=points.get((year, AccountKind.IN_NOTICE), 0),
            held=points.get((year, AccountKind.HELD), 0),
            arrears=points.get((year, AccountKind.ARREARS), 0),
        )
        for year in sorted({year for year, _ in points}, reverse=True)
    ]


def read_statement(work: Work, household_id: int, page: PageRequest) -> Page[TransferLine]:
    """Return a household's transfers, newest first. Raises HouseholdNotFound."""
    scope = work.actor.scope(Permission.STATEMENT_READ)
    household = households.get_household(scope, work.session, household_id)
    return queries.list_statement(work.session, household.id, page)

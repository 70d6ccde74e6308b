"""What the caller may do with activities, shifts and sign-ups; the client shows only these."""

from dataclasses import dataclass

from models.vocabulary import ActivityState, SignUpState

CANCELLABLE = frozenset({SignUpState.REGISTERED, SignUpState.WAITING})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftStanding:
    """What the acting person is to one shift.

    `may_join`: a member of her household could still sign up. `leads`: her office signs others up
    and calls the roll. `is_coming`: it has not begun. `is_roll_open`: its roll may be called now.
    """

    state: ActivityState
    may_join: bool
    leads: bool
    is_coming: bool
    is_roll_open: bool


def shift_actions(standing: ShiftStanding) -> tuple[str, ...]:
    """Return what she may do with a shift now."""
    if standing.state is not ActivityState.PUBLISHED:
        return ()
    allowed = ["sign_up"] if standing.is_coming and standing.may_join else []
    if standing.leads and standing.is_coming:
        allowed.append("sign_up_for_household")
    if standing.leads and standing.is_roll_open:
        allowed += ["call_roll", "add_walk_in"]
    return tuple(allowed)


def activity_actions(state: ActivityState, *, organises: bool) -> tuple[str, ...]:
    """Return what she may do with an activity as a whole: publish a draft of her village."""
    return ("publish",) if organises and state is ActivityState.DRAFT else ()


def roll_actions(*, may_be_marked: bool) -> tuple[str, ...]:
    """Return what those who call a roll may do with one of its lines: mark who came."""
    return ("mark",) if may_be_marked else ()


def sign_up_actions(state: SignUpState, *, is_coming: bool) -> tuple[str, ...]:
    """Return what those who see a sign-up may do with it: give it back before the start."""
    return ("cancel",) if is_coming and state in CANCELLABLE else ()

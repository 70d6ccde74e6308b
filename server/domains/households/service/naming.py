"""How households and people are named to others, and who reads their names whole."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from models.households import JoinRequest, Member
from models.vocabulary import ConsentPurpose
from server.domains.consents import service as consents
from server.domains.households import queries, rules
from server.kernel.actors import Actor
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class PublicLabel:
    """How a household is named where everybody reads it, and whose masked name that is."""

    text: str
    member_id: int | None


def masked_labels(work: Work, household_ids: Collection[int]) -> dict[int, str]:
    """Return how households are named in public notices and lists: "王** · 三组"."""
    return _labels(work, household_ids, None)


def public_labels(work: Work, household_ids: Collection[int]) -> dict[int, PublicLabel]:
    """Return how households are named in what is frozen for everybody, with whom it names."""
    texts = masked_labels(work, household_ids)
    speakers = queries.speakers_of(work.session, household_ids, work.today)
    named = {id_: one.id for id_, one in speakers.items() if not is_minor(work, one)}
    return {id_: PublicLabel(label, named.get(id_)) for id_, label in texts.items()}


def names_in_public(work: Work, member_ids: Collection[int]) -> dict[int, str]:
    """Return the full names of those who let everybody read them now; never a minor's."""
    subjects = {
        member.id: (consents.subject_of(member), member.name)
        for member in queries.members_by_id(work.session, member_ids).values()
        if not is_minor(work, member)
    }
    asked = {subject for subject, _ in subjects.values()}
    agreed = consents.in_force(work.session, asked, ConsentPurpose.PUBLIC_NAME)
    return {id_: name for id_, (subject, name) in subjects.items() if subject in agreed}


def labels(work: Work, household_ids: Collection[int]) -> dict[int, str]:
    """Return how households are named to the actor: her own in full, the others masked."""
    return _labels(work, household_ids, work.actor.household_id)


def find_places(work: Work, household_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the numbers and the masked labels of households, for tables about them."""
    named = masked_labels(work, household_ids)
    places = queries.places_of(work.session, household_ids)
    return {id_: (number, named[id_]) for id_, number, _group in places}


def named_scope(actor: Actor) -> Scope:
    """Return where the actor reads names whole: where she registers, and in her own household."""
    own = frozenset({actor.household_id} if actor.household_id is not None else ())
    return replace(actor.office_scope(Permission.HOUSEHOLD_REGISTER), household_ids=own)


def is_minor(work: Work, who: Member | JoinRequest) -> bool:
    """Tell whether somebody has not come of age."""
    return rules.is_minor(who.adult_on, work.today)


def is_hidden(work: Work, who: Member | JoinRequest) -> bool:
    """Tell whether somebody's name is kept from the actor: a minor's, outside her household."""
    return is_minor(work, who) and work.actor.household_id != who.household_id


def name_to(work: Work, member: Member, *, full: bool = True) -> str:
    """Return a member's name as the actor may read it; for several see `names_to`."""
    return names_to(work, [member], full=full)[member.id]


def names_to(work: Work, members: Collection[Member], *, full: bool = True) -> dict[int, str]:
    """Return members' names as the actor may read them: whole, else masked; hidden, none at all.

    Hidden children of one household are told apart by a number.
    """
    shown = {one.id: one.name if full else rules.mask_name(one.name) for one in members}
    hidden = [one for one in members if is_hidden(work, one)]
    homes = {one.household_id for one in hidden}
    children = queries.children_of(work.session, homes, work.today) if homes else {}
    numbered = {home: rules.names_of_children(ids) for home, ids in children.items()}
    return shown | {
        one.id: numbered.get(one.household_id, {}).get(one.id, rules.CHILD) for one in hidden
    }


def name_in_writing(work: Work, member: Member) -> str:
    """Return how a member is named in what is kept and may be read aloud by others."""
    return rules.CHILD if is_minor(work, member) else member.name


def _labels(work: Work, household_ids: Collection[int], own_id: int | None) -> dict[int, str]:
    speakers = queries.speakers_of(work.session, household_ids, work.today)
    return {
        id_: _label(work, speakers.get(id_), number, group_name, is_own=id_ == own_id)
        for id_, number, group_name in queries.places_of(work.session, household_ids)
    }


def _label(
    work: Work, speaker: Member | None, number: str, group_name: str, *, is_own: bool
) -> str:
    name = speaker.name if speaker else None
    if is_own:
        return rules.own_label(name, group_name)
    if speaker and is_minor(work, speaker):
        return rules.label_by_number(number, group_name)
    return rules.label(name, group_name)

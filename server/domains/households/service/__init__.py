"""The door to households: the register, joining, acting for a household, declared relatives."""

from server.domains.households.rules import CHILD, NewMember
from server.domains.households.rules.roster import (
    FORM,
    Outcome,
    Plan,
    Roster,
    RowResult,
    read_roster,
)
from server.domains.households.service.acting import (
    ActingFor,
    acting_for,
    own_and_relative_ids,
    record_proxy,
)
from server.domains.households.service.adding import NewChild, add_child, add_member
from server.domains.households.service.addresses import Address, list_addresses
from server.domains.households.service.birth_days import tell_birth_day
from server.domains.households.service.cards import (
    HouseholdCard,
    MemberCard,
    list_households,
    show_household,
    show_member,
)
from server.domains.households.service.changing import NewHead, change_head, set_status
from server.domains.households.service.correcting import (
    correct_member,
    find_member,
    read_correction,
    say_relation,
    what_it_says,
)
from server.domains.households.service.disclosing import (
    Disclosed,
    Disclosure,
    ask_for_name,
    tell_name,
)
from server.domains.households.service.exporting import Register
from server.domains.households.service.forgetting import FORGETTINGS
from server.domains.households.service.household_codes import Card, DoorPlate, JoinCodes
from server.domains.households.service.join_cards import (
    JoinRequestCard,
    count_waiting_requests,
    list_join_requests,
    list_waiting_requests,
    show_join_request,
    show_latest_request,
)
from server.domains.households.service.join_codes import (
    issue_join_code,
    spell_join_code,
    write_slip,
)
from server.domains.households.service.join_names import JOIN_NAMES
from server.domains.households.service.joining import (
    approve_join_request,
    ask_to_join,
    refuse_join_request,
)
from server.domains.households.service.member_consents import (
    give_consent,
    show_consents,
    withdraw_consent,
)
from server.domains.households.service.minors import check_guardian_agreed
from server.domains.households.service.myself import Myself, show_myself
from server.domains.households.service.naming import (
    find_places,
    is_hidden,
    labels,
    masked_labels,
    name_in_writing,
    name_to,
    names_in_public,
    names_to,
    public_labels,
)
from server.domains.households.service.personal_data import (
    PERSONAL_DATA,
    hold_homes,
    masks_of_family,
    subject_of,
)
from server.domains.households.service.phone_joining import (
    BoundPhone,
    ask_for_phone,
    ask_to_join_by_phone,
    bind_phone,
)
from server.domains.households.service.phones import SEALED_COLUMNS, forget_phone
from server.domains.households.service.photos import (
    LookAlikeCard,
    PhotoCard,
    is_complete,
    show_photos,
)
from server.domains.households.service.registry import (
    check_in_sight,
    count_households,
    get_household,
    link_member,
    register_household,
)
from server.domains.households.service.relatives import (
    Declaration,
    declare_relative,
    list_declared,
    withdraw_declaration,
)
from server.domains.households.service.rosters import (
    Told,
    export_roster,
    import_roster,
    preview_roster,
)
from server.domains.households.service.written_texts import WrittenText, family_of

__all__ = [
    "CHILD",
    "FORGETTINGS",
    "FORM",
    "JOIN_NAMES",
    "PERSONAL_DATA",
    "SEALED_COLUMNS",
    "ActingFor",
    "Address",
    "BoundPhone",
    "Card",
    "Declaration",
    "Disclosed",
    "Disclosure",
    "DoorPlate",
    "HouseholdCard",
    "JoinCodes",
    "JoinRequestCard",
    "LookAlikeCard",
    "MemberCard",
    "Myself",
    "NewChild",
    "NewHead",
    "NewMember",
    "Outcome",
    "PhotoCard",
    "Plan",
    "Register",
    "Roster",
    "RowResult",
    "Told",
    "WrittenText",
    "acting_for",
    "add_child",
    "add_member",
    "approve_join_request",
    "ask_for_name",
    "ask_for_phone",
    "ask_to_join",
    "ask_to_join_by_phone",
    "bind_phone",
    "change_head",
    "check_guardian_agreed",
    "check_in_sight",
    "correct_member",
    "count_households",
    "count_waiting_requests",
    "declare_relative",
    "export_roster",
    "family_of",
    "find_member",
    "find_places",
    "forget_phone",
    "get_household",
    "give_consent",
    "hold_homes",
    "import_roster",
    "is_complete",
    "is_hidden",
    "issue_join_code",
    "labels",
    "link_member",
    "list_addresses",
    "list_declared",
    "list_households",
    "list_join_requests",
    "list_waiting_requests",
    "masked_labels",
    "masks_of_family",
    "name_in_writing",
    "name_to",
    "names_in_public",
    "names_to",
    "own_and_relative_ids",
    "preview_roster",
    "public_labels",
    "read_correction",
    "read_roster",
    "record_proxy",
    "refuse_join_request",
    "register_household",
    "say_relation",
    "set_status",
    "show_consents",
    "show_household",
    "show_join_request",
    "show_latest_request",
    "show_member",
    "show_myself",
    "show_photos",
    "spell_join_code",
    "subject_of",
    "tell_birth_day",
    "tell_name",
    "what_it_says",
    "withdraw_consent",
    "withdraw_declaration",
    "write_slip",
]

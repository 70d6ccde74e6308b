"""The door to consents: the texts in force, giving and taking back, and who must have given."""

from server.domains.consents.rules import Subject
from server.domains.consents.service.giving import (
    give,
    give_for,
    withdraw,
    withdraw_all,
    withdraw_for,
)
from server.domains.consents.service.personal_data import PERSONAL_DATA
from server.domains.consents.service.standing import (
    ConsentCard,
    GivenConsent,
    in_force,
    list_own_given,
    purpose_of,
    require,
    show_of,
    show_one,
    show_own,
    subject_of,
)
from server.domains.consents.service.texts import ShownText, list_texts, load_texts

__all__ = [
    "PERSONAL_DATA",
    "ConsentCard",
    "GivenConsent",
    "ShownText",
    "Subject",
    "give",
    "give_for",
    "in_force",
    "list_own_given",
    "list_texts",
    "load_texts",
    "purpose_of",
    "require",
    "show_of",
    "show_one",
    "show_own",
    "subject_of",
    "withdraw",
    "withdraw_all",
    "withdraw_for",
]

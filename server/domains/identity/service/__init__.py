"""The door to people and their sign-in."""

from server.domains.identity.service.actors import (
    actor_of,
    keep_alive,
    load_actor,
    load_reader,
    take_turn,
)
from server.domains.identity.service.closing import (
    CLOSE_ACCOUNT,
    claim_closing,
    is_open,
    list_closed,
    privileges_changed,
)
from server.domains.identity.service.forgetting import FORGETTINGS, forget_tries
from server.domains.identity.service.people import (
    create_person,
    exchange_code,
    find_openid,
    recognise,
    sign_in,
)
from server.domains.identity.service.personal_data import PERSONAL_DATA
from server.domains.identity.service.phones import (
    SEALED_COLUMNS,
    PhoneQuestion,
    ask_for_phone,
    bind_phone,
    exchange_phone,
    masked_phones,
    phone_index_of,
    take_back_phone,
)
from server.domains.identity.service.sessions import (
    SESSIONS_MAX,
    SIGN_INS_MAX,
    SignedIn,
    end_all_sessions,
    open_session,
    sign_out,
    sign_out_everywhere,
    sign_out_person,
)

__all__ = [
    "CLOSE_ACCOUNT",
    "FORGETTINGS",
    "PERSONAL_DATA",
    "SEALED_COLUMNS",
    "SESSIONS_MAX",
    "SIGN_INS_MAX",
    "PhoneQuestion",
    "SignedIn",
    "actor_of",
    "ask_for_phone",
    "bind_phone",
    "claim_closing",
    "create_person",
    "end_all_sessions",
    "exchange_code",
    "exchange_phone",
    "find_openid",
    "forget_tries",
    "is_open",
    "keep_alive",
    "list_closed",
    "load_actor",
    "load_reader",
    "masked_phones",
    "open_session",
    "phone_index_of",
    "privileges_changed",
    "recognise",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_person",
    "take_back_phone",
    "take_turn",
]

"""The door to people and their sign-in."""

from server.domains.identity.service.people import (
    create_person,
    exchange_code,
    recognise,
    sign_in,
)
from server.domains.identity.service.sessions import (
    SESSIONS_MAX,
    SignedIn,
    actor_of,
    end_all_sessions,
    keep_alive,
    load_actor,
    open_session,
    sign_out,
    sign_out_everywhere,
    sign_out_person,
    take_turn,
)

__all__ = [
    "SESSIONS_MAX",
    "SignedIn",
    "actor_of",
    "create_person",
    "end_all_sessions",
    "exchange_code",
    "keep_alive",
    "load_actor",
    "open_session",
    "recognise",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_person",
    "take_turn",
]

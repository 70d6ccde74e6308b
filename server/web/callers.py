"""Tell callers apart, for what is counted: by person where a token came, else by address."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_address, ip_network

from flask import Flask, current_app, request

from server.kernel.secrets import digest
from server.web.access import bearer_token

IPV6_HOUSEHOLD_BITS = 64
HOLDERS_MAX = 50_000
_HOLDERS = "token_holders"


@dataclass(frozen=True, slots=True)
class TokenHolders:
    """Whose tokens came to this process, by their digests.

    A token is its holder's as long as it lives; it admits nobody to anything. One that has ended is
    forgotten: whoever has it uses up a room of its own, not hers.
    """

    people: dict[str, int] = field(default_factory=dict)

    def learn(self, token: str, person_id: int) -> bool:
        """Remember whose token it is; False when that was known. What is full begins anew."""
        key = digest(token)
        if key in self.people:
            return False
        if len(self.people) >= HOLDERS_MAX:
            self.people.clear()
        self.people[key] = person_id
        return True

    def forget(self, token: str) -> None:
        """Count what comes with a token for its session again."""
        self.people.pop(digest(token), None)

    def key_of(self, token: str) -> str:
        """Return by what the requests with a token are counted."""
        key = digest(token)
        person_id = self.people.get(key)
        return f"session:{key[:32]}" if person_id is None else f"person:{person_id}"


def remember_holders(app: Flask) -> None:
    """Let this process learn whose tokens come."""
    app.extensions[_HOLDERS] = TokenHolders()


def is_new_holder(person_id: int) -> bool:
    """Learn that this request's token is a person's; False when that was known."""
    token = bearer_token()
    return token is not None and _holders().learn(token, person_id)


def forget_holder() -> None:
    """Forget whose this request's token was; it is good for nothing any more."""
    token = bearer_token()
    if token is not None:
        _holders().forget(token)


def caller() -> str:
    """Tell callers apart: by person where a token came, else by address.

    Of a token that is new to this process it is not known before the transaction whose it is: its
    first request counts for the session, and for the person afterwards. Neighbours behind one
    address have one token each at least; a token that is none counts as refused.
    """
    token = bearer_token()
    return _holders().key_of(token) if token else address()


def address() -> str:
    """Return the client's address; of IPv6 the half that one household has.

    A server for both kinds writes IPv4 as IPv6; what is no address counts together.
    """
    try:
        given = ip_address(request.remote_addr or "")
    except ValueError:
        return "address:none"
    if isinstance(given, IPv4Address):
        return f"address:{given}"
    if given.ipv4_mapped:
        return f"address:{given.ipv4_mapped}"
    return f"address:{ip_network((int(given), IPV6_HOUSEHOLD_BITS), strict=False)}"


def _holders() -> TokenHolders:
    holders: TokenHolders = current_app.extensions[_HOLDERS]
    return holders

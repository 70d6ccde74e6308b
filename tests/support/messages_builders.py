"""Builders for subscription messages: who asked for what, and what WeChat says of it."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from config.production import DEVELOPMENT_APP_ID
from models.vocabulary import MessageKind
from server.background import drain_outbox
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.messages import service as messages
from server.kernel.wechat import WeChatIdentity
from server.kernel.work import Work
from server.registry import OUTBOX_TOPICS
from tests.support.builders import BuiltHousehold, a_household, a_village
from tests.support.consents_builders import agree
from tests.support.service import Service

RESULT = "development-template-result"
POINTS = "development-template-points"
SIGN_UP = "development-template-sign-up"
_openids = itertools.count(1)


@dataclass(frozen=True)
class Subscriber:
    """Somebody of a household with a phone, as WeChat knows her."""

    household: BuiltHousehold
    person_id: int
    openid: str


def a_subscriber(
    service: Service,
    accepted: int = 1,
    *,
    template: str = RESULT,
    household: BuiltHousehold | None = None,
    index: int = 0,
) -> Subscriber:
    """Return somebody who accepted so many messages of a template."""
    household = household or a_household(service, a_village(service))
    openid = f"o-of-subscriber-{next(_openids)}"

    def build(work: Work) -> int:
        person_id = identity.recognise(work, WeChatIdentity(DEVELOPMENT_APP_ID, openid, None))
        households.link_member(work, household.member_ids[index], person_id)
        agree(work, person_id)
        return person_id

    subscriber = Subscriber(household, service.run(build), openid)
    answer(service, subscriber, *["accept"] * accepted, template=template)
    return subscriber


def push(
    service: Service,
    note: Callable[[Work, dict[str, Any]], None],
    subscriber: Subscriber,
    template: str = RESULT,
    **facts: object,
) -> None:
    """Let WeChat say something of her and of a template."""
    event = {"FromUserName": subscriber.openid, "List": [{"TemplateId": template, **facts}]}
    service.run(lambda work: note(work, event))


def answer(service: Service, subscriber: Subscriber, *answers: str, template: str = RESULT) -> None:
    """Let WeChat say what she answered when she was asked."""
    for word in answers:
        push(service, messages.note_answers, subscriber, template, SubscribeStatusString=word)


def tell(
    service: Service,
    subscriber: Subscriber,
    number: int = 1,
    kind: MessageKind = MessageKind.CLAIM_RETURNED,
    title: str = "有一条积分退回了",
) -> None:
    """Tell her household something, so many times."""
    one = messages.Tell(
        household_id=subscriber.household.id,
        village_id=subscriber.household.village_id,
        kind=kind,
        title=title,
        body="照片看不清，请再报一次。",
    )
    service.run(lambda work: messages.tell_many(work, [one] * number))


def drain(service: Service) -> None:
    """Let a worker do all that is due."""
    drain_outbox(service.app.transactions, OUTBOX_TOPICS)


def sent_to(service: Service, subscriber: Subscriber) -> int:
    """Return how often WeChat was asked to send her something."""
    return sum(one.openid == subscriber.openid for one in service.wechat.sent)


def balance(service: Service, subscriber: Subscriber) -> int:
    """Return how many she may still be sent, of all templates."""
    left: int = service.scalar(
        "SELECT coalesce(sum(balance), 0) FROM subscription_credits AS c"
        " JOIN wechat_accounts AS a ON a.id = c.account_id WHERE a.openid = :openid",
        openid=subscriber.openid,
    )
    return left


def sends(service: Service, subscriber: Subscriber) -> list[str]:
    """Return how far each of her sends is, in order."""
    rows = service.rows(
        "SELECT state FROM message_sends WHERE person_id = :id ORDER BY id", id=subscriber.person_id
    )
    return [row[0] for row in rows]


def allowance(service: Service, subscriber: Subscriber) -> int:
    """Return how many messages of this week she has taken."""
    taken: int = service.scalar(
        "SELECT taken FROM send_allowances WHERE person_id = :id", id=subscriber.person_id
    )
    return taken

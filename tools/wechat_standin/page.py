"""The page a person sees who opens the stand-in in a browser: what was sent to whom, and more."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any

from flask import render_template

from tools.wechat_standin.content_rules import ContentRule, Suggestion
from tools.wechat_standin.pushing import Delivery, Outcome
from tools.wechat_standin.standin import Standin, the_standin

_CHONGQING = timezone(timedelta(hours=8))
_SHOWN_MAX = 200
_SUGGESTIONS = {
    Suggestion.PASS: "通过",
    Suggestion.REVIEW: "要人工看",
    Suggestion.RISKY: "不通过",
}
_OUTCOMES = {
    Outcome.ACCEPTED: "收下了",
    Outcome.FLAGGED: "回答不合规矩",
    Outcome.REFUSED: "拒绝了",
    Outcome.LATE: "回答太晚",
    Outcome.UNREACHABLE: "连不上",
}


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as its receiver would see it, and who that is."""

    when: str
    person: str
    openid: str
    title: str
    fields: list[str]
    page: str


def show() -> str:
    """Return the page."""
    standin = the_standin()
    now, offset = standin.clock.now(), standin.clock.offset()
    return render_template(
        "page.html",
        now=_when(now),
        offset=offset,
        address=standin.pusher.url,
        **_platform(standin),
    )


def _platform(standin: Standin) -> dict[str, Any]:
    with standin.turn() as (platform, _):
        sent = list(islice(reversed(platform.subscriptions.sent), _SHOWN_MAX))
        waiting = platform.subscriptions.waiting()
        rules = platform.text_rules.all()
        deliveries = list(islice(reversed(platform.pushes.deliveries), _SHOWN_MAX))
        openids = [*standin.known.people, *sorted(platform.login_codes.people())]
        phones = {openid: platform.phone_codes.number_of(openid) for openid in openids}
    people, templates = standin.known.people, standin.known.templates

    def title(template_id: str) -> str:
        known = templates.get(template_id)
        return known.title if known else template_id

    return {
        "messages": [
            ShownMessage(
                when=_when(one.at),
                person=people.get(one.message.openid, ""),
                openid=one.message.openid,
                title=title(one.message.template_id),
                fields=list(one.message.data.values()),
                page=one.message.page,
            )
            for one in sent
        ],
        "waiting": [(people.get(who, who), title(what), number) for who, what, number in waiting],
        "rules": [_rule(rule) for rule in rules],
        "deliveries": [_delivery(one, people) for one in deliveries],
        "phones": [(people.get(who, ""), who, phones[who]) for who in phones],
    }


def _rule(rule: ContentRule) -> tuple[str, str, int]:
    return rule.pattern.pattern, _SUGGESTIONS[rule.finding.suggest], rule.finding.label


def _delivery(one: Delivery, people: dict[str, str]) -> tuple[str, str, str]:
    who = str(one.event.get("FromUserName", ""))
    return str(one.event.get("Event", "")), people.get(who, who), _OUTCOMES[one.outcome]


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, _CHONGQING):%Y-%m-%d %H:%M}"

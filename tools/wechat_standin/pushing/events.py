"""The events the platform pushes, in the JSON it really writes."""

from typing import Any

from tools.wechat_standin.content_rules import Finding, Suggestion, verdict
from tools.wechat_standin.credentials import APP_ID, ORIGINAL_ID
from tools.wechat_standin.media_checks import MediaCheck
from tools.wechat_standin.subscriptions import Decision, SentMessage

Event = dict[str, Any]


def popup(openid: str, answers: dict[str, Decision]) -> Event:
    """Say what she answered, template by template, when asked whether she may be sent messages."""
    items = [
        {"TemplateId": template_id, "SubscribeStatusString": decision, "PopupScene": "0"}
        for template_id, decision in answers.items()
    ]
    return _about(openid, "subscribe_msg_popup_event", List=as_list(items))


def change(openid: str, template_id: str) -> Event:
    """Say that she switched a template off in the settings of the mini-program."""
    item = {"TemplateId": template_id, "SubscribeStatusString": "reject"}
    return _about(openid, "subscribe_msg_change_event", List=as_list([item]))


def sent(message: SentMessage) -> Event:
    """Say that a message reached her phone."""
    item = {
        "TemplateId": message.message.template_id,
        "MsgID": str(message.msgid),
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }
    return _about(message.message.openid, "subscribe_msg_sent_event", List=as_list([item]))


def media_verdict(check: MediaCheck, finding: Finding) -> Event:
    """Say what was found in a file; here the label is a text, and version 1 has another form."""
    common = {"appid": APP_ID, "trace_id": check.trace_id}
    if check.version == 1:
        is_risky = int(finding.suggest is Suggestion.RISKY)
        old = {"isrisky": is_risky, "extra_info_json": "", "status_code": 0, "detail": []}
        return _about(check.openid, "wxa_media_check", **common, **old)
    told = verdict(finding, str(finding.label))
    return _about(check.openid, "wxa_media_check", **common, version=2, **told)


def as_list(items: list[Event]) -> Event | list[Event]:
    """Return the items as JSON has them: an object when single, an array when several."""
    return items[0] if len(items) == 1 else items


def complete(event: Event, created: int) -> Event:
    """Return the event with what every event has, where it does not say so itself.

    Subscription events carry their time as a text, others as a number.
    """
    is_text = str(event.get("Event", "")).startswith("subscribe_")
    common = {
        "ToUserName": ORIGINAL_ID,
        "FromUserName": "o-somebody",
        "CreateTime": str(created) if is_text else created,
        "MsgType": "event",
    }
    return common | event


def _about(openid: str, event: str, **more: object) -> Event:
    return {"FromUserName": openid, "Event": event, **more}

"""What each kind of message means for whoever gets it."""

from collections.abc import Mapping

from models.vocabulary import MessageKind

ASKING = frozenset(
    {
        MessageKind.JOIN_REQUESTED,
        MessageKind.ASSESSMENT_RETURNED,
        MessageKind.CLAIM_RETURNED,
        MessageKind.ORDER_RESERVED,
        MessageKind.PROMOTED,
    }
)
"""Kinds that ask the household to do something: unread for long, somebody tells her."""

WORDS: Mapping[MessageKind, str] = {
    MessageKind.JOIN_APPROVED: "已入户",
    MessageKind.ASSESSMENT_RETURNED: "已退回",
    MessageKind.ASSESSMENT_CONFIRMED: "已确认",
    MessageKind.CLAIM_RETURNED: "已退回",
    MessageKind.POINTS_EFFECTIVE: "可以用了",
    MessageKind.ORDER_RESERVED: "等您来取",
    MessageKind.ORDER_EXPIRED: "过期退分",
    MessageKind.PROMOTED: "补上了",
    MessageKind.FEEDBACK_ANSWERED: "有答复了",
}
"""Kinds that may leave through WeChat, each in one word: those that ask for something, and those
she waits for. A receipt for what she just did herself is none."""

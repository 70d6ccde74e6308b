"""What the platform tells the service by itself: events, sealed, signed and sent again."""

from tools.wechat_standin.pushing.delivery import Delivery, Outcome, Pusher, PushOrder
from tools.wechat_standin.pushing.envelope import open_sealed, seal, signature_of
from tools.wechat_standin.pushing.push_requests import (
    Manner,
    Mode,
    PushRequest,
    Tampering,
    request_for,
)

__all__ = [
    "Delivery",
    "Manner",
    "Mode",
    "Outcome",
    "PushOrder",
    "PushRequest",
    "Pusher",
    "Tampering",
    "open_sealed",
    "request_for",
    "seal",
    "signature_of",
]

"""What time lets go of messages: the words of those that were read or told long ago."""

from models.messages import Message
from models.retention import Kept
from server.domains.messages import queries
from server.kernel.forgetting import Forgetting, blanking

MESSAGES = Forgetting(
    "forget_messages",
    Message,
    Kept.MESSAGES.period,
    lambda until: (Message.read_at <= until) & queries.still_says(),
    blanking(Message, title="", body=""),
)
"""The row stays, because what left through WeChat names it; the inbox shows it no more."""
FORGETTINGS = (MESSAGES,)

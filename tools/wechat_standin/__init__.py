"""A local WeChat for development and tests (docs/standin.md).

It behaves as the platform documents itself, listens on the loopback only and knows one
mini-program, whose made-up id and secrets are the defaults of the service's settings.
"""

from tools.wechat_standin.app import create_standin
from tools.wechat_standin.credentials import APP_ID, APP_SECRET
from tools.wechat_standin.faults import Fault, FaultKind
from tools.wechat_standin.journal import JournalEntry
from tools.wechat_standin.server import StandinServer

__all__ = [
    "APP_ID",
    "APP_SECRET",
    "Fault",
    "FaultKind",
    "JournalEntry",
    "StandinServer",
    "create_standin",
]

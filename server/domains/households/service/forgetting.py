"""What time lets go of the register: numbers of who left, who once asked, why leaders acted."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func

from models.households import JoinCode, JoinRequest, Member, ProxyAct
from models.retention import Kept
from models.vocabulary import CheckedText, JoinState
from server.domains.moderation import service as moderation
from server.kernel.forgetting import Forgetting, blanking, removing
from server.kernel.work import Work

GONE = "（已清除）"
"""What stands where a name or a reason stood."""


def _forget_applicants(work: Work, over: ColumnElement[bool]) -> Sequence[int]:
    """Leave that somebody asked and how it was decided; what she told of herself goes.

    What nobody has decided for so long is over as well.
    """
    waits = JoinRequest.state == JoinState.PENDING
    ended = {
        "state": case((waits, JoinState.WITHDRAWN), else_=JoinRequest.state),
        "decided_at": func.coalesce(JoinRequest.decided_at, work.now),
    }
    told = {"name": GONE, "phone_sealed": None, "adult_on": None}
    gone = blanking(JoinRequest, **told, **ended)(work, over)
    moderation.forget_texts(work, CheckedText.JOIN_NAME, gone)
    return gone


PHONES = Forgetting(
    "forget_phones",
    Member,
    Kept.LEFT_PHONES.period,
    lambda until: (Member.left_at <= until) & Member.phone_sealed.is_not(None),
    blanking(Member, phone_sealed=None, phone_index=None),
)
JOIN_CODES = Forgetting(
    "forget_join_codes",
    JoinCode,
    Kept.JOIN_CODES.period,
    lambda until: (JoinCode.expires_at <= until) & JoinCode.used_at.is_(None),
    removing(JoinCode),
)
APPLICANTS = Forgetting(
    "forget_applicants",
    JoinRequest,
    Kept.JOINING.period,
    lambda until: (
        (func.coalesce(JoinRequest.decided_at, JoinRequest.requested_at) <= until)
        & (JoinRequest.name != GONE)
    ),
    _forget_applicants,
)
PROXY_REASONS = Forgetting(
    "forget_proxy_reasons",
    ProxyAct,
    Kept.PROXY_REASONS.period,
    lambda until: (ProxyAct.acted_at <= until) & (ProxyAct.reason != GONE),
    blanking(ProxyAct, reason=GONE),
)
FORGETTINGS = (PHONES, JOIN_CODES, APPLICANTS, PROXY_REASONS)

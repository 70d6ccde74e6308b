"""What can be true: tables, keys, checks and closed vocabularies. No verbs, no HTTP."""

from models import (
    access_tokens,
    activities,
    assessments,
    audit,
    codes,
    feedback,
    households,
    identity,
    messages,
    notices,
    organisations,
    outbox,
    points,
    requests,
    rewards,
    seals,
    standards,
)
from models.base import Base

__all__ = [
    "Base",
    "access_tokens",
    "activities",
    "assessments",
    "audit",
    "codes",
    "feedback",
    "households",
    "identity",
    "messages",
    "notices",
    "organisations",
    "outbox",
    "points",
    "requests",
    "rewards",
    "seals",
    "standards",
]

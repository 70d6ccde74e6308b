"""Pure rules of consents: what a document of texts may say, whose a consent is, how it stands."""

from server.domains.consents.rules.standing import Subject, state_of
from server.domains.consents.rules.texts import Wording, notice_of, parse

__all__ = ["Subject", "Wording", "notice_of", "parse", "state_of"]

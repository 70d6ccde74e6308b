"""Builders for consents: people who have agreed, and newer texts that ask them anew."""

from dataclasses import replace

from models.vocabulary import ConsentPurpose
from server.domains.consents import service as consents
from server.kernel.actors import Actor
from server.kernel.work import Work
from server.outside import reference
from tests.support.service import Service

DOCUMENT = "consents.yaml"
SERVICE, PHONE = ConsentPurpose.SERVICE, ConsentPurpose.PHONE


def agree(work: Work, person_id: int, *purposes: ConsentPurpose) -> None:
    """Let a person agree to the texts in force, the basic one unless others are named."""
    hers = replace(work, actor=Actor(person_id=person_id))
    for card in consents.show_own(hers):
        if card.text.purpose in (purposes or (SERVICE,)):
            consents.give(hers, card.text.purpose, card.text.version)


def agrees(service: Service, person_id: int, *purposes: ConsentPurpose) -> int:
    """Let a person agree in a transaction of its own, and return her."""
    service.run(lambda work: agree(work, person_id, *purposes))
    return person_id


def renew(work: Work, purpose: ConsentPurpose = SERVICE, version: int = 2) -> None:
    """Load a newer wording of one text; what was agreed to before is outdated from then on."""
    document = reference(DOCUMENT)
    text = document["texts"][purpose.value]
    document["texts"][purpose.value] = text | {"version": version, "summary": "改过的说明。"}
    consents.load_texts(work, document)

"""Builders for consents: people who have agreed, and newer texts that ask them anew."""

from collections.abc import Collection

from models.vocabulary import ConsentPurpose
from server.domains.consents import service as consents
from server.kernel.actors import Actor
from server.kernel.work import Work
from server.outside import reference
from tests.support.service import Service

DOCUMENT = "consents.yaml"


def agrees(
    service: Service,
    person_id: int,
    purposes: Collection[ConsentPurpose] = (ConsentPurpose.SERVICE,),
) -> int:
    """Let a person agree to the texts in force, and return her."""

    def give(work: Work) -> None:
        for card in consents.show_own(work):
            if card.text.purpose in purposes:
                consents.give(work, card.text.purpose, card.text.version)

    service.run(give, Actor(person_id=person_id))
    return person_id


def renew(work: Work, purpose: ConsentPurpose = ConsentPurpose.SERVICE, version: int = 2) -> None:
    """Load a newer wording of one text; what was agreed to before is outdated from then on."""
    document = reference(DOCUMENT)
    text = document["texts"][purpose.value]
    document["texts"][purpose.value] = text | {"version": version, "summary": "改过的说明。"}
    consents.load_texts(work, document)

"""What a person is asked after a tap, and what her phone says that she answered."""

from collections.abc import Sequence

from models.vocabulary import CreditReason, TapMoment
from server.domains.messages import queries
from server.domains.messages.service import crediting
from server.domains.messages.service.ending import refuse_all
from server.kernel.work import Work


def moments(work: Work) -> dict[TapMoment, list[str]]:
    """Return the ids of the templates to ask for after each tap."""
    templates = work.ports.subscriptions.templates
    return {
        moment: [one.template_id for one in templates if moment in one.moments]
        for moment in TapMoment
    }


def report_answers(work: Work, accepted: Sequence[str], rejected: Sequence[str]) -> None:
    """Take a phone's own word for what was accepted.

    It counts only where WeChat's does not arrive, and once a minute for each template: a phone can
    say anything.
    """
    manners = work.ports.subscriptions
    work.audit(
        "report_subscriptions", "person", work.person_id, yes=len(accepted), no=len(rejected)
    )
    account_id = queries.find_account_of(work.session, manners.app_id, work.person_id)
    if manners.hears_pushes or account_id is None:
        return
    for template_id in sorted(set(accepted) - set(rejected)):
        if manners.find(template_id) is not None:
            crediting.earn_by_report(work, account_id, template_id)


def stop_sending(work: Work, person_id: int) -> None:
    """Take back all that a person ever accepted; her account is about to be closed."""
    for credit_id in queries.list_credits(work.session, person_id):
        refuse_all(work, credit_id, CreditReason.REJECTED)

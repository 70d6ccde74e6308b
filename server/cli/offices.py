"""Commands about offices: the first officer of an installation is appointed here."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click

from models.vocabulary import Role
from server.cli.base import read, serving, settings_or_exit, write
from server.domains.organisations import service as organisations
from server.domains.organisations.service import OfficeCard, OfficeFilter
from server.kernel.errors import DomainError, InvalidInput
from server.kernel.pages import PAGE_SIZE_MAX, PageRequest
from server.kernel.work import Work
from server.web.requests import ServiceFlask


@click.command()
@click.argument("person", type=int)
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--organisation", type=int, help="The federation's id; without: the city's.")
def appoint(person: int, role: str, organisation: int | None) -> None:
    """Put PERSON (`person_id` of her own /me) into the office ROLE."""

    def do(work: Work) -> OfficeCard:
        node = organisation or organisations.get_top(work).id
        return organisations.appoint(work, person_id=person, organisation_id=node, role=Role(role))

    with _office_hours() as app:
        click.echo(_line(write(app, do)))


@click.command("end-office")
@click.argument("grant", type=int)
@click.option("--successor", type=int, help="The person who follows; without: nobody.")
def end_office(grant: int, successor: int | None) -> None:
    """End the office GRANT (see list-offices) and hand it over."""
    with _office_hours() as app:
        done = write(app, lambda work: organisations.end_office(work, grant, successor))
    click.echo(_line(done.ended))
    if done.successor is not None:
        click.echo(_line(done.successor))


@click.command("list-offices")
@click.option("--organisation", type=int, help="Only those of this federation.")
@click.option("--history", is_flag=True, help="Ended ones as well.")
def list_offices(organisation: int | None, *, history: bool) -> None:
    """List who holds which office: ids and roles, no names of people."""
    wanted = OfficeFilter(organisation, has_history=history)
    with _office_hours() as app:
        for card in _cards(app, wanted):
            click.echo(_line(card))


@contextmanager
def _office_hours() -> Iterator[ServiceFlask]:
    """Yield the service; a refusal becomes one line and exit code 1."""
    try:
        with serving(settings_or_exit()) as app:
            yield app
    except InvalidInput as refused:
        details = "".join(fault["detail"] for fault in refused.facts["errors"])
        raise click.ClickException(details) from None
    except DomainError as refused:
        raise click.ClickException(refused.detail) from None


def _cards(app: ServiceFlask, wanted: OfficeFilter) -> Iterator[OfficeCard]:
    page: PageRequest | None = PageRequest(size=PAGE_SIZE_MAX)
    while page is not None:
        found = read(app, partial(organisations.list_offices, wanted=wanted, page=page))
        yield from found.items
        after = found.next_after
        page = PageRequest(after=after, size=PAGE_SIZE_MAX) if after else None


def _line(card: OfficeCard) -> str:
    grant, node = card.grant, card.organisation
    until = grant.until_at.isoformat(timespec="seconds") if grant.until_at else ""
    since = grant.since_at.isoformat(timespec="seconds")
    place = f"{node.id} {node.name}"
    return f"{grant.id}\t{grant.role.value}\t{place}\tperson {grant.person_id}\t{since}..{until}"

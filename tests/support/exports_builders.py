"""Builders of exports: a file that was ordered and made, and what its link hands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from models.vocabulary import ExportFormat, ExportKind, ExportReason
from server.adapters.spreadsheets import read_table
from server.background import drain_outbox
from server.domains.exports import service as exports
from server.kernel.work import Work
from server.registry import OUTBOX_TOPICS
from tests.support.service import Answer, Caller, Service

OWN_DATA = exports.Wanted(
    kind=ExportKind.MY_DATA, format=ExportFormat.JSON, reason=ExportReason.OWN
)


@dataclass(frozen=True)
class Fetched:
    """What a link gave."""

    status: int
    body: bytes
    headers: dict[str, str]
    problem: Any


def register_of(village_id: int, **more: object) -> dict[str, object]:
    """Return the order of a village's register as a workbook."""
    order = {"kind": "households", "format": "xlsx", "reason": "monthly_report"}
    return {**order, "village_id": village_id, **more}


def an_own_export(service: Service, person_id: int) -> int:
    """Return a file of what is known of a person, made for her."""
    ordered = service.run(
        lambda work: exports.order_export(work, OWN_DATA).id, service.actor(person_id)
    )
    make(service, ordered)
    return ordered


def make(service: Service, export_id: int) -> None:
    """Make one file as the worker does, and nothing else that waits."""
    row, ports = {"export_id": export_id}, service.app.transactions.ports
    order = service.run(lambda work: exports.MAKE.prepare(work, row))
    assert isinstance(order, dict)
    rows = exports.MAKE.send(ports, order, "key")

    def record(work: Work) -> None:
        exports.MAKE.record(work, order, rows)

    service.run(record)


def work_off(service: Service) -> None:
    """Do what the worker does."""
    drain_outbox(service.app.transactions, OUTBOX_TOPICS)


def made(service: Service, caller: Caller, order: Mapping[str, object]) -> int:
    """Order a file, let the worker make it and return its id."""
    ordered = caller.post("/exports", order)
    assert (ordered.status, ordered.body["state"]) == (201, "ordered"), ordered.body
    work_off(service)
    return int(ordered.body["id"])


def link_to(caller: Caller, export_id: int, *, key: str | None = None) -> Answer:
    """Ask for a link."""
    return caller.post(f"/exports/{export_id}/links", key=key)


def fetch(service: Service, url: str, method: str = "GET") -> Fetched:
    """Follow a link, as nobody."""
    answer = service.app.test_client().open(urlsplit(url).path, method=method)
    problem = answer.get_json(silent=True)
    return Fetched(answer.status_code, answer.data, dict(answer.headers), problem)


def rows_of(service: Service, caller: Caller, export_id: int, folder: Path) -> list[list[Any]]:
    """Fetch a table and return its rows as a spreadsheet reads them."""
    fetched = fetch(service, link_to(caller, export_id).body["url"])
    assert fetched.status == 200
    path = folder / "fetched"
    path.write_bytes(fetched.body)
    return [list(row) for row in read_table(path).rows]

"""What exports keep of a person: the files she ordered (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import delete, select

from models.exports import Export, ExportAllowance
from server.domains.evidence import service as evidence
from server.domains.exports import rules
from server.kernel.personal_data import Item, PersonalDataSource, Subject, item
from server.kernel.work import Work


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    hers = select(Export).where(Export.ordered_by == subject.person_id).order_by(Export.id)
    for row in work.session.scalars(hers):
        yield item(
            "导出",
            ("kind", "内容", work.ports.exports[row.kind].title),
            ("purpose", "用途", rules.REASONS[row.reason]),
            ("ordered_at", "什么时候", row.ordered_at),
        )


def _erase(work: Work, subject: Subject) -> None:
    """Remove the files with their links; who ordered what stays in the audit."""
    hers = delete(Export).where(Export.ordered_by == subject.person_id)
    names = work.session.scalars(hers.returning(Export.file_name)).all()
    if names:
        evidence.discard_for_good(work, names)
    person = ExportAllowance.person_id == subject.person_id
    work.session.execute(delete(ExportAllowance).where(person))


PERSONAL_DATA = PersonalDataSource(
    name="exports",
    title="导出",
    tables=frozenset({"exports", "export_allowances"}),
    collect=_collect,
    erase=_erase,
    goes=("您导出过的文件",),
)

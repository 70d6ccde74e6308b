"""Builders for rosters: rows of the form as a file on disk, or read already."""

from pathlib import Path

from server.adapters.spreadsheets import Sheet, write_sheets
from server.domains.households import service as households
from server.domains.households.service import Plan, Roster, Told
from server.kernel.tables import Table
from server.kernel.work import Work
from tests.support.service import Service

PLAINLY = Told()
GOOD_LINES = (
    "001 三组 王淑芬 户主 13800138000 农村 常住",
    "001 . 李国强 配偶",
    "002 四组 张小红 户主 . 城市 外出",
)


def form_rows(*lines: str) -> list[list[str]]:
    """Return rows of lines such as "001 三组 王淑芬 户主"; a dot is an empty cell."""
    return [["" if cell == "." else cell for cell in line.split()] for line in lines]


def a_file(path: Path, *lines: str) -> Path:
    """Write a roster and return where it is."""
    titles = households.FORM.titles
    write_sheets(path, [Sheet("花名册", [titles, *form_rows(*lines)], (10,) * len(titles))])
    return path


def a_roster(*lines: str) -> Roster:
    """Return a roster as it was read; the first line is row 2."""
    return households.read_roster(Table([households.FORM.titles, *form_rows(*lines)]))


def import_lines(service: Service, village_id: int, *lines: str, told: Told = PLAINLY) -> Plan:
    """Import lines as the operator does."""
    roster = a_roster(*lines)

    def do(work: Work) -> Plan:
        return households.import_roster(work, village_id, roster, told, digest="f00")

    return service.run(do)

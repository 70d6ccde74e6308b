"""The operator imports a roster after a look at it, and exports one that imports as the same."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.adapters.spreadsheets import read_table
from server.cli import cli
from server.domains.households import service as households
from tests.support.builders import a_village
from tests.support.rosters_builders import GOOD_LINES, a_file, import_lines
from tests.support.service import Service
from tests.support.source import ROOT


def environ(service: Service) -> dict[str, str]:
    url = service.app.transactions.engine.url.render_as_string(hide_password=False)
    return {"DATABASE_URL": url, "DATABASE_OWNER_URL": "", "VAR_DIR": "/nowhere"}


def command(service: Service, *arguments: object) -> Result:
    runner = CliRunner(env=environ(service))
    return runner.invoke(cli, [str(argument) for argument in arguments])


def count(service: Service) -> int:
    return int(service.scalar("SELECT count(*) FROM members"))


def report_of(path: Path) -> list[list[object]]:
    return [list(row) for row in read_table(path.with_name(f"{path.stem}-导入报告.xlsx")).rows]


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv"])
def test_a_roster_is_looked_at_first_and_imported_when_told(
    service: Service, tmp_path: Path, name: str
) -> None:
    village_id, path = a_village(service), a_file(tmp_path / name, *GOOD_LINES)
    before = command(service, "import-roster", "--village", village_id, path)
    assert (before.exit_code, count(service)) == (0, 0)
    assert "共3行：新增3，" in before.stdout
    assert "没有写入任何内容" in before.stdout
    done = command(service, "import-roster", "--village", village_id, "--apply", path)
    assert (done.exit_code, count(service)) == (0, 3)
    assert "导入完成。" in done.stdout
    assert done.stderr == "3/3\n"
    again = command(service, "import-roster", "--village", village_id, "--apply", path)
    assert (again.exit_code, count(service)) == (0, 3)
    assert "新增0，无变化3，" in again.stdout
    assert report_of(path)[1] == [2.0, "001", "王淑芬", "无变化", ""]


def test_every_faulty_row_is_named_and_nothing_is_imported(
    service: Service, tmp_path: Path
) -> None:
    village_id = a_village(service)
    lines = (*GOOD_LINES, "003 三组 陈 邻居 12", "004 三组 赵 配偶")
    path = a_file(tmp_path / "名单.xlsx", *lines)
    for options in ([], ["--apply"]):
        answer = command(service, "import-roster", "--village", village_id, *options, path)
        assert (answer.exit_code, count(service)) == (1, 0)
        assert [line[:4] for line in answer.stdout.splitlines()[:3]] == ["第5行 "] * 2 + ["第6行 "]
        assert "没有写入任何内容" in answer.stdout
    skipping = ("--apply", "--skip-faulty")
    answer = command(service, "import-roster", "--village", village_id, *skipping, path)
    assert (answer.exit_code, count(service)) == (0, 3)
    assert [row[3] for row in report_of(path)[1:]] == ["新增"] * 3 + ["有错"] * 2


def test_possible_duplicates_are_left_out_until_they_are_accepted(
    service: Service, tmp_path: Path
) -> None:
    village_id = a_village(service)
    path = a_file(tmp_path / "名单.xlsx", "001 三组 王 户主", "002 三组 王 户主")
    arguments = ("import-roster", "--village", village_id, "--apply", path)
    answer = command(service, *arguments)
    assert (answer.exit_code, count(service)) == (0, 0)
    assert "第2行 可能重复：姓名、小组和第3行一样。" in answer.stdout
    assert "--accept-duplicates" in answer.stdout
    assert command(service, *arguments, "--accept-duplicates").exit_code == 0
    assert count(service) == 2


def test_a_village_is_named_by_its_division_too(service: Service, tmp_path: Path) -> None:
    village_id, path = a_village(service), a_file(tmp_path / "名单.xlsx", *GOOD_LINES)
    with service.raw() as connection:
        connection.exec_driver_sql(
            f"UPDATE organisations SET division_code = '500110111222' WHERE id = {village_id}"  # noqa: S608 - our own number
        )
    assert command(service, "import-roster", "--village", "500110111222", path).exit_code == 0


@pytest.mark.parametrize("village", ["0", "500110999999", "双龙村", "9" * 30])
def test_an_unknown_village_is_one_line(service: Service, tmp_path: Path, village: str) -> None:
    path = a_file(tmp_path / "名单.xlsx", *GOOD_LINES)
    answer = command(service, "import-roster", "--village", village, path)
    assert (answer.exit_code, "没有找到" in answer.stderr) == (1, True)
    assert "Traceback" not in answer.stderr


def test_what_cannot_be_read_or_written_is_one_line(service: Service, tmp_path: Path) -> None:
    village_id, path = a_village(service), a_file(tmp_path / "名单.xlsx", *GOOD_LINES)
    arguments = ("import-roster", "--village", village_id, "--apply")
    nowhere = command(service, *arguments, "--report", tmp_path / "nowhere/report.xlsx", path)
    sheetless = command(service, *arguments, "--sheet", "没有", path)
    path.write_bytes(b"PK")
    broken = command(service, *arguments, path)
    path.write_text("一,二\n", encoding="utf-8")
    headless = command(service, *arguments, path)
    for answer in (nowhere, sheetless, broken, headless):
        assert answer.exit_code == 1
        assert len(answer.stderr.splitlines()) == 1
    assert "表头" in headless.stderr
    assert count(service) == 0


def test_the_audit_tells_which_file_it_was(service: Service, tmp_path: Path) -> None:
    """Whatever the digest, it is no number to call."""
    village_id = a_village(service)
    paths = [a_file(tmp_path / f"{n}.xlsx", f"{n} 三组 王{n} 户主") for n in range(1, 9)]
    for path in paths:
        answer = command(service, "import-roster", "--village", village_id, "--apply", path)
        assert answer.exit_code == 0, answer.output
    digest = hashlib.sha256(paths[-1].read_bytes()).hexdigest()
    told = service.scalar(
        "SELECT detail FROM audit_entries WHERE action = 'import_roster' ORDER BY id DESC LIMIT 1"
    )
    assert "-".join(digest[place : place + 4] for place in range(0, 32, 4)) in str(told)


# Export


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("options", [[], ["--with-phones"]])
def test_an_export_imports_as_the_same(
    service: Service, tmp_path: Path, suffix: str, options: list[str]
) -> None:
    village_id = a_village(service)
    import_lines(service, village_id, *GOOD_LINES)
    path = tmp_path / f"导出.{suffix}"
    answer = command(service, "export-roster", "--village", village_id, *options, path)
    assert answer.exit_code == 0, answer.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    phone = read_table(path).rows[1][4]
    assert phone == ("13800138000" if options else "138****8000")
    again = command(service, "import-roster", "--village", village_id, "--apply", path)
    assert "新增0，无变化3，与登记的不同0，" in again.stdout


def test_an_export_replaces_no_file(service: Service, tmp_path: Path) -> None:
    village_id, path = a_village(service), a_file(tmp_path / "名单.xlsx", *GOOD_LINES)
    before = path.read_bytes()
    for arguments in (("export-roster", "--village", village_id, path), ("roster-form", path)):
        answer = command(service, *arguments)
        assert (answer.exit_code, "不覆盖" in answer.stderr) == (1, True)
    assert path.read_bytes() == before


def test_the_empty_form_has_the_columns_and_explains_them(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    assert command(service, "roster-form", path).exit_code == 0
    table = read_table(path)
    assert (list(table.rows), table.others) == ([list(households.FORM.titles)], ["填写说明"])
    explained = read_table(path, "填写说明").rows
    assert [row[0] for row in explained[1:]] == list(households.FORM.titles)
    answer = command(service, "import-roster", "--village", a_village(service), path)
    assert (answer.exit_code, "共0行" in answer.stdout) == (0, True)


# Killed in the middle


def test_ab_28_an_import_killed_in_the_middle_is_whole_after_the_next(
    service: Service, tmp_path: Path
) -> None:
    village_id = a_village(service)
    lines = [f"{number} 三组 王{number} 户主" for number in range(1, 601)]
    path = a_file(tmp_path / "名单.xlsx", *lines)
    arguments = ["import-roster", "--village", str(village_id), "--apply", str(path)]
    with subprocess.Popen(
        [sys.executable, "-m", "server.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ(service)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "500/600\n"
        process.send_signal(signal.SIGKILL)
    assert count(service) == 0
    assert command(service, *arguments).exit_code == 0
    assert count(service) == 600

"""The operator fills the first offices; one line says what was done or why not."""

from click.testing import CliRunner, Result

from server.cli import cli
from server.cli.database import load_all_reference, migrate_database
from tests.migrations.conftest import Blank
from tests.migrations.test_commands import environ_of
from tests.support.builders import a_person, a_village


def test_the_first_officer_of_an_installation_is_appointed_and_followed(blank: Blank) -> None:
    migrate_database(blank.settings)
    with blank.serving() as service:
        load_all_reference(service.app)
        first, second = a_person(service), a_person(service)
        village = a_village(service)

    def run(*arguments: object) -> Result:
        return CliRunner(env=environ_of(blank)).invoke(cli, [str(word) for word in arguments])

    assert run("list-offices").stdout == ""
    appointed = run("appoint", first, "city_officer")
    assert f"1\tcity_officer\t1 重庆市妇联\tperson {first}\t" in appointed.stdout
    assert run("list-offices").stdout == appointed.stdout
    ended = run("end-office", 1, "--successor", second)
    assert [line.split("\t")[3] for line in ended.stdout.splitlines()] == [
        f"person {first}",
        f"person {second}",
    ]
    assert run("end-office", 1).stdout == ended.stdout
    assert f"person {first}" not in run("list-offices").stdout
    assert run("list-offices", "--history").stdout == ended.stdout
    assert run("list-offices", "--organisation", village).stdout == ""
    chair = run("appoint", second, "village_chair", "--organisation", village)
    assert "village_chair" in chair.stdout
    for arguments, words in (
        (("appoint", second, "village_chair"), "这一级没有这个职务"),
        (("appoint", 999, "city_officer"), "没有找到这个编号"),
        (("end-office", 999), "没有找到这个职务"),
        (("list-offices", "--organisation", 999), "没有找到这个村"),
    ):
        refused = run(*arguments)
        assert (refused.exit_code, "Traceback" in refused.output) == (1, False)
        assert words in refused.stderr

"""The page about this installation: what its operator stated, and nothing made up."""

from pathlib import Path

from config.settings import Settings
from server.app import about_of
from tests.support.service import Service


def test_about_tells_everybody_name_and_version_and_makes_nothing_up(service: Service) -> None:
    answer = service.stranger().get("/about")
    assert answer.status == 200
    assert answer.body == {
        "name": "巴渝绿家",
        "organiser": None,
        "icp_number": None,
        "government_app_number": None,
        "contact_phone": None,
        "version": "0.1.0",
        "phone_button": True,
        "standards_notice": "默认稿，非官方文本",
    }


def test_official_standards_need_no_notice(service: Service) -> None:
    with service.raw() as connection:
        connection.exec_driver_sql("UPDATE standard_sets SET status = 'official'")
    notice = service.stranger().get("/about").body["standards_notice"]
    with service.raw() as connection:
        connection.exec_driver_sql("UPDATE standard_sets SET status = 'default-not-official'")
    assert notice is None


def test_what_the_operator_stated_is_told(tmp_path: Path) -> None:
    stated = {
        "ORGANISER": "某区妇女联合会",
        "ICP_NUMBER": "渝ICP备00000000号",
        "GOVERNMENT_APP_NUMBER": "渝政务0001",
        "CONTACT_PHONE": "023-00000000",
    }
    about = about_of(Settings.from_env({"VAR_DIR": str(tmp_path), **stated}))
    assert [
        about.organiser,
        about.icp_number,
        about.government_app_number,
        about.contact_phone,
    ] == list(stated.values())


def test_about_stands_in_the_api_document(service: Service) -> None:
    document = service.stranger().get("/openapi.json").body
    assert document["paths"]["/api/v1/about"]["get"]["operationId"] == "show_about"

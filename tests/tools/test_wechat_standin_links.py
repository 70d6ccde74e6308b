import io
from datetime import datetime
from typing import Any

import pytest
from PIL import Image

from tests.support.standin_client import StandinClient

_CODE = "/wxa/getwxacodeunlimit"
_LINK = "/wxa/generate_urllink"
_PAGE = "packages/household/join/join"
_DAY = 86_400


@pytest.fixture
def wechat() -> StandinClient:
    return StandinClient()


def _picture(wechat: StandinClient, **asked: Any) -> tuple[str, Image.Image]:
    query = {"access_token": wechat.token}
    answer = wechat.http.post(_CODE, json={"scene": "a=1"} | asked, query_string=query)
    assert answer.status_code == 200
    return str(answer.mimetype), Image.open(io.BytesIO(answer.data))


def test_a_code_is_a_picture(wechat: StandinClient) -> None:
    kind, picture = _picture(wechat, page=_PAGE, env_version="trial")
    assert (kind, picture.format, picture.size) == ("image/jpeg", "JPEG", (430, 430))
    kind, picture = _picture(wechat, width=1280, is_hyaline=True)
    assert (kind, picture.format, picture.mode) == ("image/png", "PNG", "RGBA")
    assert picture.size == (1280, 1280)


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"scene": ""}, 40169),
        ({"scene": "a" * 33}, 40169),
        ({"scene": 1}, 40169),
        ({"scene": "a%20b"}, 40129),
        ({"scene": "a=1&b=2"}, 40129),
        ({"page": f"/{_PAGE}"}, 41030),
        ({"page": f"{_PAGE}?a=1"}, 41030),
        ({"page": "pages/nowhere/nowhere"}, 41030),
        ({"env_version": "beta"}, 40097),
        ({"width": 279}, 40097),
        ({"width": 1281}, 40097),
    ],
)
def test_a_code_that_cannot_be_made_is_refused_in_json(
    wechat: StandinClient, change: dict[str, object], errcode: int
) -> None:
    query = {"access_token": wechat.token}
    answer = wechat.http.post(_CODE, json={"scene": "a"} | change, query_string=query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json; encoding=utf-8"
    assert answer.get_json(force=True)["errcode"] == errcode


def test_an_unpublished_page_has_a_code_when_nobody_checks(wechat: StandinClient) -> None:
    assert _picture(wechat, page="pages/nowhere/nowhere", check_path=False)[0] == "image/jpeg"


def test_a_link(wechat: StandinClient) -> None:
    answer = wechat.call(_LINK, {"path": _PAGE, "query": "a=%E4%BD%A0&b=2"})
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    assert answer["url_link"].startswith("https://wxaurl.cn/")


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"path": "pages/nowhere/nowhere"}, 40165),
        ({"query": "家"}, 40212),
        ({"query": "a" * 1025}, 40212),
        ({"env_version": "beta"}, 40097),
        ({"expire_type": 2}, 40097),
        ({"expire_type": 1, "expire_interval": 30}, 0),
        ({"expire_type": 1, "expire_interval": 31}, 85401),
        ({"expire_type": 1}, 85401),
        ({"expire_type": 1, "expire_interval": "7"}, 47001),
    ],
)
def test_the_form_of_a_request_for_a_link(
    wechat: StandinClient, change: dict[str, object], errcode: int
) -> None:
    assert wechat.errcode(_LINK, change) == errcode


def test_a_link_ends_within_thirty_days_of_the_systems_time(wechat: StandinClient) -> None:
    wechat.order("clock", advance_seconds=100 * _DAY)
    now = datetime.fromisoformat(wechat.look("clock")["now"]).timestamp()
    for days, errcode in ((-1, 85401), (29, 0), (31, 85401)):
        asked = {"expire_type": 0, "expire_time": int(now) + days * _DAY}
        assert wechat.errcode(_LINK, asked) == errcode

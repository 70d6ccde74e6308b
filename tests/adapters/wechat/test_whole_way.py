"""What no domain asks for yet, against the stand-in: its contract, not ours, decides."""

import io
from collections.abc import Iterator

import pytest
import requests
from PIL import Image

from server.adapters.wechat import MediaKind, RiskScene, WeChatAdapter
from server.kernel.wechat import TextScene
from tests.support.wechat import an_adapter
from tools.wechat_standin import APP_ID, APP_SECRET, StandinServer


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server
        assert not server.journal("/cgi-bin/token")
        assert len(server.journal("/cgi-bin/stable_token")) == 1


@pytest.fixture
def wechat(standin: StandinServer) -> WeChatAdapter:
    return an_adapter(standin.base_url)


def test_a_code_is_drawn_and_a_link_made(wechat: WeChatAdapter) -> None:
    picture = wechat.draw_code("a_scene-1", page="pages/scan/scan", width=300)
    assert Image.open(io.BytesIO(picture)).format == "JPEG"
    assert wechat.make_link(path="pages/me/me", query="from=letter").startswith("https://wxaurl.cn")


def test_a_file_is_handed_in(standin: StandinServer, wechat: WeChatAdapter) -> None:
    url = f"{standin.base_url}/"
    trace = wechat.check_media(url, kind=MediaKind.PICTURE, openid="o-li", scene=TextScene.COMMENT)
    standin.pushes()  # waits until it was fetched and judged
    (check,) = requests.get(f"{standin.base_url}/__ctl/media", timeout=5).json()["checks"]
    assert (check["trace_id"], check["openid"]) == (trace, "o-li")


def test_a_session_key_is_good_until_the_next_login(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    asked = {"appid": APP_ID, "secret": APP_SECRET, "grant_type": "authorization_code"}
    asked["js_code"] = standin.login_code("o-li")
    login = requests.get(f"{standin.base_url}/sns/jscode2session", asked, timeout=5).json()
    assert wechat.is_session_key(login["session_key"], openid="o-li")
    wechat.exchange_code(standin.login_code("o-li"))
    assert not wechat.is_session_key(login["session_key"], openid="o-li")


def test_a_risk_rank_is_told(wechat: WeChatAdapter) -> None:
    assert wechat.rank_risk("o-li", scene=RiskScene.REGISTER, client_ip="203.0.113.7") == 0

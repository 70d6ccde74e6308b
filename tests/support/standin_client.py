"""A service that calls the stand-in, and whoever orders things of it: both in one process."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask.testing import FlaskClient

from tools.wechat_standin import APP_ID, APP_SECRET, create_standin

CREDENTIALS = {"grant_type": "client_credential", "appid": APP_ID, "secret": APP_SECRET}


@dataclass
class StandinClient:
    """Calls the platform with a good token; `order` and `look` speak to the control addresses."""

    http: FlaskClient = field(default_factory=lambda: create_standin().test_client())

    @cached_property
    def token(self) -> str:
        """Return the access token, fetched once."""
        answer = self.http.post("/cgi-bin/stable_token", json=CREDENTIALS)
        return str(answer.get_json(force=True)["access_token"])

    def call(self, path: str, body: object, **query: str) -> dict[str, Any]:
        """Post JSON as the service does and return what the platform says."""
        response = self.http.post(
            path, json=body, query_string={"access_token": self.token} | query
        )
        assert response.status_code == 200
        answer: dict[str, Any] = response.get_json(force=True)
        return answer

    def errcode(self, path: str, body: object) -> int:
        """Post JSON and return the errcode."""
        return int(self.call(path, body)["errcode"])

    def order(self, what: str, **order: object) -> dict[str, Any]:
        """Order something that must be understood."""
        response = self.http.post(f"/__ctl/{what}", json=order)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.get_json()
        return answer

    def look(self, what: str) -> dict[str, Any]:
        """Read something of the stand-in."""
        answer: dict[str, Any] = self.http.get(f"/__ctl/{what}").get_json()
        return answer

    def reset(self) -> None:
        """Let the platform forget everything, its token included."""
        self.order("reset")
        vars(self).pop("token", None)

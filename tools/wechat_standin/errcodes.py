"""WeChat's refusals: HTTP status 200 with an errcode, and a request id at the end of the text."""

import secrets

_TEXTS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40013: "invalid appid",
    40029: "invalid code",
    40125: "invalid appsecret",
    40163: "code been used",
    40226: "code blocked",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    42001: "access_token expired",
    43002: "require POST method",
    44002: "empty post data",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, please retry next minute",
    47001: "data format error",
}


class Refused(Exception):
    """The platform refuses a call."""

    def __init__(self, errcode: int) -> None:
        super().__init__(errcode)
        self.errcode = errcode


def refusal_body(errcode: int) -> dict[str, int | str]:
    """Return the body of a refusal, with a fresh `rid` as the platform writes it."""
    rid = "-".join(secrets.token_hex(4) for _ in range(3))
    return {"errcode": errcode, "errmsg": f"{_TEXTS.get(errcode, 'refused')}, rid: {rid}"}

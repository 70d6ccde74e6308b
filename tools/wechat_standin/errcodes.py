"""WeChat's refusals: HTTP status 200 with an errcode, and a request id at the end of the text."""

import secrets

_TEXTS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40013: "invalid appid",
    40029: "invalid code",
    40037: "invalid template_id",
    40097: "invalid args",
    40125: "invalid appsecret",
    40129: "invalid scene",
    40163: "code been used",
    40165: "invalid weapp pagepath",
    40169: "invalid length for scene, or the data is not json string",
    40212: "invalid query",
    40226: "code blocked",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    41030: "invalid page",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43101: "user refuse to accept the msg",
    43108: "concurrent send to the same user",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, please retry next minute",
    47001: "data format error",
    47003: "argument invalid!",
    85401: "time limit is invalid",
    87009: "invalid signature",
    87014: "risky content",
}


class Refused(Exception):
    """The platform refuses a call."""

    def __init__(self, errcode: int, errmsg: str = "") -> None:
        """`errmsg` says more than the platform's usual text, such as which field is wrong."""
        super().__init__(errcode)
        self.errcode = errcode
        self._errmsg = errmsg or _TEXTS.get(errcode, "refused")

    def body(self) -> dict[str, int | str]:
        """Return the body of the answer, with a fresh `rid` as the platform writes it."""
        rid = "-".join(secrets.token_hex(4) for _ in range(3))
        return {"errcode": self.errcode, "errmsg": f"{self._errmsg}, rid: {rid}"}

"""The one mini-program the stand-in knows, and the platform's checks of who is calling."""

from tools.wechat_standin.errcodes import Refused

APP_ID = "wxdevelopment00001"
APP_SECRET = "development-secret"  # noqa: S105 - the public default; opens only the stand-in
ORIGINAL_ID = "gh_000000000001"
PUSH_TOKEN = "developmentPushToken"  # noqa: S105 - as above
PUSH_KEY = "developmentOnlyPushKeyThatWeChatNeverSaw000"


def check_credentials(app_id: object, secret: object, grant_type: object, *, wanted: str) -> None:
    """Refuse a foreign app id, a wrong secret or another grant than the wanted one."""
    if not app_id:
        raise Refused(41002)
    if app_id != APP_ID:
        raise Refused(40013)
    if not secret:
        raise Refused(41004)
    if secret != APP_SECRET:
        raise Refused(40125)
    if grant_type != wanted:
        raise Refused(40002)

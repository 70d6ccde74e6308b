"""The phone number: a code of the phone button against a number."""

from flask import Blueprint, Response

from tools.wechat_standin.credentials import APP_ID
from tools.wechat_standin.platform_api.asking import EITHER_METHOD, accepted, authorised_json
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("phones", __name__)


@blueprint.route("/wxa/business/getuserphonenumber", methods=EITHER_METHOD)
def phone_number() -> Response:
    """Exchange a phone code (getPhoneNumber); the country code is a number, as in the sample."""
    asked = authorised_json()
    with the_standin().turn() as (platform, now):
        number, country = platform.phone_codes.redeem(asked.get("code"), asked.get("openid"), now)
    whole = number if country == "86" else f"+{country}{number}"
    found = {"phoneNumber": whole, "purePhoneNumber": number, "countryCode": int(country)}
    return accepted(phone_info=found | {"watermark": {"timestamp": int(now), "appid": APP_ID}})

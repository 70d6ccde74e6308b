"""The platform's own addresses, by what they are about."""

from tools.wechat_standin.platform_api import logins, messages, phones, texts, tokens

BLUEPRINTS = (
    *(tokens.blueprint, logins.blueprint, phones.blueprint),
    *(messages.blueprint, texts.blueprint),
)

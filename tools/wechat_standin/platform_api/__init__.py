"""The platform's own addresses, by what they are about."""

from tools.wechat_standin.platform_api import (
    links,
    logins,
    media,
    messages,
    people,
    phones,
    texts,
    tokens,
)

BLUEPRINTS = tuple(
    module.blueprint for module in (tokens, logins, phones, people, messages, texts, media, links)
)

"""What the consents domain refuses."""

from typing import Any

from models.vocabulary import ConsentPurpose
from server.kernel.errors import Conflict, Forbidden, NotFound


class ConsentRequired(Forbidden):
    """The person has not agreed to the text in force; `purpose` and `version` say to which.

    `member_id` says for which child of hers she is asked.
    """

    slug = "consent-required"
    title = "要您先同意"

    def __init__(self, purpose: ConsentPurpose, version: int, **child: Any) -> None:
        """Name what is to be agreed to."""
        whose = "孩子" if child else "您"
        detail = f"办这件事要用到{whose}的信息，请先看一看说明，同意了再办。"
        super().__init__(detail, purpose=purpose.value, version=version, **child)


class ConsentTextChanged(Conflict):
    """The caller agrees to another version than the one in force, which `version` names."""

    slug = "consent-text-changed"
    title = "说明更新了"

    def __init__(self, version: int) -> None:
        """Name the version in force."""
        super().__init__("说明刚刚更新过，请看一看新的，再决定同不同意。", version=version)


class ConsentTextEdited(Conflict):
    """A version that is loaded already came with another wording; a text is never edited."""

    slug = "consent-text-edited"
    title = "这个版本的说明已经有了"


class ConsentTextNotFound(NotFound):
    """No text was loaded for this purpose: nobody can agree to it."""

    slug = "consent-text-not-found"
    title = "还没有说明"

    def __init__(self) -> None:
        """Say whom to ask."""
        super().__init__("这一项的说明还没有录入，请找村（社区）妇联。")

"""How risky people are, and the number of every question about it."""


class Risks:
    """Everybody is harmless (0) until somebody says otherwise."""

    def __init__(self) -> None:
        self._ranks: dict[str, int] = {}
        self._questions = 0

    def set_rank(self, openid: str, rank: int) -> None:
        """Say how risky somebody is, from 0 to 4."""
        self._ranks[openid] = rank

    def ask(self, openid: str) -> tuple[int, int]:
        """Return the question's number and the rank."""
        self._questions += 1
        return self._questions, self._ranks.get(openid, 0)

"""How the model says no: with the slug that the service's answer must carry."""


class Refused(Exception):
    """An act that the rules of the campaign do not allow."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug

"""Why a start ends early."""


class StartRefused(Exception):
    """The start cannot go on; the text is the one line to show."""


class StepFailed(Exception):
    """A step failed and has said so itself."""

"""Why a backup or a restore ends early."""


class BackupRefused(Exception):
    """It cannot go on; the text is the one line to show."""

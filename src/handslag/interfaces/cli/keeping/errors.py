"""What can keep an installation from being kept or brought back, in words for who runs it."""


class NotKept(Exception):  # noqa: N818  named as it is met
    """No backup was made, and nothing was changed. `str(error)` is why, in Swedish."""


class BadBackup(Exception):  # noqa: N818  the file is at fault, not the program
    """A file is no whole backup. `str(error)` is why, in Swedish."""


class NotRestored(Exception):  # noqa: N818  named as it is met
    """Nothing was restored, and what was there stays. `str(error)` is why, in Swedish."""

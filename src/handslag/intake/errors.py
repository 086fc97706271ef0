"""What can keep an action of the review from being done, in words for the person who tried."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChangedMeanwhile(Exception):  # noqa: N818  named as the reviewer meets it, it is no fault
    """Somebody else changed the document's review after the page was fetched. Nothing was done."""

    def __init__(self, revision: int, changes: tuple[str, ...] = ()) -> None:
        self.revision = revision
        """The review's revision now."""
        self.changes = changes
        """What was done since, in words; empty where nobody noted it."""
        told = _(
            "Någon annan har ändrat i granskningen medan du skrev. Inget har sparats. "
            "Läs ändringen och spara igen."
        )
        super().__init__(" ".join((told, *changes)))


class Invalid(Exception):  # noqa: N818  it names what was typed, not a fault of the program
    """What was typed or chosen cannot be used; nothing was changed.

    `errors` has a message for each field by name; the key "" stands for the whole.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(self.errors.values()))


class NotTakenIn(Exception):  # noqa: N818  the file is at fault, not the program
    """A file could not be taken in, and nothing of it is kept. `str(error)` is why, in Swedish."""


class NoRoom(NotTakenIn):
    """A file could not be kept because the disk has no room for it, or may not be written to.

    The file is not at fault, and the same will go well another time.
    """


def not_kept(error: OSError) -> NotTakenIn:
    """What to say of a file that the disk did not take. Nothing of it is kept."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    closed = error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)
    if full:
        why = _("Filen ryms inte: disken där Handslag sparar är full.")
    elif closed:
        why = _("Filen gick inte att spara: Handslag får inte skriva på disken just nu.")
    else:
        why = _("Filen gick inte att spara på disken (%s).") % (
            error.strerror or type(error).__name__
        )
    kept = _(
        "Inget av den är sparat. Säg till den som sköter Handslag, och skicka filen igen sedan."
    )
    return (NoRoom if full or closed else NotTakenIn)(f"{why} {kept}")

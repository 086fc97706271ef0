"""Letters on an installation without a mail server: into a folder, and the terminal says so."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.mail.backends.filebased import EmailBackend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage


class FolderBackend(EmailBackend):
    """Writes each letter to a file of its own, in a folder for its owner alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Path(self.file_path).chmod(0o700)  # links for new passwords lie there

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the letters, and tell where. Returns how many."""
        count = super().send_messages(email_messages)
        if count:
            sys.stdout.write(
                "Ingen mejlserver är angiven (HANDSLAG_MAIL_URL), så brevet skrevs till "
                f"{self._get_filename()}\n"  # type: ignore[attr-defined]  # Django's own
            )
            sys.stdout.flush()
        return count

"""Recognised pages of one document, kept on the trusting side from one reading to the next.

They come from a process that is not trusted, and are never opened here: they are kept as bytes
under names that have been checked, and given to the next process that reads the same document.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from handslag.source.apart.frames import Garbled, Message
from handslag.source.reading.limits import MAX_PAGES

_NAME = re.compile(r"[1-9][0-9]{0,3}_(?:[0-9]{1,3})?\.pdf")
"""The page's number, and how sure the program was: see `reading.scan`."""
_MOST_SENT = 500_000_000
"""Bytes of pages that go into one request; the rest are recognised anew."""
_MOST_KEPT = 2_000_000_000


def forget_old(above: Path, seconds: float) -> None:
    """Take away the folders in a folder that nothing has been put in for so long."""
    for folder in above.glob("*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > seconds:
                KeptPages(folder).forget()


class KeptPages:
    """The pages in a folder, which need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bytes = 0
        self._names: set[str] = set()

    def known(self) -> dict[str, bytes]:
        """The pages that are kept, by name, in the order of their numbers."""
        found: dict[str, bytes] = {}
        left = _MOST_SENT
        paths = (path for path in self._folder.glob("*.pdf") if _NAME.fullmatch(path.name))
        for path in sorted(paths, key=lambda path: int(path.name.partition("_")[0])):
            with suppress(OSError):
                data = path.read_bytes()
                left -= len(data)
                if left < 0:
                    break
                found[path.name] = data
        return found

    def keep(self, message: Message) -> None:
        """Keep the pages that a message brings. A full disk costs only time.

        Raises Garbled for what is no page, or more than any document's pages can be.
        """
        names = message.head.get("names")
        if not isinstance(names, list) or len(names) != len(message.blobs):
            raise Garbled
        for name, data in zip(names, message.blobs, strict=True):
            if not isinstance(name, str) or not _NAME.fullmatch(name) or data[:5] != b"%PDF-":
                raise Garbled
            self._names.add(name)
            self._bytes += len(data)
            if self._bytes > _MOST_KEPT or len(self._names) > MAX_PAGES:
                raise Garbled
            with suppress(OSError):
                self._write(name, data)

    def forget(self) -> None:
        """Take the pages away, and their folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _write(self, name: str, data: bytes) -> None:
        """Put a page there whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(written).replace(self._folder / name)
        except OSError:
            Path(written).unlink(missing_ok=True)
            raise

"""What was asked for and what was acknowledged, kept by whoever asked and not by Handslag.

Each line says that a thing was to have a value, or that Handslag answered that it has it. A write
that was acknowledged must be there whatever is killed; one that was asked for and not
acknowledged may be there or not. So a thing must have the value that was acknowledged last, or
one that was asked for since.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTHING = None
"""What a thing has before anything was asked for."""


class Journal:
    """A file that lines are added to, each forced onto the disk before going on."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def asking(self, thing: str, value: str | None) -> Iterator[None]:
        """Note that a thing is to have a value, and, if all goes well inside, that it has."""
        self._write(thing, value, "asked")
        yield
        self._write(thing, value, "acknowledged")

    def refused(self, words: str) -> None:
        """Note that a write was refused that nothing stood in the way of."""
        self._write(words, None, "refused")

    def refusals(self) -> list[str]:
        """What was refused so."""
        return [words for words, _value, what in self._lines() if what == "refused"]

    def allowed(self) -> dict[str, set[str | None]]:
        """For each thing the values that it may have now."""
        found: dict[str, set[str | None]] = defaultdict(lambda: {NOTHING})
        for thing, value, what in self._lines():
            if what == "refused":
                continue
            if what in ("acknowledged", "seen"):
                found[thing] = {value}
            else:
                found[thing] = found[thing] | {value}
        return dict(found)

    def acknowledged(self) -> int:
        """How many writes were acknowledged."""
        return sum(what == "acknowledged" for _thing, _value, what in self._lines())

    def settle(self, thing: str, value: str | None) -> None:
        """Note what a thing was seen to have after a kill: from then on it must keep that."""
        self._write(thing, value, "seen")

    def _write(self, thing: str, value: str | None, what: str) -> None:
        line = json.dumps([thing, value, what]).encode() + b"\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line)  # at once, so that a kill leaves no half line
            os.fsync(handle)
        finally:
            os.close(handle)

    def _lines(self) -> Iterator[tuple[str, str | None, str]]:
        if self._path.exists():
            for line in self._path.read_text().splitlines():
                yield tuple(json.loads(line))

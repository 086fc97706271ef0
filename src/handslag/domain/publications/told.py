"""The shapes in which writes take what is to be published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that goes with a version. Its bytes are in the file store already."""

    name: str
    """In the address: "protokoll.pdf", "bilaga-4a.pdf"."""
    title: str
    media_type: str
    sha256: str
    size: int
    """Bytes."""
    text: str = ""
    """What it says, where Handslag has read it: it is looked through before it is published."""

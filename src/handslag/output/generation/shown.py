"""How each attachment is shown among the papers: as pages, pictures or text, or named only.

What cannot be shown is named on a page that says why, and lies in the bundle as a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from handslag.output.generation import blocks
from handslag.output.generation.cleaned import Cleaned, File, clean_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handslag.output.generation.paper import PaperAttachment

MOST_PAGES_OF_ONE = 600
"""Pages of one attachment; a longer one is named."""
MOST_PAGES = 2000
"""Pages of all attachments together."""
LARGEST = 150_000_000
"""Bytes of all attachments together; what comes after is named, and not in the bundle."""
MOST_CHARACTERS = 300_000
"""Of an attachment that is text: some hundred pages."""
MOST_PIXELS = 60_000_000
"""Of one picture."""

_PDF = "application/pdf"
_MARKDOWN = frozenset({"text/markdown", "text/x-markdown"})
_PLAIN = frozenset({"text/plain"})
_PICTURES = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One attachment ready to be put among the papers; one of its forms is filled."""

    attachment: PaperAttachment
    content: bytes = b""
    """The file's bytes, where it is to lie in the bundle as a file."""
    document: bytes = b""
    """A PDF that can be used."""
    pages: int = 0
    """How many pages of its own are put in."""
    pictures: tuple[tuple[bytes, str], ...] = ()
    """The bytes and the format of each."""
    text: list[dict[str, Any]] = field(default_factory=list)
    reason: str = ""
    """Why it is named only, in Swedish."""


def show_all(attachments: Iterable[PaperAttachment]) -> list[Shown]:
    """How each attachment is shown, in order. Never raises on what is in the files."""
    read = list(_read(attachments))
    opened = [file for one in read if (file := _to_open(*one)) is not None]
    cleaned = iter(clean_all(opened, MOST_PAGES_OF_ONE, MOST_PIXELS))
    shown: list[Shown] = []
    pages = MOST_PAGES
    for attachment, content in read:
        if _to_open(attachment, content) is not None:
            one = _opened(attachment, content, next(cleaned), pages)
        else:
            one = _other(attachment, content)
        pages -= one.pages
        shown.append(one)
    return shown


def _read(
    attachments: Iterable[PaperAttachment],
) -> Iterator[tuple[PaperAttachment, bytes]]:
    """Each file's bytes; `_TOO_LARGE` for one that there is no room for."""
    room = LARGEST
    for attachment in attachments:
        content = attachment.read()
        if len(content) > room:
            yield attachment, _TOO_LARGE
        else:
            room -= len(content)
            yield attachment, content


_TOO_LARGE = b"\0too large\0"
_FAULTS = {
    "locked": "Filen är skyddad med lösenord.",
    "damaged": "Filen är skadad och kan inte visas.",
    "large": "Bilden är för stor för att visas på en sida.",
    "late": "Filen tog för lång tid att läsa.",
}


def _opened(attachment: PaperAttachment, content: bytes, cleaned: Cleaned, room: int) -> Shown:
    if cleaned.fault in _FAULTS:
        return Shown(attachment, content, reason=_FAULTS[cleaned.fault])
    if cleaned.fault or cleaned.pages > room:
        told = f"{cleaned.pages:,}".replace(",", "\xa0")
        return Shown(attachment, content, reason=f"Filen har {told} sidor och är för lång.")
    if cleaned.pictures:
        return Shown(attachment, pictures=cleaned.pictures)
    return Shown(attachment, document=cleaned.content, pages=cleaned.pages)


def _other(attachment: PaperAttachment, content: bytes) -> Shown:
    if content is _TOO_LARGE:
        return Shown(
            attachment,
            reason="Filen är för stor för att ligga med här. "
            "Den finns för sig där kallelsen finns.",
        )
    if not content:
        return Shown(attachment, reason="Filen är tom.")
    kind = _kind_of(attachment)
    if kind in _MARKDOWN or kind in _PLAIN:
        return _text(attachment, content, markdown=kind in _MARKDOWN)
    return Shown(attachment, content, reason="Filens format kan inte visas som sidor.")


def _to_open(attachment: PaperAttachment, content: bytes) -> File | None:
    """The file as it is opened, by its media type or its bytes; None where it is not opened."""
    kind = _kind_of(attachment)
    if not content or content is _TOO_LARGE:
        return None
    if content[:1024].lstrip()[:5] == b"%PDF-" or kind == _PDF:
        return File("pdf", content)
    return File(_PICTURES[kind], content) if kind in _PICTURES else None


def _kind_of(attachment: PaperAttachment) -> str:
    return attachment.media_type.partition(";")[0].strip().lower()


def _text(attachment: PaperAttachment, content: bytes, *, markdown: bool) -> Shown:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    if len(words) > MOST_CHARACTERS:
        return Shown(attachment, content, reason="Texten är för lång för att visas som sidor.")
    parts = blocks.of_markdown(words) if markdown else blocks.of_plain(words)
    return Shown(attachment, text=parts) if parts else Shown(attachment, reason="Filen är tom.")

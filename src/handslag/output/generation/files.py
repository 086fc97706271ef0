"""The attachments' files as they are embedded in a PDF."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.output.generation import wording
from handslag.output.generation.characters import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.output.generation.paper import PaperAttachment

LARGEST = 100_000_000
"""Bytes that all embedded files may have together."""
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,90}")
_UNKNOWN = "application/octet-stream"
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """One file: where the template finds it, and what it says of it."""

    path: str
    content: bytes
    name: str
    media_type: str
    description: str

    @property
    def data(self) -> dict[str, str]:
        """What the template is told."""
        return {
            "path": self.path,
            "name": self.name,
            "mime": self.media_type,
            "description": self.description,
        }


@dataclass(frozen=True, slots=True)
class Embedded:
    """The files that are embedded, and a sentence for each that is not."""

    files: tuple[EmbeddedFile, ...]
    left_out: tuple[str, ...]


def embed(attachments: Iterable[PaperAttachment]) -> Embedded:
    """The attachments' files, read one after another until `LARGEST` is reached."""
    files: list[EmbeddedFile] = []
    left_out: list[str] = []
    taken: set[str] = set()
    room = LARGEST
    for number, attachment in enumerate(attachments, start=1):
        content = attachment.read()
        if len(content) > room:
            left_out.append(
                f"Bilaga {attachment.label} är för stor för att ligga i den här filen. "
                "Den finns för sig där kallelsen finns."
            )
            continue
        room -= len(content)
        files.append(embedded_file(attachment, content, f"file-{number}", taken))
    return Embedded(tuple(files), tuple(left_out))


def embedded_file(
    attachment: PaperAttachment, content: bytes, path: str, taken: set[str]
) -> EmbeddedFile:
    """One file under a name that is not among those `taken`, to which it is added."""
    media_type = attachment.media_type.partition(";")[0].strip().lower()
    return EmbeddedFile(
        path=path,
        content=content,
        name=_own_name(attachment, taken),
        media_type=media_type if _MEDIA_TYPE.fullmatch(media_type) else _UNKNOWN,
        description=printable(wording.attachment_title(attachment)),
    )


def _own_name(attachment: PaperAttachment, taken: set[str]) -> str:
    """The file's name with its label before it, which no other file has: "Bilaga 4a plan.pdf"."""
    plain = unicodedata.normalize("NFC", f"Bilaga {attachment.label} {attachment.file_name}")
    name = wording.one_line(printable(_NO_NAME.sub("-", plain)))
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, ending[:10]) if dot else (name, "")
    for count in range(1, 10_000):
        more = f" {count}" if count > 1 else ""
        own = f"{stem[:_LONGEST_NAME]}{more}{dot and '.'}{ending}"
        if own.casefold() not in taken:
            break
    taken.add(own.casefold())
    return own

"""Documents that are zip packages (Word, OpenDocument): their parts, opened with care.

Nothing is written to disk, and only the parts that hold text are unpacked. How much comes out is
counted as it comes, since what a package says of its own sizes may be a lie.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from handslag.source.reading import limits
from handslag.source.reading.result import ReadingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zipfile import ZipInfo

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_BROKEN = (
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What the standard library raises on packages that are damaged or that it does not know."""


class Package:
    """An opened package. `what` is how messages call the document: "Word-dokumentet"."""

    def __init__(self, data: bytes, what: str) -> None:
        self.what = what
        if data.count(_ENTRY) > limits.MAX_ENTRIES:
            message = (
                f"{what} innehåller fler än {limits.grouped(limits.MAX_ENTRIES)} delar och läses "
                "inte. Kontrollera att det är rätt fil, eller spara den på nytt och försök igen."
            )
            raise ReadingError("too-many-parts", message)
        self._packed = len(data)
        self._unpacked = 0
        try:
            self._archive = ZipFile(BytesIO(data))
            # part names differ in case between programs, and some use the other slash
            self._parts = {_plain(info.filename): info for info in self._archive.infolist()}
        except _BROKEN as error:
            raise self.damaged() from error

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    @property
    def names(self) -> Sequence[str]:
        """Names of all parts, in small letters."""
        return tuple(self._parts)

    def open(self, name: str) -> Part:
        """A part to be read piece by piece. ReadingError where it is missing or locked."""
        info = self._parts.get(_plain(name))
        if info is None:
            raise self.damaged()
        if info.flag_bits & _ENCRYPTED:
            raise self.locked()
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self.damaged()
        return Part(self, self._opened(info))

    def read(self, name: str) -> bytes | None:
        """A whole part, or None where there is none. ReadingError where it cannot be read."""
        return self.open(name).read() if name in self else None

    def count(self, size: int) -> None:
        """Count what was unpacked; ReadingError above what a document may hold."""
        self._unpacked += size
        swollen = self._unpacked > limits.MAX_SWELLING * self._packed
        if self._unpacked > limits.MAX_UNPACKED or (
            swollen and self._unpacked > limits.MIN_SWOLLEN
        ):
            message = (
                f"{self.what} är packat så hårt att det inte går att läsa tryggt. "
                "Dela upp det i mindre delar, eller spara det som PDF, och försök igen."
            )
            raise ReadingError("unpacked-too-large", message)

    def damaged(self) -> ReadingError:
        """The reason to give where a part is missing or broken."""
        message = (
            f"{self.what} är skadat och kan inte läsas. Hämta det på nytt från den som gjorde "
            "det, eller öppna det i ett annat program och spara en ny kopia."
        )
        return ReadingError("damaged-document", message)

    def locked(self) -> ReadingError:
        """The reason to give where a password is needed."""
        message = (
            f"{self.what} är skyddat med lösenord. "
            "Spara en kopia utan lösenord och ta in den i stället."
        )
        return ReadingError("password-needed", message)

    def _opened(self, info: ZipInfo) -> BinaryIO:
        try:
            return self._archive.open(info)  # type: ignore[return-value]  # it reads as one
        except _BROKEN as error:
            raise self.damaged() from error


class Part:
    """One part of a package, as a stream that counts what comes out of it."""

    def __init__(self, package: Package, stream: BinaryIO) -> None:
        self._package = package
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all; ReadingError where they cannot be had or are too many."""
        if size >= 0:
            return self._piece(size)
        pieces: list[bytes] = []
        while piece := self._piece(limits.PIECE):
            pieces.append(piece)
        return b"".join(pieces)

    def _piece(self, size: int) -> bytes:
        try:
            piece = self._stream.read(size)
        except _BROKEN as error:
            raise self._package.damaged() from error
        self._package.count(len(piece))
        return piece


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()

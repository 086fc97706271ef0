"""The one file that a backup is: a plain tar, which any system can open also without Handslag.

    manifest.json               what made it, of what, how much
    database.sqlite3            or database.pgdump, as pg_restore reads it
    files/ab/ab12…              every document's bytes under their SHA-256
    recognised/ab12…/1_90.pdf   pages of scans that were being read
    SHA256SUMS                  of all the others, as `sha256sum --check` reads it; the seal

A file without its seal was cut off. Nothing is packed: most of it is PDF and Word, which are
packed already, and what remains is better packed by whatever sends the file away.
"""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

from handslag.interfaces.cli.keeping.errors import BadBackup
from handslag.interfaces.cli.keeping.manifest import Manifest, manifest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
CHUNK = 1 << 20

_MODE = 0o600
_MOST_TOLD = 200_000_000
"""Bytes of manifest and of sums that are read into memory: those of a million files."""
_PART = re.compile(
    r"database\.(?:sqlite3|pgdump)"
    r"|files/(?P<folder>[0-9a-f]{2})/(?P<digest>(?P=folder)[0-9a-f]{62})"
    r"|recognised/[0-9a-f]{64}/[1-9][0-9]{0,3}_[0-9]{0,3}\.pdf"
)


class Part(NamedTuple):
    """One part of a backup, as it was read or written."""

    name: str
    sha256: str

    @property
    def digest(self) -> str:
        """The hash that a document's file is kept under; empty for other parts."""
        found = _PART.fullmatch(self.name)
        return (found["digest"] or "") if found else ""


class Writer:
    """Writes a backup into a file, part after part. `tell` is called with bytes done."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], object]) -> None:
        # closed by seal; a half one is thrown away
        self._tar = tarfile.TarFile(
            fileobj=file, mode="w", format=tarfile.PAX_FORMAT, copybufsize=CHUNK
        )
        self._tell = tell
        self._sums: list[str] = []

    def add(self, name: str, path: Path) -> Part:
        """Put a file there. Raises FileNotFoundError, before anything is written."""
        with path.open("rb", buffering=0) as file:
            return self._add(name, file, file.seek(0, io.SEEK_END))

    def add_bytes(self, name: str, data: bytes) -> Part:
        """Put some bytes there."""
        return self._add(name, io.BytesIO(data), len(data))

    def seal(self) -> None:
        """Write the sums of everything. Only now is the backup whole."""
        self.add_bytes(SUMS, "".join(self._sums).encode())
        self._tar.close()

    def _add(self, name: str, file: IO[bytes], size: int) -> Part:
        file.seek(0)
        head = tarfile.TarInfo(name)
        head.size, head.mode = size, _MODE
        source = _Summed(file, self._tell)
        self._tar.addfile(head, source)
        _forget_heads(self._tar)
        part = Part(name, source.sum.hexdigest())
        self._sums.append(f"{part.sha256}  {name}\n")
        return part


class _Summed:
    """A file that is summed up while it is read. What a failing disk does not give is zeros.

    Such a file's sum is not the one it is named by, which whoever writes the backup sees: better
    one damaged file than no backup of all the others.
    """

    def __init__(self, file: IO[bytes], tell: Callable[[int], object]) -> None:
        self._file = file
        self._tell = tell
        self.sum = hashlib.sha256()

    def read(self, size: int = CHUNK) -> bytes:
        try:
            data = self._file.read(size)
        except OSError:
            data = bytes(size)
        self.sum.update(data)
        self._tell(len(data))
        return data


class Archive:
    """A backup that is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.manifest: Manifest = self._manifest()

    def unpack(
        self,
        into: Callable[[str], Path | None],
        tell: Callable[[int], object],
    ) -> list[Part]:
        """Read every part once, and check its sum; `into` says where it is written, if anywhere.

        Raises BadBackup, with the first part that is not as it was when the backup was made, and
        OSError where a part cannot be written.
        """
        parts: list[Part] = []
        self._file.seek(0)
        with _as_words(), tarfile.open(fileobj=self._file, mode="r:") as tar:
            for head in tar:
                _forget_heads(tar)
                source = tar.extractfile(head) if head.isfile() else None
                if source is None or (parts and parts[-1].name == SUMS):
                    msg = f"Säkerhetskopian innehåller något främmande ({head.name})."
                    raise BadBackup(msg)
                parts.append(Part(head.name, self._read(head, source, into, tell, parts)))
        _check_names(parts)
        return parts[1:-1]

    def _read(
        self,
        head: tarfile.TarInfo,
        source: IO[bytes],
        into: Callable[[str], Path | None],
        tell: Callable[[int], object],
        before: list[Part],
    ) -> str:
        if head.name in (MANIFEST, SUMS):
            if head.size > _MOST_TOLD:
                raise BadBackup("Säkerhetskopians innehållsförteckning är skadad.")
            data = source.read()
            if head.name == SUMS:
                _check_sums(data, before)
            return hashlib.sha256(data).hexdigest()
        if not _PART.fullmatch(head.name):
            msg = f"Säkerhetskopian innehåller något främmande ({head.name})."
            raise BadBackup(msg)
        return _copied(source, into(head.name), head.size, tell)

    def _manifest(self) -> Manifest:
        with _as_words(), tarfile.open(fileobj=self._file, mode="r:") as tar:
            head = tar.next()
            source = tar.extractfile(head) if head and head.isfile() else None
            if head is None or source is None or head.name != MANIFEST or head.size > _MOST_TOLD:
                raise BadBackup("Filen är ingen säkerhetskopia från Handslag.")
            return manifest_of(source.read())


def _forget_heads(tar: tarfile.TarFile) -> None:
    """Let go of what it keeps of each part: of a hundred thousand, for nothing."""
    tar.members.clear()  # type: ignore[attr-defined]  # there, though the types do not say so


@contextmanager
def _as_words() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise BadBackup(
            "Filen är ingen säkerhetskopia från Handslag, eller så är den avbruten eller skadad."
        ) from error


def _copied(source: IO[bytes], path: Path | None, size: int, tell: Callable[[int], object]) -> str:
    """Copy a part to its place, or only read it; its sum. Raises BadBackup where it is cut off."""
    total, left = hashlib.sha256(), size
    with _written(path) as write:
        while data := source.read(CHUNK):
            total.update(data)
            left -= len(data)
            tell(len(data))
            write(data)
    if left:
        raise BadBackup("Säkerhetskopian är avbruten: den slutar mitt i en fil.")
    return total.hexdigest()


@contextmanager
def _written(path: Path | None) -> Iterator[Callable[[bytes], object]]:
    """Something to write a new file with; what forgets all where there is no place for it."""
    if path is None:
        yield len
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        path.chmod(_MODE)
        yield file.write


def _check_sums(data: bytes, parts: list[Part]) -> None:
    """Compare what was read with the seal. Raises BadBackup."""
    lines = data.decode("utf-8", "replace").splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for part in parts:
        if told.get(part.name) != part.sha256:
            msg = f"Säkerhetskopian är skadad: {part.name} är inte som när kopian gjordes."
            raise BadBackup(msg)
    if len(told) != len(parts):
        raise BadBackup("Säkerhetskopian är skadad: den saknar delar.")


def _check_names(parts: list[Part]) -> None:
    if not parts or parts[-1].name != SUMS:
        raise BadBackup("Säkerhetskopian är avbruten: den saknar sitt slut.")
    if len({part.name for part in parts}) != len(parts):
        raise BadBackup("Säkerhetskopian är skadad: samma del finns två gånger.")

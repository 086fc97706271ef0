"""`handslag import`: files and folders are taken in, each whole or not at all."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handslag.interfaces.cli.installation import ready
from handslag.interfaces.cli.pages import SHOWN_LETTERS

if TYPE_CHECKING:
    from rich.progress import Progress

INTERRUPTED = 130
"""Exit status after Ctrl+C, the one that shells expect."""


@dataclass
class Summary:
    """What became of the files."""

    new: int = 0
    unchanged: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    """File and reason, in Swedish."""

    def as_json(self) -> str:
        """One object, on one line."""
        failures = [{"file": file, "reason": reason} for file, reason in self.failures]
        counts = {"new": self.new, "unchanged": self.unchanged, "failed": len(failures)}
        return json.dumps({**counts, "failures": failures}, ensure_ascii=False)

    def as_words(self) -> str:
        """For a person, the reason of each failure on a line of its own."""
        lines = [
            f"Nya: {self.new}",
            f"Oförändrade: {self.unchanged}",
            f"Misslyckade: {len(self.failures)}",
            *(f"  {file}: {reason}" for file, reason in self.failures),
        ]
        return "\n".join(lines)


class NoFile(Exception):  # noqa: N818  the path is at fault, not the program
    """Nothing can be read at a path; the message tells why, in Swedish."""


def take_in(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="SÖKVÄG...", help="Filer och mappar. Mappar läses med allt i dem."),
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Skriv sammanfattningen som ett JSON-objekt.")
    ] = False,
) -> None:
    """Ta in dokument för granskning. Filer som redan är inlästa lämnas som de är."""
    folder = ready()
    from handslag.domain.access.viewer import SYSTEM
    from handslag.intake.actions import forget_old_pages, sweep

    sweep(viewer=SYSTEM)
    forget_old_pages(viewer=SYSTEM)
    found = list(_files(paths, leave_out=_own(folder)))
    summary = Summary()
    try:
        _take_in_each(found, summary)
    except KeyboardInterrupt:
        typer.echo(
            "Avbrutet. Det som är inläst är sparat, också tydda sidor av en skannad handling. "
            "Kör igen för att läsa resten.",
            err=True,
        )
        raise typer.Exit(INTERRUPTED) from None
    finally:
        typer.echo(summary.as_json() if as_json else summary.as_words())
    if summary.failures:
        raise typer.Exit(1)


def _own(folder: Path) -> frozenset[Path]:
    """What lies in the installation's folder and is Handslag's own."""
    return frozenset(
        {
            *(
                folder / name
                for name in ("files", "limits", "mail", "pictures", "recognised", "secret")
            ),
            *(folder / "restoring", *folder.glob("replaced-*")),
            *folder.glob("*.lock"),
            *folder.glob("*.sqlite3*"),
        }
    )


def _files(paths: list[Path], *, leave_out: frozenset[Path]) -> Iterator[Path]:
    """Every file to try, folders from within in sorted order; each once.

    Hidden files and folders are passed over, and so is what is Handslag's own.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _in_folder(path, leave_out) if path.is_dir() else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def _in_folder(folder: Path, leave_out: frozenset[Path]) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder  # reading it tells the reason
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.resolve() in leave_out:
            continue
        if entry.is_dir():
            if not entry.is_symlink():  # it may lead back here
                yield from _in_folder(entry, leave_out)
        elif entry.is_file() or entry.is_symlink():
            yield entry


def _take_in_each(files: list[Path], summary: Summary) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as progress:
        task = progress.add_task("Tar in dokument", total=len(files), name="")
        for path in files:
            name = shown(path.name)[:SHOWN_LETTERS]
            progress.update(task, name=name)
            with _bar_beneath(progress) as tell:
                _try(path, summary, tell)
            progress.advance(task)


@contextmanager
def _bar_beneath(progress: "Progress") -> Iterator[Callable[[int, int], None]]:
    """A bar for the pages of one document, drawn when the first is told of."""
    task = progress.add_task("Tyder sidor", total=None, visible=False, name="")

    def tell(done: int, of: int) -> None:
        progress.update(task, completed=done, total=of, visible=True)

    try:
        yield tell
    finally:
        progress.remove_task(task)


def _try(path: Path, summary: Summary, tell: Callable[[int, int], None]) -> None:
    from django.db import DatabaseError

    from handslag.domain.access.viewer import SYSTEM
    from handslag.intake.actions import take_in as take_in_file
    from handslag.intake.errors import NotTakenIn

    def fail(reason: str) -> None:
        summary.failures.append((shown(str(path)), reason))

    try:
        taken = take_in_file(
            viewer=SYSTEM, name=shown(path.name), data=_bytes_of(path), progress=tell
        )
    except (NoFile, NotTakenIn) as reason:
        fail(str(reason))
    except DatabaseError as error:
        fail(f"Databasen svarade inte som den skulle ({error}). Filen är inte inläst. Försök igen.")
    except Exception as error:  # noqa: BLE001  one file must never keep the others out
        fail(f"Ett oväntat fel inträffade ({type(error).__name__}: {error}). Filen är inte inläst.")
    else:
        summary.new += taken.new
        summary.unchanged += not taken.new


def _bytes_of(path: Path) -> bytes:
    """The file's bytes, one more than may be read at most. Raises NoFile with the reason."""
    from handslag.source.reading.limits import MAX_BYTES

    reasons: tuple[tuple[type[OSError], str], ...] = (
        (FileNotFoundError, "Filen finns inte. Kontrollera namnet och mappen."),
        (PermissionError, "Du har inte rätt att läsa filen. Be den som äger den om läsrätt."),
    )
    try:
        if not stat.S_ISREG(os.stat(path).st_mode) and not path.is_dir():  # noqa: PTH116  follows links
            raise NoFile("Det är ingen vanlig fil och kan inte läsas.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        for sort, reason in reasons:
            if isinstance(error, sort):
                raise NoFile(reason) from None
        msg = f"Filen gick inte att läsa från disken ({error.strerror})."
        raise NoFile(msg) from error


def shown(name: str) -> str:
    """A file name as it can be printed: bytes that are no letters become question marks."""
    decoded = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in decoded
    )

"""`handslag read`: what documents say, one record a file, without a database."""

import json
import os
import sys
import tempfile
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from handslag.interfaces.cli.pages import page_bar
from handslag.source.apart import Document, forget_old, forget_pages, read_apart
from handslag.source.reading import ReadingError
from handslag.source.reading.limits import MAX_BYTES
from handslag.source.record import MeetingRecord, to_json

FORGOTTEN = 30 * 24 * 3600
"""Seconds after which pages of a scan that was not read to its end are recognised anew."""
INTERRUPTED = 130
"""Exit status after Ctrl+C, the one that shells expect."""
BROKEN_PIPE = 141
"""Exit status when nobody listens any more, the one other programs get from the signal."""


class OutputFormat(StrEnum):
    """How records are printed."""

    JSONL = "jsonl"


def read(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FIL",
            help="Filer att läsa: Word, OpenDocument, PDF, webbsidor, markdown eller text.",
        ),
    ],
    *,
    output_format: Annotated[  # noqa: ARG001  there is one so far, which may be named
        OutputFormat, typer.Option("--format", help="jsonl: en post per rad, i JSON.")
    ] = OutputFormat.JSONL,
    indent: Annotated[
        bool, typer.Option("--indent", help="Skriv posterna med indrag, för människor.")
    ] = False,
    text: Annotated[
        bool, typer.Option("--text", help="Skriv texten som posternas platser pekar in i.")
    ] = False,
) -> None:
    """Läs dokument och skriv vad som står i dem, en post per fil."""
    if text and indent:
        raise typer.BadParameter("--text och --indent kan inte användas tillsammans.")
    every_file_was_read = True
    for path in files:
        try:
            document = _read(_bytes_of(path), _name(path))
        except KeyboardInterrupt:
            typer.echo(
                "Avbrutet. Sidor som är tydda i en skannad handling är sparade. Kör igen för att "
                "läsa resten.",
                err=True,
            )
            raise typer.Exit(INTERRUPTED) from None
        except ReadingError as error:
            every_file_was_read = False
            typer.echo(f"{_on_one_line(str(path))}: {error}", err=True)
        else:
            _print(document.text.text if text else _as_json(document.record, indent=indent))
    if not every_file_was_read:
        raise typer.Exit(1)


def _read(data: bytes, name: str) -> Document:
    """What a file says. Pages that were recognised lie on the disk until it is read to its end."""
    kept = _cache() / sha256(data).hexdigest()
    with page_bar(name) as tell:
        document = read_apart(data, name, progress=tell, kept=kept)
    if document.text.recognised:
        forget_pages(kept)
        forget_old(kept.parent, FORGOTTEN)
    return document


def _cache() -> Path:
    """Where this user's programs keep what can be made again."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    try:
        folder = Path(named) if named else Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        folder = Path(tempfile.gettempdir())
    return folder / "handslag" / "recognised"


def _bytes_of(path: Path) -> bytes:
    """The file's bytes, one more than may be read at most. Raises ReadingError with the reason."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        message = "Filen finns inte. Kontrollera namnet och mappen."
        raise ReadingError("file-missing", message) from None
    except IsADirectoryError:
        message = "Det är en mapp. Ange filerna som ligger i den."
        raise ReadingError("is-a-folder", message) from None
    except PermissionError:
        message = "Du har inte rätt att läsa filen. Be den som äger den om läsrätt."
        raise ReadingError("not-permitted", message) from None
    except OSError as error:
        message = f"Filen gick inte att läsa från disken ({error.strerror}). Försök igen."
        raise ReadingError("not-readable", message) from error


def _as_json(record: MeetingRecord, *, indent: bool) -> str:
    return json.dumps(to_json(record), ensure_ascii=False, indent=2 if indent else None) + "\n"


def _name(path: Path) -> str:
    """The name without folders; bytes that are no UTF-8 are shown as damaged letters."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _on_one_line(path: str) -> str:
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in shown
    )


def _print(words: str) -> None:
    """Write to standard output at once, in UTF-8 whatever the terminal says, byte for byte."""
    try:
        sys.stdout.buffer.write(words.encode("utf-8"))
        sys.stdout.buffer.flush()
    except OSError as error:
        # what is still buffered would raise again when Python shuts down
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(BROKEN_PIPE) from None
        typer.echo(f"Resultatet gick inte att skriva ({error.strerror}).", err=True)
        raise typer.Exit(1) from None

"""`handslag verify` and `handslag head`: whether the log is whole, and where it stands."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handslag.interfaces.cli.installation import ready

if TYPE_CHECKING:
    from handslag.domain.audit.verifying import Trouble, Verification

MOST_TOLD = 1000
"""Faults written out one by one; of a log that is wrong all through, the rest is counted."""


def verify(
    *,
    head: Annotated[
        Path | None,
        typer.Option(
            "--head",
            metavar="FIL",
            help="Jämför med de huvuden som har skrivits ner i en fil utanför maskinen.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Skriv resultatet som ett JSON-objekt.")
    ] = False,
) -> None:
    """Kontrollera att ingen har ändrat, tagit bort eller flyttat något i loggen för hand."""
    ready()
    from django.db import DatabaseError

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.audit.queries import verification

    told: list[dict[str, Any]] = []
    count = 0
    with _lines_of(head) as lines, _bar() as progress:
        walk = verification(SYSTEM, lines, progress)
        try:
            for trouble in walk.troubles():
                count += 1
                if count <= MOST_TOLD:
                    told.append({**_fields(trouble), "words": words_of(trouble)})
        except DatabaseError as error:
            count += 1
            words = f"Databasen gick inte att läsa efter post {walk.last[0]} ({error})."
            told.append({"fault": "unreadable", "number": walk.last[0] + 1, "words": words})
    if as_json:
        number, at, digest = walk.last
        summary = {
            "whole": not count,
            "entries": walk.entries,
            "head": {"number": number, "at": at, "digest": digest} if number else None,
            "heads_compared": walk.heads,
            "faults": count,
            "told": told,
        }
        typer.echo(json.dumps(summary, ensure_ascii=False))
    else:
        typer.echo("\n".join(_summary(walk, [one["words"] for one in told], count)))
    if count:
        raise typer.Exit(1)


def head(
    *,
    write: Annotated[
        str | None,
        typer.Option(
            "--write",
            metavar="FIL",
            help="Lägg raden sist i en fil i stället, eller skriv ut den med -.",
        ),
    ] = None,
) -> None:
    """Skriv loggens huvud: den senaste postens nummer, tid och kontrollsumma på en rad."""
    ready()
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.audit.heads import append
    from handslag.domain.audit.queries import head as newest

    line = newest(SYSTEM)
    if not line:
        typer.echo("Loggen är tom: den har inget huvud än.", err=True)
    elif write in (None, "-"):
        typer.echo(line, nl=False)
    else:
        try:
            append(Path(str(write)), line)
        except OSError as error:
            typer.echo(
                f"Huvudet gick inte att skriva till {write} ({error.strerror}). Loggen är orörd. "
                "Se till att filen går att skriva och kör igen.",
                err=True,
            )
            raise typer.Exit(1) from error


@contextmanager
def _lines_of(path: Path | None) -> Iterator[Iterable[str]]:
    """The lines of the file, read as they are asked for. Ends the program where it is not there.

    What is no text becomes lines that are no heads.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") if path else nullcontext(()) as lines:
            yield lines
    except OSError as error:
        typer.echo(
            f"Filen med huvuden gick inte att läsa: {path} ({error.strerror}). Inget har "
            "kontrollerats. Kontrollera namnet, eller kör utan --head.",
            err=True,
        )
        raise typer.Exit(1) from error


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as progress:
        task = progress.add_task("Kontrollerar loggen", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=max(done, of))


def _fields(trouble: "Trouble") -> dict[str, Any]:
    named = {
        "fault": str(trouble.fault),
        "number": trouble.number,
        "last": trouble.last,
        "at": trouble.at,
        "verb": trouble.verb,
        "known": trouble.known,
        "line": trouble.line,
    }
    return {name: value for name, value in named.items() if value}


def _summary(walk: "Verification", told: list[str], count: int) -> Iterator[str]:
    number, at, digest = walk.last
    if not count:
        poster = "post" if walk.entries == 1 else "poster"
        yield f"Loggen är hel: {walk.entries} {poster}, i obruten följd."
        if walk.heads:
            written = "nedskrivet huvud" if walk.heads == 1 else "nedskrivna huvuden"
            yield f"Den stämmer med {walk.heads} {written}."
        if number:
            yield f"Huvud: {number} {at} {digest}"
        return
    yield f"Loggen är inte hel: {count} fel bland {walk.entries} poster."
    yield from (f"  {words}" for words in told)
    if count > len(told):
        yield f"  … och {count - len(told)} till."
    yield (
        "Inget har ändrats av kontrollen. Ta vara på databasen som den är, jämför med en "
        "säkerhetskopia och ta reda på vem som har haft tillgång till den."
    )


def words_of(trouble: "Trouble") -> str:
    """What is wrong, in Swedish, with the entry's number, time and verb."""
    from handslag.domain.audit.verifying import Fault

    entry = _entry(trouble)
    run = _run(trouble)
    since = f"efter post {trouble.known} och " if trouble.known else ""
    return {
        Fault.CHANGED: f"{entry} har ändrats.",
        Fault.UNLINKED: (
            f"{entry} följer inte på post {trouble.number - 1}: någon av dem har bytts ut."
        ),
        Fault.MISSING: f"{run} saknas.",
        Fault.CUT: f"{run} saknas i slutet: loggen har kapats.",
        Fault.ADDED: f"{entry} har lagts till för hand.",
        Fault.LAST_CHANGED: f"{entry} är inte den som skrevs sist: den har bytts ut.",
        Fault.HEAD_MISSING: "Loggens huvud saknas eller är flera: hur lång den ska vara är okänt.",
        Fault.VALUES_CHANGED: f"{entry} berättar något annat än när den skrevs.",
        Fault.VALUES_MISSING: (
            f"{entry} saknar sina uppgifter, och ingen radering av dem finns i loggen."
        ),
        Fault.VALUES_BACK: f"{entry} har uppgifter som är raderade enligt loggen.",
        Fault.VALUES_STRAY: f"{entry} finns inte, men har uppgifter.",
        Fault.NOT_AS_WRITTEN: (
            f"{entry} är inte den som skrevs ner på rad {trouble.line} i filen: loggen har "
            f"skrivits om någonstans {since}till och med post {trouble.number}."
        ),
        Fault.FEWER_THAN_WRITTEN: (
            f"{run} skrevs ner på rad {trouble.line} i filen, men finns inte i loggen: den har "
            "kapats, eller lagts tillbaka från en äldre säkerhetskopia."
        ),
        Fault.LINE_UNREAD: f"Rad {trouble.line} i filen är inget huvud och har hoppats över.",
    }[trouble.fault]


def _entry(trouble: "Trouble") -> str:
    about = ", ".join(word for word in (trouble.at, trouble.verb) if word)
    return f"Post {trouble.number} ({about})" if about else f"Post {trouble.number}"


def _run(trouble: "Trouble") -> str:
    if trouble.last == trouble.number:
        return f"Post {trouble.number}"
    return f"Posterna {trouble.number}–{trouble.last}"

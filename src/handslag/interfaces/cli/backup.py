"""`handslag backup`: all that is kept, in one file; and whether such a file is whole."""

from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handslag.interfaces.cli.installation import using

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handslag.interfaces.cli.keeping.making import Made
    from handslag.interfaces.cli.keeping.manifest import Manifest
    from handslag.interfaces.cli.keeping.restoring import Looked

LOST = 3
"""Exit status where all went well, but with something that was lost or damaged before."""
NAMED = "handslag-{:%Y%m%d-%H%M%S}.tar"
_OF_OURS = "handslag-[0-9]*-[0-9]*.tar"


def backup(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="MÅL", help="En fil, eller en mapp där kopian får ett namn efter klockan."
        ),
    ],
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Gör ingen kopia: kontrollera den som finns där.")
    ] = False,
    keep: Annotated[
        int,
        typer.Option(
            min=0, help="Behåll så många kopior i mappen och ta bort äldre; 0 behåller alla."
        ),
    ] = 0,
) -> None:
    """Säkerhetskopiera databasen, filerna och loggen till en fil. Servern kan vara igång."""
    from handslag.interfaces.cli.keeping.errors import BadBackup, NotKept

    try:
        if verify:
            _verify(target)
        else:
            _make(target, keep)
    except (BadBackup, NotKept) as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(1) from None


def _make(target: Path, keep: int) -> None:
    from handslag.interfaces.cli.keeping.making import make

    folder = target if target.is_dir() else None
    if keep and folder is None:
        raise typer.BadParameter("--keep behöver en mapp som finns.")
    with using() as place, told() as tell:
        path = folder / NAMED.format(datetime.now().astimezone()) if folder else target
        made = make(place, path, tell)
    size = path.stat().st_size
    typer.echo(f"Säkerhetskopian är klar: {path} ({size / 1e6:.1f} MB).")
    typer.echo(contents(made.manifest))
    if keep and folder is not None:
        for old in sorted(folder.glob(_OF_OURS))[:-keep]:
            old.unlink()
            typer.echo(f"Den äldre kopian {old.name} är borttagen.")
    if made.lost:
        _tell_of_lost(made)
        raise typer.Exit(LOST)


def _verify(path: Path) -> None:
    from handslag.interfaces.cli.keeping.restoring import verify

    with told() as tell:
        looked = verify(path, tell)
    made = looked.manifest
    typer.echo(f"Säkerhetskopian är hel. Den gjordes {when(made)} av version {made.version}.")
    typer.echo(contents(made))
    tell_of_trouble(looked)


def tell_of_trouble(looked: "Looked") -> None:
    """Tell what was wrong already when a whole backup was made, and end so that it is noticed."""
    if looked.lost:
        typer.echo(
            f"{len(looked.lost)} filer saknades eller var skadade redan när kopian gjordes: "
            f"{', '.join(looked.lost)}.",
            err=True,
        )
    if looked.log_trouble:
        typer.echo(
            f"Loggen var inte hel när kopian gjordes: {looked.log_trouble} Kör handslag verify för "
            "att se allt, och jämför med äldre kopior.",
            err=True,
        )
    if looked.lost or looked.log_trouble:
        raise typer.Exit(LOST)


def contents(manifest: "Manifest") -> str:
    """What a backup holds, in a few words."""
    documents = manifest.rows.get("documents_document", 0)
    entries = manifest.rows.get("audit_entry", 0)
    return f"Den har {documents} handlingar, {manifest.files} filer och {entries} rader i loggen."


def when(manifest: "Manifest") -> str:
    """The minute that a backup shows the installation at."""
    return f"{datetime.fromisoformat(manifest.made_at):%Y-%m-%d kl. %H.%M}"


def _tell_of_lost(made: "Made") -> None:
    typer.echo(
        "Kopian är gjord, men några filer fanns inte att kopiera som de togs in. Ta in dem på nytt "
        "om du har dem, eller hämta dem ur en äldre säkerhetskopia:",
        err=True,
    )
    for digest in made.manifest.missing:
        typer.echo(f"  {digest} saknas på disken", err=True)
    for digest in made.damaged:
        typer.echo(f"  {digest} är skadad på disken", err=True)


@contextmanager
def told() -> "Iterator[Callable[[str, int, int], object]]":
    """Something to tell how far the work has come; a bar, where there is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task("", total=None)

        def tell(words: str, done: int, of: int) -> None:
            bar.update(task, description=words, completed=done, total=of or None)

        yield tell

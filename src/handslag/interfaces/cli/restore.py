"""`handslag restore`: an installation is brought back from its backup."""

from pathlib import Path
from typing import Annotated

import typer

from handslag.interfaces.cli.backup import contents, tell_of_trouble, told, when
from handslag.interfaces.cli.installation import place_to_work_on


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FIL", help="En säkerhetskopia från handslag backup.")
    ],
    *,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Ersätt installationen som finns. Den läggs åt sidan, inte bort."
        ),
    ] = False,
) -> None:
    """Återställ en installation från en säkerhetskopia, till en tom datamapp."""
    from handslag.interfaces.cli.keeping.errors import BadBackup, NotRestored
    from handslag.interfaces.cli.keeping.restoring import restore as bring_back

    place = place_to_work_on()
    try:
        with told() as tell:
            done = bring_back(place, file, tell, replace=replace)
    except (BadBackup, NotRestored) as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(1) from None
    made = done.looked.manifest
    typer.echo(f"Återställt till {place.folder}, som det var {when(made)}.")
    typer.echo(contents(made))
    if done.aside:
        where = f"mappen {place.folder / done.aside}"
        if place.database == "postgresql":
            where = f"schemat {done.aside} i databasen, och filerna i {where}"
        typer.echo(f"Det som fanns förut ligger i {where}. Ta bort det när du är säker.")
    typer.echo(
        "Alla är utloggade. Har installationen en annan hemlighet än förut (HANDSLAG_SECRET_KEY, "
        "eller filen secret) behöver den som loggar in i två steg med en app lägga till den på "
        "nytt. Starta Handslag som vanligt."
    )
    tell_of_trouble(done.looked)

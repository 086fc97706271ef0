"""`handslag reread`: documents are read again with today's reader; what people said stays."""

from typing import Annotated

import typer

from handslag.interfaces.cli.installation import ready


def reread(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="[NUMMER]...",
            help="Handlingarnas nummer, som i deras adresser. Alla, om inget anges.",
        ),
    ] = None,
) -> None:
    """Läs om inlästa dokument. Det som någon har rättat, strukit eller lagt till ändras inte."""
    ready()
    from handslag.domain.access.viewer import SYSTEM
    from handslag.intake import actions, queries
    from handslag.intake.comparing.actions import compare

    known = queries.document_ids(SYSTEM)
    unknown = sorted(set(numbers or ()) - set(known))
    counts = {True: 0, False: 0}
    failures = [f"{number}: Det finns ingen handling med det numret." for number in unknown]
    for document_id in [number for number in known if not numbers or number in numbers]:
        try:
            counts[actions.reread(viewer=SYSTEM, document_id=document_id).changed] += 1
            compare(viewer=SYSTEM, document_id=document_id)  # one taken in before there was any
        except actions.NotTakenIn as reason:
            failures.append(f"{document_id}: {reason}")
    typer.echo(f"Ändrade: {counts[True]}\nOförändrade: {counts[False]}")
    typer.echo(f"Misslyckade: {len(failures)}")
    for failure in failures:
        typer.echo(f"  {failure}")
    if failures:
        raise typer.Exit(1)

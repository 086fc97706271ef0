"""`handslag digest`: make ready the digests that are due today, now."""

from typing import Annotated

import typer

from handslag.interfaces.cli.installation import ready


def digest(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Visa vad som skulle skickas, och skicka inget.")
    ] = False,
) -> None:
    """Gör i ordning dagens sammandrag åt alla som ska ha ett. Annars sker det varje morgon."""
    ready()
    from django.conf import settings

    from handslag.domain.access.viewer import SYSTEM
    from handslag.output.news.sending import send_digests

    if not settings.EMAIL_HOST and not dry_run:
        typer.echo("Ingen mejlserver är vald (HANDSLAG_MAIL_URL). Inget sammandrag har gjorts.")
        raise typer.Exit(1)
    count = 0
    for made in send_digests(viewer=SYSTEM, dry=dry_run):
        count += 1
        told = len(made.digest.entries) + len(made.digest.inside)
        typer.echo(f"{made.name}: {told}")
        if dry_run:
            for entry in made.digest.entries:
                typer.echo(f"  {entry.text}")
    who = f"{count} {'person' if count == 1 else 'personer'}"
    done = "skulle få ett sammandrag." if dry_run else "har ett sammandrag som väntar på posten."
    typer.echo(f"{who} {done}")

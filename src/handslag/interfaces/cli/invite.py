"""`handslag invite`: ask somebody in from the machine, also who has locked themselves out."""

from typing import Annotated

import typer


def invite(
    email: Annotated[str, typer.Argument(help="E-postadressen som personen ska logga in med.")],
    *,
    name: Annotated[str, typer.Option(help="Personens namn.")],
    role: Annotated[str, typer.Option(help="Rollen, för hela länet.")] = "coordinator",
    port: Annotated[
        int,
        typer.Option(min=1, max=65535, help="Porten i länken, där HANDSLAG_URL inte är satt."),
    ] = 8000,
) -> None:
    """Bjud in någon, och skriv ut länken. Ett konto som finns får ett nytt lösenord med den."""
    from handslag.interfaces.cli.installation import ready

    ready()
    from django.core.exceptions import ValidationError
    from django.urls import reverse

    from handslag.domain.access.roles import GIVEN
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.registry.entering.actions import invite as ask_in
    from handslag.interfaces.cli.addresses import base_address

    if role not in GIVEN:
        typer.echo(f"Rollen {role} finns inte. Välj en av: {', '.join(GIVEN)}.", err=True)
        raise typer.Exit(1)
    try:
        sent = ask_in(viewer=SYSTEM, email=email, name=name, role=role, renews=True)
    except ValidationError as refusal:
        typer.echo(" ".join(refusal.messages), err=True)
        raise typer.Exit(1) from refusal
    typer.echo(
        f"Den här länken gäller i 14 dagar, en gång, för {email}. Lämna den till ingen annan:\n"
        f"{base_address(port)}{reverse('desk:invitation', args=[sent.token])}"
    )

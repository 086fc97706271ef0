"""`handslag county` and `handslag populations`: the county and its figures, from the machine."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer


def county(
    code: Annotated[
        str, typer.Argument(help="Länets kod hos Statistiska centralbyrån, som 20 för Dalarna.")
    ],
) -> None:
    """Välj länet, så läggs dess region och kommuner upp. En gång till ändrar inget."""
    from handslag.interfaces.cli.installation import ready

    ready()
    from django.core.exceptions import ValidationError

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.registry.organisations.actions import choose_county
    from handslag.domain.registry.organisations.queries import county as chosen
    from handslag.domain.registry.organisations.queries import organisations

    try:
        choose_county(viewer=SYSTEM, code=code)
    except ValidationError as refusal:
        _refuse(refusal.messages)
    found = chosen(SYSTEM)
    name = found.name if found else ""
    typer.echo(f"{name}: {len(organisations(SYSTEM))} organisationer i registret.")


def populations(
    file: Annotated[
        Path | None,
        typer.Argument(help="En tabell som CSV. Utan den läses länets medföljande folkmängd in."),
    ] = None,
    *,
    source: Annotated[str, typer.Option(help="Vem som säger det.")] = "",
) -> None:
    """Läs in folkmängden i kommunerna olika dagar från en fil."""
    from handslag.interfaces.cli.installation import ready

    ready()
    from django.core.exceptions import ValidationError

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.registry.organisations.actions import load_populations
    from handslag.domain.registry.organisations.counties import POPULATION_SOURCE, population_file
    from handslag.domain.registry.organisations.queries import county as chosen

    if file is None:
        found = chosen(SYSTEM)
        data = population_file(found.code) if found else None
        source = source or POPULATION_SOURCE
    else:
        try:
            data = file.read_bytes()
        except OSError as wrong:
            _refuse([f"{file} kunde inte läsas: {wrong.strerror}."])
    if data is None:
        _refuse(["Ingen folkmängd följer med för länet. Ange en fil."])
    try:
        count = load_populations(viewer=SYSTEM, data=data, source=source)
    except ValidationError as refusal:
        _refuse(refusal.messages)
    typer.echo(f"{count} tal är nya eller rättade.")


def _refuse(messages: list[str]) -> NoReturn:
    for message in messages:
        typer.echo(message, err=True)
    raise typer.Exit(1)

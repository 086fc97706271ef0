"""`handslag health`: whether the server on this machine works, for whatever watches over it."""

import http.client
from http import HTTPStatus
from typing import Annotated

import typer

PATIENCE = 10.0


def health(
    *,
    host: Annotated[str, typer.Option(help="Adressen som servern svarar på.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Porten som servern svarar på.")
    ] = 8000,
) -> None:
    """Fråga om servern på den här datorn fungerar. Slutar med 0 om den gör det, annars med 1."""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/halsa/")
        answer = connection.getresponse()
        words = answer.read(1000).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        typer.echo(
            f"Ingen svarar på http://{host}:{port} ({error}). Starta servern, eller ange rätt "
            "--host och --port.",
            err=True,
        )
        raise typer.Exit(1) from error
    finally:
        connection.close()
    typer.echo(words, err=answer.status != HTTPStatus.OK)
    if answer.status != HTTPStatus.OK:
        raise typer.Exit(1)

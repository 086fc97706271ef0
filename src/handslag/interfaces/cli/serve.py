"""`handslag serve`: answer in the browser, from this machine's own data folder."""

import http.client
import socket
import sys
import threading
import time
from contextlib import nullcontext
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

import typer

HOST = "127.0.0.1"
SLOWEST_START = 60.0
"""Seconds to wait for the first answer before giving up telling where to look."""


def serve(
    *,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Porten som servern svarar på.")
    ] = 8000,
    example: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="En mapp med ett exempellän som läses in vid första starten.",
        ),
    ] = None,
    worker: Annotated[
        bool,
        typer.Option(
            "--worker/--no-worker", help="Läs också skannade handlingar, eller låt handslag work."
        ),
    ] = True,
) -> None:
    """Starta Handslag på den här datorn. Datamappen skapas om den saknas."""
    if _taken(port):
        typer.echo(
            f"Port {port} används redan av något annat, så Handslag startade inte. Stäng det som "
            "använder porten eller välj en annan med --port.",
            err=True,
        )
        raise typer.Exit(1)
    from handslag.interfaces.cli.installation import ready

    ready()
    if example is not None:
        _load(example)
    from handslag.interfaces.cli.companion import worker_beside

    way_in = _way_in(port)
    with worker_beside() if worker else nullcontext():
        _answer(port, way_in)


def _way_in(port: int) -> str:
    """The link by which the first coordinator comes in; empty where there is a coordinator."""
    from django.urls import reverse

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.accounts.actions import first_way_in
    from handslag.interfaces.cli.addresses import base_address

    token = first_way_in(viewer=SYSTEM)
    return f"{base_address(port)}{reverse('desk:welcome', args=[token])}" if token else ""


def _load(example: Path) -> None:
    """Take the example in, where that has not been done before."""
    from handslag.intake.example import load_example

    def report(name: str) -> None:
        if sys.stderr.isatty():
            typer.echo(f"Läser in exemplet: {name}", err=True)

    try:
        load_example(example, report=report)
    except (OSError, ValueError) as error:  # no county.toml, or none that can be read
        typer.echo(
            f"Exemplet i {example} gick inte att läsa in: {error}. Det som redan var inläst finns "
            "kvar. Starta utan --example, eller peka på en mapp med en hel county.toml.",
            err=True,
        )
        raise typer.Exit(1) from error


def _taken(port: int) -> bool:
    """Whether something else has the port."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return True
    return False


def _answer(port: int, way_in: str) -> None:
    """Serve until Ctrl+C or SIGTERM."""
    from granian.constants import Interfaces
    from granian.server import Server

    server = Server(
        "handslag.config.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=1,
        websockets=False,
        log_enabled=False,
    )
    stopped = threading.Event()
    threading.Thread(target=_say_where, args=(port, way_in, stopped), daemon=True).start()
    try:
        server.serve()
    finally:
        stopped.set()


def _say_where(port: int, way_in: str, stopped: threading.Event) -> None:
    """Say where to look, once a page has really been answered."""
    until = time.monotonic() + SLOWEST_START
    while time.monotonic() < until and not stopped.wait(0.05):
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("HEAD", "/")
            # the start page, or the way to sign in: either is an answer
            if connection.getresponse().status < HTTPStatus.BAD_REQUEST:
                typer.echo(f"Handslag svarar på http://{HOST}:{port} – avsluta med Ctrl+C")
                if way_in:
                    typer.echo(
                        "Ingen samordnare finns än. Öppna den här länken inom en timme och gör "
                        f"det första kontot:\n{way_in}"
                    )
                return
        except OSError:
            continue  # not yet
        finally:
            connection.close()

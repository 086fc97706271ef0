"""`handslag serve`: answer in the browser, from this machine's own data folder."""

import errno
import http.client
import ipaddress
import os
import socket
import sys
import threading
import time
from contextlib import nullcontext
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, NoReturn

import typer

HOST = "127.0.0.1"
SLOWEST_START = 60.0
"""Seconds to wait for the first answer before giving up telling where to look."""
MOST_WORKERS = 64
TO_FINISH = 30
"""Seconds that answers begun before a stop may take to be finished."""
LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {}, "granian.access": {}},
}
"""The server's own lines go where ours go, in the same form."""


def serve(
    *,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Porten som servern svarar på.")
    ] = 8000,
    host: Annotated[
        str,
        typer.Option(
            help="Adressen som servern svarar på. Andra än den här datorns egen kräver "
            "HANDSLAG_PRODUCTION=1."
        ),
    ] = HOST,
    workers: Annotated[
        int,
        typer.Option(min=1, max=MOST_WORKERS, help="Hur många processer som svarar samtidigt."),
    ] = 1,
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
    _refuse_taken(host, port)
    _ask_for_demo(example)
    from handslag.interfaces.cli.installation import ready

    ready()
    _refuse_unsafe(host, example)
    if example is not None:
        _load(example)
    from handslag.interfaces.cli.companion import worker_beside

    way_in = _way_in(port)
    with worker_beside() if worker else nullcontext():
        _answer(host, port, workers, way_in)


def _ask_for_demo(example: Path | None) -> None:
    """Let whoever sits here look around the example, before the settings are read.

    What the environment says of it does not count: only the example makes a demo. For a service
    to others it is left as it is, for the settings to refuse.
    """
    if os.environ.get("HANDSLAG_PRODUCTION"):
        return
    os.environ.pop("HANDSLAG_DEMO", None)
    if example is not None:
        os.environ["HANDSLAG_DEMO"] = "1"


def _way_in(port: int) -> str:
    """The link by which the first coordinator comes in; empty where there is a coordinator."""
    from django.urls import reverse

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.accounts.actions import first_way_in
    from handslag.interfaces.cli.addresses import base_address

    token = first_way_in(viewer=SYSTEM)
    return f"{base_address(port)}{reverse('desk:welcome', args=[token])}" if token else ""


def _refuse_unsafe(host: str, example: Path | None) -> None:
    """End where others would reach what is only for this machine."""
    from django.conf import settings

    if settings.PRODUCTION:
        if example is not None:
            _refuse(
                "Exempellänet kan inte läsas in i en tjänst i drift (HANDSLAG_PRODUCTION), så "
                "Handslag startade inte. Starta utan --example."
            )
        for words in settings.WARNINGS:
            typer.echo(f"Obs: {words}", err=True)
    elif not _is_this_machine(host):
        _refuse(
            f"Handslag svarar bara på den här datorn tills HANDSLAG_PRODUCTION=1 är satt, så det "
            f"startade inte på {host}. Ta bort --host, eller ställ in tjänsten för drift."
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)


def _load(example: Path) -> None:
    """Take the example in, where that has not been done before."""
    from handslag.intake.example import load_example
    from handslag.output.publishing.publishing import publish_as_it_is

    def report(name: str) -> None:
        if sys.stderr.isatty():
            typer.echo(f"Läser in exemplet: {name}", err=True)

    try:
        load_example(example, report=report, freeze=publish_as_it_is)
    except (OSError, ValueError) as error:  # no county.toml, or none that can be read
        typer.echo(
            f"Exemplet i {example} gick inte att läsa in: {error}. Det som redan var inläst finns "
            "kvar. Starta utan --example, eller peka på en mapp med en hel county.toml.",
            err=True,
        )
        raise typer.Exit(1) from error


def _refuse_taken(host: str, port: int) -> None:
    """End where something else has the port, or where this machine has no such address."""
    try:
        (family, kind, protocol, _name, address), *_more = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )
        with socket.socket(family, kind, protocol) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            _refuse(
                f"Port {port} används redan av något annat, så Handslag startade inte. Stäng det "
                "som använder porten eller välj en annan med --port."
            )
        _refuse(
            f"Det gick inte att svara på {host}, port {port} ({error.strerror}), så Handslag "
            "startade inte. Välj en adress som den här datorn har med --host."
        )


def _answer(host: str, port: int, workers: int, way_in: str) -> None:
    """Serve until Ctrl+C or SIGTERM; answers that are begun are finished first."""
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from handslag.interfaces.cli.server import AnsweringServer

    server = AnsweringServer(
        "handslag.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.info if settings.LOG else LogLevels.warning,
        log_dictconfig=LOGS,
        respawn_failed_workers=True,
        workers_kill_timeout=TO_FINISH,
    )
    stopped = threading.Event()
    threading.Thread(target=_say_where, args=(host, port, way_in, stopped), daemon=True).start()
    try:
        server.serve()
    finally:
        stopped.set()


def _say_where(host: str, port: int, way_in: str, stopped: threading.Event) -> None:
    """Say where to look, once an answer has really been given."""
    anywhere = {"0.0.0.0": HOST, "::": "::1"}  # noqa: S104  compared with, not bound to
    asked = anywhere.get(host, host)
    until = time.monotonic() + SLOWEST_START
    while time.monotonic() < until and not stopped.wait(0.05):
        connection = http.client.HTTPConnection(asked, port, timeout=5)
        try:
            connection.request("HEAD", "/halsa/")
            if connection.getresponse().status == HTTPStatus.OK:
                shown = f"[{host}]" if ":" in host else host
                typer.echo(f"Handslag svarar på http://{shown}:{port} – avsluta med Ctrl+C")
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

"""Requests a second of a meeting's page as everybody meets it: `python -m benchmarks.serving`.

Loads a county into a scratch folder, starts the real server on it, and sends it requests from a
process of its own over connections that stay open: a meeting's page as a stranger (published), as
a member of the body and as a coordinator, round and round, so that pages come both fresh and kept.
Beside it, in the same run and behind the same server: a Django page with nothing in it and no
middleware at all, and an empty page that passes our middleware and a session.

    --meetings N     how many to load (200)
    --seconds N      how long to ask each (10)
    --connections N  how many ask at once (8)
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from threading import Thread
from time import monotonic, perf_counter, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

ITEMS = 15
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """What one way of asking gave."""

    name: str
    times: list[float]
    """Milliseconds of each request."""
    seconds: float
    wrong: int
    """Answers that were no page."""


def main() -> None:
    """Load, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--meetings", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=8)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as folder:
        os.environ["HANDSLAG_DATA"] = folder
        pages, cookies = _in_a_process(_load, wanted.meetings)
        rounds = [
            ("a Django page with nothing in it", "benchmarks.bare", ["/"], ""),
            ("empty page, middleware, signed in", "benchmarks.emptied", ["/tom/"], "coordinator"),
            ("meeting page, a stranger", "handslag.config.wsgi", pages, ""),
            ("meeting page, a member", "handslag.config.wsgi", pages, "member"),
            ("meeting page, a coordinator", "handslag.config.wsgi", pages, "coordinator"),
        ]
        print(f"{wanted.connections} connections, {wanted.seconds:.0f} s each, one worker process")
        bare = 0.0
        for name, module, paths, who in rounds:
            with _served(module) as port:
                asked = _ask(name, port, paths, cookies.get(who, ""), wanted)
            bare = bare or _rate(asked)
            print(_told(asked, bare))


def _in_a_process(work: object, *arguments: object) -> tuple[list[str], dict[str, str]]:
    """Django is set up once a process: the loading gets one of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)  # type: ignore[arg-type]  # any function of ours


def _load(meetings: int) -> tuple[list[str], dict[str, str]]:
    """The addresses of the meetings, and the cookie of each who signs in."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.test import Client
    from django.urls import reverse

    from benchmarks.county import load
    from handslag.domain.access.roles import Role
    from handslag.domain.accounts.models import Grant, User
    from handslag.domain.base.states import PublicationState
    from handslag.domain.documents.models import Document
    from handslag.domain.meetings.models import Meeting
    from handslag.domain.registry.models import Body, Membership, MembershipRole, Person

    load(meetings, ITEMS)
    published = PublicationState.PUBLISHED
    Meeting.objects.update(state=published, planned_state=published)
    Document.objects.update(state=published)
    body = Body.objects.get(id=Meeting.objects.order_by("id").values("body")[:1])
    long_ago = "2020-01-01"
    cookies = {}
    for who in ("member", "coordinator"):
        user = User.objects.create_user(f"{who}@exempel.se", who)
        if who == "coordinator":
            Grant.objects.create(user=user, role=Role.COORDINATOR, since=long_ago)
        else:
            person = Person.objects.create(name=who, user=user)
            Membership.objects.create(
                body=body, person=person, role=MembershipRole.MEMBER, since=long_ago
            )
        client = Client()
        client.force_login(user)
        cookies[who] = "; ".join(f"{one.key}={one.value}" for one in client.cookies.values())
    own = Meeting.objects.filter(body=body).order_by("id").values_list("id", flat=True)
    return [reverse("desk:meeting", args=[one]) for one in own], cookies


@contextmanager
def _served(module: str) -> Iterator[int]:
    """The server that Handslag uses, with one worker process, on a port of its own."""
    with socket.socket() as attempt:
        attempt.bind((HOST, 0))
        port = int(attempt.getsockname()[1])
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST),
        *("--port", str(port), "--blocking-threads", "1", "--no-ws", f"{module}:application"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  our own program
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    until = monotonic() + 60
    while monotonic() < until:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            sleep(0.1)
    raise TimeoutError("The server never answered.")


def _ask(
    name: str, port: int, paths: Sequence[str], cookie: str, wanted: argparse.Namespace
) -> Asked:
    """Ask from a process of its own, so that asking and answering do not share an interpreter."""
    context = multiprocessing.get_context("fork")
    answers, ours = context.Pipe()
    process = context.Process(
        target=_many, args=(ours, port, paths, cookie, wanted.seconds, wanted.connections)
    )
    process.start()
    times, wrong = answers.recv()
    process.join()
    return Asked(name, times, wanted.seconds, wrong)


def _many(
    told: Connection,
    port: int,
    paths: Sequence[str],
    cookie: str,
    seconds: float,
    connections: int,
) -> None:
    times: list[float] = []
    wrong: list[int] = []
    until = monotonic() + seconds
    threads = [
        Thread(
            target=_one, args=(port, [*paths[start:], *paths[:start]], cookie, until, times, wrong)
        )
        for start in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.send((times, len(wrong)))


def _one(
    port: int,
    paths: Sequence[str],
    cookie: str,
    until: float,
    times: list[float],
    wrong: list[int],
) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    headers = {"Host": "127.0.0.1", **({"Cookie": cookie} if cookie else {})}
    for path in cycle(paths):
        if monotonic() > until:
            break
        began = perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        times.append((perf_counter() - began) * 1000)
        if answer.status != http.client.OK:
            wrong.append(answer.status)
    connection.close()


def _rate(asked: Asked) -> float:
    return len(asked.times) / asked.seconds


def _told(asked: Asked, bare: float) -> str:
    p95 = statistics.quantiles(asked.times, n=20)[-1]
    wrong = f", {asked.wrong} were no page" if asked.wrong else ""
    return (
        f"{asked.name:<36}{_rate(asked):>7.0f} requests/s, median "
        f"{statistics.median(asked.times):.1f} ms, p95 {p95:.1f} ms, "
        f"{bare / _rate(asked):.1f} times the bare page{wrong}"
    )


if __name__ == "__main__":
    main()

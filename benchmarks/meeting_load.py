"""A meeting that many follow while two write: `python -m benchmarks.meeting_load`.

Fifty members have the meeting open and ask as its page does, every four seconds, with what they
have seen; two secretaries write through the wire protocol, each under items of their own: a
discussion that grows every second, and a clause every fifth time. Against `handslag serve` with
two worker processes, each in programs of its own. Halfway through, a worker process is killed with
no warning (kill -9); what got no answer is sent again under its key, as the page does.

Afterwards it is looked whether anything is lost: every acknowledged write once in the log, the
log's splices giving the texts letter by letter in order, clauses in the order in which they were
acknowledged. On SQLite, and on PostgreSQL under `scripts/with-postgres`.

    --seconds N    how long (120)
    --members N    how many follow (50)
    --workers N    processes that answer (2)
    --every S      seconds between a member's questions (4)
    --no-kill      leave the workers alone
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from time import monotonic, perf_counter, sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from multiprocessing.connection import Connection

HOST = "127.0.0.1"
ITEMS = 15
MARK = "x" * 32
"""What stands in the form's cookie and in each form."""
PERMISSION = 200
"""Milliseconds that nineteen of twenty requests should take at most."""
SLOWEST = 90


@dataclass
class Loaded:
    """What there is to ask for."""

    meeting_id: int
    members: list[str]
    """The cookie of each."""
    secretaries: list[str]
    items: list[int]
    clauses: bool = True


@dataclass
class Told:
    """What one of the programs that ask has to tell."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds by kind."""
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Answers and breaks by what they were."""
    discussions: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Acknowledged texts under each item, in order."""
    clauses: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    again: int = 0
    """Writes that were sent more than once."""


def main() -> int:
    """Load, serve, follow and write, look, print; 1 where anything is lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--members", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=4)
    parser.add_argument("--no-kill", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as folder:
        os.environ["HANDSLAG_DATA"] = folder
        loaded: Loaded = _in_a_process(_load, wanted.members)
        busy = os.getloadavg()[0]
        with _served(wanted.workers) as (port, server):
            told = _hold(port, server, loaded, wanted)
        lost: list[str] = _in_a_process(_look, loaded.meeting_id, told.discussions, told.clauses)
    database = "PostgreSQL" if os.environ.get("HANDSLAG_DATABASE") else "SQLite"
    print(
        f"{database}: {wanted.members} follow, 2 write, {wanted.workers} worker processes, "
        f"{wanted.seconds:.0f} s; {busy:.1f} others waited for {os.cpu_count()} cores before"
    )
    _print(told, wanted.seconds)
    print("\n".join(lost) if lost else "nothing lost: every acknowledged write once, in order")
    return 1 if lost else 0


def _in_a_process(work: Callable[..., Any], *arguments: object) -> Any:
    """Django is set up once a process: loading and looking get one each."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
    import django

    django.setup()


def _load(members: int) -> Loaded:
    """A body with its members, and a meeting with its room open, at its first item."""
    _set_up()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.urls import NoReverseMatch, reverse
    from django.utils import timezone

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.base.states import PublicationState
    from handslag.domain.matters.preparing.actions import propose
    from handslag.domain.matters.writing.actions import hold_proposals
    from handslag.domain.meetings.agenda import actions as agenda
    from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
    from handslag.domain.meetings.models import Meeting
    from handslag.domain.meetings.room import actions as room
    from handslag.domain.registry.models import Body, MembershipRole, Organisation, OrganisationKind

    body = Body.objects.create(name="Länsnätverket")
    kind = OrganisationKind.MUNICIPALITY
    principals = [
        Organisation.objects.create(name=f"Kommun {number}", kind=kind) for number in range(10)
    ]
    cookies = [
        _member(body, number, MembershipRole.MEMBER, principals[number % 10])
        for number in range(members)
    ]
    writers = [
        _member(body, members + number, MembershipRole.SECRETARY, None) for number in range(2)
    ]
    meeting = Meeting.objects.create(
        body=body,
        date=timezone.localdate(),
        prepared=True,
        typed=True,
        planned_state=PublicationState.SHARED,
    )
    items = []
    for number in range(ITEMS):
        told = ItemTold(
            heading=f"Ärende nummer {number + 1} om hjälpmedel",
            minutes=10,
            presenters=(PresenterTold(name=f"Föredragande {number}"),),
        )
        item_id = agenda.add_item(viewer=SYSTEM, meeting_id=meeting.id, told=told)
        propose(
            viewer=SYSTEM,
            item_id=item_id,
            by="Styrgruppen",
            points=("Anta planen.", "Bidra med en tredjedel.", "Utse en arbetsgrupp."),
        )
        items.append(item_id)
    room.open_room(viewer=SYSTEM, meeting_id=meeting.id)
    for item_id in items:
        hold_proposals(viewer=SYSTEM, item_id=item_id)
    room.begin_item(viewer=SYSTEM, meeting_id=meeting.id, item_id=items[0], seen="")
    try:
        reverse("desk:room-clauses", args=[meeting.id, items[0]])
    except NoReverseMatch:
        return Loaded(meeting.id, cookies, writers, items, clauses=False)
    return Loaded(meeting.id, cookies, writers, items)


def _member(body: Any, number: int, role: str, principal: Any) -> str:
    """Somebody who sits in the body; the cookies of their browser."""
    from django.test import Client

    from handslag.domain.accounts.models import User
    from handslag.domain.registry.models import Membership, Person, PersonName

    name = f"Ledamot {number}"
    user = User.objects.create_user(f"ledamot-{number}@exempel.se", name)
    person = Person.objects.create(name=name, user=user)
    PersonName.objects.create(person=person, text=name)
    Membership.objects.create(
        body=body, person=person, role=role, principal=principal, since="2020-01-01"
    )
    client = Client()
    client.force_login(user)
    said = [f"{one.key}={one.value}" for one in client.cookies.values()]
    return "; ".join([*said, f"form={MARK}"])


@dataclass
class _Server:
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """The processes that answer (ids)."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [
            int(one)
            for one in listed.split()
            if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()
        ]


class _Serving:
    """`handslag serve` as in production, on a port of its own."""

    def __init__(self, workers: int) -> None:
        with socket.socket() as attempt:
            attempt.bind((HOST, 0))
            self.port = int(attempt.getsockname()[1])
        command = [str(Path(sys.executable).with_name("handslag")), "serve", "--no-worker"]
        command += ["--port", str(self.port), "--workers", str(workers)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  our own

    def __enter__(self) -> tuple[int, _Server]:
        until = monotonic() + SLOWEST
        while monotonic() < until:
            try:
                with socket.create_connection((HOST, self.port), timeout=1):
                    return self.port, _Server(self.process)
            except OSError:
                sleep(0.1)
        raise TimeoutError("The server never answered.")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(SLOWEST)


def _served(workers: int) -> _Serving:
    return _Serving(workers)


def _hold(port: int, server: _Server, loaded: Loaded, wanted: argparse.Namespace) -> Told:
    """Let everybody in, kill a worker halfway, and gather what they have to tell."""
    context = multiprocessing.get_context("fork")
    asking: list[tuple[Any, Connection]] = []
    until = monotonic() + wanted.seconds
    for work in (_members, _secretaries):
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, port, loaded, until, wanted.every))
        process.start()
        asking.append((process, ours))
    if not wanted.no_kill:
        sleep(wanted.seconds / 2)
        os.kill(server.workers()[-1], signal.SIGKILL)
    together = Told()
    for process, ours in asking:
        told: Told = ours.recv()
        process.join()
        for kind, times in told.times.items():
            together.times[kind] += times
        for kind, count in told.wrong.items():
            together.wrong[kind] += count
        together.discussions |= told.discussions
        together.clauses |= told.clauses
        together.again += told.again
    return together


class _Browser:
    """One connection that stays open, as a browser's."""

    def __init__(self, port: int, cookie: str, told: Told) -> None:
        self.port, self.cookie, self.told = port, cookie, told
        self.connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: str = ""
    ) -> tuple[int, bytes, http.client.HTTPMessage] | None:
        """Status, body and headers; None where the connection broke."""
        sent = {"Host": HOST, "Cookie": self.cookie, **headers}
        try:
            self.connection.request(method, path, body=body or None, headers=sent)
            answer = self.connection.getresponse()
            return answer.status, answer.read(), answer.headers
        except (OSError, http.client.HTTPException) as broken:
            self.told.wrong[f"connection broke ({type(broken).__name__})"] += 1
            self.connection.close()
            return None


def _members(theirs: Connection, port: int, loaded: Loaded, until: float, every: float) -> None:
    _all_at_once(
        theirs,
        [
            (_follow, (port, cookie, loaded.meeting_id, until, every, random.Random(number)))  # noqa: S311
            for number, cookie in enumerate(loaded.members)
        ],
    )


def _secretaries(
    theirs: Connection, port: int, loaded: Loaded, until: float, _every: float
) -> None:
    half = ITEMS // 2
    shares = (loaded.items[:half], loaded.items[half:])
    _all_at_once(
        theirs,
        [
            (_write, (port, cookie, loaded, own, until))
            for cookie, own in zip(loaded.secretaries, shares, strict=True)
        ],
    )


def _all_at_once(
    theirs: Connection, works: Sequence[tuple[Callable[..., None], tuple[Any, ...]]]
) -> None:
    told = Told()
    threads = [Thread(target=work, args=(told, *arguments)) for work, arguments in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    theirs.send(told)


def _follow(
    told: Told,
    port: int,
    cookie: str,
    meeting_id: int,
    until: float,
    every: float,
    chance: random.Random,
) -> None:
    """Open the page, and ask as it does."""
    browser = _Browser(port, cookie, told)
    path = f"/moten/{meeting_id}/folj/"
    sleep(chance.random() * every)
    kind, headers = "the page, first visit", dict[str, str]()
    while monotonic() < until:
        began = perf_counter()
        answer = browser.ask("GET", path, headers)
        took = (perf_counter() - began) * 1000
        if answer is not None:
            status, _body, said = answer
            new = status == HTTPStatus.OK
            if new or status == HTTPStatus.NOT_MODIFIED:
                told.times[kind if new else "asked, nothing new"].append(took)
                headers = {"HX-Request": "true", "If-None-Match": said.get("ETag", "")}
            else:
                told.wrong[f"answered {status}"] += 1
        # as the page does: a server that is slow is asked less often
        pause = every if kind.startswith("the page") else max(every, took / 100)
        kind = "asked, something new" if headers else kind
        sleep(pause * (0.85 + 0.3 * chance.random()))


def _write(
    told: Told, port: int, cookie: str, loaded: Loaded, items: Sequence[int], until: float
) -> None:
    """Write on one item after the other: the discussion grows, and clauses come."""
    browser = _Browser(port, cookie, told)
    room = f"/moten/{loaded.meeting_id}/rummet"
    seen = dict.fromkeys(items, "0")
    texts = dict.fromkeys(items, "")
    number = 0
    while monotonic() < until:
        number += 1
        item = items[(number // 10) % len(items)]
        texts[item] += f"Mening {number} om det som **sades** i rummet, på svenska.\n"
        if number % 5 == 0 and loaded.clauses:
            text = f"att i fråga {number} anta förslaget"
            said = {"text": text, "action": "approve"}
            if _send(browser, f"{room}/{item}/satser/", said, "a clause") is not None:
                told.clauses[item].append(text)
        else:
            path = f"{room}/punkter/{item}/diskussion/"
            fields = {"text": texts[item], "sett": seen[item]}
            answer = _send(browser, path, fields, "a discussion text")
            if answer is not None:
                seen[item] = answer["seen"][f"discussion-{item}"]
                told.discussions[item].append(texts[item])
        sleep(0.8 + 0.4 * random.random())  # noqa: S311  no secret


def _send(
    browser: _Browser, path: str, fields: Mapping[str, str], kind: str
) -> Mapping[str, Any] | None:
    """Send a write until it is answered, always under the same key."""
    body = urlencode({**fields, "nyckel": str(uuid4()), "csrfmiddlewaretoken": MARK})
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    for attempt in range(60):
        began = perf_counter()
        answer = browser.ask("POST", path, headers, body)
        took = (perf_counter() - began) * 1000
        if answer is not None and answer[0] == HTTPStatus.OK:
            browser.told.times[kind].append(took)
            browser.told.again += attempt > 0
            told: Mapping[str, Any] = json.loads(answer[1])
            return told
        if answer is not None:
            browser.told.wrong[f"{kind} answered {answer[0]}"] += 1
            if answer[0] < HTTPStatus.INTERNAL_SERVER_ERROR:
                return None
        sleep(0.5)
    return None


def _look(
    meeting_id: int, discussions: Mapping[int, Sequence[str]], clauses: Mapping[int, Sequence[str]]
) -> list[str]:
    """What is missing, or stands in another order than it was acknowledged in."""
    _set_up()
    from handslag.domain.audit.models import Entry
    from handslag.domain.matters.models import Clause
    from handslag.domain.meetings.models import Discussion
    from handslag.domain.meetings.room.rules import Splice, spliced

    written: dict[int, list[str]] = defaultdict(list)
    entries = Entry.objects.filter(verb="meetings.write_discussion", thing_id=meeting_id)
    for entry in entries.select_related("told").order_by("number"):
        detail = json.loads(entry.told.detail)
        texts = written[detail["item"]]
        change = Splice(detail["position"], detail["removed"], detail["added"])
        texts.append(spliced(texts[-1] if texts else "", change))
    lost = []
    for item, acknowledged in discussions.items():
        if written[item] != list(acknowledged):
            count = f"{len(acknowledged)} acknowledged, {len(written[item])} in the log"
            lost.append(f"LOST: the discussion under item {item}: {count}")
        stands = Discussion.objects.get(item=item).text
        if not acknowledged or stands != acknowledged[-1]:
            lost.append(f"LOST: the last text under item {item}")
    for item, acknowledged in clauses.items():
        rows = Clause.objects.filter(decision__item=item).order_by("order", "id")
        if list(rows.values_list("text", flat=True)) != list(acknowledged):
            lost.append(f"LOST: clauses under item {item}")
    return lost


def _print(told: Told, seconds: float) -> None:
    everything = [one for times in told.times.values() for one in times]
    rows = [*sorted(told.times.items()), ("everything", everything)]
    for kind, times in rows:
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        print(
            f"{kind:<24}{len(times):>7} requests, {len(times) / seconds:5.1f} a second, median "
            f"{statistics.median(times):6.1f} ms, p95 {p95:7.1f} ms"
        )
    p95 = statistics.quantiles(everything, n=20)[-1]
    word = "reached" if p95 < PERMISSION else "missed"
    print(f"aim: 95 % under {PERMISSION} ms: {word}; {told.again} writes were sent more than once")
    for kind, count in told.wrong.items():
        print(f"{kind}: {count}")


if __name__ == "__main__":
    sys.exit(main())

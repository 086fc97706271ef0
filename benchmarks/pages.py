"""How fast a meeting's page is with a thousand meetings loaded: `python -m benchmarks.pages`.

Loads meetings of fifteen items into a scratch folder: most of them straight into the tables, some
the whole way, from bytes through reading and acceptance. Then asks for meeting pages through the
whole WSGI application, middleware and all, beside a page with nothing in it in the same run, in
turns, so that both meet the same noise. Each page is asked for twice: the first time it is read
and rendered, the second time it is kept, since nothing has changed. Aims: at most 8 queries, and
3 times the empty page.

    --meetings N   how many to load (1000)
    --pages N      how many pages to measure (300)
    --accepted N   how many documents to take in and accept the whole way (20)
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

MOST_QUERIES = 8
MOST_TIMES = 3.0
ITEMS = 15
DAY = "12 november 2025"
"""The day on which every made-up meeting is held, until it is given one of its own."""


def main() -> None:
    """Load, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--meetings", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--accepted", type=int, default=20)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as folder:
        _set_up(Path(folder))
        _load(wanted.meetings)
        _accept(wanted.accepted)
        _measure(wanted.pages)


def _set_up(folder: Path) -> None:
    """Django on a new database in `folder`, with one address more: the empty page."""
    os.environ["HANDSLAG_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
    import django  # settings read the folder's name when they are imported
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ROOT_URLCONF = "benchmarks.pages_urls"
    call_command("migrate", verbosity=0)


def _load(meetings: int) -> None:
    from benchmarks.county import load

    began = perf_counter()
    load(meetings, ITEMS)
    took = perf_counter() - began
    items = meetings * ITEMS
    print(f"loading            {items:>8} items in {took:.1f} s, {items / took:.0f} items/s")


def _accept(documents: int) -> None:
    """Take minutes in and accept them as they were read, as a reviewer with nothing to say does."""
    from benchmarks.documents import minutes
    from handslag.domain.access.viewer import SYSTEM
    from handslag.intake.actions import accept, take_in
    from handslag.intake.queries import review_page

    texts = [minutes(ITEMS, seed=seed) for seed in range(documents)]
    reading, accepting = 0.0, 0.0
    for number, text in enumerate(texts):
        day = f"{number % 28 + 1} mars {1950 + number // 28}"
        data = text.replace(DAY, day).encode()
        assert DAY in text
        began = perf_counter()
        taken = take_in(viewer=SYSTEM, name=f"minnesanteckningar-{number}.txt", data=data)
        reading += perf_counter() - began
        revision = review_page(SYSTEM, taken.document_id).revision
        began = perf_counter()
        accept(viewer=SYSTEM, document_id=taken.document_id, revision=revision)
        accepting += perf_counter() - began
    items = documents * ITEMS
    print(f"taking in          {items:>8} items in {reading:.1f} s, {items / reading:.0f} items/s")
    print(
        f"accepting          {items:>8} items in {accepting:.1f} s, {items / accepting:.0f} items/s"
    )


def _measure(pages: int) -> None:
    from django.urls import reverse

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.matters.queries import meeting_page
    from handslag.domain.meetings.queries import meeting_ids
    from handslag.interfaces.web.kit.kept import forget

    ids = meeting_ids(SYSTEM)
    step = max(1, len(ids) // pages)
    chosen = ids[::step][:pages]
    addresses = [reverse("desk:meeting", args=[one]) for one in chosen]
    ask = _asker()
    size = len(ask(addresses[-1]))
    forget()
    queries = [_queries_of(partial(ask, addresses[-1])) for _time in ("first", "again")]
    for address in [*addresses[:20], *["/tom/"] * 20]:
        ask(address)  # warm: templates compiled, the database's pages read
    forget()
    first, again, empty, read = [], [], [], []
    for one, address in zip(chosen, addresses, strict=True):
        first.append(_timed(partial(ask, address)))
        empty.append(_timed(partial(ask, "/tom/")))
        again.append(_timed(partial(ask, address)))
        read.append(_timed(partial(meeting_page, SYSTEM, one)))
    print(f"meeting page       {_told(first)}, {size / 1000:.0f} kB, {queries[0]} queries")
    print(f"of that, reading   {_told(read)}")
    print(f"the same page kept {_told(again)}, {queries[1]} queries")
    print(f"empty page         {_told(empty)}")
    nothing = statistics.median(empty)
    times = [statistics.median(page) / nothing for page in (first, again)]
    print(
        f"ratio              {times[0]:.1f} times an empty page at first, {times[1]:.1f} kept "
        f"(aim: at most {MOST_TIMES:.0f}, and {MOST_QUERIES} queries)"
    )


def _asker(user: Any = None) -> Callable[[str], bytes]:
    """A function that sends an address through the whole application and gives the page.

    As `user` who has signed in, or as a coordinator.
    """
    from django.test import RequestFactory

    from handslag.config.wsgi import application
    from tests.signed_in import signed_in

    factory = RequestFactory(SERVER_NAME="127.0.0.1")
    factory.cookies = signed_in(user).cookies  # everybody who reads has signed in

    def ask(address: str) -> bytes:
        said: list[str] = []
        request: HttpRequest = factory.get(address)

        def start(status: str, _headers: list[tuple[str, str]], _error: Any = None) -> Any:
            said.append(status)

        response: Any = application(request.environ, start)  # type: ignore[attr-defined]  # WSGI's
        page = b"".join(response)
        response.close()
        assert said == ["200 OK"], (address, said)
        return page

    return ask


def _queries_of(call: Callable[[], object]) -> int:
    """How many queries a call sends to the database."""
    from django.db import connection

    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's own
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return len(sent)


def _timed(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000


def _told(times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{statistics.median(times):>6.2f} ms median, {p95:.2f} ms p95"


if __name__ == "__main__":
    main()

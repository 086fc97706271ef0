"""What a principal's page costs in a county ten times as large: `python -m benchmarks.principal`.

Makes a county in a scratch folder: meetings of fifteen items that say nothing of the principal,
and meetings of a body in which it owes, is owed, is called, has raised matters, has tabled
questions and taken stances, all still open. Then asks for the principal's page through the whole
WSGI application, as a coordinator and as a member of the body, beside an empty page in turns; and
once more when there is ten times as much of everything. Aims: as many queries, at most twice the
time.

    --meetings N   how many of the others at first (100)
    --open N       in how many of its own something is open at first (20)
    --pages N      how many times each page is measured (100)

Under `scripts/with-postgres` it measures PostgreSQL.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.pages import ITEMS, _asker, _queries_of, _set_up, _timed, _told

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 10
MOST_TIMES = 2.0


class Cost(NamedTuple):
    """What a page costs each time it was asked for, in milliseconds, and its queries."""

    times: list[float]
    processor: list[float]
    queries: int

    def told(self) -> str:
        """In words."""
        spent = statistics.median(self.processor)
        return f"{_told(self.times)}, {spent:.1f} ms of processor, {self.queries} queries"


def main() -> None:
    """Make, measure, make the rest, measure again, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--meetings", type=int, default=100)
    parser.add_argument("--open", type=int, default=20)
    parser.add_argument("--pages", type=int, default=100)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as folder:
        _set_up(Path(folder))
        county = _county()
        small = (wanted.meetings, wanted.open)
        _grow(county, (0, 0), small)
        before = _measured(county, wanted.pages)
        _grow(county, small, (small[0] * TIMES, small[1] * TIMES))
        after = _measured(county, wanted.pages)
    for who, cost in before.items():
        grown = after[who]
        times = statistics.median(grown.times) / statistics.median(cost.times)
        spent = statistics.median(grown.processor) / statistics.median(cost.processor)
        print(f"{who}")
        print(f"  at first           {cost.told()}")
        print(f"  {TIMES} times as much   {grown.told()}")
        print(f"  ratio              {times:.2f} by the clock (aim: at most {MOST_TIMES:.0f}),")
        print(f"                     {spent:.2f} of processor (of this process)")


def _county() -> dict[str, Any]:
    """A body with two principals in it, and one of its members who may sign in."""
    from handslag.domain.registry.models import MembershipRole, Seat
    from tests.builders import a_body, a_membership, a_name, a_principal
    from tests.signed_in import a_user

    body, principal = a_body(), a_principal()
    Seat.objects.create(body=body, principal=principal, count=50)
    person = a_name("Ledamoten").person
    person.user = a_user("Ledamoten")
    person.save()
    a_membership(body, person, principal=principal, role=MembershipRole.MEMBER)
    return {
        "body": body,
        "principal": principal,
        "other": a_principal("Sörviks kommun"),
        "member": person.user,
    }


def _grow(county: dict[str, Any], before: tuple[int, int], after: tuple[int, int]) -> None:
    """Let there be so many of the others' meetings, and so many of its own, as `after` says."""
    from benchmarks.county import load
    from tests.domain.matters.owing.test_sizes import fill

    load(after[0], ITEMS, begin=before[0])
    more = after[1] - before[1]
    fill(county["body"], county["principal"], county["other"], more, begin=before[1])


def _measured(county: dict[str, Any], pages: int) -> dict[str, Cost]:
    from django.db import connection
    from django.urls import reverse

    from handslag.interfaces.web.kit.kept import forget

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("analyze")  # as the server does of itself in time
    address = reverse("desk:organisation", args=[county["principal"].id])
    found = {}
    for who, user in (("coordinator", None), ("member", county["member"])):
        ask = _asker(user)
        for _time in range(5):
            ask(address)  # warm
        found[who] = _cost(partial(ask, address), forget, pages)
    return found


def _cost(call: Callable[[], object], forget: Callable[[], None], pages: int) -> Cost:
    """What it costs, with nothing kept from the time before."""
    times, processor = [], []
    for _time in range(pages):
        forget()
        began = process_time()
        times.append(_timed(call))
        processor.append((process_time() - began) * 1000)
    forget()
    return Cost(times, processor, _queries_of(call))


if __name__ == "__main__":
    main()

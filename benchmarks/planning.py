"""How fast a year of 40 bodies is planned and shown: `python -m benchmarks.planning`.

Plans every body's meetings of a year through the action itself, with 16 members in each body, so
that many meetings collide. Then asks for the year's page and a body's planning form through the
whole application, in turns with a page with nothing in it, and for the calendar of all that is
planned. The year's page is asked for twice: fresh, and kept while nothing has changed.

    --bodies N     how many bodies (40)
    --meetings N   how many meetings each (10)
    --rounds N     how many times to ask (40)
    --folder F     where to leave the data; a scratch folder that is taken away where left out
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.pages import _asker, _queries_of, _set_up, _timed, _told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.domain.meetings.planning.told import Wanted

YEAR = 2027
MEMBERS = 16
PEOPLE = 150
MOST_TIMES = 3.0
MOST_QUERIES = 8
KINDS = (
    *("Länsnätverket", "Styrgruppen", "Socialchefsnätverket", "Välfärdsrådet"),
    *("Programområde", "Arbetsgrupp", "Referensgrupp", "Lokal samverkansgrupp"),
)
PLACES = ("Norrvik", "Söderby", "Österfors", "Västanå", "Mellanås")


def main() -> None:
    """Plan, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bodies", type=int, default=40)
    parser.add_argument("--meetings", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--folder", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as scratch:
        _set_up(wanted.folder or Path(scratch))
        _load(wanted.bodies, wanted.meetings)
        _measure(wanted.rounds)


def _load(bodies: int, meetings: int) -> None:
    """Bodies with members, and a year planned for each; some cancelled."""
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.meetings.planning import actions
    from handslag.domain.registry.actions import body_named
    from handslag.domain.registry.models import Membership, MembershipRole, Person

    random = Random(7)  # noqa: S311  made-up data, the same at every run
    people = [Person.objects.create(name=f"Ledamot {number}") for number in range(PEOPLE)]
    took = 0.0
    for number in range(bodies):
        name = _name(number)
        body_id = body_named(viewer=SYSTEM, name=name, short_name="")
        Membership.objects.bulk_create(
            Membership(
                body_id=body_id,
                person=person,
                role=MembershipRole.MEMBER,
                since=date(2020, 1, 1),
            )
            for person in random.sample(people, MEMBERS)
        )
        days = list(_days(random, meetings))
        began = perf_counter()
        made = actions.plan_year(viewer=SYSTEM, body_id=body_id, days=days, state="published").made
        took += perf_counter() - began
        if number % 7 == 0:
            actions.cancel_meeting(viewer=SYSTEM, meeting_id=made[-1], reason="För få ärenden")
    print(f"planning a year    {took / bodies * 1000:.0f} ms a body of {meetings} meetings")


def _name(number: int) -> str:
    """A body's name, no two alike."""
    kind, place = KINDS[number % len(KINDS)], PLACES[number // len(KINDS) % len(PLACES)]
    again = number // (len(KINDS) * len(PLACES))
    return f"{kind} {place}" + (f" {again + 1}" if again else "")


def _days(random: Random, meetings: int) -> Iterator[Wanted]:
    """So many days of a year, as many weeks apart as there is room for, on one weekday."""
    from handslag.domain.meetings.planning.told import Wanted

    first = date(YEAR, 1, 4) + timedelta(weeks=random.randrange(5), days=random.randrange(5))
    weeks = max(1, 46 // meetings)
    start = random.choice((9, 10, 13))
    for place in range(meetings):
        day = first + timedelta(weeks=weeks) * place
        yield Wanted(day, time(start), time(start + 2), "Stadshuset")


def _measure(rounds: int) -> None:
    from django.utils import timezone

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.meetings.planning import queries
    from handslag.domain.registry.queries import bodies
    from handslag.interfaces.web.kit.kept import forget

    ask = _asker()
    address, form = f"/ar/{YEAR}/", f"/organ/{bodies(SYSTEM)[0].id}/planera/?ar={YEAR}"
    county = "/kalender.ics"
    size = len(ask(address))
    forget()
    counted = [_queries_of(partial(ask, one)) for one in (address, address, form, county)]
    for _time in range(5):
        for one in (address, form, county, "/tom/"):
            ask(one)
    first, again, empty, planning, calendar, read = [], [], [], [], [], []
    for _time in range(rounds):
        forget()
        first.append(_timed(partial(ask, address)))
        again.append(_timed(partial(ask, address)))
        empty.append(_timed(partial(ask, "/tom/")))
        planning.append(_timed(partial(ask, form)))
        calendar.append(_timed(partial(ask, county)))
        read.append(_timed(partial(queries.year, SYSTEM, YEAR)))
    shown = len(queries.year(SYSTEM, YEAR).meetings)
    events = len(queries.feed_meetings(SYSTEM, timezone.localdate()))
    print(f"the year's page    {_told(first)}, {size / 1000:.0f} kB, {counted[0]} queries")
    print(f"                   {shown} meetings")
    print(f"of that, reading   {_told(read)}")
    print(f"the same page kept {_told(again)}, {counted[1]} queries")
    print(f"the planning form  {_told(planning)}, {counted[2]} queries")
    print(f"the county's calendar {_told(calendar)}, {counted[3]} queries, {events} meetings")
    print(f"empty page         {_told(empty)}")
    nothing = statistics.median(empty)
    times = [statistics.median(page) / nothing for page in (first, again)]
    print(
        f"ratio              {times[0]:.1f} times an empty page at first, {times[1]:.1f} kept "
        f"(aim: at most {MOST_TIMES:.0f} kept, and {MOST_QUERIES} queries)"
    )


if __name__ == "__main__":
    main()

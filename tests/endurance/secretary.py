"""A secretary who writes in a meeting's room as its page does, as fast as anybody could.

Every write goes over the wire as the page sends it: with a key of its own, and with what the page
saw. What was asked for lies on the disk before it is sent, and stays there until the next is:
whoever comes after a kill sends it again under the same key, as a page does once the server
answers again. Then it stands there, once.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import Error, InterfaceError, OperationalError, close_old_connections
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from handslag.domain.access.viewer import coordinator
from handslag.domain.audit.models import Entry
from handslag.domain.matters.models import Clause
from handslag.domain.matters.writing.rows import clause_stands
from handslag.domain.meetings.agenda.actions import add_item
from handslag.domain.meetings.agenda.told import ItemTold
from handslag.domain.meetings.models import AgendaItem, Discussion, Meeting, Room, RoomWrite
from handslag.domain.meetings.planning.actions import plan_meeting
from handslag.domain.meetings.planning.told import Wanted
from handslag.domain.meetings.room.actions import open_room
from handslag.domain.meetings.room.locking import MEETING
from handslag.domain.registry import actions as registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.endurance.journal import Journal
    from tests.endurance.servers import Site

BODY = "Stormrådet"
ITEMS = 6
MOST_CLAUSES = 20
"""Under one item; then some are taken back."""
MARK = "Anteckning nummer "
"""How every discussion begins that is written here, before the number of the write."""
CLAUSE = "att godkänna förslag nummer "
VERBS = ("meetings.write_discussion", "matters.write_clause", "matters.remove_clause")


def prepare() -> None:
    """A meeting whose room is open, with some items."""
    viewer = coordinator("Arbetare")
    body = registry.body_named(viewer=viewer, name=BODY)
    plan_meeting(viewer=viewer, body_id=body, wanted=Wanted(day=timezone.localdate()))
    meeting = the_meeting()
    for number in range(ITEMS):
        told = ItemTold(heading=f"Fråga {number}")
        add_item(viewer=viewer, meeting_id=meeting.id, told=told)
    open_room(viewer=viewer, meeting_id=meeting.id)


def the_meeting() -> Meeting:
    """The meeting that secretaries write at."""
    return Meeting.objects.get(body__name=BODY)


class Secretary:
    """One who writes. `own` of `of` says which items are this one's, and whose unanswered write.

    Through a server where there is one (`site`), otherwise in this process by the same views.
    """

    def __init__(
        self,
        journal: Journal,
        seed: int,
        own: int,
        of: int,
        folder: Path,
        site: Site | None = None,
    ) -> None:
        self._journal, self._site = journal, site
        self._chance = random.Random(seed)
        self._left = folder / f"unanswered-{own}"
        self._number = seed * 1000
        self._meeting = the_meeting()
        rows = AgendaItem.objects.filter(meeting=self._meeting).order_by("order")
        self._items = [item.id for place, item in enumerate(rows) if place % of == own]
        self._client = Client(SERVER_NAME="127.0.0.1")
        name, _, value = (folder / "cookie").read_text().partition("=")
        self._client.cookies[name] = value

    def work(self) -> None:
        """Send again what was not answered, then write one thing after another."""
        if self._left.exists():
            self._send(json.loads(self._left.read_text()))
        while True:
            self._number += 1
            write = self._something(self._chance.choice(self._items))
            self._keep(write)
            self._send(write)
            if self._chance.random() < 0.2:  # as if the answer had been lost on the way
                self._send(write)

    def _something(self, item_id: int) -> dict[str, Any]:
        if self._chance.random() < 0.5:
            return self._discussion(item_id)
        known = Clause.objects.filter(decision__item_id=item_id).order_by("id")
        if known.count() < MOST_CLAUSES:
            return self._clause(item_id)
        return self._without(self._chance.choice(known))

    def _discussion(self, item_id: int) -> dict[str, Any]:
        known = Discussion.objects.filter(item_id=item_id).first()
        text = f"{MARK}{self._number}\n\n" + "Det sades mycket. " * self._chance.randint(1, 200)
        told = {"text": text, "sett": str(known.revision if known else 0)}
        path = f"punkter/{item_id}/diskussion/"
        return self._write(path, told, f"discussion:{item_id}", str(self._number))

    def _clause(self, item_id: int) -> dict[str, Any]:
        text = f"{CLAUSE}{self._number}"
        return self._write(f"{item_id}/satser/", {"text": text}, f"clause:{text}", "once")

    def _without(self, row: Clause) -> dict[str, Any]:
        told = {"gor": "ta-bort", "sett": clause_stands(row).digest}
        return self._write(f"satser/{row.id}/", told, f"clause:{row.text}", None)

    def _write(
        self, path: str, fields: Mapping[str, str], thing: str, value: str | None
    ) -> dict[str, Any]:
        key = str(UUID(int=self._chance.getrandbits(128), version=4))
        return {
            "path": f"/moten/{self._meeting.id}/rummet/{path}",
            "fields": {**fields, "nyckel": key},
            "thing": thing,
            "value": value,
        }

    def _keep(self, write: Mapping[str, Any]) -> None:
        """As a page keeps what is not answered: whole or not at all, whenever it is killed."""
        beside = self._left.with_suffix(".new")
        beside.write_text(json.dumps(write))
        beside.replace(self._left)

    def _send(self, write: Mapping[str, Any]) -> None:
        """Send until there is an answer, which must be that it is done: nobody else writes here."""
        with self._journal.asking(write["thing"], write["value"]):
            status, said = self._answer(write["path"], write["fields"])
            while status == 503:  # the database is busy or away, and the page tries again
                time.sleep(0.05)
                status, said = self._answer(write["path"], write["fields"])
            if status != 200:
                self._journal.refused(f"{write['path']} was answered {status}: {said[:300]}")

    def _answer(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        if self._site is not None:
            answer = self._site.answer("POST", path, dict(fields), accept="application/json")
            return answer.status, answer.words
        try:
            response = self._client.post(path, fields, headers={"accept": "application/json"})
        except (OperationalError, InterfaceError) as away:
            close_old_connections()
            return 503, str(away)
        except Error as broken:
            return 500, repr(broken)
        return response.status_code, response.content.decode()


def discussion(item_id: str) -> str | None:
    """The number of the note that stands under an item; None for none."""
    row = Discussion.objects.filter(item_id=int(item_id)).first()
    return row.text.removeprefix(MARK).partition("\n")[0] if row else None


def clause(text: str) -> str | None:
    """ "once" for a clause that stands once, how often for another; None where it does not."""
    return {0: None, 1: "once"}.get(_clauses()[text], f"{_clauses()[text]} times")


@cache  # everybody stands still while it is looked over, in a process of its own
def _clauses() -> Counter[str]:
    return Counter(Clause.objects.filter(text__startswith=CLAUSE).values_list("text", flat=True))


def troubles() -> Iterator[str]:
    """Every write that was done has its key, its line in the log and what it made, once each."""
    meeting = the_meeting()
    entries = Entry.objects.filter(thing_id=meeting.id, thing_type=MEETING, verb__in=VERBS)
    counts = Counter(entries.values_list("verb", flat=True))
    discussions, made, gone = (counts[verb] for verb in VERBS)
    keys = RoomWrite.objects.filter(meeting=meeting).count()
    if keys != counts.total():
        yield f"the room has {keys} keys, and the log tells of {counts.total()} writes"
    revisions = Discussion.objects.filter(item__meeting=meeting).aggregate(all=Sum("revision"))
    if (revisions["all"] or 0) != discussions:
        yield f"discussions have {revisions['all']} revisions, the log {discussions} writes"
    if (stand := _clauses().total()) != made - gone:
        yield f"{stand} clauses stand, and {made} were written and {gone} removed"
    room = Room.objects.get(meeting=meeting)
    if room.revision != counts.total() + 1:
        yield f"the room is at revision {room.revision} after {counts.total()} writes"

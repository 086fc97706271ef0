"""Those who work: each takes papers in, accepts them, corrects them and edits the registry.

Several work at once. Each changes only what is its own, by number, so that the journal knows the
order of what was asked for; the papers of all meet in the same meetings, people and log.
"""

from __future__ import annotations

import random
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import Error, close_old_connections

from handslag.domain.access.viewer import coordinator
from handslag.domain.documents.models import Document
from handslag.domain.registry import actions as registry
from handslag.domain.registry.models import PersonName
from handslag.intake import actions, taking_in
from handslag.intake.errors import ChangedMeanwhile, Invalid, NotTakenIn
from handslag.intake.models import Review, ReviewState, Step, Suggestion
from handslag.intake.recognising import actions as recognising
from handslag.source.apart import Document as Read
from handslag.source.apart import Readers, read_apart, to_recognise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.endurance.journal import Journal
    from tests.endurance.servers import Site

TALK = "Ledamöterna samtalar om frågan och om hur den hänger ihop med annat som pågår i länet. "
PAPERS = 150
REFUSALS = (ChangedMeanwhile, Invalid, NotTakenIn, ObjectDoesNotExist, ValidationError)


def minutes(number: int, chance: random.Random) -> str:
    """Minutes that nobody else writes, of one of a few bodies, on a day of some years."""
    day = f"{chance.randint(1, 28)}"
    month = chance.choice(["mars", "april", "maj", "september", "oktober", "november"])
    body = chance.choice(["Sjörådet", "Bergnätverket", "Skogsgruppen"])
    items = "".join(
        f"{n}. Ärende {number}-{n}\n\n{TALK * chance.randint(1, 6)}\n\n{body} beslutar\n"
        f"att godkänna förslag {number}-{n}.\natt ge Örjan Lind i uppdrag att återkomma.\n\n"
        for n in range(1, chance.randint(3, 7))
    )
    return (
        f"Minnesanteckningar från {body}\n\nMöte {day} {month} {chance.randint(2028, 2033)}"
        f" kl. 09.00-12.00\n\nPlats: Rådhuset {number}\n\nNärvarande: Vera Ask (Strandby kommun),"
        f" Örjan Lind (Strandby kommun), Person {number} (Region Sjömark)\n\n{items}"
    )


class Pile:
    """Papers that have been read before anybody works, so that those who work write all the time.

    Reading is done in a process of its own and writes nothing; what is tried here is the writing.
    Pages of a real server read what is sent to them themselves.
    """

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        readers = Readers(most=2)
        self.papers: list[bytes] = []
        self._read: dict[bytes, Read] = {}
        for number in range(PAPERS):
            data = minutes(number, chance).encode()
            self._read[data] = read_apart(data, f"{number}.txt", by=readers)
            self.papers.append(data)
        readers.close()

    def be_read(self) -> None:
        """From here on, in this process, what has been read is not read again."""

        def known(data: bytes, *args: Any, **options: Any) -> Read:
            return self._read.get(data) or read_apart(data, *args, **options)

        def pages(data: bytes, name: str) -> tuple[int, str | None]:
            return (0, None) if data in self._read else to_recognise(data, name)

        for module, name, instead in (
            (taking_in, "read_apart", known),
            (recognising, "to_recognise", pages),
        ):
            setattr(module, name, instead)


class Hands:
    """One who works, until killed. `own` of `of` says which things are this one's."""

    def __init__(
        self,
        journal: Journal,
        seed: int,
        own: int,
        of: int,
        scan: Path | None = None,
        pile: Sequence[bytes] = (),
    ) -> None:
        self.viewer = coordinator(f"Arbetare {own}")
        self._journal = journal
        self._chance = random.Random(seed)
        self._own, self._of = own, of
        self._scan = scan
        self._pile = [data for number, data in enumerate(pile) if number % of == own]
        self._number = seed * 1000

    def work(self) -> None:
        """Do one thing after another. What the database refuses meanwhile is tried no more."""
        deeds = [
            (self.take_in, 8), (self.accept, 6), (self.correct, 6), (self.undo, 2),
            (self.rename_body, 3), (self.merge_people, 2), (self.hand_in_and_remove, 1),
        ]  # fmt: skip
        while True:
            self._number += 1
            (deed,) = self._chance.choices([d for d, _w in deeds], [w for _d, w in deeds])
            try:
                deed()
            except REFUSALS:
                continue
            except Error:
                close_old_connections()

    def take_in(self) -> None:
        """A paper, by import or through the page's own way; maybe one that is there already."""
        data = self._chance.choice(self._pile)
        name = f"{self._number}.txt"
        act = self._chance.choice([actions.take_in, actions.hand_in])
        with self._journal.asking(f"file:{sha256(data).hexdigest()}", "there"):
            act(viewer=self.viewer, name=name, data=data)

    def accept(self) -> None:
        review = self._review(ReviewState.WAITING)
        with self._journal.asking(f"review:{review.document_id}", "accepted"):
            actions.accept(
                viewer=self.viewer, document_id=review.document_id, revision=review.revision
            )

    def undo(self) -> None:
        review = self._review(ReviewState.ACCEPTED)
        step = Step.objects.filter(document_id=review.document_id, undone=False).latest("id")
        if step.verb != "accept":
            return
        with self._journal.asking(f"review:{review.document_id}", None):
            actions.undo(viewer=self.viewer, document_id=review.document_id, step_id=step.id)

    def correct(self) -> None:
        """Another place than the one that was read, also of what was accepted before."""
        review = self._review()
        fact = Suggestion.objects.get(document_id=review.document_id, kind="place")
        place = f"Salen {self._number}"
        with self._journal.asking(f"place:{fact.id}", place):
            actions.correct(
                viewer=self.viewer,
                suggestion_id=fact.id,
                fields={"place": place},
                revision=review.revision,
            )

    def rename_body(self) -> None:
        first = f"Råd {self._own}"
        body = registry.body_named(viewer=self.viewer, name=first)
        name = f"{first} som heter {self._number}"
        with self._journal.asking(f"body:{body}", name):
            registry.rename_body(viewer=self.viewer, body_id=body, name=name)

    def merge_people(self) -> None:
        one, other = f"Eva {self._number}", f"Ewa {self._number}"
        for name in (one, other):
            with self._journal.asking(f"name:{name}", "there"):
                registry.person_name(viewer=self.viewer, text=name)
        ids = {
            name: PersonName.objects.values_list("person_id", flat=True).get(text=name)
            for name in (one, other)
        }
        with self._journal.asking(f"people:{one}|{other}", "one"):
            registry.merge_people(viewer=self.viewer, keep_id=ids[one], other_id=ids[other])

    def hand_in_and_remove(self) -> None:
        """A scan that waits to be read, and that somebody thinks better of."""
        if self._scan is None:
            return
        data = scan_of(self._scan, self._number)
        file = f"file:{sha256(data).hexdigest()}"
        with self._journal.asking(file, "there"):
            taken = recognising.hand_in(viewer=self.viewer, name="skannad.pdf", data=data)
        with self._journal.asking(file, None):
            recognising.remove(viewer=self.viewer, document_id=taken.document_id)

    def _review(self, *states: str) -> Review:
        """One of this one's reviews. Raises ObjectDoesNotExist where there is none."""
        found = [
            review
            for review in Review.objects.filter(state__in=states or ReviewState.values)
            if review.document_id % self._of == self._own
        ]
        if not found:
            raise Document.DoesNotExist
        return self._chance.choice(found)


class Clicks(Hands):
    """The same through the pages of a server, as people do it. Ends when the server does."""

    def __init__(self, journal: Journal, seed: int, scan: Path | None, site: Site) -> None:
        super().__init__(journal, seed, 0, 1, scan)
        self._site = site

    def work(self) -> None:
        """Do one thing after another, until nobody answers."""
        while True:
            self._number += 1
            deed = self._chance.choice([self.take_in, self.accept, self.correct, self.correct])
            with suppress(*REFUSALS, Refused):
                deed()

    def take_in(self) -> None:
        """Upload a paper, or now and then a scan, which the worker then reads."""
        data = minutes(self._number, self._chance).encode()
        name = f"{self._number}.txt"
        if self._scan is not None and self._chance.random() < 0.2:
            data, name = scan_of(self._scan, self._number), f"{self._number}.pdf"
        with self._journal.asking(f"file:{sha256(data).hexdigest()}", "there"):
            self._send("/handlingar/", {}, (name, data))

    def accept(self) -> None:
        review = self._review(ReviewState.WAITING)
        with self._journal.asking(f"review:{review.document_id}", "accepted"):
            self._send(
                f"/handlingar/{review.document_id}/godkann/", {"revision": str(review.revision)}
            )

    def correct(self) -> None:
        review = self._review()
        fact = Suggestion.objects.get(document_id=review.document_id, kind="place")
        place = f"Salen {self._number}"
        with self._journal.asking(f"place:{fact.id}", place):
            self._send(
                f"/handlingar/{review.document_id}/uppgifter/{fact.id}/",
                {"f-place": place, "revision": str(review.revision), "gor": "spara"},
            )

    def _send(
        self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> None:
        """Raises Refused where the answer is anything but that it is done."""
        status = self._site.post(path, fields, file)
        if status not in (200, 302):
            raise Refused(status)


class Refused(Exception):  # noqa: N818  named as it is met
    """The page said no: nothing was done."""


def scan_of(path: Path, number: int) -> bytes:
    """The scan with a remark at its end, so that it is a file of its own."""
    return path.read_bytes() + f"\n%% {number}\n".encode()

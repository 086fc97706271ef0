"""A county's worth of meetings, made from a seed: the same at every run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.base.facts import Phase
from handslag.domain.documents.models import Document, DocumentKind, Evidence, Passage
from handslag.domain.matters.models import (
    Assignee,
    Assignment,
    Clause,
    ClauseAction,
    Decision,
    DecisionState,
    Proposal,
    ProposalPoint,
    Stance,
    StanceKind,
)
from handslag.domain.meetings.models import (
    AgendaItem,
    ItemOutcome,
    Meeting,
    MeetingPaper,
    Mention,
    MentionKind,
    Participation,
    ParticipationRole,
)
from handslag.domain.registry.actions import body_named, person_names
from handslag.output.search.actions import reindex_all

if TYPE_CHECKING:
    from collections.abc import Iterator

BODIES = ("Länsnätverket", "Socialchefsgruppen", "Styrgruppen", "Samrådet", "Programområde äldre")
FIRST = ("Vera", "Olle", "Ida", "Nils", "Aina", "Bo", "Tyra", "Ulf", "Siri", "Ove")
LAST = ("Alm", "Björk", "Ek", "Lind", "Rönn", "Sälg", "Tall", "Al", "Hägg", "Asp")
NOUNS = (
    "avtal",
    "hjälpmedel",
    "budget",
    "statsbidrag",
    "läkarstöd",
    "handlingsplan",
    "utskrivning",
)
VERBS = ("Uppföljning av", "Förslag till", "Information om", "Överenskommelse om", "Val inom")
ATTENDING = 14
IN_ONE_GO = 50
_IN_ORDER: tuple[type[models.Model], ...] = (
    *(Meeting, Document, MeetingPaper, AgendaItem, Participation, Mention),
    *(Decision, Clause, Proposal, ProposalPoint, Assignment, Assignee, Stance),
)


def load(meetings: int, items: int, begin: int = 0) -> None:
    """Put meetings of `items` items each into the database, with evidence on all, so that there
    are `meetings` of them; `begin` are there already."""
    chance = Random(20310203 + begin)  # noqa: S311  nothing secret about it
    names = person_names(viewer=SYSTEM, texts=[f"{a} {b}" for a in FIRST for b in LAST])
    bodies = [body_named(viewer=SYSTEM, name=name) for name in BODIES]
    for start in range(begin, meetings, IN_ONE_GO):
        batch = _Batch(chance, list(names.values()))
        for number in range(start, min(start + IN_ONE_GO, meetings)):
            day = date(2001, 1, 10) + timedelta(days=7 * number)
            batch.meeting(bodies[number % len(bodies)], day, number, items)
        batch.save()
    reindex_all(viewer=SYSTEM)


@dataclass
class _Batch:
    """Rows of some meetings, saved kind by kind, then the evidence of all of them."""

    chance: Random
    names: list[int]
    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    places: list[tuple[models.Model, Document]] = field(default_factory=list)

    def add(self, row: Any, document: Document | None = None) -> Any:
        self.rows.setdefault(type(row), []).append(row)
        if document is not None:
            self.places.append((row, document))
        return row

    def meeting(self, body_id: int, day: date, number: int, items: int) -> None:
        """A meeting with notice and minutes."""
        heard = {"start": time(9), "end": time(12), "place": "Stadshuset"}
        planned = {f"planned_{name}": value for name, value in heard.items()}
        meeting = self.add(Meeting(body_id=body_id, date=day, planned_date=day, **heard, **planned))
        for phase, kind in ((Phase.PLAN, DocumentKind.NOTICE), (Phase.HELD, DocumentKind.MINUTES)):
            document = self.add(_document(f"{kind}-{number}", kind))
            self.add(MeetingPaper(meeting=meeting, document=document, phase=phase))
        self.places.append((meeting, document))
        for order, name_id in enumerate(self.chance.sample(self.names, ATTENDING)):
            self._person(meeting, None, name_id, document, order)
        for order in range(1, items + 1):
            self._item(meeting, order, document)

    def _person(
        self,
        meeting: Meeting,
        item: AgendaItem | None,
        name_id: int,
        document: Document,
        order: int,
    ) -> None:
        role = ParticipationRole.PRESENTING if item else ParticipationRole.ATTENDING
        self.add(
            Participation(
                meeting=meeting,
                item=item,
                name_id=name_id,
                role=role,
                phase=Phase.HELD,
                title="chef",
                organisation="Norrvik",
                order=order,
            ),
            document,
        )

    def _item(self, meeting: Meeting, order: int, document: Document) -> None:
        heading = f"{self.chance.choice(VERBS)} {self.chance.choice(NOUNS)}"
        item = self.add(
            AgendaItem(
                meeting=meeting,
                order=order,
                planned_order=order,
                number=str(order),
                planned_number=str(order),
                heading=heading,
                planned_heading=heading,
                outcome=ItemOutcome.DECIDED,
            ),
            document,
        )
        self._person(meeting, item, self.chance.choice(self.names), document, 0)
        label = str(order)
        self.add(
            Mention(item=item, phase=Phase.HELD, kind=MentionKind.ATTACHMENT, text=label), document
        )
        decision = self.add(Decision(item=item, phase=Phase.HELD, state=DecisionState.DECIDED))
        for number in range(1 + order % 2):
            text = f"att godkänna punkt {number + 1} om {self.chance.choice(NOUNS)}"
            self.add(
                Clause(decision=decision, text=text, action=ClauseAction.APPROVE, order=number),
                document,
            )
        if order % 3 == 0:
            proposal = self.add(Proposal(item=item, phase=Phase.HELD, by="Beredningen"))
            for number in range(1, 4):
                text = f"att {self.chance.choice(NOUNS)} förlängs {number} år"
                point = ProposalPoint(
                    proposal=proposal, number=str(number), text=text, order=number
                )
                self.add(point, document)
        if order % 5 == 0:
            given = self.add(Assignment(item=item, text="Återkom med en plan i maj"), document)
            self.add(Assignee(assignment=given, text="Arbetsutskottet"), document)
            self.add(Stance(item=item, by="Kommunerna", kind=StanceKind.SUPPORTS), document)

    def save(self) -> None:
        """Save everything in one transaction, each table after those it points at."""
        with transaction.atomic():
            for model in _IN_ORDER:
                model._default_manager.bulk_create(self.rows.get(model, []))
            passages = list(self._passages())
            Passage.objects.bulk_create(passages)
            Evidence.objects.bulk_create(
                Evidence(passage=passage, fact_type=fact._meta.label_lower, fact_id=fact.pk)
                for passage, (fact, _document) in zip(passages, self.places, strict=True)
            )

    def _passages(self) -> Iterator[Passage]:
        for place, (_fact, document) in enumerate(self.places):
            start = place % 400 * 20
            yield Passage(
                document=document,
                start=start,
                end=start + 18,
                quote=document.text[start : start + 18],
            )


def _document(name: str, kind: DocumentKind) -> Document:
    text = (name + " Här står det som sades och beslutades. ") * 250
    digest = sha256(text.encode()).hexdigest()
    return Document(
        name=f"{name}.pdf",
        kind=kind,
        media_type="application/pdf",
        text=text,
        size=len(text),
        sha256=digest,
        text_sha256=digest,
        pages=[[start, start + 2500] for start in range(0, len(text), 2500)],
    )

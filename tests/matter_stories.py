"""Matters with a life behind them, for the pages that tell it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from handslag.domain.matters.models import (
    ClauseAction,
    Matter,
    MatterStep,
    Stance,
    StanceKind,
    StepKind,
    StepWay,
    Transfer,
    TransferKind,
    Treatment,
)
from handslag.domain.meetings.models import ItemOutcome
from handslag.domain.registry.models import Body
from tests.builders import a_body, a_clause, a_decision, a_meeting, a_proposal, an_item

if TYPE_CHECKING:
    from typing import Any

    from handslag.domain.meetings.models import AgendaItem


def body(name: str, short_name: str = "") -> Body:
    """The body called so; a new one where there is none."""
    return Body.objects.filter(name=name).first() or a_body(name, short_name)


def treated(matter: Matter, at: Body, day: date, heading: str, **columns: Any) -> AgendaItem:
    """The matter is dealt with under an item of a meeting of its own."""
    item = an_item(a_meeting(at, day), heading, **columns)
    Treatment.objects.create(matter=matter, item=item, ground="first")
    return item


def taken_back(first: date = date(2020, 2, 14), *, by_mail: bool = True) -> Matter:
    """An evaluation comes too late: referred to the council, taken back by mail to 3 April."""
    network, council = body("Nordnätverket"), body("Välfärdsrådet i Norr", "Välfärdsrådet")
    steering = body("Styrgruppen för nätverket", "Styrgruppen")
    matter = Matter.objects.create(body=steering)
    prepared = treated(matter, steering, first - timedelta(days=30), "Utvärdering av hjälpmedel")
    a_clause(prepared, "att föreslå nätverket att förlänga avtalet", action=ClauseAction.OTHER)
    item = treated(matter, network, first, "Utvärdering av hjälpmedelsavtalet", number="7")
    a_proposal(item, "att avtalet förlängs till den 30 juni", "att ett nytt avtal tas fram")
    Stance.objects.create(item=item, by="Regionen", kind=StanceKind.SUPPORTS)
    Stance.objects.create(item=item, by="Kommunerna", kind=StanceKind.CANNOT_DECIDE_YET)
    Transfer.objects.create(
        item=item,
        kind=TransferKind.REFERRED,
        to_body="Välfärdsrådet",
        body=council,
        to_date=first + timedelta(days=26),
        text="hänskjuts till Välfärdsrådet",
        expected_date=first + timedelta(days=80),
    )
    if by_mail:
        MatterStep.objects.create(
            matter=matter,
            kind=StepKind.TAKEN_BACK,
            day=first + timedelta(days=3),
            way=StepWay.MAIL,
            body=steering,
            to_body=network,
            to_date=first + timedelta(days=49),
            text="Kommunerna har inte hunnit förankra frågan hemma.",
            entered_by="Samordnaren",
        )
    return matter


def parted(day: date = date(2020, 3, 6)) -> Matter:
    """Three points: two approved for both, the third rejected for the municipalities alone."""
    network = body("Nordnätverket")
    matter = Matter.objects.create(body=network, reference="2020:31")
    item = treated(
        matter, network, day, "Ombud i det gemensamma rådet", outcome=ItemOutcome.DECIDED
    )
    a_proposal(item, "att rådet inrättas", "att stadgan antas", "att ombuden utses i dag")
    decision = a_decision(item, by="Nätverket")
    a_clause(decision, "att godkänna punkterna 1 och 2", points=["1", "2"])
    a_clause(
        decision,
        "att avslå punkt 3 för kommunernas del",
        points=["3"],
        action=ClauseAction.REJECT,
        side="municipalities",
        scope="kommunerna",
    )
    a_clause(
        decision, "att utse regionens ombud", points=["3"], action=ClauseAction.APPOINT,
        side="region", scope="regionen",
    )  # fmt: skip
    return matter


def long_lived(count: int = 60, first: date = date(2021, 1, 15)) -> Matter:
    """A matter with so many happenings in five years, through five bodies."""
    names = (
        ("Arbetsgruppen för hjälpmedel", "Arbetsgruppen"),
        ("Styrgruppen för nätverket", "Styrgruppen"),
        ("Nordnätverket", ""),
        ("Välfärdsrådet i Norr", "Välfärdsrådet"),
        ("Socialchefernas nätverk", "Socialcheferna"),
    )
    bodies = [body(*name) for name in names]
    matter = Matter.objects.create(body=bodies[0], title="Överenskommelse om hjälpmedel")
    told, number = 0, 0
    while told < count:
        at = bodies[(number * 7 + number // 3) % len(bodies)]
        day = first + timedelta(days=number * 1826 // max(1, count * 4 // 5))
        item = treated(matter, at, day, "Överenskommelse om hjälpmedel", number=str(number % 9 + 1))
        told += _one_of_many(item, number)
        number += 1
    return matter


def _one_of_many(item: AgendaItem, number: int) -> int:
    """Something happens under the item, by turns; how many happenings that is."""
    if number % 4 == 0:
        a_proposal(item, "att överenskommelsen revideras", "att avgiften ses över")
        a_clause(item, "att godkänna förslaget till revidering")
        return 2
    if number % 4 == 1:
        to = item.meeting.date + timedelta(days=40)
        Transfer.objects.create(item=item, kind=TransferKind.TABLED, to_date=to, text="bordläggs")
        return 1
    if number % 4 == 2:
        a_clause(item, "att lägga lägesrapporten till handlingarna", action=ClauseAction.NOTE)
        return 1
    Transfer.objects.create(
        item=item, kind=TransferKind.REFERRED, to_body="Välfärdsrådet", text="hänskjuts dit"
    )
    return 1

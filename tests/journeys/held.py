"""A meeting to be held today: `python -m tests.journeys.held` with HANDSLAG_DATA.

In a process of its own, as tests.door. Two secretaries may write on it; a chair, a member of each
side and an alternate sit in the body. Prints the meeting's id.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.installations import environment

if TYPE_CHECKING:
    from pathlib import Path

SECRETARY, SECOND = "sigrid@exempel.se", "anders@exempel.se"
SITS = (
    ("Lena Berg", "chair", "Norrviks kommun"),
    ("Per Ek", "member", "Norrviks kommun"),
    ("Vera Ask", "member", "Region Sjömark"),
    ("Moa Lind", "alternate", "Region Sjömark"),
)
ITEMS = (
    ("Mötets öppnande", "formal", 5),
    ("Lägesrapport om hjälpmedel", "information", 10),
    ("Avtal om trygg hemgång", "decision", 30),
    ("Ny styrgrupp", "decision", 10),
    ("Budget för nästa år", "decision", 20),
    ("Övriga frågor", "", 10),
    ("Ersättare för Rut Sandgren", "information", 5),
)
CLOSED, GROUND = "Ersättare för Rut Sandgren", "OSL 39 kap. 2 §"
POINTS = ("att anta avtalet", "att avsätta 200 000 kr", "att följa upp det om ett år")


def a_meeting_today(folder: Path) -> int:
    """Have a meeting that is to be held today, with its notice shared."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.held"],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-1])


def main() -> None:
    """Make the body, those who sit in it, those who write, and the agenda."""
    from handslag.interfaces.cli.installation import ready

    ready()
    from datetime import time, timedelta

    from django.utils import timezone

    from handslag.domain.access.viewer import coordinator
    from handslag.domain.accounts.models import User
    from handslag.domain.base.states import PublicationState
    from handslag.domain.matters.preparing import actions as proposing
    from handslag.domain.meetings.actions import close_item
    from handslag.domain.meetings.agenda import actions as agenda
    from handslag.domain.meetings.agenda.told import ItemTold, PresenterTold
    from handslag.domain.meetings.models import Meeting
    from handslag.domain.registry.models import MembershipRole, Organisation, Person
    from tests.builders import a_body, a_membership, a_name
    from tests.signed_in import PASSWORD

    viewer = coordinator("Karin Kallelse")
    body = a_body("Länsnätverket")
    a_body("Styrgruppen")
    for name, role, principal in SITS:
        kind = "region" if principal.startswith("Region") else "municipality"
        whose, _new = Organisation.objects.get_or_create(name=principal, defaults={"kind": kind})
        a_membership(body, a_name(name).person, MembershipRole(role), principal=whose)
    for name, email in (("Sigrid Skriver", SECRETARY), ("Anders Antecknar", SECOND)):
        user = User.objects.create_user(email, name, PASSWORD)
        person = Person.objects.create(name=name, email=email, user=user)
        a_name(name, person)
        a_membership(body, person, MembershipRole.SECRETARY)
    day = timezone.localdate()
    plan = {
        "planned_start": time(9, 0),
        "planned_end": time(12, 0),
        "planned_place": "Stadshuset, sal 2",
        "prepared": True,
        "typed": True,
        "planned_state": PublicationState.SHARED,
        "day_state": PublicationState.SHARED,
    }
    meeting = Meeting.objects.create(body=body, date=day, planned_date=day, **plan)
    later = day + timedelta(days=60)
    Meeting.objects.create(body=body, date=later, planned_date=later, **plan)
    for heading, kind, minutes in ITEMS:
        told = ItemTold(heading=heading, kind=kind, minutes=minutes)
        if kind == "information":
            who = PresenterTold(name="Olle Granudd", title="strateg")
            told = ItemTold(heading=heading, kind=kind, minutes=minutes, presenters=(who,))
        item_id = agenda.add_item(viewer=viewer, meeting_id=meeting.id, told=told)
        if heading.startswith("Avtal"):
            proposing.propose(viewer=viewer, item_id=item_id, by="Styrgruppen", points=list(POINTS))
        if heading == CLOSED:
            close_item(viewer=viewer, item_id=item_id, ground=GROUND)
    print(meeting.id)  # noqa: T201  it is a program


if __name__ == "__main__":
    main()

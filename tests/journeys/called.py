"""A member who has been called to a meeting: `python -m tests.journeys.called` with HANDSLAG_DATA.

In a process of its own, as tests.door. Prints the meeting's id.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.installations import environment

if TYPE_CHECKING:
    from pathlib import Path

MEMBER, OTHER = "nora@exempel.se", "sara@exempel.se"


def a_called_member(folder: Path, *more: str) -> int:
    """Have a meeting that Nora and Sara are called to; with "again", call once more with news."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.called", *more],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-1])


def main() -> None:
    """Make what is missing, and send."""
    from handslag.interfaces.cli.installation import ready

    ready()
    from django.utils import timezone

    from handslag.domain.access.viewer import coordinator
    from handslag.domain.accounts.models import User
    from handslag.domain.meetings.models import Meeting
    from handslag.domain.registry.models import Person
    from tests.builders import a_body, a_membership, a_principal
    from tests.output.post.notices import (
        a_planned_item,
        a_planned_meeting,
        an_attachment,
        send_now,
    )
    from tests.signed_in import PASSWORD

    viewer = coordinator("Karin Kallelse")
    meeting = Meeting.objects.filter(prepared=True).first()
    if meeting is None:
        body, principal = a_body("Länsnätverket"), a_principal("Norrviks kommun")
        for name, email in (("Nora Norr", MEMBER), ("Sara Söder", OTHER)):
            user = User.objects.create_user(email, name, PASSWORD)
            person = Person.objects.create(name=name, email=email, user=user)
            a_membership(body, person, principal=principal)
        meeting = a_planned_meeting(body, timezone.localdate() + timedelta(days=9))
        item = a_planned_item(meeting, "Budget för 2031", description="Underlaget är långt.")
        an_attachment(item, data="Siffror och åter siffror\n".encode() * 40)
        a_planned_item(meeting, "Övriga frågor")
    if "again" in sys.argv:
        a_planned_item(meeting, "Sent ärende", late=True, late_reason="kom i går", late_by="Olle")
    send_now(viewer, meeting)
    print(meeting.id)  # noqa: T201  it is a program


if __name__ == "__main__":
    main()

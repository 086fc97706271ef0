"""Every address there is, with something at each: for tests of what must hold wherever one goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from hypothesis import strategies as st

from handslag.domain.accounts.models import Invitation, Link
from handslag.domain.base.states import PublicationState
from handslag.domain.documents.models import Document
from handslag.domain.matters.assignments import actions as assignments
from handslag.domain.matters.deciding import actions as deciding
from handslag.domain.matters.history import actions as history
from handslag.domain.matters.history.told import StepTold
from handslag.domain.matters.models import (
    Appointment,
    Assignment,
    AssignmentFile,
    Clause,
    MandateGround,
)
from handslag.domain.matters.preparing import actions as preparing
from handslag.domain.meetings.agenda import actions as agenda
from handslag.domain.meetings.agenda.actions.attachments import AttachmentTold, FileTold
from handslag.domain.meetings.agenda.actions.raised import MatterTold
from handslag.domain.meetings.models import AgendaItem, AttachmentVersion, Meeting
from handslag.domain.publications import actions as faults
from handslag.domain.registry.affiliations import actions as affiliations
from handslag.domain.registry.mandates.actions import HolderTold, MandateTold
from handslag.domain.registry.models import Person
from handslag.domain.registry.organisations import actions as organisations
from handslag.domain.registry.structure import actions as structure
from handslag.intake import actions, queries
from handslag.intake.comparing.models import CrossFinding
from handslag.intake.models import Batch, Finding, Suggestion
from handslag.output.search.actions import reindex_all
from tests.builders import (
    VIEWER,
    a_body,
    a_matter,
    a_membership,
    a_name,
    a_principal,
    a_whole_meeting,
)
from tests.domain.publications.making import a_file, published
from tests.interfaces.web.papers import MINUTES, NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

WEB = Path(__file__).parents[3] / "src" / "handslag" / "interfaces" / "web"
_READ = re.compile(r'(?:GET|POST|FILES)(?:\.get(?:list)?\(|\[)\s*"([^"]+)"')
_FIELD = re.compile(r'\bname="([\w-]+)"')


PUBLISHED = {
    "<slug:slug>": "oppna-radet",
    "<str:meeting>": "2031-02-03",
    "<kind:kind>": "protokoll",
    "<str:name>": "protokoll.pdf",
}
"""What stands for what the public side's addresses catch."""


@dataclass
class County:
    """Rows of every kind, and what stands for the words that addresses catch."""

    ids: dict[str, int]
    tokens: dict[str, str] = field(default_factory=dict)

    def addresses(self) -> dict[str, str]:
        """An address for each route, by the route."""
        return {route: self._filled(route) for route in routes()}

    def _filled(self, route: str) -> str:
        found = re.sub(r"<int:(\w+)>", lambda match: str(self.ids.get(match[1], 1)), route)
        found = re.sub(
            r"<str:token>", lambda _match: self.tokens.get(route.split("/")[0], "x"), found
        )
        found = found.replace("<str:konto>", "protokoll")
        found = found.replace("<str:code>", self.tokens.get("beslut", "x"))
        for caught, words in PUBLISHED.items():
            found = found.replace(caught, words)
        found = found.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)", "1-set-password")
        return "/" + found.strip("^$")


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every route, as it is written."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from routes(found.url_patterns, route)
        elif isinstance(found, URLPattern):
            yield route


def a_county(client: Client) -> County:
    """A county in which every page has something to show."""
    minutes = actions.take_in(viewer=VIEWER, name="anteckningar.txt", data=MINUTES.encode())
    review = queries.review_page(VIEWER, minutes.document_id)
    actions.accept(viewer=VIEWER, document_id=minutes.document_id, revision=review.revision)
    waiting = actions.take_in(viewer=VIEWER, name="kallelse.txt", data=NOTICE.encode())
    # alike enough to be asked about
    for name in ("Samverkansnätverket i Sjömarken", "Samverkansnätverk i Sjömark"):
        a_body(name)
    a_name("Vera Asck")
    meeting = a_whole_meeting(2)
    Meeting.objects.update(state=PublicationState.SHARED, planned_state=PublicationState.SHARED)
    Document.objects.filter(meeting_paper__meeting=meeting).update(
        state=PublicationState.SHARED, body=meeting.body
    )
    principal = a_principal()
    principal.code = "0101"
    principal.save()
    membership = a_membership(meeting.body, Person.objects.all()[0], principal=principal)
    asked = queries.review_page(VIEWER, waiting.document_id)
    published(a_body("Öppna rådet"), files=(a_file(),))
    batch = actions.start_batch(viewer=VIEWER, revisions={waiting.document_id: asked.revision})
    reindex_all(viewer=VIEWER)
    county = County(
        {
            "meeting_id": meeting.id,
            "item_id": AgendaItem.objects.filter(meeting=meeting)[0].id,
            "body_id": meeting.body_id,
            "membership_id": membership.id,
            "person_id": Person.objects.all()[0].id,
            "document_id": waiting.document_id,
            "fact_id": Suggestion.objects.filter(document=waiting.document_id)[0].id,
            "finding_id": _first(Finding) or _first(CrossFinding),
            **_register(meeting.body_id, principal.id),
            **_prepared(meeting),
            **_followed_up(meeting),
            **_decided(meeting),
            "fault_id": faults.report_fault(viewer=VIEWER, text="Texten är för ljus."),
            "batch_id": batch if isinstance(batch, int) else _first(Batch),
            "page": 1,
            "pk": 1,
        }
    )
    county.tokens["beslut"] = Clause.objects.decided().earliest("id").code
    _asked_in(client, county, meeting, principal.id)
    return county


def _register(body_id: int, organisation_id: int) -> dict[str, int]:
    """A seat, a group with an organisation in it, somebody's work, and figures."""
    group_id = organisations.add_group(viewer=VIEWER, name="Norra klustret")
    organisations.load_populations(
        viewer=VIEWER, data=b"kod,2024-12-31\n0101,10254\n", source="SCB"
    )
    return {
        "organisation_id": organisation_id,
        "group_id": group_id,
        "in_group_id": organisations.add_to_group(
            viewer=VIEWER, group_id=group_id, organisation_id=organisation_id
        ),
        "seat_id": structure.add_seat(viewer=VIEWER, body_id=body_id, role="member", count=2),
        "affiliation_id": affiliations.add_affiliation(
            viewer=VIEWER,
            person_id=Person.objects.all()[0].id,
            organisation_id=organisation_id,
            title="socialchef",
        ),
    }


def _prepared(meeting: Meeting) -> dict[str, int]:
    """Something proposed and attached on a plan, a template, and a matter that was raised."""
    item = AgendaItem.objects.filter(meeting=meeting, planned_order__isnull=False)[0]
    attachment_id = agenda.add_attachment(
        viewer=VIEWER,
        meeting_id=meeting.id,
        file=FileTold(name="plan.txt", media_type="text/plain", data=b"Planen"),
        told=AttachmentTold(title="Planen", item_ids=(item.id,)),
    )
    return {
        "attachment_id": attachment_id,
        "version_id": AttachmentVersion.objects.get(attachment_id=attachment_id).id,
        "proposal_id": preparing.propose(
            viewer=VIEWER, item_id=item.id, by="Beredningen", points=["att anta planen"]
        ),
        "template_id": agenda.make_template(
            viewer=VIEWER, meeting_id=meeting.id, name="Vanligt möte"
        ),
        "raised_id": agenda.raise_matter(
            viewer=VIEWER, body_id=meeting.body_id, told=MatterTold(heading="Avtal om hjälpmedel")
        ),
        **_matter(item),
    }


def _followed_up(meeting: Meeting) -> dict[str, int]:
    """An assignment that somebody has reported on, with a file."""
    assignment_id = Assignment.objects.filter(item__meeting=meeting)[0].id
    step_id = assignments.report(
        viewer=VIEWER,
        assignment_id=assignment_id,
        text="Halvvägs.",
        files=[FileTold(name="rapport.txt", media_type="text/plain", data=b"Halva planen")],
    )
    return {
        "assignment_id": assignment_id,
        "file_id": AssignmentFile.objects.get(step_id=step_id).id,
    }


def _decided(meeting: Meeting) -> dict[str, int]:
    """A mandate that a decision gave, and somebody who is appointed."""
    clause = Clause.objects.decided().earliest("id")
    mandate_id = deciding.give_by_clause(
        viewer=VIEWER,
        holder=HolderTold(body_id=meeting.body_id),
        told=MandateTold(what="fylla vakanser", effect="recommendation"),
        code=clause.code,
    )
    return {
        "mandate_id": mandate_id,
        "ground_id": _first(MandateGround),
        "appointment_id": _first(Appointment),
    }


def _matter(item: AgendaItem) -> dict[str, int]:
    """A matter that is dealt with under the item, and what a mail said of it."""
    matter_id = a_matter(item, title="Avtal om hjälpmedel").id
    told = StepTold(kind="noted", day=timezone.localdate(), way="mail", text="Svar kommer.")
    step_id = history.add_step(viewer=VIEWER, matter_id=matter_id, told=told)
    return {"matter_id": matter_id, "step_id": step_id}


def _first(model: Any) -> int:
    return model.objects.values_list("id", flat=True).first() or 1


def _asked_in(client: Client, county: County, meeting: Meeting, principal_id: int) -> None:
    """An invitation and a limited link, given as they are given in the browser."""
    client.post(
        "/konton/",
        {"name": "Vera Ask", "email": "vera@exempel.se", "role": "reader", "scope": "county-0"},
    )
    given = client.post(
        f"/lankar/?mote={meeting.id}",
        {
            "recipient": "Bo Ek",
            "principal": principal_id,
            "until": timezone.localdate() + timedelta(days=7),
        },
    )
    (county.tokens["lank"],) = re.findall(r"/lank/([\w-]{32})/", given.content.decode())
    county.ids |= {
        "account_id": int(client.session["_auth_user_id"]),
        "invitation_id": Invitation.objects.get().id,
        "link_id": Link.objects.get().id,
    }


def read(answer: Any) -> str:
    """What it says, to its end: the test's browser then closes what was open."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode(errors="replace")


def names_read() -> list[str]:
    """Every name that some view reads from an address or a form, or some form has a field for."""
    found: set[str] = set()
    for path in WEB.rglob("*.py"):
        found |= set(_READ.findall(path.read_text()))
    for path in WEB.rglob("*.html"):
        found |= set(_FIELD.findall(path.read_text()))
    # fields of forms that are written by Django
    found |= {"login", "password", "password1", "password2", "oldpassword", "email", "code"}
    found |= {"next", "language", "credential", "recipient", "principal", "until", "name", "role"}
    found |= {"scope", "since", "action", "process"}
    return sorted(found)


def odd_words() -> st.SearchStrategy[bytes]:
    """What a field can hold: sensible, almost sensible, or nothing that anybody would write."""
    almost = [
        *("1", "0", "-1", "9" * 30, "²", "1e9", "1,5", "nan", "on", "true", "null", "[]", "{}"),
        *("f1", "a1", "1-2", "2-1", "0-99999999", "county-0", "body-1", "body-x", "reader"),
        *("2031-02-03", "2031-13-40", "0000-00-00", "9999-12-31", "10000-01-01"),
        *("planned", "held", "plan", "draft", "shared", "published", "sett", "visa", "avsluta"),
        *("https://elak.example/", "//elak.example", "javascript:alert(1)", "/\\elak.example"),
        *(
            "\0",
            "a\0b",
            "a\r\nb: c",
            "\N{RIGHT-TO-LEFT OVERRIDE}",
            "\N{MATHEMATICAL BOLD DIGIT ONE}",
        ),
        *("'; DROP TABLE x; --", '" OR "a" NEAR b*', "(((((", "*", "{{7*7}}", "%s%n", "../../x"),
        *("<script>alert(1)</script>", "å" * 5000, "a" * 70_000),
    ]
    return st.one_of(
        st.sampled_from(almost).map(str.encode),
        st.text(max_size=40).map(lambda words: words.encode(errors="surrogatepass")),
        st.binary(max_size=40),
        st.integers(-(2**70), 2**70).map(lambda number: str(number).encode()),
        st.dates().map(lambda day: day.isoformat().encode()),
    )


def odd_forms() -> st.SearchStrategy[list[tuple[str, bytes]]]:
    """Fields with what they hold: some missing, some doubled, some of no form at all."""
    names = st.one_of(st.sampled_from(names_read()), st.text(max_size=10))
    return st.lists(st.tuples(names, odd_words()), max_size=8)

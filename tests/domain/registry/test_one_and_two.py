"""Whatever points at a body or a person follows when two become one, and bodies get it back.

Every relation in the system is walked: a new one has a row here, or the tests fail.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from handslag.domain.base.facts import Phase
from handslag.domain.documents.models import Document
from handslag.domain.matters.models import (
    Assignee,
    Assignment,
    Commission,
    Follow,
    GoneClause,
    Matter,
    MatterStep,
    Phrase,
    Transfer,
)
from handslag.domain.meetings.models import (
    AgendaTemplate,
    CalendarFeed,
    Delivery,
    Letterhead,
    Meeting,
    PlanRules,
    RaisedMatter,
    Reply,
    Signer,
)
from handslag.domain.publications import queries as publications
from handslag.domain.publications.models import PublishedBody
from handslag.domain.registry import queries as registry
from handslag.domain.registry.actions import merge_people
from handslag.domain.registry.models import (
    Affiliation,
    Body,
    BodyLink,
    BodyMerger,
    BodyName,
    Mandate,
    Membership,
    NameOfBody,
    Person,
    PersonName,
    Seat,
)
from handslag.intake.comparing.joining import join_bodies, part_bodies
from tests.builders import (
    VIEWER,
    a_body,
    a_document,
    a_meeting,
    a_membership,
    a_name,
    a_paper,
    a_principal,
    a_user,
    an_item,
)
from tests.domain.publications.making import published

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models

pytestmark = pytest.mark.django_db


def relations_to(model: type[models.Model]) -> set[tuple[type[models.Model], str]]:
    """Every relation of ours to a model: whose it is, and what it is called."""
    return {
        (other, field.name)
        for other in apps.get_models()
        for field in other._meta.get_fields()
        if field.concrete and field.remote_field and field.remote_field.model is model
    }


def a_commission(**columns: Any) -> Commission:
    item = an_item(a_meeting(a_body("Det fjärde organet"), date(2031, 7, 7)))
    assignment = Assignment.objects.create(item=item, text="se över")
    return Commission.objects.create(assignment=assignment, title="Översyn", **columns)


def a_step(**columns: Any) -> MatterStep:
    day, matter = date(2031, 3, 3), Matter.objects.create()
    return MatterStep.objects.create(matter=matter, kind="noted", day=day, **columns)


def a_shared_document(body: Body) -> Document:
    meeting = a_meeting(body, date(2031, 4, 4))
    document = a_paper(meeting, Phase.HELD, a_document())
    Document.objects.filter(id=document.id).update(body=body)
    return document


def an_assignee(**picked: Any) -> Assignee:
    """Somebody picked to do something that was decided at another body's meeting."""
    item = an_item(a_meeting(a_body("Det tredje organet"), date(2031, 6, 6)))
    assignment = Assignment.objects.create(item=item, text="utreda")
    return Assignee.objects.create(assignment=assignment, text="Den som valdes", **picked)


OF_A_BODY: dict[tuple[type[models.Model], str], Callable[[Body], models.Model]] = {
    (Body, "parent"): lambda body: Body.objects.create(name="Undergruppen", parent=body),
    (BodyLink, "body"): lambda body: BodyLink.objects.create(
        body=body, to=a_body("Rådet"), kind="prepares"
    ),
    (BodyLink, "to"): lambda body: BodyLink.objects.create(
        body=a_body("Gruppen"), to=body, kind="reports"
    ),
    (BodyName, "body"): lambda body: BodyName.objects.create(body=body, text="Det andra"),
    (Membership, "body"): lambda body: a_membership(body, a_name("Vera Ask").person),
    (Seat, "body"): lambda body: Seat.objects.create(body=body, role="chair"),
    (Meeting, "body"): lambda body: a_meeting(body, date(2031, 3, 3), prepared=True),
    (Document, "body"): a_shared_document,
    (Letterhead, "body"): lambda body: Letterhead.objects.create(body=body, sender="Kansliet"),
    (PlanRules, "body"): lambda body: PlanRules.objects.create(body=body, notice_days=9),
    (PlanRules, "pre_body"): lambda body: PlanRules.objects.create(
        body=a_body("Huvudnätverket"), pre_body=body
    ),
    (AgendaTemplate, "body"): lambda body: AgendaTemplate.objects.create(body=body, name="Vanlig"),
    (RaisedMatter, "body"): lambda body: RaisedMatter.objects.create(
        body=body, heading="Tolkar", raised_name="Bo Ek"
    ),
    (CalendarFeed, "body"): lambda body: CalendarFeed.objects.create(
        user=a_user(), body=body, token_sha256="0" * 64
    ),
    (PublishedBody, "body"): lambda body: PublishedBody.objects.create(
        body=body, slug="nordnatverkets", name=body.name, kind=body.kind
    ),
    (Phrase, "body"): lambda body: Phrase.objects.create(
        body=body, action="approve", text="att godkänna {vad}"
    ),
    (Assignee, "body"): lambda body: an_assignee(body=body),
    (Commission, "group"): lambda body: a_commission(group=body),
    (GoneClause, "body"): lambda body: GoneClause.objects.create(
        body=body, code="abcde", day=date(2031, 1, 1), phase="held", state="decided", action="note"
    ),
    (Matter, "body"): lambda body: Matter.objects.create(body=body),
    (MatterStep, "body"): lambda body: a_step(body=body),
    (MatterStep, "to_body"): lambda body: a_step(to_body=body),
    (Transfer, "body"): lambda body: Transfer.objects.create(
        item=an_item(a_meeting(a_body("Det fjärde organet"))), kind="referred", body=body
    ),
    (Follow, "body"): lambda body: Follow.objects.create(user=a_user(), body=body),
    (Mandate, "body"): lambda body: Mandate.objects.create(body=body, what="fylla vakanser"),
    (BodyMerger, "keep"): lambda body: BodyMerger.objects.create(
        keep=body, former_id=4711, name="Det tredje", merged_by="Någon"
    ),
}
"""How each relation to a body comes about."""
GONE_IN_BETWEEN = {
    (NameOfBody, "body"): "what was asked about names that are both one body's asks nothing more; "
    "test_joining tells that it comes back",
}


def test_every_relation_to_a_body_is_walked():
    assert relations_to(Body) == set(OF_A_BODY) | set(GONE_IN_BETWEEN)


@pytest.mark.parametrize(
    ("relation", "make"), OF_A_BODY.items(), ids=lambda one: getattr(one, "__name__", str(one))
)
def test_what_points_at_a_body_follows_and_comes_back(relation, make):
    model, field = relation
    keep, other = a_body("Nordnätverket"), a_body("Nordnätverkets")
    row: Any = make(other)
    merger_id = join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    if model is BodyLink:
        (row,) = BodyLink.objects.all()
    else:
        row.refresh_from_db()
    assert getattr(row, f"{field}_id") == keep.id

    back = part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger_id))
    assert back == other.id
    if model is BodyLink:
        (row,) = BodyLink.objects.all()
    else:
        row.refresh_from_db()
    assert getattr(row, f"{field}_id") == other.id


def test_what_each_has_one_of_is_the_kept_ones_and_the_others_comes_back():
    keep, other, third = a_body("Nordnätverket"), a_body("Nordnätverkets"), a_body("Förmötet")
    for body, days in ((keep, 5), (other, 9)):
        PlanRules.objects.create(body=body, notice_days=days, pre_body=third)
        Letterhead.objects.create(body=body, sender=body.name)
        AgendaTemplate.objects.create(body=body, name="Vanlig")
    merger_id = join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    assert PlanRules.objects.get().notice_days == 5
    assert Letterhead.objects.get().sender == "Nordnätverket"
    assert [one.name for one in keep.agenda_templates.all()] == ["Vanlig", "Vanlig (2)"]

    part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger_id))
    assert PlanRules.objects.get(body=other.id).notice_days == 9
    assert PlanRules.objects.get(body=other.id).pre_body == third
    assert Letterhead.objects.get(body=other.id).sender == "Nordnätverkets"
    assert AgendaTemplate.objects.get(body=other.id).name == "Vanlig"


def test_no_address_is_lost_and_new_ones_are_the_kept_ones():
    keep, other = a_body("Nordnätverket"), a_body("Nordnätverkets")
    published(keep)
    meeting_id = published(other, heading="Hos det andra")
    merger_id = join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    there = publications.publication("nordnatverkets", "2031-02-03", "minutes").shown
    assert there is not None
    assert there.content is not None
    assert there.content.items[0].heading == "Hos det andra"
    published(keep, day=date(2031, 4, 4))
    published(keep, meeting_id=meeting_id, heading="Rättat", why="Rubriken var fel")
    assert publications.publications(slug="nordnatverket").total == 2
    assert publications.publications(slug="nordnatverkets").total == 1
    part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger_id))
    published(Body.objects.get(id=other.id), day=date(2031, 5, 5))
    assert publications.publications(slug="nordnatverkets").total == 2


@pytest.mark.parametrize("rules_of_the_kept", [True, False])
def test_no_body_meets_before_itself(rules_of_the_kept):
    keep, other = a_body("Nordnätverket"), a_body("Nordnätverkets")
    main, before = (keep, other) if rules_of_the_kept else (other, keep)
    rules = PlanRules.objects.create(body=main, pre_body=before)
    merger_id = join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    rules.refresh_from_db()
    assert (rules.body_id, rules.pre_body_id) == (keep.id, None)
    part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger_id))
    rules.refresh_from_db()
    assert (rules.body_id, rules.pre_body_id) == (main.id, before.id)


def test_what_was_told_of_the_other_comes_back_and_the_kept_one_learns_what_it_lacked():
    owner, top = a_principal("Kansliet", "office"), a_body("Rådet")
    keep, other = a_body("Nordnätverket"), a_body("Nordnätverkets")
    told = {
        "legal_form": "joint-committee",
        "decision_rule": "majority",
        "effect": "binding",
        "side": "region",
        "about": "Det som är gemensamt.",
        "parent_id": top.id,
        "owner_id": owner.id,
        "since": date(2020, 1, 1),
        "until": date(2030, 12, 31),
    }
    Body.objects.filter(id=other.id).update(**told)
    merger_id = join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    keep.refresh_from_db()
    assert (keep.parent_id, keep.owner_id, keep.effect, keep.until) == (
        top.id,
        owner.id,
        "internal",
        None,
    )
    part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger_id))
    assert Body.objects.filter(id=other.id, **told).exists()
    keep.refresh_from_db()
    assert (keep.parent_id, keep.owner_id) == (None, None)


def under(body: Body, parent: Body | None) -> None:
    body.parent = parent
    body.save()


def tree() -> dict[str, str]:
    rows = Body.objects.filter(parent__isnull=False).values_list("name", "parent__name")
    return dict(rows)


@pytest.mark.parametrize("kept_is_above", [True, False])
def test_one_that_stood_under_the_other_is_never_let_stand_under_itself(kept_is_above):
    top, one, between, below = (a_body(name) for name in ("Överst", "Ett", "Mellan", "Nederst"))
    under(one, top)
    under(between, one)
    under(below, between)
    keep, other = (one, below) if kept_is_above else (below, one)
    before = tree()
    merger_id = join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    assert tree() == {"Mellan": keep.name, keep.name: "Överst"}
    part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger_id))
    assert tree() == before


def test_a_link_between_the_two_goes_and_comes_back_and_one_that_both_have_stays():
    keep, other, third = a_body("Nordnätverket"), a_body("Nordnätverkets"), a_body("Rådet")
    for body, to in ((other, keep), (keep, third), (other, third)):
        BodyLink.objects.create(body=body, to=to, kind="prepares")

    def links() -> set[tuple[int, int]]:
        return set(BodyLink.objects.values_list("body_id", "to_id"))

    before = links()
    merger_id = join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    assert links() == {(keep.id, third.id)}
    part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger_id))
    assert links() == before


def test_what_somebody_took_away_in_between_does_not_come_back():
    keep, other, third = a_body("Nordnätverket"), a_body("Nordnätverkets"), a_body("Rådet")
    BodyLink.objects.create(body=other, to=third, kind="prepares")
    Seat.objects.create(body=other)
    child = Body.objects.create(name="Undergruppen", parent=other)
    merger_id = join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    BodyLink.objects.all().delete()
    Seat.objects.all().delete()
    under(child, third)
    part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger_id))
    assert not BodyLink.objects.exists()
    assert tree() == {"Undergruppen": "Rådet"}


def test_two_with_meetings_planned_on_the_same_day_are_not_made_one():
    keep, other = a_body("Nordnätverket"), a_body("Nordnätverkets")
    a_meeting(keep)
    a_meeting(other, prepared=True)
    with pytest.raises(ValidationError, match="planerat här"):
        join_bodies(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    assert Body.objects.count() == 2


OF_A_PERSON: dict[tuple[type[models.Model], str], Callable[[Person], models.Model]] = {
    (PersonName, "person"): lambda person: a_name("V. Ask", person),
    (Membership, "person"): lambda person: a_membership(a_body(), person),
    (Affiliation, "person"): lambda person: Affiliation.objects.create(
        person=person, organisation=a_principal()
    ),
    (Delivery, "person"): lambda person: Delivery.objects.create(
        meeting=a_meeting(), kind="notice", person=person, name="Vera Ask"
    ),
    (Reply, "person"): lambda person: Reply.objects.create(
        meeting=a_meeting(), person=person, answer="coming", by="Vera Ask"
    ),
    (Reply, "alternate"): lambda person: Reply.objects.create(
        meeting=a_meeting(),
        person=a_name("Bo Ek").person,
        answer="regrets",
        by="Bo Ek",
        alternate=person,
    ),
    (Signer, "person"): lambda person: Signer.objects.create(
        meeting=a_meeting(), role="checker", person=person, name="Vera Ask"
    ),
    (Assignee, "person"): lambda person: Assignee.objects.create(
        assignment=Assignment.objects.create(item=an_item(a_meeting()), text="se över"),
        text="Vera Ask",
        person=person,
    ),
    (Commission, "lead"): lambda person: a_commission(lead=person),
    (Mandate, "person"): lambda person: Mandate.objects.create(person=person, what="teckna avtal"),
}
"""How each relation to a person comes about."""


def test_every_relation_to_a_person_is_walked():
    assert relations_to(Person) == set(OF_A_PERSON)


@pytest.mark.parametrize(
    ("relation", "make"), OF_A_PERSON.items(), ids=lambda one: getattr(one, "__name__", str(one))
)
def test_what_points_at_a_person_follows(relation, make):
    keep, other = a_name("Vera Ask").person, a_name("Véra Ask").person
    row: Any = make(other)
    merge_people(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    row.refresh_from_db()
    assert getattr(row, f"{relation[1]}_id") == keep.id


def test_two_answers_to_one_notice_become_the_kept_persons():
    keep, other, meeting = a_name("Vera Ask").person, a_name("Véra Ask").person, a_meeting()
    for person, answer in ((keep, "coming"), (other, "regrets")):
        Reply.objects.create(meeting=meeting, person=person, answer=answer, by=person.name)
    merge_people(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    assert Reply.objects.get().answer == "coming"


def test_an_address_follows_where_the_kept_person_has_none():
    keep, other = a_name("Vera Ask").person, a_name("Véra Ask").person
    Person.objects.filter(id=other.id).update(email="vera@norrvik.example")
    merge_people(viewer=VIEWER, keep_id=keep.id, other_id=other.id)
    keep.refresh_from_db()
    assert keep.email == "vera@norrvik.example"


def test_a_merger_from_before_any_of_this_was_told_is_parted_still():
    keep = a_body("Nordnätverket")
    merger = BodyMerger.objects.create(
        keep=keep, former_id=4711, name="Det andra", merged_by="Någon", merged_at=timezone.now()
    )
    assert part_bodies(viewer=VIEWER, merger=registry.merger(VIEWER, merger.id)) == 4711

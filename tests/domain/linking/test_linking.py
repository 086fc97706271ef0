"""Which items belong together: found when a meeting's facts are written."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.audit.models import Entry
from handslag.domain.matters.models import (
    Assignee,
    Assignment,
    LinkCount,
    LinkKey,
    LinkProfile,
    LinkTie,
    Matter,
    Placement,
    Placing,
    Transfer,
    TransferKind,
    Treatment,
)
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import (
    AgendaItem,
    Attachment,
    AttachmentUse,
    AttachmentVersion,
    ItemOutcome,
    Meeting,
    Mention,
    MentionKind,
)
from tests.builders import a_body, a_clause, a_meeting, an_item
from tests.domain.linking.county import are_together, asked, held, link, link_all, together

pytestmark = [pytest.mark.django_db, pytest.mark.database]

APRIL, JUNE, AUGUST = date(2031, 4, 3), date(2031, 6, 12), date(2031, 8, 21)


def test_every_item_gets_a_matter_but_those_of_form():
    items = held(a_body(), APRIL, "Mötets öppnande", "Hemgång under helger", "Övriga frågor")
    announce_recorded(items[0].meeting_id)
    assert [item.treatments.count() for item in items] == [0, 1, 0]
    assert items[1].treatments.get().ground == "first"


@pytest.mark.parametrize(
    "heading",
    [
        "Mötet öppnas, dagordningen godkänns",
        "Föregående minnesanteckningar, Nordnätverket 310213, Bilaga 1",
        "Förra mötets anteckningar",
        "Sammanträdets öppnande och val av justerare",
        "Godkännande av föredragningslista",
        "Övriga frågor",
    ],
)
def test_an_item_of_form_has_no_matter(heading):
    items = held(a_body(), APRIL, heading)
    link(items)
    assert not Treatment.objects.exists()


def test_what_was_tabled_to_a_day_is_found_there():
    body = a_body()
    tabled, _other = held(body, APRIL, "Riktlinje för egenvård", "Tolkar i vården")
    Transfer.objects.create(item=tabled, kind=TransferKind.TABLED, to_date=JUNE)
    taken_up, _one = held(body, JUNE, "Egenvård: riktlinje till beslut", "Introduktion")
    link(tabled, taken_up)
    assert are_together(tabled, taken_up)
    treatment = taken_up.treatments.get()
    assert (treatment.ground, treatment.reason["way"], treatment.reason["day"]) == (
        "reference",
        "tabled",
        "2031-04-03",
    )


def test_what_was_tabled_without_a_day_is_found_soon_after_but_not_years_later():
    body = a_body()
    tabled = held(body, APRIL, "Riktlinje för egenvård")[0]
    AgendaItem.objects.filter(id=tabled.id).update(outcome=ItemOutcome.TABLED)
    soon = held(body, JUNE, "Riktlinje för egenvård")[0]
    late = held(body, date(2036, 6, 12), "Riktlinje för egenvård")[0]
    link(tabled, soon, late)
    assert are_together(tabled, soon)
    assert not are_together(tabled, late)


def test_what_was_referred_is_found_at_the_other_body():
    network, council = a_body("Nätverket"), a_body("Rådet")
    referred = held(network, APRIL, "Avtal om ambulansflyg")[0]
    Transfer.objects.create(
        item=referred, kind=TransferKind.REFERRED, to_body="Rådet", to_date=JUNE
    )
    taken_up = held(council, JUNE, "Ambulansflyg, avtal")[0]
    link(referred, taken_up)
    assert are_together(referred, taken_up)


def test_a_day_with_an_items_number_is_enough_whatever_the_headings_say():
    body = a_body()
    first, second = held(body, APRIL, "Hjälpmedel", "Läkarmedverkan i hemsjukvården")
    later = held(body, JUNE, "Svar till länsstyrelsen")[0]
    later.description = "Se § 2 vid nätverkets möte den 3 april."
    later.save()
    link(first, later)
    assert are_together(second, later)
    assert not are_together(first, later)
    assert later.treatments.get().reason["number"] == "2"


def test_a_day_without_words_in_common_says_nothing():
    body = a_body()
    first = held(body, APRIL, "Hjälpmedel", "Läkarmedverkan")[0]
    later = held(body, JUNE, "Tolkar")[0]
    mention = {"item": later, "phase": "held", "kind": MentionKind.REFERENCE}
    Mention.objects.create(**mention, text="3 april", date=APRIL)
    link(first, later)
    assert len(together()) == 3
    assert not asked()


def test_what_a_group_was_assigned_is_found_there_in_the_words_of_the_assignment():
    network, group = a_body("Nätverket"), a_body("Gruppen")
    given = held(network, APRIL, "Utvärdering av mobila nattpatrullen")[0]
    assignment = Assignment.objects.create(item=given, text="Föreslå fördelning av kostnaden")
    Assignee.objects.create(assignment=assignment, text="Gruppen", body=group)
    done = held(group, JUNE, "Mobila nattpatrullen: fördelning av kostnaden")[0]
    other = held(group, AUGUST, "Mobila nattpatrullen: hur går det?")[0]
    link(given, done, other)
    assert are_together(given, done)
    assert not are_together(given, other)


def test_what_is_prepared_for_another_bodys_meeting_is_found_there():
    group, board = a_body("Gruppen"), a_body("Nämnden")
    prepared = held(group, APRIL, "Mobila nattpatrullen inför Nämnden 12 juni")[0]
    dealt_with = held(board, JUNE, "Förlängning av avtalet om mobila nattpatrullen")[0]
    link(prepared, dealt_with)
    assert are_together(prepared, dealt_with)
    assert dealt_with.treatments.get().reason["way"] == "ahead"


def test_two_sums_in_common_are_no_accident():
    network, board = a_body("Nätverket"), a_body("Nämnden")
    first = held(network, APRIL, "Plan för tolkförmedling och teckenspråk 2031")[0]
    second = held(board, JUNE, "Information om tolkförmedling, teckenspråk 2031")[0]
    AgendaItem.objects.filter(id__in=[first.id, second.id]).update(
        description="Av 8,4 mkr är 1 200 tkr kvar."
    )
    link(first, second)
    assert are_together(first, second)


def test_the_same_heading_of_two_telling_words_is_one_matter():
    body = a_body()
    first = held(body, APRIL, "Upphandling av trygghetslarm")[0]
    second = held(body, JUNE, "Upphandling av trygghetslarm (bilaga 3)")[0]
    link(first, second)
    assert are_together(first, second)
    assert second.treatments.get().ground == "heading"


def test_words_in_common_with_other_figures_are_not_one_matter():
    body = a_body()
    first = held(body, APRIL, "Stimulansmedel anhörigstöd 2030")[0]
    second = held(body, JUNE, "Stimulansmedel anhörigstöd 2031")[0]
    link(first, second)
    assert len(together()) == 2


def test_some_words_in_common_are_asked_about():
    body = a_body()
    first = held(body, APRIL, "Utvärdering av mobila nattpatrullen")[0]
    second = held(body, JUNE, "Mobila nattpatrullen: hur delas kostnaden?")[0]
    link(first, second)
    assert len(together()) == 2
    assert asked() == {frozenset({first.id, second.id})}


def test_standing_items_weld_nothing():
    body = a_body()
    headings = ("Information från regionen", "Ekonomi", "Rapport från LPO")
    meetings = [held(body, date(2031, month, 3), *headings) for month in range(1, 7)]
    link(*meetings)
    assert len(together()) == 18
    assert not asked()


def test_a_word_in_many_headings_tells_nothing():
    body = a_body()
    meetings = [
        held(body, date(2031, month, day), *[f"Suicidprevention {name}" for name in names])
        for month in range(1, 9)
        for day, names in ((3, ("skola", "vuxna", "rutin")),)
    ]
    link(*meetings)
    assert not LinkTie.objects.filter(reason__words=["suicid"]).exists()


def test_a_heading_that_lists_two_matters_belongs_to_both():
    body = a_body()
    home = held(body, APRIL, "Avtal om ambulansflyg", "Avtal om hörselhjälpmedel")
    both = held(body, JUNE, "Avtal om ambulansflyg och avtal om hörselhjälpmedel")[0]
    for item in home:
        Transfer.objects.create(item=item, kind=TransferKind.TABLED, to_date=JUNE)
    link(home, both)
    assert both.treatments.count() == 2
    assert are_together(home[0], both)
    assert are_together(home[1], both)
    assert not are_together(*home)


def test_an_item_that_takes_up_two_matters_does_not_weld_them():
    body = a_body()
    first, second = held(body, APRIL, "Mobila nattpatrullen", "Trygghetslarm")
    for item in (first, second):
        Transfer.objects.create(item=item, kind=TransferKind.TABLED, to_date=JUNE)
    both = held(body, JUNE, "Lägesbild för nattpatrullen, mobila, och trygghetslarm")[0]
    both.heading = "Mobila nattpatrullen, trygghetslarm"
    both.save()
    link(first, both)
    assert not are_together(first, second)
    assert are_together(first, both)
    assert are_together(second, both)


def test_one_matter_under_two_items_of_one_meeting():
    body = a_body()
    first, second = held(
        body, APRIL, "Upphandling av trygghetslarm", "Upphandling av trygghetslarm"
    )
    link(first)
    assert are_together(first, second)


def test_the_same_file_with_words_in_common_is_one_matter():
    body = a_body()
    first = held(body, APRIL, "Läkarmedverkan: underlag")[0]
    second = held(body, JUNE, "Läkarmedverkan, skrivelse")[0]
    for item in (first, second):
        attachment = Attachment.objects.create(meeting=item.meeting, label="1")
        AttachmentUse.objects.create(attachment=attachment, item=item)
        AttachmentVersion.objects.create(
            attachment=attachment,
            number=1,
            name="a.pdf",
            media_type="application/pdf",
            sha256="a" * 64,
            size=1,
            by="Eva",
        )
    link(first, second)
    assert are_together(first, second)
    assert second.treatments.get().ground == "attachment"


def test_an_assignment_with_a_place_brings_its_matter_along():
    body = a_body()
    given = held(body, APRIL, "Hemgång under helger")[0]
    assignment = Assignment.objects.create(item=given, text="Räkna på kostnaden")
    placed = held(body, JUNE, "Kostnadsberäkning")[0]
    Placement.objects.create(
        assignment=assignment,
        meeting=placed.meeting,
        placing=Placing.PLACED,
        item=placed,
        by="Eva",
    )
    link(given, placed)
    assert are_together(given, placed)
    assert placed.treatments.get().ground == "carried"


def test_what_was_taken_off_an_agenda_comes_back():
    body = a_body()
    off = held(body, APRIL, "Introduktion")[0]
    AgendaItem.objects.filter(id=off.id).update(outcome=ItemOutcome.WITHDRAWN)
    back = held(body, JUNE, "Introduktion")[0]
    link(off, back)
    assert are_together(off, back)


def test_linking_again_changes_nothing(django_assert_max_num_queries):
    body = a_body()
    first = held(body, APRIL, "Upphandling av trygghetslarm", "Tolkar i vården")
    second = held(body, JUNE, "Upphandling av trygghetslarm", "Hemgång")
    link(first, second)
    before = list(Treatment.objects.values_list("id", "matter_id", "item_id"))
    entries = Entry.objects.count()
    with django_assert_max_num_queries(20):
        link(second)
    assert list(Treatment.objects.values_list("id", "matter_id", "item_id")) == before
    assert Entry.objects.count() == entries


def test_a_meeting_is_logged_once():
    items = held(a_body(), APRIL, "Upphandling av trygghetslarm", "Tolkar i vården")
    link(items)
    entry = Entry.objects.get(verb="matters.link_items")
    assert (entry.thing_type, entry.thing_id) == ("meetings.meeting", items[0].meeting_id)


def test_a_matter_goes_with_its_last_item_unless_somebody_touched_it():
    body = a_body()
    items = held(body, APRIL, "Upphandling av trygghetslarm", "Tolkar i vården")
    link(items)
    named = items[1].treatments.get().matter
    named.title = "Tolkar"
    named.save()
    meeting_id = items[0].meeting_id
    Meeting.objects.filter(id=meeting_id).delete()
    announce_recorded(meeting_id)
    assert list(Matter.objects.values_list("id", flat=True)) == [named.id]
    assert not LinkProfile.objects.exists()
    assert not LinkKey.objects.exists()


def _a_county() -> list[Meeting]:
    """Two bodies over two years, with every sort of pointer, and words in all degrees."""
    network, council = a_body("Nätverket"), a_body("Rådet")
    first = held(
        network, date(2031, 2, 3), "Riktlinje för egenvård", "Mobila nattpatrullen", "Ekonomi"
    )
    Transfer.objects.create(item=first[0], kind=TransferKind.TABLED, to_date=APRIL)
    Transfer.objects.create(item=first[1], kind=TransferKind.REFERRED, to_body="Rådet")
    second = held(network, APRIL, "Egenvård, riktlinje", "Upphandling av trygghetslarm", "Ekonomi")
    third = held(council, date(2031, 5, 2), "Nattpatrullen: avtal", "Tandhälsa hos barn")
    fourth = held(
        network,
        JUNE,
        "Erfarenheter av egenvården",
        "Upphandling av trygghetslarm",
        "Mobila nattpatrullen efter rådets beslut",
    )
    Mention.objects.create(
        item=fourth[0], phase="held", kind=MentionKind.REFERENCE, text="3 april", date=APRIL
    )
    fifth = held(network, date(2032, 2, 5), "Tandhälsa hos barn och unga", "Ekonomi")
    a_clause(fifth[0], "att bjuda in folktandvården och Aron Lind")
    sixth = held(
        council, date(2032, 3, 9), "Trygghetslarm: upphandling klar", "Mobila nattpatrullen"
    )
    return [items[0].meeting for items in (first, second, third, fourth, fifth, sixth)]


def _forget_links() -> None:
    for model in (LinkProfile, Matter):
        model._default_manager.all().delete()
    LinkCount.objects.all().delete()


@pytest.mark.parametrize("seed", range(8))
def test_links_are_the_same_in_whatever_order_documents_are_accepted(seed):
    meetings = _a_county()
    link_all(meetings)
    wanted = together(), asked()
    assert any(len(matter) > 2 for matter in wanted[0])
    assert wanted[1]
    _forget_links()
    random.Random(seed).shuffle(meetings)  # noqa: S311  an order that can be had again
    link_all(meetings)
    assert (together(), asked()) == wanted


@pytest.mark.parametrize("left_out", range(6))
def test_undoing_a_meeting_leaves_what_there_was_without_it(left_out):
    meetings = _a_county()
    gone = meetings.pop(left_out)
    link_all(meetings)
    wanted = together(), asked()
    link_all([gone])
    gone_id = gone.id
    AgendaItem.objects.filter(meeting_id=gone_id).delete()
    announce_recorded(gone_id)
    assert (together(), asked()) == wanted


def test_a_matter_keeps_its_number_when_what_joined_it_to_another_comes_and_goes():
    body = a_body()
    first = held(body, APRIL, "Upphandling av trygghetslarm")[0]
    last = held(body, AUGUST, "Larm: avtalet tecknat")[0]
    link(first, last)
    before = {item.id: item.treatments.get().matter_id for item in (first, last)}
    between = held(body, JUNE, "Upphandling av trygghetslarm")[0]
    Transfer.objects.create(item=between, kind=TransferKind.TABLED, to_date=AUGUST)
    last.heading = "Trygghetslarm: avtalet tecknat"
    last.save()
    link(between, last)
    assert are_together(first, between, last)
    assert Matter.objects.get(id=before[last.id]).merged_into_id == before[first.id]
    meeting_id = between.meeting_id
    between.delete()
    last.heading = "Larm: avtalet tecknat"
    last.save()
    announce_recorded(meeting_id)
    link(last)
    assert {item.id: item.treatments.get().matter_id for item in (first, last)} == before


def test_words_that_become_common_tie_no_longer():
    body = a_body()
    first = held(body, APRIL, "Ambulansflyg natt")[0]
    second = held(body, JUNE, "Ambulansflyg natt")[0]
    link(first, second)
    assert are_together(first, second)
    names = [f"Ambulansflyg natt {letter * 5}" for letter in "bcdfghjklmnpqrstvwxz"]
    crowd = held(a_body("Rådet"), AUGUST, *names)
    link(crowd)
    assert not are_together(first, second)
    AgendaItem.objects.filter(meeting=crowd[0].meeting).delete()
    announce_recorded(crowd[0].meeting_id)
    assert are_together(first, second)


def test_a_meeting_costs_as_many_queries_at_ten_times_the_data():
    body = a_body()
    counts = []
    for start, years in ((2000, 1), (2001, 9)):
        for year in range(start, start + years):
            for month in range(1, 13):
                meeting = a_meeting(body, date(year, month, 9))
                for number in range(1, 4):
                    heading = f"Avtal {chr(96 + month) * 6} {chr(96 + number) * 6}{year}x samverkan"
                    an_item(meeting, heading, order=number, planned_order=None)
                announce_recorded(meeting.id)
        asked_for = held(body, date(start + years - 1, 12, 30), "Avtal llllll aaaaaa", "Hemgång")
        with CaptureQueriesContext(connection) as captured:
            link(asked_for)
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 6

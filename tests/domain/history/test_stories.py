"""The stories that a county's collaboration must be able to tell, each told and then asked for.

All sixteen concern matters. Of some, a part belongs elsewhere and is only touched upon here: how
the sums of the tenth and the cost shares of the eleventh come out (grants), how long a meeting
lasts and when it starts in the thirteenth and fourteenth (planning), and the adopting of the
eighth by sixteen assemblies one after the other (agreements). They are told through the room, the
agenda, the writes of matters and assignments, and from papers that are read and accepted.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handslag.domain.documents.models import Evidence
from handslag.domain.matters.assignments import actions as assignments
from handslag.domain.matters.history.queries import matters, wordings
from handslag.domain.matters.models import Assignment
from handslag.domain.matters.preparing.actions import propose, take_up
from handslag.domain.matters.preparing.queries import tabled_to
from handslag.domain.matters.writing import actions
from handslag.domain.matters.writing.told import (
    AssignmentWritten,
    DueTold,
    PersonWritten,
    WhitherTold,
    WhoTold,
)
from handslag.domain.meetings.agenda.actions import pull_item
from handslag.domain.meetings.agenda.told import ItemTold
from handslag.domain.meetings.models import AgendaItem
from handslag.domain.meetings.room.actions import add_extra_item, open_room
from tests.builders import VIEWER, a_body, a_document, a_name
from tests.domain.agenda.making import a_planned_meeting, put
from tests.domain.history.telling import (
    Calendar,
    clauses_of,
    comes,
    goes_on,
    happened,
    item_with,
    matter_of,
    page_of,
    read_in,
    stands,
    step,
    the,
)
from tests.domain.matters.writing.writing import a_room, decide, page, settle, the_item

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2031, 3, 6), date(2031, 4, 3)


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def today(monkeypatch) -> Calendar:
    """The day after the first meeting."""
    return Calendar(monkeypatch, date(2031, 3, 7))


def a_later_room(body, day, *headings):
    """Another meeting of the same body, whose room is open."""
    return a_room(*headings, body=body, day=day)


def test_1_an_item_is_withdrawn_to_the_next_meeting_and_a_question_is_added(today):
    meeting = a_room("Godkännande av dagordning", "Samordnad vårdplan")
    coming = a_planned_meeting(meeting.body, APRIL)
    item = the_item(meeting, 2)
    actions.move_to_next(viewer=VIEWER, item_id=item.id)
    extra = add_extra_item(
        viewer=VIEWER,
        meeting_id=meeting.id,
        told=ItemTold(heading="Fråga om jourtelefonen"),
        late_reason="Kom upp i går.",
        late_by="Ordföranden",
    )
    moved = matter_of(item)
    assert happened(moved) == ["withdrawn", "tabled"]
    status = page_of(moved).status
    assert (status.kind.value, status.day, status.overdue) == ("tabled", APRIL, False)
    assert comes(moved) == [("expected", APRIL)]
    assert extra.made
    assert stands(matter_of(AgendaItem.objects.get(id=extra.made))) == "dealt"
    (tabled,) = tabled_to(VIEWER, coming.id)
    (new,) = take_up(viewer=VIEWER, meeting_id=coming.id, transfer_ids=[tabled.transfer_id])
    goes_on(moved, AgendaItem.objects.get(id=new))
    assert comes(moved) == [("planned", APRIL)]
    today.turn_to(date(2031, 4, 4))
    assert page_of(moved).status.overdue  # nobody has told yet what became of it
    open_room(viewer=VIEWER, meeting_id=coming.id)
    decide(the_item(coming), "att godkänna vårdplanen")
    assert stands(moved) == "decided"


def test_2_an_item_is_tabled_to_a_day_before_anyone_has_spoken(today):
    meeting = a_room("Reviderat vårdprogram")
    item = the_item(meeting)
    whither = WhitherTold(date=APRIL)
    actions.move_item(viewer=VIEWER, item_id=item.id, kind="tabled", whither=whither)
    matter = matter_of(item)
    assert happened(matter) == ["tabled"]
    told = page_of(matter)
    assert (told.status.kind.value, told.status.day) == ("tabled", APRIL)
    assert the(matter, "tabled").clauses == ()
    assert the(matter, "tabled").stances == ()


def test_3_a_mail_takes_a_late_evaluation_back_three_days_after_the_meeting(today):
    council, steering = a_body("Välfärdsrådet"), a_body("Styrgruppen för vård")
    meeting = a_room("Utvärdering av ungdomsmottagningen")
    item = the_item(meeting)
    for by, kind in (("Kommunerna", "cannot-decide-yet"), ("Regionen", "supports")):
        actions.take_stance(viewer=VIEWER, item_id=item.id, by=by, kind=kind)
    decide(
        item,
        "att hänskjuta utvärderingen till Välfärdsrådets möte den 11 mars",
        whither=WhitherTold(body_id=council.id, date=date(2031, 3, 11), back_date=APRIL),
    )
    due = DueTold(date=date(2031, 6, 30))
    who = (WhoTold(text="Samverkanskansliet"),)
    actions.note_assignment(
        viewer=VIEWER,
        item_id=item.id,
        told=AssignmentWritten(text="Teckna ett nytt avtal", due=due, assignees=who),
    )
    matter = matter_of(item)
    status = page_of(matter).status
    assert (status.kind.value, status.body.id, status.day) == (
        "referred",
        council.id,
        date(2031, 3, 11),
    )
    assert (status.expected.day, status.overdue) == (APRIL, False)
    assert [(one.by, one.kind.value) for one in the(matter, "referred").stances] == [
        ("Kommunerna", "cannot-decide-yet"),
        ("Regionen", "supports"),
    ]
    today.turn_to(date(2031, 3, 9))
    mail = a_document(
        "brev.txt", "Vi ber att få tillbaka ärendet till den 3 april.", state="shared"
    )
    step(
        matter,
        "taken-back",
        date(2031, 3, 9),
        way="mail",
        body_id=steering.id,
        by="Ulla Ek",
        to_date=APRIL,
        text="Kommunerna hinner inte förankra den hemma.",
        document_id=mail.id,
    )
    status = page_of(matter).status
    assert (status.kind.value, status.day, status.expected) == ("back", APRIL, None)
    back = the(matter, "taken-back")
    assert (back.way.value, back.body.id, back.document.id) == ("mail", steering.id, mail.id)
    assert comes(matter) == [("expected", APRIL), ("due", date(2031, 6, 30))]
    later = a_later_room(meeting.body, APRIL, "Utvärdering av ungdomsmottagningen")
    goes_on(matter, the_item(later))
    today.turn_to(date(2031, 4, 4))
    decide(the_item(later), "att förlänga verksamheten ett år")
    status = page_of(matter).status
    assert (status.kind.value, status.day) == ("under-work", date(2031, 6, 30))
    today.turn_to(date(2031, 7, 1))
    assert page_of(matter).status.overdue
    assignments.finish(viewer=VIEWER, assignment_id=Assignment.objects.get().id, text="Tecknat.")
    assert stands(matter) == "decided"
    assert happened(matter) == [
        *("referred", "assigned", "taken-back", "decided", "finished"),
    ]


def test_4_two_points_are_approved_the_third_rejected_for_one_side_and_later_closed(today):
    body = a_body("Chefsnätverket")
    meeting = a_planned_meeting(body, MARCH)
    item_id = put(meeting, "Nytt uppdragsdirektiv")
    points = ("att godkänna direktivet", "att nominera", "att ge mandat att utse")
    propose(viewer=VIEWER, item_id=item_id, by="Styrgruppen", points=points)
    open_room(viewer=VIEWER, meeting_id=meeting.id)
    actions.hold_proposals(viewer=VIEWER, item_id=item_id)
    item = AgendaItem.objects.get(id=item_id)
    settle(item, 1, "approved")
    settle(item, 2, "approved")
    settle(item, 3, "rejected", "municipalities")
    actions.take_stance(
        viewer=VIEWER, item_id=item.id, by="Regionen", kind="not-opposed", points=[3]
    )
    for one in page(item).proposals[0].suggested:
        decide(item, one.text, action=one.action, points=one.points, scope=one.scope)
    decide(
        item,
        "att fortsatt nomineringsprocess ska ske avseende kommunernas representanter",
        scope="kommunerna",
    )
    matter = matter_of(item)
    assert happened(matter) == ["proposed", "decided"]
    told = the(matter, "proposed")
    assert told.by == "Styrgruppen"
    assert [
        [(one.side.value if one.side else "", one.verdict.value) for one in point.verdicts]
        for point in told.points
    ] == [[("", "approved")], [("", "approved")], [("municipalities", "rejected")]]
    decided = the(matter, "decided")
    assert [(clause.points, clause.side and clause.side.value) for clause in decided.clauses] == [
        (("1", "2"), None),
        (("3",), "municipalities"),
        ((), "municipalities"),
    ]
    assert [(one.by, one.kind.value, one.points) for one in decided.stances] == [
        ("Regionen", "not-opposed", ("3",))
    ]
    assert page_of(matter).status.extent.value == "part"
    later = a_later_room(body, APRIL, "Återstående nomineringar till uppdragsdirektivet")
    goes_on(matter, the_item(later))
    decide(the_item(later), "att godkänna återstående nomineringar")
    decide(the_item(later), "att avsluta nomineringsförfarandet")
    decide(
        the_item(later),
        "att ge styrgruppen i uppdrag att fylla vakanser och meddela nätverket",
        assignees=(WhoTold(text="Styrgruppen"),),
    )
    today.turn_to(date(2031, 4, 4))
    status = page_of(matter).status
    assert (status.kind.value, status.extent.value) == ("under-work", "whole")
    assert the(matter, "assigned").assignment.assignees == ("Styrgruppen",)


def test_5_a_contact_is_appointed_for_the_municipalities_and_the_region_takes_no_part(today):
    meeting = a_room("Förfrågan från den nationella samordnaren")
    item = the_item(meeting)
    decide(
        item,
        "att utse Elsa Frank som kontaktperson för länets kommuner",
        scope="kommunerna",
        appointees=(PersonWritten(person_id=a_name("Elsa Frank").person_id),),
    )
    (decision,) = page(item).decisions
    actions.change_decision(
        viewer=VIEWER,
        decision_id=decision.id,
        seen=decision.digest,
        by=decision.by,
        abstaining=["regionen"],
    )
    matter = matter_of(item)
    status = page_of(matter).status
    assert (status.kind.value, status.extent.value, status.side.value) == (
        "decided",
        "one-side",
        "municipalities",
    )
    decided = the(matter, "decided")
    assert decided.clauses[0].appointees == ("Elsa Frank",)
    assert [(one.by, one.kind.value) for one in decided.stances] == [("regionen", "takes-no-part")]


REPRESENTATIVES = """Länsnätverket för vård och omsorg

Minnesanteckningar från möte 2031-03-06, kl. 09.00-11.00

Närvarande: Vera Ask, Norrviks kommun; Nils Holm, Region Nordlid

1. Mötet öppnas

Vera Ask hälsar välkommen.

2. Länets representanter i det nationella nätverket för hälsa

Regionen föreslår Nils Holm. För kommunerna har Siv Rask suttit utan att det har beslutats.

Länsnätverket beslutar

att utse Nils Holm till representant för regionen.

att utse Siv Rask till representant för kommunerna.

att ge Samverkanskansliet i uppdrag att utse ersättare för dem.
"""


def test_6_both_representatives_are_appointed_now_and_an_official_names_alternates(
    today, monkeypatch
):
    a_body("Länsnätverket för vård och omsorg", "Länsnätverket")
    meeting = read_in(REPRESENTATIVES, "anteckningar.md", monkeypatch)
    matter = matter_of(item_with(meeting, "nationella"))
    decided = the(matter, "decided")
    assert [clause.action.value for clause in decided.clauses] == ["appoint", "appoint", "assign"]
    assert [clause.appointees for clause in decided.clauses[:2]] == [("Nils Holm",), ("Siv Rask",)]
    assert all(clause.evidence for clause in decided.clauses)
    assert "Siv Rask" in decided.clauses[1].evidence[0].quote
    assert stands(matter) == "under-work"
    assert "ersättare" in the(matter, "assigned").assignment.text


def test_7_the_same_assignment_stands_in_the_discussion_and_among_the_clauses(today):
    meeting = a_room("Gemensam utbildning")
    item = the_item(meeting)
    steering = WhoTold(text="Styrgruppen")
    actions.note_assignment(
        viewer=VIEWER,
        item_id=item.id,
        told=AssignmentWritten(text="Styrgruppen tar fram ett uppdrag", assignees=(steering,)),
    )
    decide(item, "att ge Styrgruppen i uppdrag att formulera ett uppdrag", assignees=(steering,))
    matter = matter_of(item)
    told = [one for one in page_of(matter).past if one.kind.value == "assigned"]
    assert len(told) == 2
    clause, running = sorted(told, key=lambda one: "formulera" not in one.assignment.text)
    assignments.join(
        viewer=VIEWER,
        into_id=clause.assignment.id,
        assignment_ids=[running.assignment.id],
        reason="Samma uppdrag.",
    )
    assert [one.assignment.open for one in page_of(matter).past if one.kind.value == "joined"] == [
        False
    ]
    status = page_of(matter).status
    assert (status.kind.value, status.reason) == ("under-work", clause.key)


def test_8_a_proposal_goes_through_network_council_and_assemblies(today):
    council, assembly = a_body("Välfärdsrådet"), a_body("Kommunfullmäktige i Norrvik")
    meeting = a_room("Överenskommelse om hemsjukvård")
    item = the_item(meeting)
    words = "att anta överenskommelsen om hemsjukvård från den 1 januari 2032"
    decide(
        item,
        "att nätverket får göra ändringar av mindre betydelse, som dokumenteras och bifogas",
    )
    decide(item, words)
    decide(
        item,
        "att hänskjuta överenskommelsen till Välfärdsrådet",
        whither=WhitherTold(body_id=council.id),
    )
    matter = matter_of(item)
    assert (stands(matter), page_of(matter).status.body.id) == ("referred", council.id)
    political = a_later_room(council, date(2031, 3, 20), "Överenskommelse om hemsjukvård")
    goes_on(matter, the_item(political))
    decide(
        the_item(political),
        "att rekommendera fullmäktige att anta överenskommelsen om hemsjukvård från den "
        "1 januari 2032",
    )
    today.turn_to(date(2031, 6, 1))
    assert (stands(matter), page_of(matter).status.body.id) == ("decided", council.id)
    step(
        matter,
        "referred",
        date(2031, 3, 25),
        way="letter",
        body_id=council.id,
        to_body_id=assembly.id,
        expected_text="efter sommaren",
    )
    assert page_of(matter).status.expected.text == "efter sommaren"
    step(
        matter,
        "returned",
        date(2031, 5, 20),
        body_id=assembly.id,
        text="Fullmäktige antog överenskommelsen.",
    )
    status = page_of(matter).status
    assert (status.kind.value, status.expected) == ("back", None)
    names = [body.name for body in page_of(matter).bodies]
    assert names == ["Chefsnätverket", "Välfärdsrådet", "Kommunfullmäktige i Norrvik"]
    (chain,) = wordings(VIEWER, matter)
    assert [one.body.name for one in chain.versions if one.body] == [
        "Chefsnätverket",
        "Välfärdsrådet",
    ]
    added = "".join(part.text for part in chain.versions[1].parts if part.kind == "in")
    assert "rekommendera fullmäktige" in added


def test_9_an_agreement_turns_out_to_be_a_guideline(today):
    meeting = a_room("Överenskommelse om egenvård")
    item = the_item(meeting)
    assembly = a_body("Fullmäktige")
    actions.move_item(
        viewer=VIEWER, item_id=item.id, kind="referred", whither=WhitherTold(body_id=assembly.id)
    )
    matter = matter_of(item)
    step(
        matter, "noted", date(2031, 3, 7), text="Ingen huvudman har antagit den: en formell brist."
    )
    assert stands(matter) == "referred"  # a note turns nothing
    later = a_later_room(meeting.body, APRIL, "Riktlinje om egenvård")
    goes_on(matter, the_item(later))
    decide(the_item(later), "att godkänna handlingen som riktlinje")
    today.turn_to(date(2031, 4, 4))
    status = page_of(matter).status
    assert (status.kind.value, status.extent.value) == ("decided", "whole")
    assert happened(matter) == ["referred", "remarked", "decided"]
    assert page_of(matter).title == "Riktlinje om egenvård"


MONEY = """Länsnätverket för vård och omsorg

Minnesanteckningar från möte 2031-03-06, kl. 09.00-11.00

Närvarande: Vera Ask, Norrviks kommun; Nils Holm, Region Nordlid

1. Mötet öppnas

Vera Ask hälsar välkommen.

2. Medel för föräldrastöd

Av förra årets 400 tkr återstår 200 tkr. Årets medel är 400 tkr.

Länsnätverket beslutar

att 600 tkr får användas till föräldrastöd under 2031.
"""


def test_10_what_was_left_over_raises_the_next_years_sum(today, monkeypatch):
    a_body("Länsnätverket för vård och omsorg", "Länsnätverket")
    meeting = read_in(MONEY, "anteckningar.md", monkeypatch)
    matter = matter_of(item_with(meeting, "föräldrastöd"))
    assert stands(matter) == "decided"
    (clause,) = the(matter, "decided").clauses
    assert "600 tkr" in clause.text
    assert "600 tkr" in clause.evidence[0].quote


def test_11_a_shared_coordinator_with_shares_and_a_loan_contract(today):
    meeting = a_room("Gemensam samordnare")
    item = the_item(meeting)
    decide(item, "att kansliet betalar hela kostnaden under hösten 2031")
    decide(item, "att kommunerna från 2032 betalar hälften efter folkmängd")
    decide(
        item,
        "att ge kansliet i uppdrag att förhandla om när kansliets eget avtal förnyas",
        due=DueTold(words="när kansliets avtal förnyas"),
        assignees=(WhoTold(text="Samverkanskansliet"),),
    )
    actions.note_assignment(
        viewer=VIEWER,
        item_id=item.id,
        told=AssignmentWritten(
            text="Skriva under låneavtalet",
            due=DueTold(date=APRIL),
            assignees=(WhoTold(text="Norrviks kommun"),),
        ),
    )
    matter = matter_of(item)
    status = page_of(matter).status
    assert (status.kind.value, status.day) == ("under-work", APRIL)
    (loan,) = Assignment.objects.filter(clause=None)
    today.turn_to(APRIL)
    assignments.finish(viewer=VIEWER, assignment_id=loan.id)
    status = page_of(matter).status
    assert (status.kind.value, status.day, status.overdue) == ("under-work", None, False)
    given = [one for one in page_of(matter).past if one.kind.value == "assigned"]
    assert [one.assignment.due_text for one in given if one.assignment.open] == [
        "när kansliets avtal förnyas"
    ]


def test_12_one_municipality_leads_an_inquiry_and_asks_all_others(today):
    meeting = a_room("Gemensam familjerådgivning")
    item = the_item(meeting)
    decide(
        item,
        "att ge Norrviks kommun i uppdrag att leda utredningen",
        assignees=(WhoTold(text="Norrviks kommun"),),
        due=DueTold(date=APRIL),
    )
    matter = matter_of(item)
    (row,) = Assignment.objects.all()
    today.turn_to(date(2031, 3, 20))
    assignments.report(
        viewer=VIEWER,
        assignment_id=row.id,
        text="Alla kommuner är tillfrågade. Sex vill gå vidare.",
    )
    reported = the(matter, "reported")
    assert reported.text.endswith("Sex vill gå vidare.")
    assert reported.assignment.open
    later = a_later_room(meeting.body, APRIL, "Gemensam familjerådgivning")
    goes_on(matter, the_item(later))
    decide(the_item(later), "att de sex kommunerna delar på kostnaden")
    today.turn_to(date(2031, 4, 4))
    assert page_of(matter).status.overdue
    assignments.finish(viewer=VIEWER, assignment_id=row.id)
    assert stands(matter) == "decided"
    assert happened(matter) == ["decided", "assigned", "reported", "decided", "finished"]


def test_13_a_meeting_is_kept_for_one_question_alone(today):
    body = a_body("Chefsnätverket")
    meeting = a_planned_meeting(body, APRIL, planned_start=None, planned_end=None)
    kept = AgendaItem.objects.get(id=put(meeting, "Avtalet om hjälpmedel"))
    other = AgendaItem.objects.get(id=put(meeting, "Årsplanen"))
    both = matter_of(kept), matter_of(other)
    assert [stands(one) for one in both] == ["planned", "planned"]
    pull_item(viewer=VIEWER, item_id=other.id, reason="Mötet hålls för en fråga, i en timme.")
    assert [stands(one) for one in both] == ["planned", "withdrawn"]
    withdrawn = the(both[1], "withdrawn")
    assert withdrawn.text == "Mötet hålls för en fråga, i en timme."
    coming = a_planned_meeting(body, date(2031, 5, 8))
    goes_on(both[1], AgendaItem.objects.get(id=put(coming, "Årsplanen")))
    status = page_of(both[1]).status
    assert (status.kind.value, status.day) == ("planned", date(2031, 5, 8))


def test_14_meetings_start_a_quarter_earlier_as_a_trial(today):
    meeting = a_room("Mötenas längd")
    item = the_item(meeting)
    decide(item, "att på försök börja en kvart tidigare från nästa möte")
    matter = matter_of(item)
    assert clauses_of(matter) == ["att på försök börja en kvart tidigare från nästa möte"]
    assert stands(matter) == "decided"
    today.turn_to(date(2031, 6, 1))
    step(matter, "closed", date(2031, 6, 1), text="Försöket blev det vanliga.")
    assert stands(matter) == "closed"
    assert [row.id for row in matters(VIEWER, status="closed")] == [matter]
    today.turn_to(date(2031, 9, 1))
    step(matter, "reopened", date(2031, 9, 1), text="Flera hinner inte fram.")
    assert stands(matter) == "reopened"


def test_15_the_chair_moves_a_matter_up_a_level_and_it_comes_back_with_a_decision(today):
    directors = a_body("Kommundirektörerna")
    meeting = a_room("Gemensam lokal")
    matter = matter_of(the_item(meeting))
    step(
        matter,
        "referred",
        date(2031, 3, 7),
        way="talk",
        by="Ordföranden",
        body_id=meeting.body_id,
        to_body_id=directors.id,
        expected_date=date(2031, 4, 30),
        text="Frågan hör hemma hos kommundirektörerna.",
    )
    status = page_of(matter).status
    assert (status.kind.value, status.body.id) == ("referred", directors.id)
    assert comes(matter) == [("expected", date(2031, 4, 30))]
    above = a_later_room(directors, APRIL, "Gemensam lokal för länets verksamheter")
    goes_on(matter, the_item(above))
    decide(the_item(above), "att hyra lokalen på Storgatan")
    today.turn_to(date(2031, 5, 1))
    status = page_of(matter).status
    assert (status.kind.value, status.body.id) == ("decided", directors.id)
    assert status.overdue  # it was to be back in the network by the end of April
    back = a_later_room(meeting.body, date(2031, 5, 8), "Gemensam lokal")
    goes_on(matter, the_item(back))
    decide(the_item(back), "att lägga kommundirektörernas beslut till handlingarna")
    today.turn_to(date(2031, 5, 9))
    status = page_of(matter).status
    assert (status.kind.value, status.expected, status.overdue) == ("decided", None, False)
    assert happened(matter) == ["dealt", "referred", "decided", "noted"]


WEB = """Länsnätverket för vård och omsorg

Minnesanteckningar från möte 2031-03-06, kl. 09.00-11.00

Närvarande: Vera Ask, Norrviks kommun; Nils Holm, Region Nordlid

1. Mötet öppnas

Vera Ask hälsar välkommen.

2. Gemensam upphandling av trygghetslarm

Fem kommuner har avtal som löper ut.

Länsnätverket beslutar

att hänskjuta upphandlingen till Välfärdsrådet och att frågan är åter i nätverket den 5 maj.

att ge Norrviks kommun i uppdrag att leda upphandlingen.
"""
SCAN = WEB.replace("Nils Holm", "Nils Hoim").replace("avtal som löper ut", "avtal som Iöper ut")


def test_16_the_same_notes_twice_tell_the_matter_once(today, monkeypatch):
    council = a_body("Välfärdsrådet")
    a_body("Länsnätverket för vård och omsorg", "Länsnätverket")
    meeting = read_in(WEB, "webben.md", monkeypatch)
    again = read_in(SCAN, "skannad.txt", monkeypatch)
    assert again.id == meeting.id
    matter = matter_of(item_with(meeting, "trygghetslarm"))
    referred = the(matter, "referred")
    assert (referred.to_body.id, referred.expected.day) == (council.id, date(2031, 5, 5))
    clauses = [clause for one in page_of(matter).past for clause in one.clauses]
    documents = {ref.document for clause in clauses for ref in clause.evidence}
    assert documents == {"webben.md", "skannad.txt"}
    assert len(set(clauses_of(matter))) == 3
    assert page_of(matter).status.expected.day == date(2031, 5, 5)
    assert Evidence.objects.filter(fact_type="matters.clause").exists()

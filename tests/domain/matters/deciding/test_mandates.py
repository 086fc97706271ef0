"""Who may decide what: given, changed and ended by clauses, and shown to those who may see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.audit.models import Entry
from handslag.domain.matters.deciding import actions, queries
from handslag.domain.matters.deciding.codes import give_back
from handslag.domain.matters.deciding.shapes import MandateSuggestions
from handslag.domain.matters.models import Clause, DismissedMandate, MandateGround
from handslag.domain.meetings.models import AgendaItem
from handslag.domain.registry.mandates import actions as registry
from handslag.domain.registry.mandates.actions import HolderTold, MandateTold
from handslag.domain.registry.models import Mandate
from tests.builders import NO_SUCH, VIEWER, a_body, a_name, a_principal
from tests.domain.matters.deciding.making import DAY, a_mandate, a_network, decided, the_item

pytestmark = pytest.mark.django_db
READER = Viewer("Läsaren", frozenset({Held(Role.READER)}), 7)


def told(what: str = "fylla vakanser", **rest) -> MandateTold:
    return MandateTold(what=what, **rest)


def give(holder: HolderTold, mandate: MandateTold | None = None, code: str = "") -> Mandate:
    made = actions.give_by_clause(viewer=VIEWER, holder=holder, told=mandate or told(), code=code)
    return Mandate.objects.get(id=made)


def test_a_clause_gives_changes_and_ends_a_mandate_and_stands_as_its_ground():
    body = a_network()
    item = the_item(body)
    gave = decided(item, "att ge nätverket mandat att fylla vakanser", "other")
    changed = decided(item, "att mandatet även gäller ersättare", "other")
    ended = decided(item, "att mandatet upphör den 30 juni", "other")
    row = give(HolderTold(body_id=body.id), told(since=DAY), gave.code)
    actions.change_by_clause(
        viewer=VIEWER,
        mandate_id=row.id,
        told=told("fylla vakanser och utse ersättare", since=DAY),
        code=changed.code,
    )
    last = DAY + timedelta(days=90)
    actions.end_by_clause(viewer=VIEWER, mandate_id=row.id, until=last, code=ended.code)
    (of,) = queries.mandates(VIEWER, DAY).bodies
    (shown,) = of.now
    assert (shown.what, shown.until) == ("fylla vakanser och utse ersättare", last)
    assert [(one.change.value, one.clause.code) for one in shown.grounds] == [
        ("gave", gave.code),
        ("changed", changed.code),
        ("ended", ended.code),
    ]
    (after,) = queries.mandates(VIEWER, last + timedelta(days=1)).bodies
    assert (after.now, [one.id for one in after.ended]) == ((), [row.id])
    page = queries.clause_page(VIEWER, gave.code)
    assert [(one.change.value, one.mandate.id) for one in page.mandates] == [("gave", row.id)]


def test_bodies_organisations_and_people_have_theirs():
    body, office, person = a_body(), a_principal("Kansliet", "office"), a_name("Vera Ask").person
    for holder in (
        HolderTold(body_id=body.id),
        HolderTold(organisation_id=office.id),
        HolderTold(person_id=person.id),
    ):
        give(holder)
    found = queries.mandates(VIEWER, DAY)
    assert [one.holder.name for one in (*found.bodies, *found.organisations, *found.people)] == [
        "Nordnätverket",
        "Kansliet",
        "Vera Ask",
    ]
    assert [one.what for one in queries.mandates_of_body(VIEWER, body.id, DAY).now] == [
        "fylla vakanser"
    ]


@pytest.mark.parametrize(
    ("holder", "mandate", "field"),
    [
        (HolderTold(), told(), "holder"),
        (HolderTold(body_id=NO_SUCH), told(), "holder"),
        (HolderTold(body_id=1, person_id=1), told(), "holder"),
        (None, told("  "), "what"),
        (None, told("a" * 2001), "what"),
        (None, told(effect="allt"), "effect"),
        (None, told(actions=("flyga",)), "actions"),
        (None, told(since=DAY, until=DAY - timedelta(days=1)), "until"),
        (None, told(since=date(1066, 1, 1)), "since"),
    ],
)
def test_what_will_not_do(holder, mandate, field):
    with pytest.raises(ValidationError) as refusal:
        give(holder or HolderTold(body_id=a_body().id), mandate)
    assert field in refusal.value.message_dict
    assert not Mandate.objects.exists()


def test_one_that_ends_already_or_began_later_is_not_ended_again():
    body = a_body()
    ended = a_mandate(body, until=DAY)
    later = a_mandate(body, since=DAY)
    for row, day in ((ended, DAY), (later, DAY - timedelta(days=2))):
        with pytest.raises(ValidationError):
            actions.end_by_clause(viewer=VIEWER, mandate_id=row.id, until=day)


def test_a_ground_is_taken_back_and_the_mandate_stands():
    body = a_network()
    clause = decided(the_item(body))
    row = give(HolderTold(body_id=body.id), code=clause.code)
    actions.untie_mandate(viewer=VIEWER, ground_id=MandateGround.objects.get().id)
    assert not MandateGround.objects.exists()
    assert Mandate.objects.get().id == row.id
    registry.remove_mandate(viewer=VIEWER, mandate_id=row.id)
    assert not Mandate.objects.exists()
    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs[-4:] == [
        "registry.give_mandate",
        "matters.tie_mandate",
        "matters.untie_mandate",
        "registry.remove_mandate",
    ]


def test_only_who_may_gives_them_and_only_over_what_they_reach():
    home, away = a_body("Hemma"), a_body("Borta")
    at_home = Viewer("Hemma", frozenset({Held(Role.COORDINATOR, of_body(home.id))}), 7)
    actions.give_by_clause(viewer=at_home, holder=HolderTold(body_id=home.id), told=told())
    for viewer, body in ((at_home, away), (READER, home), (ANONYMOUS, home)):
        with pytest.raises(PermissionDenied):
            actions.give_by_clause(viewer=viewer, holder=HolderTold(body_id=body.id), told=told())
    with pytest.raises(PermissionDenied):
        registry.end_mandate(viewer=at_home, mandate_id=a_mandate(away).id)


def test_no_clause_that_is_not_seen_is_a_ground():
    body = a_body()
    with pytest.raises(Clause.DoesNotExist):
        give(HolderTold(body_id=body.id), code="finnsinte")
    assert not Mandate.objects.exists()


def test_one_that_rests_on_a_closed_clause_alone_is_not_shown_to_others():
    """Its words may be the clause's."""
    body = a_network()
    clause = decided(the_item(body), "att ge nätverket mandat att lösa frågan om Vera")
    row = give(HolderTold(body_id=body.id), told("lösa frågan om Vera"), clause.code)
    AgendaItem.objects.update(closed=True)
    assert not queries.mandates(READER, DAY).any
    with pytest.raises(Mandate.DoesNotExist):
        queries.mandate(READER, row.id, DAY)
    assert queries.mandates_of_body(READER, body.id, DAY).now == ()
    assert queries.mandates(VIEWER, DAY).any
    open_clause = decided(the_item(body, day=date(2031, 4, 4)))
    actions.change_by_clause(
        viewer=VIEWER, mandate_id=row.id, told=told("fylla"), code=open_clause.code
    )
    (of,) = queries.mandates(READER, DAY).bodies
    assert [one.clause.code for one in of.now[0].grounds] == [open_clause.code]


def test_clauses_that_read_like_mandates_are_suggested_until_somebody_has_written_them_in():
    body = a_network("Styrgruppen")
    item = the_item(body)
    clause = decided(item, "att ge Styrgruppen mandat att fylla vakanser", "other")
    decided(item, "att godkänna förslaget om mandatperioden")
    (one,) = queries.mandate_suggestions(VIEWER).waiting
    assert (one.clause.code, one.who, one.what) == (clause.code, "Styrgruppen", "fylla vakanser")
    filled = queries.filled(VIEWER, clause.code)
    assert (filled.body_id, filled.what) == (body.id, "fylla vakanser")
    give(HolderTold(body_id=body.id), code=clause.code)
    assert queries.mandate_suggestions(VIEWER).waiting == ()


def a_suggested_clause(
    text: str = "att ge Styrgruppen mandat att fylla vakanser", **item
) -> Clause:
    return decided(the_item(a_network("Styrgruppen"), **item), text, "other")


def waiting(viewer: Viewer = VIEWER) -> list[str]:
    return [one.clause.code for one in queries.mandate_suggestions(viewer).waiting]


def test_a_suggestion_that_is_dismissed_is_made_no_more_until_somebody_lets_it():
    clause = a_suggested_clause()
    assert actions.dismiss_mandate(viewer=VIEWER, code=clause.code, reason="  gäller  mötet ")
    found = queries.mandate_suggestions(VIEWER)
    assert found.waiting == ()
    (one,) = found.dismissed
    assert (one.clause.code, one.reason, one.by) == (clause.code, "gäller mötet", VIEWER.name)
    page = queries.clause_page(VIEWER, clause.code)
    assert page.reads_like_mandate
    assert page.dismissal == one
    actions.suggest_mandate_again(viewer=VIEWER, code=clause.code)
    again = queries.mandate_suggestions(VIEWER)
    assert ([one.clause.code for one in again.waiting], again.dismissed) == ([clause.code], ())
    assert queries.clause_page(VIEWER, clause.code).dismissal is None
    entries = Entry.objects.order_by("number").values_list("verb", "thing_type", "thing_id")
    meeting_id = clause.decision.item.meeting_id
    assert list(entries)[-2:] == [
        ("matters.dismiss_mandate", "meetings.meeting", meeting_id),
        ("matters.suggest_mandate_again", "meetings.meeting", meeting_id),
    ]


def test_dismissing_the_same_twice_says_so_once_and_another_reason_is_kept():
    clause = a_suggested_clause()
    assert actions.dismiss_mandate(viewer=VIEWER, code=clause.code, reason="fel")
    assert not actions.dismiss_mandate(viewer=VIEWER, code=clause.code, reason="fel")
    assert actions.dismiss_mandate(viewer=VIEWER, code=clause.code, reason="gäller mötet")
    assert [one.reason for one in DismissedMandate.objects.all()] == ["gäller mötet"]
    assert Entry.objects.filter(verb="matters.dismiss_mandate").count() == 2


def test_a_clause_that_says_something_else_by_now_is_suggested_again():
    clause = a_suggested_clause()
    actions.dismiss_mandate(viewer=VIEWER, code=clause.code)
    Clause.objects.update(text="att ge Styrgruppen mandat att  fylla vakanser")
    assert waiting() == []  # white space says nothing
    Clause.objects.update(text="att ge Styrgruppen mandat att teckna avtal")
    assert waiting() == [clause.code]
    assert queries.mandate_suggestions(VIEWER).dismissed == ()
    assert queries.clause_page(VIEWER, clause.code).dismissal is None


def test_what_is_dismissed_stays_so_when_the_clause_goes_and_comes_again():
    clause = a_suggested_clause()
    item, text = clause.decision.item, clause.text
    actions.dismiss_mandate(viewer=VIEWER, code=clause.code)
    clause.delete()
    assert queries.mandate_suggestions(VIEWER) == MandateSuggestions((), ())
    back = decided(item, text, "other")
    give_back([back.id])
    back.refresh_from_db()
    assert back.code == clause.code
    found = queries.mandate_suggestions(VIEWER)
    assert (found.waiting, [one.clause.code for one in found.dismissed]) == ((), [back.code])


def test_what_a_mandate_rests_on_is_not_dismissed_nor_listed_as_such():
    clause = a_suggested_clause()
    body_id = clause.decision.item.meeting.body_id
    actions.dismiss_mandate(viewer=VIEWER, code=clause.code)
    give(HolderTold(body_id=body_id), code=clause.code)
    assert queries.mandate_suggestions(VIEWER) == MandateSuggestions((), ())
    with pytest.raises(ValidationError):
        actions.dismiss_mandate(viewer=VIEWER, code=clause.code, reason="ändå")


def test_a_reason_has_room_for_so_much_and_no_more():
    clause = a_suggested_clause()
    with pytest.raises(ValidationError) as refusal:
        actions.dismiss_mandate(viewer=VIEWER, code=clause.code, reason="a" * 501)
    assert "reason" in refusal.value.message_dict
    assert waiting() == [clause.code]
    assert actions.dismiss_mandate(viewer=VIEWER, code=clause.code, reason="a" * 500)


def test_only_who_gives_mandates_for_the_body_that_decided_dismisses():
    clause = a_suggested_clause()
    body_id = clause.decision.item.meeting.body_id
    home = Viewer("Hemma", frozenset({Held(Role.COORDINATOR, of_body(body_id))}), 7)
    elsewhere = of_body(a_body("Borta").id)
    away = Viewer("Borta", frozenset({Held(Role.COORDINATOR, elsewhere), Held(Role.READER)}), 8)
    (seen,) = queries.mandate_suggestions(away).waiting
    assert not seen.dismissible
    for viewer in (away, READER, ANONYMOUS):
        with pytest.raises(PermissionDenied):
            actions.dismiss_mandate(viewer=viewer, code=clause.code)
    actions.dismiss_mandate(viewer=home, code=clause.code)
    assert [one.dismissible for one in queries.mandate_suggestions(away).dismissed] == [False]
    for viewer in (away, READER, ANONYMOUS):
        with pytest.raises(PermissionDenied):
            actions.suggest_mandate_again(viewer=viewer, code=clause.code)
    AgendaItem.objects.update(closed=True)
    assert queries.mandate_suggestions(away) == MandateSuggestions((), ())
    with pytest.raises(Clause.DoesNotExist):
        actions.suggest_mandate_again(viewer=away, code=clause.code)


def test_what_nobody_dismissed_is_not_suggested_again():
    with pytest.raises(DismissedMandate.DoesNotExist):
        actions.suggest_mandate_again(viewer=VIEWER, code=a_suggested_clause().code)
    with pytest.raises(Clause.DoesNotExist):
        actions.dismiss_mandate(viewer=VIEWER, code="finnsinte")


def test_suggestions_cost_the_same_at_ten_times_the_data(django_assert_num_queries):
    item = the_item()
    for number in range(22):
        clause = decided(item, f"att ge Styrgruppen mandat att teckna avtal {number}", "other")
        if number % 2:
            actions.dismiss_mandate(viewer=VIEWER, code=clause.code)
        if number in (1, 21):
            with django_assert_num_queries(3):
                found = queries.mandate_suggestions(VIEWER)
    assert (len(found.waiting), len(found.dismissed)) == (11, 11)


@pytest.mark.parametrize(
    ("who", "kind"), [("Kansliet", "organisation"), ("Vera Ask", "person"), ("någon", "")]
)
def test_who_is_to_have_it_is_looked_for_by_the_clauses_words(who, kind):
    office, person = a_principal("Kansliet", "office"), a_name("Vera Ask").person
    clause = decided(the_item(), f"att {who} får mandat att teckna avtal", "other")
    filled = queries.filled(VIEWER, clause.code)
    assert (filled.organisation_id, filled.person_id) == (
        office.id if kind == "organisation" else None,
        person.id if kind == "person" else None,
    )
    assert (filled.who, filled.what) == (who, "teckna avtal")


def count() -> int:
    with CaptureQueriesContext(connection) as asked:
        queries.mandates(VIEWER, DAY)
    return len(asked)


def test_the_register_costs_the_same_at_ten_times_the_data():
    def more(number: int) -> None:
        body = a_network(f"Nätverk {number}")
        give(HolderTold(body_id=body.id), code=decided(the_item(body)).code)

    more(0)
    first = count()
    for number in range(1, 11):
        more(number)
    assert count() == first == 2

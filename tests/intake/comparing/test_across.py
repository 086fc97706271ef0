"""From papers taken in to findings kept: what is told, where, and for how long."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.domain.audit.queries import history
from handslag.domain.registry import actions as registry
from handslag.intake.actions import correct, reread
from handslag.intake.comparing import actions, queries
from handslag.intake.comparing.models import CrossFinding, Outline
from handslag.intake.models import Review, Suggestion
from tests.builders import NO_SUCH, VIEWER
from tests.intake.conftest import accepted_again
from tests.intake.papers import clause, item, paper

if TYPE_CHECKING:
    from handslag.intake.comparing.queries import CrossRow

pytestmark = pytest.mark.django_db

MATTERS = (
    "Hembesök om natten",
    "Avtal om hjälpmedel",
    "Remiss om skolhälsa",
    "Budget för kansliet",
)


def agenda(*headings: str, **rest: Any) -> tuple[dict[str, Any], ...]:
    return tuple(item(str(n), words, **rest) for n, words in enumerate(headings or MATTERS, 1))


def told(document_id: int, code: str = "") -> list[CrossRow]:
    rows = queries.found_across(VIEWER, document_id)
    return [row for row in rows if not code or row.code == code]


def codes(document_id: int) -> set[str]:
    return {row.code for row in told(document_id)}


def only(document_id: int, code: str) -> CrossRow:
    (row,) = told(document_id, code)
    return row


@pytest.fixture
def pair(taken):
    """A notice and its minutes, alike but for what a test says; their ids."""

    def both(notice: dict[str, Any], minutes: dict[str, Any]) -> tuple[int, int]:
        same = {"items": agenda()}
        return (
            taken(paper("notice", **{**same, "attendees": (), **notice})),
            taken(paper("minutes", **{**same, **minutes})),
        )

    return both


def test_a_notice_and_minutes_that_agree_show_nothing(pair):
    notice, minutes = pair({}, {})
    assert told(notice) == told(minutes) == []


def test_what_was_found_shows_from_both_documents(pair):
    notice, minutes = pair(
        {"start": time(9), "end": time(12)}, {"start": time(9, 30), "end": time(12)}
    )
    here, there = only(minutes, "meeting-time-differs"), only(notice, "meeting-time-differs")
    assert here.id == there.id
    assert (here.start, here.end, here.other_start, here.other_end) == (
        there.other_start,
        there.other_end,
        there.start,
        there.end,
    )
    assert (here.document_id, here.other_id) == (minutes, notice)
    assert "kl. 09.00" in here.message
    assert "kl. 09.30" in here.message
    assert here.message == there.message
    assert ".txt" not in here.message
    assert (here.document_label, here.other_label) == ("minnesanteckningarna", "kallelsen")
    assert (there.document_label, there.other_label) == ("kallelsen", "minnesanteckningarna")


def test_another_place(pair):
    _notice, minutes = pair({"place": "Sal Björken"}, {"place": "Folkets hus"})
    assert "Folkets hus" in only(minutes, "meeting-place-differs").message
    assert "meeting-place-differs" in codes(minutes)


def test_a_place_told_at_more_length_is_the_same(pair):
    _notice, minutes = pair({"place": "Sal Björken"}, {"place": "Sal Björken, Stadshuset"})
    assert codes(minutes) == set()


def test_another_day_is_seen_by_the_agenda(pair):
    _notice, minutes = pair({"day": date(2030, 3, 14)}, {})
    found = only(minutes, "meeting-date-differs")
    assert "14 mars 2030" in found.message
    assert "14 mars 2031" in found.message


def test_minutes_of_another_meeting_are_not_taken_for_the_notices_own(pair):
    _notice, minutes = pair(
        {"day": date(2031, 3, 7)},
        {"items": agenda("Tolkar på nätet", "Lokaler", "Bussar till skolan", "Simhallen")},
    )
    assert told(minutes) == []


def test_another_presenter_but_not_another_spelling(pair):
    def items(*names: str):
        headings = zip(MATTERS, names, strict=False)
        return tuple(item(None, words, presenters=(name,)) for words, name in headings)

    _notice, minutes = pair(
        {"items": items("Siv Ekdal", "Åsa Brøyen")}, {"items": items("Pär Holm", "Åsa Bröyen")}
    )
    found = only(minutes, "presenter-differs")
    assert "Siv Ekdal" in found.message
    assert "Pär Holm" in found.message


def test_a_changed_proposal_is_shown_word_by_word(pair):
    _notice, minutes = pair(
        {
            "items": (
                item("1", "Taxor", proposed=({"clauses": ("att höja taxan från maj 2031",)},)),
            )
        },
        {"items": (item("1", "Taxor", clauses=("att höja taxan från juni 2031",)),)},
    )
    found = only(minutes, "proposal-changed")
    assert [(part.kind, part.text) for part in found.diff] == [
        ("same", "att höja taxan från"),
        ("out", "maj"),
        ("in", "juni"),
        ("same", "2031"),
    ]
    assert found.severity == "warning"


def test_a_proposal_that_was_decided_as_it_stood_is_no_finding(pair):
    _notice, minutes = pair(
        {"items": (item("1", "Taxor", proposals=(("Kansliet", ("Att höja taxan.",)),)),)},
        {"items": (item("1", "Taxor", clauses=("att höja taxan",)),)},
    )
    assert codes(minutes) == set()


def test_a_missing_and_an_added_item(pair):
    notice, minutes = pair({}, {"items": agenda(*MATTERS[:3], "Extra fråga om elbilar")})
    missing, added = only(notice, "item-missing"), only(minutes, "item-added")
    assert "Budget för kansliet" in missing.message
    assert missing.start is not None
    assert "Extra fråga om elbilar" in added.message
    assert added.start is not None
    assert added.other_start is None


def test_formal_items_may_come_and_go(pair):
    _notice, minutes = pair(
        {"items": agenda("Upprop", *MATTERS)}, {"items": agenda(*MATTERS, "Övrigt")}
    )
    assert {"item-missing", "item-added"}.isdisjoint(codes(minutes))


def test_a_notice_of_additions_alone_does_not_make_the_rest_new(pair):
    _notice, minutes = pair({"items": agenda(MATTERS[3])}, {})
    assert "item-added" not in codes(minutes)


def test_another_order_and_other_numbers(pair):
    turned = (*MATTERS[:2], MATTERS[3], MATTERS[2])
    _notice, minutes = pair({}, {"items": agenda(*turned)})
    assert "Flyttade" in only(minutes, "order-changed").message
    assert "från 3 till 4" in only(minutes, "numbers-changed").message


def test_minutes_that_count_on_from_the_last_have_not_changed_the_numbers(pair):
    running = tuple(item(str(n), words) for n, words in enumerate(MATTERS, 41))
    _notice, minutes = pair({}, {"items": running})
    assert codes(minutes) == set()


def test_a_changed_title(pair):
    _notice, minutes = pair(
        {}, {"items": agenda(*MATTERS[:3], "Budget för kansliet och lokaler 2032")}
    )
    assert only(minutes, "title-changed").diff[-1].kind == "in"


def test_changed_attachments(pair):
    def items(*labels: str):
        return (item("1", "Hembesök om natten", attachments=labels),)

    _notice, minutes = pair({"items": items("3a", "3b")}, {"items": items("3a", "3c")})
    message = only(minutes, "attachments-changed").message
    assert "3b" in message
    assert "3c" in message


def test_a_label_used_by_two_notices_for_two_things(taken):
    first = taken(paper("notice", items=(item("1", "Taxor", attachments=("4",)),)))
    late = taken(paper("notice", items=(item("9", "Lokaler", attachments=("4",)),), note="Tillägg"))
    found = only(late, "attachment-label-twice")
    assert (found.severity, found.other_id) == ("warning", first)


MINUTES: dict[str, Any] = {
    "items": (
        item("1", "Hembesök om natten", clauses=("att pröva nattliga hembesök ett år till",)),
        item("2", "Avtal om hjälpmedel", clauses=("att utse Siv Brøyen till avtalets ombud",)),
        item("3", "Remiss om skolhälsa", clauses=("att besvara remissen enligt utkastet",)),
        item("4", "Budget för kansliet", clauses=("att fastställa kansliets budget för året",)),
        item("5", "Rapport från en webbträff", clauses=("att lägga rapporten till handlingarna",)),
    )
}


def spoilt(words: str, read_as: str) -> dict[str, Any]:
    def changed(told: Any) -> Any:
        if isinstance(told, str):
            return told.replace(words, read_as)
        if isinstance(told, tuple):
            return tuple(map(changed, told))
        return {key: changed(value) for key, value in told.items()}

    changed_items: dict[str, Any] = changed(MINUTES)
    return changed_items


@pytest.fixture
def two_readings(taken):
    """The same minutes twice, the second with some words read otherwise."""

    def both(words: str, read_as: str, **rest: Any) -> tuple[int, int]:
        return taken(paper(**MINUTES)), taken(paper(**spoilt(words, read_as), **rest))

    return both


def test_two_readings_are_known_by_their_words_and_not_by_name(two_readings):
    first, second = two_readings("Brøyen", "Bröyen", name="helt-annat.txt", note="Skannad")
    whole = only(second, "two-readings")
    (differs,) = [row for row in told(second, "reading-differs") if "Brøyen" in row.message]
    assert whole.other_id == first
    assert "Troligen står det ”Brøyen” i originalet" in differs.message
    assert differs.severity == "warning"


def test_two_readings_do_not_tell_everything_twice(taken, two_readings):
    first, second = two_readings("webbträff", "webbtäff", note="Skannad")
    notice = taken(paper("notice", items=agenda(*MATTERS, "Något helt annat")))
    assert len(told(notice, "item-missing")) == 1
    assert {row.other_id for row in told(notice)} == {first}
    assert codes(second) == {"two-readings", "reading-differs"}


def test_two_readings_accepted_make_no_double_facts(two_readings):
    from handslag.domain.matters.models import Clause
    from handslag.domain.meetings.models import AgendaItem

    for document_id in two_readings("webbträff", "webbtäff", note="Skannad"):
        accepted_again(document_id)
    assert (AgendaItem.objects.count(), Clause.objects.count()) == (5, 5)


def test_a_tabled_item_that_never_came_back_until_it_does(taken):
    tabled = (item("1", "Samverkan om tandhälsa", outcome="tabled", adjourned_to=date(2031, 5, 9)),)
    first = taken(paper(items=tabled))
    assert told(first) == []  # the day has not come
    later = taken(paper(items=agenda("Lokaler"), day=date(2031, 5, 9)))
    found = only(first, "tabled-not-returned")
    assert found.other_id == later
    assert only(later, "tabled-not-returned").id == found.id
    taken(paper("notice", items=agenda("Tandhälsa, samverkan om"), day=date(2031, 6, 12)))
    assert told(first) == told(later) == []


REFERRED = (item("1", "Samverkan om tandhälsa", outcome="referred", referred_to="Sotådalsrådet"),)


def test_what_was_referred_to_another_body_that_does_not_take_it_up_until_it_does(taken):
    first = taken(paper(items=REFERRED))
    earlier = taken(paper(body="Sotådalsrådet", items=agenda("Bussar"), day=date(2031, 2, 3)))
    assert told(first) == told(earlier) == []  # it has not met since
    later = taken(paper(body="Sotådalsrådet", items=agenda("Lokaler"), day=date(2031, 5, 9)))
    found = only(first, "referred-not-taken-up")
    assert (found.other_id, found.severity) == (later, "warning")
    assert found.start is not None
    assert only(later, "referred-not-taken-up").id == found.id
    taken(paper("notice", body="Sotådalsrådet", items=agenda("Tandhälsa"), day=date(2031, 9, 9)))
    assert told(first) == told(later) == []


def test_a_referral_is_followed_in_whatever_order_papers_come_and_told_once(taken):
    later = taken(paper(body="Sotådalsrådet", items=agenda("Lokaler"), day=date(2031, 5, 9)))
    first = taken(paper(items=REFERRED))
    again = taken(paper(items=REFERRED, note="Samma igen"))
    assert only(first, "referred-not-taken-up").other_id == later
    assert told(again, "referred-not-taken-up") == []
    moved = Suggestion.objects.get(document_id=later, kind="date")
    revision = Review.objects.get(document_id=later).revision
    correct(viewer=VIEWER, suggestion_id=moved.id, fields={"date": "2031-01-09"}, revision=revision)
    assert told(first, "referred-not-taken-up") == []


def test_a_referral_is_followed_under_any_name_of_the_body(taken):
    first = taken(paper(items=REFERRED))
    taken(paper(body="Rådet för Sotådalen", items=agenda("Lokaler"), day=date(2031, 5, 9)))
    assert told(first) == []
    body_id = registry.body_named(viewer=VIEWER, name="Rådet för Sotådalen")
    registry.add_body_name(viewer=VIEWER, body_id=body_id, text="Sotådalsrådet")
    assert actions.compare_those_called(viewer=VIEWER, body_key="sotådalsrådet") == 1
    assert codes(first) == {"referred-not-taken-up"}


def test_a_matter_sent_on_within_its_own_body_is_no_referral(taken):
    own = (item("1", "Samverkan om tandhälsa", referred_to="Älvnätverket"),)
    first = taken(paper(items=own))
    taken(paper(items=agenda("Lokaler"), day=date(2031, 5, 9)))
    assert told(first, "referred-not-taken-up") == []


def test_what_reads_the_same_is_told_once_where_little_is_shown(pair):
    wordings = [
        (f"att höja taxan för {what} från {month}",)
        for month in ("maj", "juni")
        for what in ("vatten och avlopp", "sophämtning i tätort")
    ]
    notice, minutes = pair(
        {"items": (item("1", "Taxor", proposed=({"clauses": (*wordings[0], *wordings[1])},)),)},
        {"items": (item("1", "Taxor", clauses=tuple(map(clause, (*wordings[2], *wordings[3])))),)},
    )
    assert len(told(minutes, "proposal-changed")) == 2
    assert len(queries.open_at_meeting(VIEWER, [notice, minutes])) == 1
    assert len(queries.to_look_at(VIEWER, 3)) == 1


def test_an_assignment_due_at_a_meeting_that_does_not_mention_it(taken):
    given = (
        item(
            "1",
            "Hembesök om natten",
            assignments=(("Kansliet räknar på kostnaden för elbilar.", "Kansliet"),),
        ),
    )
    first = taken(paper(items=given))
    held = date(2031, 5, 1)
    silent = taken(paper(items=agenda("Lokaler"), day=held))
    found = only(first, "assignment-not-mentioned")
    assert found.other_id == silent
    assert "Kansliet" in found.message
    taken(paper(items=agenda("Lokaler", "Kostnaden för elbilar"), day=held, note="Bilaga"))
    assert told(first, "assignment-not-mentioned") == []


def test_a_meeting_referred_to_is_missed_until_a_document_comes(taken):
    first = taken(paper(items=(item("1", "Förra mötet", references=(date(2031, 1, 17),)),)))
    found = only(first, "referred-meeting-missing")
    assert (found.other_id, found.other) == (None, "")
    assert "17 januari 2031" in found.message
    taken(paper(items=agenda("Lokaler"), day=date(2031, 1, 17)))
    assert told(first) == []


def test_bodies_are_matched_through_their_known_names(taken):
    registry.body_named(viewer=VIEWER, name="Älvnätverket", short_name="ÄN")
    taken(paper("notice", body="ÄN", items=agenda(), place="Folkets hus"))
    minutes = taken(paper(items=agenda()))
    assert codes(minutes) == {"meeting-place-differs"}


def test_a_body_called_otherwise_is_seen_by_the_agenda_of_the_same_day(taken):
    notice = taken(paper("notice", body="Älvens rad", items=agenda(), place="Folkets hus"))
    minutes = taken(paper(items=agenda()))
    assert codes(minutes) == codes(notice) == {"meeting-place-differs"}
    taken(paper("notice", items=agenda(), note="Egen"))
    assert told(minutes) == told(notice) == []


def test_documents_of_other_bodies_do_not_concern_each_other(taken):
    taken(paper("notice", body="Sotådalsrådet", items=agenda("Lokaler")))
    assert told(taken(paper(items=agenda()))) == []


def test_a_correction_makes_a_finding_go_and_its_undoing_brings_it_back(pair):
    _notice, minutes = pair({}, {"place": "Folkets hus"})
    place = Suggestion.objects.get(document_id=minutes, kind="place")
    for words, expected in (("Sal Björken", set()), ("Folkets hus", {"meeting-place-differs"})):
        revision = Review.objects.get(document_id=minutes).revision
        correct(viewer=VIEWER, suggestion_id=place.id, fields={"place": words}, revision=revision)
        assert codes(minutes) == expected


def test_what_was_dismissed_stays_so_also_when_it_was_untrue_for_a_while(pair):
    _notice, minutes = pair({}, {"place": "Folkets hus"})
    found = only(minutes, "meeting-place-differs")
    actions.dismiss_across(viewer=VIEWER, finding_id=found.id)
    actions.dismiss_across(viewer=VIEWER, finding_id=found.id)
    actions.compare(viewer=VIEWER, document_id=minutes, again=True)
    assert only(minutes, "meeting-place-differs").dismissed
    assert only(minutes, "meeting-place-differs").dismissed_by == VIEWER.name
    verbs = [row.verb for row in history(VIEWER, "documents.document", minutes)]
    assert verbs.count("intake.dismiss_across") == 1
    place = Suggestion.objects.get(document_id=minutes, kind="place")
    for words in ("Sal Björken", "Folkets hus"):
        revision = Review.objects.get(document_id=minutes).revision
        correct(viewer=VIEWER, suggestion_id=place.id, fields={"place": words}, revision=revision)
        assert (told(minutes) == []) == (words == "Sal Björken")
    assert only(minutes, "meeting-place-differs").dismissed
    actions.show_across_again(viewer=VIEWER, finding_id=found.id)
    assert not only(minutes, "meeting-place-differs").dismissed


def test_another_difference_than_the_dismissed_one_is_told(pair):
    _notice, minutes = pair({}, {"place": "Folkets hus"})
    actions.dismiss_across(viewer=VIEWER, finding_id=only(minutes, "meeting-place-differs").id)
    place = Suggestion.objects.get(document_id=minutes, kind="place")
    revision = Review.objects.get(document_id=minutes).revision
    correct(viewer=VIEWER, suggestion_id=place.id, fields={"place": "Båthuset"}, revision=revision)
    assert [row.dismissed for row in told(minutes)] == [False]


def test_comparing_again_changes_nothing(pair):
    notice, minutes = pair({"place": "Båthuset"}, {"items": agenda(*MATTERS[:3])})
    before = list(CrossFinding.objects.values())
    for document_id in (minutes, notice, minutes):
        actions.compare(viewer=VIEWER, document_id=document_id, again=True)
    assert list(CrossFinding.objects.values()) == before


def test_accepting_and_reading_again_keep_what_was_found(pair, shelf):
    notice, minutes = pair({}, {"place": "Folkets hus"})
    found = only(minutes, "meeting-place-differs").id
    for document_id in (notice, minutes):
        accepted_again(document_id)
    assert only(minutes, "meeting-place-differs").id == found
    data = next(data for data, one in shelf.items() if one.record.kind == "minutes")
    shelf[data] = shelf[data].read_as(place="Sal Björken")
    reread(viewer=VIEWER, document_id=minutes)
    assert codes(minutes) == set()


def test_a_document_that_moves_to_another_day_leaves_its_findings(pair):
    notice, minutes = pair({"place": "Båthuset"}, {})
    day = Suggestion.objects.get(document_id=notice, kind="date")
    revision = Review.objects.get(document_id=notice).revision
    correct(viewer=VIEWER, suggestion_id=day.id, fields={"date": "2033-08-01"}, revision=revision)
    assert told(minutes) == told(notice) == []


def test_counts_and_the_list_to_look_at(pair):
    notice, minutes = pair({}, {"items": agenda(*MATTERS[:3])})
    assert queries.open_across_count(VIEWER) == 1
    assert queries.counts_across(VIEWER, [notice, minutes, NO_SUCH]) == {notice: 1, minutes: 1}
    (row,) = queries.to_look_at(VIEWER, 5)
    assert row.code == "item-missing"
    assert [one.id for one in queries.open_across(VIEWER).rows] == [row.id]
    assert "Älvnätverket" in row.message
    actions.dismiss_across(viewer=VIEWER, finding_id=row.id)
    assert queries.open_across_count(VIEWER) == 0
    assert queries.open_across(VIEWER).total == 0


def asked(document_id: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        actions.compare(viewer=VIEWER, document_id=document_id, again=True)
    return len(captured)


def test_the_work_does_not_grow_with_documents_that_are_not_concerned(pair, taken):
    notice, minutes = pair({"place": "Båthuset"}, {})
    before = asked(minutes)
    assert before <= 30
    for number in range(10):
        taken(paper(body=f"Råd {number}", items=agenda(), note=f"Råd {number}", place=None))
        taken(paper(day=date(2040 + number, 3, 14), items=agenda(), note=f"År {number}"))
    with CaptureQueriesContext(connection) as captured:
        actions.compare(viewer=VIEWER, document_id=minutes, again=True)
    assert len(captured) == before
    assert codes(minutes) == codes(notice) == {"meeting-place-differs"}


def test_reads_take_few_queries_however_much_there_is(pair, taken, django_assert_max_num_queries):
    notice, minutes = pair({"place": "Båthuset"}, {"items": agenda(*MATTERS[:3])})
    for number in range(3):
        body, day = f"Råd {number}", date(2033, 3, number + 1)
        taken(paper("notice", body=body, day=day, items=agenda(), note=body))
        taken(paper(body=body, day=day, items=agenda(MATTERS[number]), note=body))
    with django_assert_max_num_queries(6):
        assert len(queries.found_across(VIEWER, minutes)) == 2
    with django_assert_max_num_queries(6):
        assert len(queries.open_at_meeting(VIEWER, [notice, minutes])) == 1
    with django_assert_max_num_queries(7):
        assert queries.open_across(VIEWER).total == 10


def test_the_most_urgent_stands_first_and_the_body_where_there_are_several(pair, taken):
    pair({}, {"items": agenda(*MATTERS[:3])})
    assert "Älvnätverket" not in queries.open_across(VIEWER).rows[0].message
    tabled = (item("1", "Samverkan om tandhälsa", outcome="tabled", adjourned_to=date(2031, 5, 9)),)
    taken(paper(body="Sotådalsrådet", items=tabled))
    taken(paper(body="Sotådalsrådet", items=agenda("Lokaler"), day=date(2031, 5, 9)))
    rows = queries.open_across(VIEWER).rows
    assert [row.code for row in rows] == ["tabled-not-returned", "item-missing"]
    assert "från Sotådalsrådet den 14 mars 2031" in rows[0].message
    assert "till Älvnätverket den 14 mars 2031" in rows[1].message


def test_a_document_without_body_or_day_is_compared_with_its_double_alone(taken):
    taken(paper(**MINUTES))
    lost = taken(paper(**spoilt("webbträff", "webbtäff"), body=None, day=None))
    assert "two-readings" in codes(lost)
    assert Outline.objects.get(document_id=lost).body_key == ""


def test_clauses_that_are_long_lists_are_compared_too(pair):
    texts = [f"att kommun {number} lämnar underlag för område {number}" for number in range(80)]
    _notice, minutes = pair(
        {"items": (item("1", "Underlag", proposed=({"clauses": tuple(texts)},)),)},
        {"items": (item("1", "Underlag", clauses=tuple(clause(one) for one in texts)),)},
    )
    assert codes(minutes) == set()

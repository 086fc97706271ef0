"""What anybody may read of what was published, and what nobody can any more."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from handslag.domain.access.viewer import ANONYMOUS
from handslag.domain.audit.queries import history
from handslag.domain.documents import store
from handslag.domain.publications import actions, queries
from handslag.domain.publications.content import as_json, from_json
from handslag.domain.publications.models import PublishedVersion
from tests.builders import VIEWER, a_body
from tests.domain.publications.making import a_file, published, said

pytestmark = pytest.mark.django_db
DAY = "2031-02-03"


def at(slug: str = "nordnatverket", meeting: str = DAY, kind: str = "minutes"):
    return queries.publication(slug, meeting, kind)


def test_what_is_said_is_the_same_after_it_was_kept():
    assert from_json(as_json(said())) == said()


def test_a_version_is_shown_at_an_address_of_body_day_and_kind():
    published(a_body("Nätverket för åldrande & öppenvård"), files=[a_file()])
    found = at("natverket-for-aldrande-oppenvard")
    assert found.shown.content == said()
    assert [file.name for file in found.shown.files] == ["protokoll.pdf"]
    assert (found.body.count, found.body.latest) == (1, date(2031, 2, 3))
    assert [row.text for row in queries.decisions()] == ["att godkänna avtalet"]


def test_a_later_version_says_why_and_stands_beside_the_first():
    body = a_body()
    meeting_id = published(body)
    with pytest.raises(ValidationError):
        published(body, meeting_id=meeting_id, clause="att avslå avtalet")
    published(body, meeting_id=meeting_id, clause="att avslå avtalet", why="Fel ord i beslutet")
    found = at()
    assert [row.number for row in found.versions] == [1, 2]
    assert (found.shown.row.why, found.before.row.number) == ("Fel ord i beslutet", 1)
    assert "avslå" in found.shown.text
    assert "godkänna" in found.before.text
    assert [row.text for row in queries.decisions()] == ["att avslå avtalet"]
    first = queries.version("nordnatverket", DAY, "minutes", 1)
    assert first.shown is not None
    assert first.shown.content == said()


def test_the_same_is_not_published_twice():
    body = a_body()
    meeting_id = published(body)
    with pytest.raises(ValidationError):
        published(body, meeting_id=meeting_id, why="En gång till")
    assert len(at().versions) == 1


def test_of_what_is_withdrawn_only_the_tombstone_is_told():
    meeting_id = published(files=[a_file()])
    actions.withdraw(viewer=VIEWER, meeting_id=meeting_id, kind="minutes", reason="Fel bilaga")
    found = at()
    assert (found.withdrawn_reason, found.shown, found.versions) == ("Fel bilaga", None, ())
    assert [row.reason for row in queries.tombstones()] == ["Fel bilaga"]
    assert nothing_is_told_of("hjälpmedel")
    with pytest.raises(ObjectDoesNotExist):
        queries.version("nordnatverket", DAY, "minutes", 1)


def nothing_is_told_of(word: str) -> bool:
    assert queries.decisions().total == 0
    assert queries.decisions(words=word).total == 0
    assert queries.search(word).total == 0
    assert queries.publications().total == 0
    assert queries.latest() == ()
    assert queries.choices().years == ()
    assert [row.count for row in queries.bodies()] == [0]
    assert [row.latest for row in queries.bodies()] == [None]
    with pytest.raises(ObjectDoesNotExist):
        queries.file("nordnatverket", DAY, "minutes", 1, "protokoll.pdf")
    return True


def test_what_is_published_again_is_there_as_before():
    body = a_body()
    meeting_id = published(body)
    actions.withdraw(viewer=VIEWER, meeting_id=meeting_id, kind="minutes", reason="Fel bilaga")
    published(body, meeting_id=meeting_id)
    assert [row.number for row in at().versions] == [1]
    assert at().withdrawn_at is None
    assert queries.tombstones().total == 0


def test_a_version_that_is_suppressed_is_erased_with_its_files():
    body = a_body()
    file = a_file(b"words that nobody should have read")
    meeting_id = published(body, files=[file], heading="Hemligheten")
    actions.suppress_version(
        viewer=VIEWER, meeting_id=meeting_id, kind="minutes", number=1, reason="Personuppgifter"
    )
    found = at()
    assert found.shown is None
    assert [row.suppressed_reason for row in found.versions] == ["Personuppgifter"]
    assert nothing_is_told_of("Hemligheten")
    assert not store.is_named(file.sha256)
    row = PublishedVersion.objects.get()
    assert (row.content, row.text, row.sha256) == ({}, "", "")
    gone = queries.version("nordnatverket", DAY, "minutes", 1)
    assert gone.shown is not None
    assert (gone.shown.content, gone.shown.text, gone.shown.files) == (None, "", ())
    published(body, meeting_id=meeting_id, heading="Det öppna", why="Utan personuppgifter")
    assert at().shown.row.number == 2
    assert queries.search("Hemligheten").total == 0
    assert queries.search("öppna").total == 1


def test_withdrawing_and_suppressing_take_a_reason_and_somebody_who_may():
    meeting_id = published()
    with pytest.raises(ValidationError):
        actions.withdraw(viewer=VIEWER, meeting_id=meeting_id, kind="minutes", reason=" ")
    with pytest.raises(PermissionDenied):
        actions.withdraw(viewer=ANONYMOUS, meeting_id=meeting_id, kind="minutes", reason="x")
    with pytest.raises(ValidationError):
        actions.suppress_version(
            viewer=VIEWER, meeting_id=meeting_id, kind="minutes", number=1, reason=""
        )
    assert at().shown is not None


def test_no_word_that_was_suppressed_stands_in_the_log():
    meeting_id = published(heading="Hemligheten")
    actions.suppress_version(
        viewer=VIEWER, meeting_id=meeting_id, kind="minutes", number=1, reason="Personuppgifter"
    )
    assert "Hemligheten" not in str(history(VIEWER, "meetings.meeting", meeting_id))


def test_an_address_stays_whatever_the_body_is_called_and_wherever_the_meeting_moves():
    body = a_body()
    meeting_id = published(body)
    body.name = "Södernätverket"
    body.save()
    published(body, meeting_id=meeting_id, day=date(2031, 3, 9), why="Flyttat", kind="minutes")
    found = at()
    assert found.shown.content.day == date(2031, 3, 9)
    assert found.body.name == "Södernätverket"


def test_the_notice_and_the_minutes_of_a_meeting_share_their_day():
    body = a_body()
    meeting_id = published(body, kind="notice", day=date(2031, 2, 1))
    published(body, meeting_id=meeting_id, kind="minutes")
    assert at(meeting="2031-02-01").others[0].kind == "notice"


def test_a_second_meeting_of_the_day_gets_a_number():
    body = a_body()
    published(body)
    published(body, heading="Annat")
    assert at(meeting=f"{DAY}-2").shown.content.items[0].heading == "Annat"
    for wrong in (f"{DAY}-1", f"{DAY}-3", "2031-02-31", "i-dag", f"{DAY}-02", "２０３１-02-03"):
        with pytest.raises(ObjectDoesNotExist):
            at(meeting=wrong)


def test_two_bodies_of_the_same_name_have_each_an_address():
    published(a_body("Rådet"))
    published(a_body("RÅDET!"))
    assert {row.slug for row in queries.bodies()} == {"radet", "radet-2"}


def test_bodies_stand_in_the_order_of_the_swedish_alphabet():
    for name in ("Örat", "Ätten", "Ådran", "Zonen", "anden"):
        published(a_body(name))
    assert [row.name for row in queries.bodies()] == ["anden", "Zonen", "Ådran", "Ätten", "Örat"]


@pytest.mark.parametrize("times", [1, 10])
def test_reads_ask_as_often_however_much_there_is(times, django_assert_num_queries):
    body = a_body()
    for number in range(times):
        meeting_id = published(body, files=[a_file()], day=date(2031, 2, 3 + number))
        published(body, meeting_id=meeting_id, clause="att avslå avtalet", why="Rättat")
    for count, read in (
        (1, queries.bodies),
        (1, lambda: queries.body("nordnatverket")),
        (2, queries.publications),
        (1, queries.latest),
        (6, at),
        (6, lambda: queries.version("nordnatverket", DAY, "minutes", 1)),
        (1, lambda: queries.file("nordnatverket", DAY, "minutes", 1, "protokoll.pdf")),
        (2, queries.decisions),
        (3, queries.choices),
        (2, lambda: queries.search("avslå")),
    ):
        with django_assert_num_queries(count):
            read()


def test_files_of_what_is_shown_are_named_to_the_store():
    file = a_file()
    published(files=[file])
    assert store.is_named(file.sha256)

"""What was said is saved as it is written; nobody writes over anybody, and the log remembers."""

from __future__ import annotations

import json
import random
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.access.viewer import coordinator
from handslag.domain.audit.models import Entry, Values
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.meetings.models import Discussion, Room, RoomWrite
from handslag.domain.meetings.room import actions
from handslag.domain.meetings.room.actions.discussion import LONGEST_DISCUSSION
from handslag.domain.meetings.room.rules import Splice, splice, spliced
from handslag.domain.meetings.writable import FinalisedMinutes
from tests.builders import VIEWER
from tests.domain.meetings.room.making import an_open_room, held

OTHER = coordinator("Den andra")


def write(item_id: int, text: str, seen: object, viewer=VIEWER):
    return actions.write_discussion(viewer=viewer, item_id=item_id, seen=str(seen), text=text)


@pytest.mark.django_db
class TestWriting:
    def test_a_text_is_saved_with_its_revision_and_the_room_grows(self):
        item = held(an_open_room())[0]
        written = write(item.id, "Vera Ask berättar.\r\n", 0)
        assert written.seen == {f"discussion-{item.id}": "1"}
        assert written.revision == Room.objects.get().revision == 2
        found = Discussion.objects.get()
        assert (found.text, found.by) == ("Vera Ask berättar.\n", "Prövaren")

    def test_who_comes_second_gets_the_others_text_and_changes_nothing(self):
        item = held(an_open_room())[0]
        write(item.id, "Det första", 0)
        with pytest.raises(ChangedMeanwhile) as conflict, transaction.atomic():
            write(item.id, "Det andra", 0, OTHER)
        assert conflict.value.theirs == {"text": "Det första"}
        assert conflict.value.by == "Prövaren"
        assert conflict.value.seen == {f"discussion-{item.id}": "1"}
        assert Discussion.objects.get().text == "Det första"
        write(item.id, "Det andra", 1, OTHER)
        assert Discussion.objects.get().text == "Det andra"

    def test_the_same_text_again_is_no_conflict_and_no_change(self):
        item = held(an_open_room())[0]
        write(item.id, "Det första", 0)
        before = Entry.objects.count()
        written = write(item.id, "Det första", 0, OTHER)
        assert (written.seen, written.revision) == ({f"discussion-{item.id}": "1"}, 2)
        assert Entry.objects.count() == before

    def test_two_items_never_meet(self):
        one, two = held(an_open_room())
        write(one.id, "Om det ena", 0)
        write(two.id, "Om det andra", 0, OTHER)
        assert Discussion.objects.count() == 2

    def test_a_text_may_be_long_and_no_longer(self):
        item = held(an_open_room())[0]
        write(item.id, "a" * LONGEST_DISCUSSION, 0)
        with pytest.raises(ValidationError, match="för lång"):
            write(item.id, "a" * (LONGEST_DISCUSSION + 1), 1)

    def test_finalised_minutes_are_not_written_in(self):
        meeting = an_open_room()
        meeting.state = "finalised"
        meeting.save()
        with pytest.raises(FinalisedMinutes):
            write(held(meeting)[0].id, "Mer", 0)

    def test_the_log_has_what_was_put_in_and_the_text_can_be_made_of_it_again(self):
        item = held(an_open_room())[0]
        texts = ["Möte", "Mötet öppnas", "Mötet öppnas.\nÅsa: 😀 ja", "Mötet.\nÅsa: ja", ""]
        for revision, text in enumerate(texts):
            write(item.id, text, revision)
        rows = Values.objects.filter(entry__verb="meetings.write_discussion").order_by("entry_id")
        details = [json.loads(row.detail) for row in rows]
        made, rebuilt = "", []
        for told in details:
            made = spliced(made, Splice(told["position"], told["removed"], told["added"]))
            rebuilt.append(made)
        assert rebuilt == texts
        assert details[1]["added"] == "t öppnas"


@given(st.text(alphabet="abå\n", max_size=30), st.text(alphabet="abå\n", max_size=30))
def test_any_text_is_made_of_any_other_by_its_splice(before, after):
    change = splice(before, after)
    assert spliced(before, change) == after
    assert not change.removed or not change.added or change.removed[0] != change.added[0]


def test_a_splice_is_refused_by_another_text():
    with pytest.raises(ValueError, match="another text"):
        spliced("abc", Splice(0, "x", "y"))


@pytest.mark.django_db
class TestOnce:
    def once(self, meeting, key, asked, text, seen=0, viewer=VIEWER):
        item = held(meeting)[0]

        def do():
            written = write(item.id, text, seen, viewer)
            return {"seen": dict(written.seen), "revision": written.revision}

        return actions.write_once(
            viewer=viewer, meeting_id=meeting.id, key=key, asked=asked, write=do
        )

    def test_the_same_key_and_question_are_answered_as_they_were(self):
        meeting, key = an_open_room(), uuid4()
        first = self.once(meeting, key, "a" * 64, "Det första")
        write(held(meeting)[0].id, "Något annat sedan dess", 1, OTHER)
        assert self.once(meeting, key, "a" * 64, "Det första") == first
        assert Discussion.objects.get().text == "Något annat sedan dess"

    def test_another_question_under_the_same_key_is_refused(self):
        meeting, key = an_open_room(), uuid4()
        self.once(meeting, key, "a" * 64, "Det första")
        with pytest.raises(ValidationError, match="två olika"):
            self.once(meeting, key, "b" * 64, "Det andra", 1)
        assert Discussion.objects.get().text == "Det första"

    def test_the_key_of_somebody_else_is_refused(self):
        meeting, key = an_open_room(), uuid4()
        self.once(meeting, key, "a" * 64, "Det första")
        with pytest.raises(ValidationError, match="två olika"):
            self.once(meeting, key, "a" * 64, "Det första", viewer=coordinator("B", 4711))

    def test_a_conflict_keeps_nothing_so_the_choice_may_be_sent(self):
        meeting, key = an_open_room(), uuid4()
        write(held(meeting)[0].id, "Det första", 0, OTHER)
        with pytest.raises(ChangedMeanwhile):
            self.once(meeting, key, "a" * 64, "Mitt")
        assert not RoomWrite.objects.exists()
        self.once(meeting, key, "c" * 64, "Mitt", 1)
        assert Discussion.objects.get().text == "Mitt"


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_of_two_who_write_the_same_is_first_and_the_other_gets_its_text(self, at_once):
        item = held(an_open_room())[0]
        came = at_once(
            lambda: write(item.id, "Det ena", 0), lambda: write(item.id, "Det andra", 0, OTHER)
        )
        (conflict,) = [one for one in came if isinstance(one, ChangedMeanwhile)]
        assert {Discussion.objects.get().text, conflict.theirs["text"]} == {conflict.theirs["text"]}
        assert Room.objects.get().revision == 2

    def test_many_who_write_different_things_all_get_through(self, at_once):
        items = held(an_open_room(*(f"Ärende {number}" for number in range(6))))
        came = at_once(*(lambda id_=item.id: write(id_, f"Om {id_}", 0) for item in items))
        assert not [one for one in came if isinstance(one, Exception)]
        assert {row.text for row in Discussion.objects.all()} == {f"Om {one.id}" for one in items}
        assert Room.objects.get().revision == 7

    def test_the_same_write_sent_twice_at_once_is_done_once(self, at_once):
        meeting, key = an_open_room(), uuid4()
        once = TestOnce().once
        came = at_once(*[lambda: once(meeting, key, "a" * 64, "En gång")] * 3)
        assert came[0] == came[1] == came[2]
        assert Entry.objects.filter(verb="meetings.write_discussion").count() == 1


@pytest.mark.django_db
def test_a_hundred_small_changes_are_rebuilt_from_the_log():
    item = held(an_open_room())[0]
    chance, text = random.Random(7), ""  # noqa: S311  no secret
    for revision in range(100):
        place = chance.randint(0, len(text))
        text = text[:place] + chance.choice("abcåäö \n") * chance.randint(1, 9) + text[place + 1 :]
        write(item.id, text, revision)
    made = ""
    for row in Values.objects.filter(entry__verb="meetings.write_discussion").order_by("entry_id"):
        told = json.loads(row.detail)
        made = spliced(made, Splice(told["position"], told["removed"], told["added"]))
    assert made == text

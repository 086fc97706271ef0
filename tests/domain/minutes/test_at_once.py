"""Two do something with the same minutes at the same moment, or one is cut off in the middle."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.matters.minutes import actions
from handslag.domain.matters.minutes.actions import versions
from handslag.domain.matters.minutes.content import fingerprint, from_json
from handslag.domain.meetings.models import (
    Correction,
    Delivery,
    Discussion,
    Meeting,
    Minutes,
    Room,
)
from handslag.domain.meetings.writable import FinalisedMinutes, require_writable
from tests.domain.minutes.written import (
    DAY,
    a_full_meeting,
    finalise,
    seen_of,
    share,
    the_secretary,
)

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 3


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def write(meeting: Meeting, words: str) -> None:
    """Write as the room does: lock, ask whether it may be written, write."""
    with transaction.atomic():
        room = Room.objects.select_related("meeting").select_for_update().get(meeting=meeting)
        require_writable(room.meeting)
        Discussion.objects.filter(item__meeting=meeting, item__order=1).update(text=words)


def papers() -> actions.Papers:
    return actions.Papers(text="Texten", pdf="0" * 64)


def test_two_who_share_the_same_share_it_once(at_once):
    viewer, meeting = the_secretary(), a_full_meeting()
    both = partial(
        actions.share_minutes,
        viewer=viewer,
        meeting_id=meeting.id,
        papers=papers(),
        seen=seen_of(viewer, meeting),
    )
    one, other = at_once(both, both)
    assert {one.new, other.new} == {True, False}
    assert Minutes.objects.count() == 1
    people = list(Delivery.objects.values_list("person_id", flat=True))
    assert len(people) == len(set(people))


def test_what_is_finalised_is_what_was_seen_whoever_writes_meanwhile(at_once):
    viewer = the_secretary()
    for number in range(TIMES):
        meeting = a_full_meeting(day=DAY + timedelta(days=number))
        share(viewer, meeting)
        make = partial(
            actions.finalise_minutes,
            viewer=viewer,
            meeting_id=meeting.id,
            seen=seen_of(viewer, meeting),
            papers=papers(),
            at=Minutes.objects.get(meeting=meeting).at,
        )
        done, wrote = at_once(make, partial(write, meeting, f"Sent skrivet {number}."))
        final = Minutes.objects.filter(meeting=meeting, state="finalised").first()
        if final is None:  # whoever wrote came first, and the other is told
            assert isinstance(done, ChangedMeanwhile)
            assert wrote is None
            continue
        assert isinstance(wrote, FinalisedMinutes)
        assert final.fingerprint == fingerprint(from_json(final.content))
        assert final.fingerprint == seen_of(viewer, meeting)


def test_two_who_end_a_correction_end_it_once(at_once):
    viewer, meeting = the_secretary(), a_full_meeting()
    share(viewer, meeting)
    finalise(viewer, meeting)
    digest = seen_of(viewer, meeting)
    actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="Fel namn")
    write(meeting, "Rättat.")
    make = partial(
        actions.make_correction,
        viewer=viewer,
        meeting_id=meeting.id,
        seen=seen_of(viewer, meeting),
        papers=papers(),
        at=Minutes.objects.filter(meeting=meeting)[0].at,
    )
    give_up = partial(actions.give_up_correction, viewer=viewer, meeting_id=meeting.id)
    at_once(make, give_up)
    row = Correction.objects.get()
    assert row.ended_at is not None
    final = Minutes.objects.filter(state="finalised").order_by("-version")[0]
    assert (row.after_id == final.id) == (final.version == 3)
    assert final.fingerprint == seen_of(viewer, meeting)
    assert (final.fingerprint == digest) == (row.after_id is None)


@pytest.mark.parametrize("step", ["write_letters", "tell_the_room", "log"])
def test_who_is_cut_off_in_the_middle_has_done_nothing_and_can_do_it_again(monkeypatch, step):
    viewer, meeting = the_secretary(), a_full_meeting()

    def killed(*_args: object, **_told: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(versions, step, killed)
        with pytest.raises(KeyboardInterrupt):
            share(viewer, meeting)
    assert not Minutes.objects.exists()
    assert not Delivery.objects.exists()
    assert Meeting.objects.get(id=meeting.id).state == "draft"
    assert share(viewer, meeting).version == 1
    with monkeypatch.context() as patched:
        patched.setattr(versions, step, killed)
        with pytest.raises(KeyboardInterrupt):
            finalise(viewer, meeting)
    write(meeting, "Det går att skriva.")
    assert share(viewer, meeting).version == 2
    assert finalise(viewer, meeting).version == 3

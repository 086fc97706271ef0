"""Minutes are shared, finalised and corrected; each version stays as it was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.base.frozen import plain
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.minutes import actions, queries
from handslag.domain.matters.minutes.composing import compose
from handslag.domain.matters.minutes.content import Sent, as_json, fingerprint, from_json
from handslag.domain.matters.minutes.keeping import rows_of
from handslag.domain.matters.models import Clause, Decision, Vote
from handslag.domain.meetings.actions import finalise as old_finalise
from handslag.domain.meetings.actions import share as old_share
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import (
    AgendaItem,
    Correction,
    Delivery,
    Discussion,
    Meeting,
    Minutes,
    Participation,
    Signer,
)
from handslag.domain.meetings.writable import FinalisedMinutes, require_writable
from handslag.domain.publications.content import Transfer
from tests.builders import a_clause, a_user
from tests.domain.minutes.written import (
    DAY,
    a_committee,
    a_full_meeting,
    a_written_meeting,
    correct,
    finalise,
    held,
    officers,
    person,
    seen_of,
    share,
    the_secretary,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def viewer():
    return the_secretary()


def state_of(meeting: Meeting) -> str:
    return Meeting.objects.values_list("state", flat=True).get(id=meeting.id)


def write(meeting: Meeting, words: str) -> None:
    """Write something else under the first item."""
    first = Discussion.objects.filter(item__meeting=meeting).order_by("item__order").first()
    assert first
    Discussion.objects.filter(id=first.id).update(text=words)


def sign_all(viewer, meeting: Meeting) -> None:
    version = Minutes.objects.filter(meeting=meeting).order_by("-version").first()
    assert version
    for signer in Signer.objects.filter(meeting=meeting):
        actions.note_signed(
            viewer=viewer, signer_id=signer.id, version=version.version, on=timezone.localdate()
        )


def test_what_minutes_say_is_kept_and_read_back_to_the_same():
    content = compose(a_full_meeting().id)
    assert from_json(as_json(content)) == content
    assert fingerprint(from_json(as_json(content))) == fingerprint(content)


def test_what_says_nothing_of_what_came_later_has_the_digest_it_had():
    said = {"kind": "tabled", "to_body": "", "to_date": "2031-04-07", "text": "till våren"}
    sent = Sent(kind="tabled", to_date=date(2031, 4, 7), text="till våren")
    assert plain(sent) == said
    assert plain(replace(sent, back_date=date(2031, 5, 2))) == said | {"back_date": "2031-05-02"}
    assert plain(Transfer(kind="tabled", to_date=sent.to_date, text=sent.text)) == said


def test_composing_costs_as_many_queries_however_long_the_meeting(django_assert_num_queries):
    small, large = a_full_meeting(items=1), a_full_meeting(items=13, day=DAY + timedelta(days=9))
    signed = a_full_meeting(a_committee(), items=13)
    with django_assert_num_queries(24):
        assert len(compose(small.id).items) == 5
    with django_assert_num_queries(24):
        assert len(compose(large.id).items) == 41
    with django_assert_num_queries(26):  # two more for the numbers of paragraphs
        assert len(compose(signed.id).items) == 41


def test_shared_minutes_are_frozen_and_a_public_record(viewer):
    meeting = a_full_meeting()
    made = share(viewer, meeting)
    row = Minutes.objects.get(id=made.minutes_id)
    assert (row.version, row.state, state_of(meeting)) == (1, "shared", "shared")
    assert row.fingerprint == seen_of(viewer, meeting)
    write(meeting, "Något annat.")
    assert "hälsar välkommen" in Minutes.objects.get(id=row.id).text
    assert seen_of(viewer, meeting) != row.fingerprint


def test_sharing_the_same_twice_shares_it_once(viewer):
    meeting = a_full_meeting()
    first, second = share(viewer, meeting), share(viewer, meeting)
    assert (second.minutes_id, second.new) == (first.minutes_id, False)
    assert Minutes.objects.count() == 1
    letters = Delivery.objects.filter(meeting=meeting)
    assert letters.count() == len({one.person_id for one in letters})


def test_what_somebody_wrote_since_the_page_was_shown_is_not_shared_unseen(viewer):
    meeting = a_full_meeting()
    seen = seen_of(viewer, meeting)
    write(meeting, "Skrivet medan sidan var öppen.")
    with pytest.raises(ChangedMeanwhile):
        actions.share_minutes(
            viewer=viewer, meeting_id=meeting.id, seen=seen, papers=actions.Papers(text="", pdf="")
        )
    assert not Minutes.objects.exists()
    assert state_of(meeting) == PublicationState.DRAFT


def test_letters_go_to_those_who_were_there_and_to_nobody_who_was_not_asked(viewer):
    meeting = a_full_meeting()
    share(viewer, meeting)
    told = set(Delivery.objects.filter(kind="minutes").values_list("name", flat=True))
    assert told == {"Eva Ek", "Bo Al", "Siv Lund", "Sara Skriv"}
    assert {one.content["stage"] for one in Delivery.objects.all()} == {"shared"}


def test_finalised_minutes_have_their_hash_and_time_on_the_paper(viewer):
    meeting = a_full_meeting()
    share(viewer, meeting)
    made = finalise(viewer, meeting)
    row = Minutes.objects.get(id=made.minutes_id)
    assert (row.version, row.state, state_of(meeting)) == (2, "finalised", "finalised")
    assert row.finalised_at is not None
    assert row.fingerprint in row.text.replace(" ", "").replace("\n", "")
    again = finalise(viewer, meeting)
    assert (again.minutes_id, again.new) == (row.id, False)


def test_minutes_are_shared_before_they_are_finalised(viewer):
    meeting = a_full_meeting()
    with pytest.raises(ValidationError, match="Dela"):
        finalise(viewer, meeting)
    assert not Minutes.objects.exists()


def test_the_old_steps_do_not_pass_by_the_checks(viewer):
    meeting = a_full_meeting()
    for step in (old_share, old_finalise):
        with pytest.raises(ValidationError):
            step(viewer=viewer, meeting_id=meeting.id, phase="held")
    assert state_of(meeting) == "draft"


def test_finalised_minutes_are_written_in_a_correction_alone(viewer):
    meeting = a_full_meeting()
    require_writable(meeting)
    share(viewer, meeting)
    require_writable(meeting)
    finalise(viewer, meeting)
    with pytest.raises(FinalisedMinutes):
        require_writable(meeting)
    actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="Fel dag")
    require_writable(meeting)
    write(meeting, "Rättat.")
    correct(viewer, meeting)
    with pytest.raises(FinalisedMinutes):
        require_writable(meeting)


def test_a_correction_is_a_new_version_with_its_reason_and_both_stay(viewer):
    meeting = a_full_meeting()
    share(viewer, meeting)
    finalise(viewer, meeting)
    actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="Fel dag i punkt 2")
    write(meeting, "Ordföranden hälsar alla välkomna.")
    made = correct(viewer, meeting)
    before, after = Minutes.objects.filter(state="finalised").order_by("version")
    assert (after.id, after.version, after.why) == (made.minutes_id, 3, "Fel dag i punkt 2")
    assert "hälsar välkommen" in before.text
    assert "hälsar alla välkomna" in after.text
    assert "Fel dag i punkt 2" in after.text
    shown = queries.version(viewer, meeting.id, 3)
    assert shown.corrects == 2
    row = Correction.objects.get()
    assert (row.before_id, row.after_id, row.kept) == (before.id, after.id, [])
    assert state_of(meeting) == "finalised"


def test_a_correction_takes_a_reason_and_a_change(viewer):
    meeting = a_full_meeting()
    with pytest.raises(ValidationError, match="färdigställt än"):
        actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="Fel")
    share(viewer, meeting)
    finalise(viewer, meeting)
    with pytest.raises(ValidationError, match="Skriv vad som är fel"):
        actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="  ")
    actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="Fel")
    with pytest.raises(ValidationError, match="Inget är ändrat"):
        correct(viewer, meeting)


def test_a_correction_that_is_given_up_leaves_every_row_as_it_was(viewer):
    meeting = a_full_meeting()
    share(viewer, meeting)
    finalise(viewer, meeting)
    announce_recorded(meeting.id)  # as every write does: who is meant is settled by it
    before, digest = rows_of(Meeting.objects.get(id=meeting.id)), seen_of(viewer, meeting)
    actions.begin_correction(viewer=viewer, meeting_id=meeting.id, reason="Fel")
    # everything that can be done to rows: changed, taken away, added, and what hangs on them
    write(meeting, "Något helt annat.")
    Vote.objects.all().delete()
    Decision.objects.filter(item__heading="Gemensam samordnare").delete()
    Participation.objects.filter(meeting=meeting, name__text="Siv Lund").delete()
    AgendaItem.objects.filter(meeting=meeting, heading="Nytt avtal om tolk").delete()
    new = held(meeting, "Tillagd i rättelsen", "Ord.")
    a_clause(new, "att godkänna")
    Clause.objects.filter(decision__item__meeting=meeting).update(text="att göra något annat")
    Meeting.objects.filter(id=meeting.id).update(place="Någon annanstans")
    assert seen_of(viewer, meeting) != digest
    actions.give_up_correction(viewer=viewer, meeting_id=meeting.id)
    assert rows_of(Meeting.objects.get(id=meeting.id)) == before
    assert seen_of(viewer, meeting) == digest
    assert Correction.objects.get().kept == []
    with pytest.raises(FinalisedMinutes):
        require_writable(meeting)


def test_signed_minutes_are_finalised_when_all_have_signed_what_stands(viewer):
    meeting = a_full_meeting(a_committee())
    share(viewer, meeting)
    assert set(Signer.objects.values_list("role", flat=True)) == {"chair", "secretary", "checker"}
    with pytest.raises(ValidationError, match="Eva Ek"):
        finalise(viewer, meeting)
    sign_all(viewer, meeting)
    write(meeting, "Skrivet efter justeringen.")
    with pytest.raises(ValidationError):
        finalise(viewer, meeting)
    share(viewer, meeting)
    assert not Signer.objects.filter(signed_on__isnull=False).exists()
    sign_all(viewer, meeting)
    made = finalise(viewer, meeting)
    row = Minutes.objects.get(id=made.minutes_id)
    assert [name for _role, name, _day in row.signatures] == ["Sara Skriv", "Eva Ek", "Bo Al"]
    head = queries.head(viewer, meeting.id)
    assert (head.sign_by, head.signed) == (DAY + timedelta(days=14), True)


def test_somebody_signs_as_themselves_and_for_nobody_else(viewer):
    meeting = a_full_meeting(a_committee())
    share(viewer, meeting)
    user = a_user("Eva Ek")
    eva = person("Eva Ek")
    eva.user = user
    eva.save()
    member = Viewer("Eva Ek", frozenset({Held(Role.MEMBER, of_body(meeting.body_id))}), user.id)
    own = Signer.objects.get(name="Eva Ek")
    other = Signer.objects.get(name="Bo Al")
    actions.sign(viewer=member, signer_id=own.id, version=1)
    assert Signer.objects.get(id=own.id).signed_on == timezone.localdate()
    with pytest.raises(Signer.DoesNotExist):
        actions.sign(viewer=member, signer_id=other.id, version=1)


def test_paragraphs_run_on_through_the_year_and_stand_once_shared(viewer):
    body = a_committee()
    first = a_full_meeting(body, DAY)
    second = a_full_meeting(body, DAY + timedelta(days=30))
    assert compose(first.id).paragraphs == (1, 5)
    assert compose(second.id).paragraphs == (6, 10)
    share(viewer, second)
    held(first, "En punkt till", outcome="noted")
    assert compose(first.id).paragraphs == (1, 6)
    assert compose(second.id).paragraphs == (6, 10)
    next_year = a_full_meeting(body, DAY.replace(year=2032))
    assert compose(next_year.id).paragraphs == (1, 5)


def test_comments_are_said_of_what_is_shared_and_answered(viewer):
    meeting = a_full_meeting()
    with pytest.raises(Minutes.DoesNotExist):
        actions.comment(viewer=viewer, meeting_id=meeting.id, version=1, item_id=None, text="Hej")
    share(viewer, meeting)
    item = AgendaItem.objects.get(meeting=meeting, heading="Gemensam samordnare")
    made = actions.comment(
        viewer=viewer, meeting_id=meeting.id, version=1, item_id=item.id, text="Det var Eva."
    )
    assert queries.head(viewer, meeting.id).unanswered == 1
    actions.answer_comment(viewer=viewer, comment_id=made, text="Rättat.")
    (row,) = queries.head(viewer, meeting.id).comments
    assert (row.text, row.answer, row.item_id) == ("Det var Eva.", "Rättat.", item.id)
    finalise(viewer, meeting)
    with pytest.raises(ValidationError, match="färdigställt"):
        actions.comment(viewer=viewer, meeting_id=meeting.id, version=1, item_id=None, text="Nej")


def test_errors_stop_and_warnings_are_read(viewer):
    meeting = a_written_meeting()
    officers(meeting)
    item = held(meeting, "Avtal", outcome="decided")
    with pytest.raises(ValidationError, match="inget beslut"):
        share(viewer, meeting)
    a_clause(item, "att anta överenskommelsen om missbruk")
    with pytest.raises(ValidationError, match="varje huvudman"):
        share(viewer, meeting)
    (warning,) = queries.written(viewer, meeting.id).checked
    with pytest.raises(ValidationError):
        actions.acknowledge(
            viewer=viewer, meeting_id=meeting.id, key=warning.finding.key, reason=" "
        )
    actions.acknowledge(
        viewer=viewer,
        meeting_id=meeting.id,
        key=warning.finding.key,
        reason="Nätverket har fullmakt från alla huvudmän.",
    )
    assert share(viewer, meeting).new

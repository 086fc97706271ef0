"""Attachments: labels that stand once sent, versions, and what closed ones leave no trace of."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.documents import store
from handslag.domain.documents.queries import stored
from handslag.domain.meetings.actions import close_item
from handslag.domain.meetings.agenda import actions
from handslag.domain.meetings.agenda.actions.attachments import (
    AttachmentTold,
    FileTold,
    mark_sent,
)
from handslag.domain.meetings.agenda.queries import agenda_paper, attachment_file
from handslag.domain.meetings.models import AttachmentVersion, Meeting
from handslag.intake.attaching import attach, attach_version
from handslag.intake.errors import NotTakenIn
from tests.builders import VIEWER, a_body
from tests.domain.agenda.making import a_planned_meeting, a_sent_notice, put
from tests.source.reading.pdfs import pdf, text_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scratch(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def attached(meeting: Meeting, name: str = "plan.txt", *items: int, **told: str) -> int:
    """Attach a file whose bytes are its name; its id."""
    file = FileTold(name=name, media_type="text/plain", data=name.encode())
    return actions.add_attachment(
        viewer=VIEWER,
        meeting_id=meeting.id,
        file=file,
        told=AttachmentTold(item_ids=items, **told),
    )


def labels(meeting: Meeting) -> list[tuple[str, str]]:
    return [(row.label, row.title) for row in agenda_paper(VIEWER, meeting.id).attachments]


def test_an_attachment_gets_the_next_label_without_the_word_and_serves_several_items():
    meeting = a_planned_meeting()
    one, two = put(meeting, "A"), put(meeting, "B")
    attached(meeting, "avtal.txt", one, two)
    attached(meeting, "budget.txt", two, title="Budget 2032")
    agenda = agenda_paper(VIEWER, meeting.id)
    assert labels(meeting) == [("1", "avtal"), ("2", "Budget 2032")]
    assert agenda.attachments[0].item_ids == (one, two)
    assert [item.attachments for item in agenda.items] == [("1",), ("1", "2")]


def test_labels_follow_the_order_until_the_notice_is_sent():
    meeting = a_planned_meeting()
    ids = [attached(meeting, name) for name in ("a.txt", "b.txt", "c.txt")]
    wanted = [ids[2], ids[0], ids[1]]
    order = partial(actions.order_attachments, viewer=VIEWER, meeting_id=meeting.id)
    order(seen=ids, wanted=wanted)
    assert labels(meeting) == [("1", "c"), ("2", "a"), ("3", "b")]
    with pytest.raises(ChangedMeanwhile):
        order(seen=ids, wanted=wanted)
    mark_sent(meeting)
    a_sent_notice(meeting)
    with pytest.raises(ValidationError):
        order(seen=wanted, wanted=ids)
    assert labels(meeting) == [("1", "c"), ("2", "a"), ("3", "b")]


def test_one_that_was_sent_is_withdrawn_with_a_reason_and_its_label_is_nobody_elses():
    meeting = a_planned_meeting()
    first = attached(meeting, "a.txt")
    attached(meeting, "b.txt")
    mark_sent(meeting)
    a_sent_notice(meeting)
    with pytest.raises(ValidationError):
        actions.remove_attachment(viewer=VIEWER, attachment_id=first)
    with pytest.raises(ValidationError):
        actions.withdraw_attachment(viewer=VIEWER, attachment_id=first, reason="  ")
    actions.withdraw_attachment(viewer=VIEWER, attachment_id=first, reason="Fel fil")
    late = {"late_reason": "Kom i går", "late_by": "ordföranden"}
    with pytest.raises(ValidationError) as refusal:
        attached(meeting, "c.txt")
    assert refusal.value.message_dict.keys() == {"late_reason", "late_by"}
    attached(meeting, "c.txt", **late)
    assert labels(meeting) == [("1", "a"), ("2", "b"), ("3", "c")]
    gone, _b, new = agenda_paper(VIEWER, meeting.id).attachments
    assert (gone.withdrawn_reason, new.late_reason) == ("Fel fil", "Kom i går")


def test_one_that_was_never_sent_goes_with_its_bytes_and_the_labels_close_up(
    django_capture_on_commit_callbacks,
):
    meeting = a_planned_meeting()
    first = attached(meeting, "a.txt")
    attached(meeting, "b.txt")
    digest = AttachmentVersion.objects.get(attachment_id=first).sha256
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_attachment(viewer=VIEWER, attachment_id=first)
    assert not store.path_of(digest).exists()
    assert labels(meeting) == [("1", "b")]


def test_bytes_that_another_attachment_has_too_stay(django_capture_on_commit_callbacks):
    one, other = a_planned_meeting(), a_planned_meeting(a_body("Det andra"))
    first = attached(one, "samma.txt")
    attached(other, "samma.txt")
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_attachment(viewer=VIEWER, attachment_id=first)
    (digest,) = AttachmentVersion.objects.values_list("sha256", flat=True)
    assert store.bytes_of(digest) == b"samma.txt"
    assert digest in stored(VIEWER)


def test_a_new_version_goes_out_and_the_old_one_can_still_be_had():
    meeting = a_planned_meeting()
    attachment_id = attached(meeting, "plan.txt")
    renew = partial(attach_version, viewer=VIEWER, attachment_id=attachment_id)
    assert renew(name="plan-2.txt", data=b"Ny plan")
    assert not renew(name="plan-3.txt", data=b"Ny plan")
    (row,) = agenda_paper(VIEWER, meeting.id).attachments
    assert [one.number for one in row.versions] == [1, 2]
    assert row.newest.name == "plan-2.txt"
    files = [attachment_file(VIEWER, one.id) for one in row.versions]
    assert [file.path.read_bytes() for file in files] == [b"plan.txt", b"Ny plan"]


def test_a_changed_attachment_is_changed_only_as_it_was_seen():
    meeting = a_planned_meeting()
    item_id = put(meeting, "A")
    attachment_id = attached(meeting)
    seen = agenda_paper(VIEWER, meeting.id).attachments[0].digest
    change = partial(
        actions.change_attachment, viewer=VIEWER, attachment_id=attachment_id, seen=seen
    )
    told = AttachmentTold(
        title="Planen", item_ids=(item_id, 10**9), closed_ground="OSL 26 kap. 1 §"
    )
    change(told=told)
    (row,) = agenda_paper(VIEWER, meeting.id).attachments
    assert (row.title, row.item_ids, row.closed_ground) == (
        "Planen",
        (item_id,),
        "OSL 26 kap. 1 §",
    )
    with pytest.raises(ChangedMeanwhile):
        change(told=told)


def test_pages_of_a_pdf_are_counted_and_what_runs_or_hides_files_is_refused():
    meeting = a_planned_meeting()
    put_in = partial(attach, viewer=VIEWER, meeting_id=meeting.id, told=AttachmentTold())
    put_in(name="plan.pdf", data=pdf(text_page("Ett"), text_page("Två")))
    assert agenda_paper(VIEWER, meeting.id).attachments[0].newest.pages == 2
    for data in (b"", b"MZ\x00program", b"%PDF-1.4 trasig", b"PK\x03\x04skrot", b"<html><p>a</p>"):
        with pytest.raises(NotTakenIn):
            put_in(name="fil", data=data)
    assert len(agenda_paper(VIEWER, meeting.id).attachments) == 1


class TestWhoSees:
    @pytest.fixture
    def meeting(self):
        made = a_planned_meeting()
        closed, opened = put(made, "Sluten"), put(made, "Öppen")
        attached(made, "sluten.txt", closed)
        attached(made, "båda.txt", closed, opened)
        attached(made, "ingen.txt")
        attached(made, "stängd.txt", opened, closed_ground="OSL 26 kap. 1 §")
        close_item(viewer=VIEWER, item_id=closed, ground="OSL 26 kap. 1 §")
        return made

    def seen(self, viewer: Viewer) -> set[str]:
        found = set()
        for version in AttachmentVersion.objects.all():
            try:
                found.add(attachment_file(viewer, version.id).name)
            except AttachmentVersion.DoesNotExist:
                continue
        return found

    def test_a_draft_is_for_those_who_prepare_it(self, meeting):
        chair = Viewer("C", frozenset({Held(Role.CHAIR, of_body(meeting.body_id))}), 7)
        member = Viewer("M", frozenset({Held(Role.MEMBER, of_body(meeting.body_id))}), 8)
        assert len(self.seen(VIEWER)) == len(self.seen(chair)) == 4
        assert self.seen(member) == set()

    def test_what_is_shared_is_for_the_bodys_own(self, meeting):
        Meeting.objects.update(planned_state="shared")
        member = Viewer("M", frozenset({Held(Role.MEMBER, of_body(meeting.body_id))}), 8)
        reader = Viewer("R", frozenset({Held(Role.READER)}), 9)
        assert len(self.seen(member)) == 4
        assert self.seen(reader) == {"båda.txt", "ingen.txt"}
        assert self.seen(ANONYMOUS) == set()

    def test_what_is_published_is_for_everybody_but_for_what_is_closed(self, meeting):
        Meeting.objects.update(planned_state="published")
        assert self.seen(ANONYMOUS) == {"båda.txt", "ingen.txt"}

    def test_only_those_who_prepare_attach(self, meeting):
        Meeting.objects.update(planned_state="published")
        member = Viewer("M", frozenset({Held(Role.MEMBER, of_body(meeting.body_id))}), 8)
        with pytest.raises(PermissionDenied):
            attach(
                viewer=member,
                meeting_id=meeting.id,
                name="a.txt",
                data=b"a",
                told=AttachmentTold(),
            )
        assert AttachmentVersion.objects.count() == 4


def test_two_who_attach_at_the_same_moment_get_a_label_each(at_once):
    meeting = a_planned_meeting()
    done = at_once(lambda: attached(meeting, "a.txt"), lambda: attached(meeting, "b.txt"))
    assert all(isinstance(one, int) for one in done), done
    assert {label for label, _title in labels(meeting)} == {"1", "2"}

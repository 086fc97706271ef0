"""From what was written to papers, and read back: the same record in both forms."""

from __future__ import annotations

import pytest

from handslag.domain.documents import store
from handslag.domain.matters.minutes import actions, queries
from handslag.domain.meetings.models import Minutes, Signer
from handslag.output.minutes import making
from handslag.source.read import read
from tests.domain.minutes.written import (
    DAY,
    a_committee,
    a_full_meeting,
    a_network,
    finalise,
    share,
    the_secretary,
)
from tests.output.generation.held_records import put_in, read_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.mark.parametrize("body", [a_network, a_committee])
def test_finalised_minutes_are_read_back_as_they_were_written(body):
    viewer, meeting = the_secretary(), a_full_meeting(body())
    share(viewer, meeting)
    for signer in Signer.objects.filter(meeting=meeting):
        actions.note_signed(viewer=viewer, signer_id=signer.id, version=1, on=DAY.replace(2026))
    made = finalise(viewer, meeting)
    row = Minutes.objects.get(id=made.minutes_id)
    paper = making.version_paper(queries.version(viewer, meeting.id))
    wanted = put_in(paper)
    assert row.text == making.as_text(paper)
    where = meeting.body.short_name or meeting.body.name
    assert f"Ärendet väntas åter i {where} den 3 april 2031." in row.text
    assert f"Ärendet väntas åter i {where}: efter sommaren." in row.text
    for data, name in (
        (row.text.encode(), "text.txt"),
        (store.bytes_of(row.pdf_sha256), "papper.pdf"),
        (store.bytes_of(row.docx_sha256), "papper.docx"),
    ):
        _text, record = read(data, name)
        assert read_back(record) == wanted, name


def test_the_paper_made_again_of_a_version_is_the_one_that_was_kept():
    viewer, meeting = the_secretary(), a_full_meeting()
    share(viewer, meeting)
    made = finalise(viewer, meeting)
    row = Minutes.objects.get(id=made.minutes_id)
    paper = making.version_paper(queries.version(viewer, meeting.id))
    assert making.as_pdf(paper) == store.bytes_of(row.pdf_sha256)

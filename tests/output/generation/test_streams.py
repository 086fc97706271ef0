"""Where the streams of a PDF end."""

from __future__ import annotations

import io

import pikepdf
import pytest

from handslag.output.generation import minutes_pdf
from handslag.output.generation.streams import unambiguous
from tests.output.generation.held_samples import notes
from tests.output.generation.test_pdf import faults


@pytest.fixture(scope="module")
def odd() -> bytes:
    """The first of many versions of a paper one of whose streams ends in a carriage return."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handslag.output.generation.typesetting.unambiguous", bytes)
        made = (minutes_pdf(notes(version=number)) for number in range(2, 300))
        return next(pdf for pdf in made if b"\r\nendstream" in pdf)


def test_a_stream_that_ends_in_a_carriage_return_has_a_line_end_of_its_own(odd):
    mended = unambiguous(odd)
    assert len(mended) == len(odd)
    assert b"\r\r\nendstream" in mended
    assert faults(odd) != []
    assert faults(mended) == []


def test_its_bytes_are_the_same_as_before(odd):
    mended = unambiguous(odd)
    with pikepdf.open(io.BytesIO(odd)) as before, pikepdf.open(io.BytesIO(mended)) as after:
        streams = [
            (a.read_raw_bytes(), b.read_raw_bytes())
            for a, b in zip(before.objects, after.objects, strict=True)
            if isinstance(a, pikepdf.Stream) and isinstance(b, pikepdf.Stream)
        ]
        assert streams
        assert all(a == b for a, b in streams)
        assert after.check_pdf_syntax() == []


def test_any_other_file_is_left_as_it_is():
    assert unambiguous(b"%PDF-1.7\nodd\r\nendstream\n") == b"%PDF-1.7\nodd\r\nendstream\n"
    assert unambiguous(b"") == b""

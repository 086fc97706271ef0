"""What Handslag writes as minutes it reads back as it was: as text, PDF and Word."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings

from handslag.output.generation import minutes_docx, minutes_pdf, minutes_text
from handslag.source.read import read
from tests.output.generation.held import minutes
from tests.output.generation.held_records import put_in, read_back


@given(minutes())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_minutes_as_text_are_read_back_as_they_were(paper):
    _, record = read(minutes_text(paper).encode(), "minnesanteckningar.txt")
    assert read_back(record) == put_in(paper)


@given(minutes())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a PDF takes many minutes
)
def test_minutes_as_pdf_are_read_back_as_they_were(paper):
    _, record = read(minutes_pdf(paper), "minnesanteckningar.pdf")
    assert read_back(record) == put_in(paper)


@given(minutes())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # as for PDF
)
def test_minutes_as_word_are_read_back_as_they_were(paper):
    _, record = read(minutes_docx(paper), "minnesanteckningar.docx")
    assert read_back(record) == put_in(paper)

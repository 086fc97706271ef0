"""Recognition with the real programs, and with none, slow and broken ones in their place."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from handslag.source.reading import ReadingError, pdf, scan
from handslag.source.reading.whole import read_text
from handslag.source.record import Severity
from tests.source.reading.pdfs import glyph_page, image_page, text_page
from tests.source.reading.pdfs import pdf as pdf_of
from tests.source.reading.scans import mixed, saved, scanned, typeset

FIRST = """
= Minnesanteckningar
Länsnätverket för vård och omsorg

§ 12 Förlängning av avtalet

Anna Ek föredrog ärendet.
"""
WORDS = (
    "Minnesanteckningar Länsnätverket för vård och omsorg § 12 Förlängning av avtalet "
    "Anna Ek föredrog ärendet."
)
SECOND = "Nätverket beslutar att godkänna förslaget. \\ Mötet avslutades klockan elva."
THIRD = "Vid anteckningarna \\ Karin Sjölund"


@pytest.fixture(scope="module")
def paper() -> bytes:
    return typeset(FIRST)


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def no_programs(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def other_programs(monkeypatch, tmp_path):
    """Lets programs be put in the place of the real ones; all but ocrmypdf are there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder, "tesseract", "print('List:'); print('swe')")
    program(folder, "gs", "")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_a_scan_is_recognised(paper):
    told = []
    data = saved(scanned(paper), "PDF")
    reading = read_text(data, progress=lambda done, of: told.append((done, of)))
    assert words(reading.text.text) == WORDS
    assert reading.text.recognised
    assert reading.media_type == "application/pdf"
    assert reading.findings == ()
    assert told == [(1, 1)]
    assert reading.searchable is not None
    again = read_text(reading.searchable)
    assert words(again.text.text) == WORDS.replace("§", "$")
    assert again.text.recognised, "what others recognised is told of too"
    assert again.searchable is None


@pytest.mark.parametrize("turned", [90, 178])
def test_a_page_that_lies_askew_or_on_its_side_is_recognised(turned):
    paper = typeset(FIRST + "Avtalet om närvårdsteam förlängs. " * 12)
    text = read_text(saved(scanned(paper, turned=turned), "PDF")).text
    found, wanted = set(words(text.text).split()), set(WORDS.split())
    assert len(wanted & found) >= 0.9 * len(wanted)


def test_only_the_pages_that_need_it_are_recognised():
    before, after = typeset(FIRST), typeset(THIRD)
    data = mixed(before, saved(scanned(typeset(SECOND)), "PDF"), after)
    assert pdf.pages_to_recognise(data) == (2,)
    reading = read_text(data)
    first, second, third = (reading.text.quote(page.span) for page in reading.text.pages)
    assert (first, third) == (read_text(before).text.text, read_text(after).text.text)
    assert words(second) == words(SECOND.replace("\\", ""))
    assert reading.text.recognised
    assert reading.searchable is not None
    parts = read_text(reading.searchable).text
    assert [parts.quote(page.span) for page in parts.pages] == [first, second, third]


@pytest.mark.parametrize(("kind", "pages"), [("PNG", 1), ("JPEG", 1), ("TIFF", 2)])
def test_a_picture_of_a_document_is_read_as_a_scan(kind, pages):
    pictures = scanned(typeset(SECOND)) * pages
    reading = read_text(saved(pictures, kind))
    assert reading.media_type == f"image/{kind.lower()}"
    assert reading.text.recognised
    assert [words(reading.text.quote(page.span)) for page in reading.text.pages] == [
        words(SECOND.replace("\\", ""))
    ] * pages


def test_a_picture_without_text_says_so():
    with pytest.raises(ReadingError, match="ingen text gick att känna igen") as refused:
        read_text(pdf_of(image_page()))
    assert refused.value.code == "only-pictures"


def test_a_scan_says_what_to_install_where_the_programs_are_missing(no_programs):
    with pytest.raises(ReadingError, match=r"apt install ocrmypdf tesseract-ocr") as refused:
        read_text(pdf_of(image_page(), image_page()))
    assert refused.value.code == "recognition-missing"


def test_a_mixed_document_is_read_without_the_programs(no_programs):
    pages = [text_page("Kallelse"), image_page(), image_page(), b"", image_page()]
    reading = read_text(pdf_of(*pages))
    assert reading.text.text == "Kallelse\n\n\n\n"
    assert not reading.text.recognised
    assert [(found.code, found.severity) for found in reading.findings] == [
        ("page-without-text", Severity.WARNING)
    ] * 2
    assert reading.findings[0].message.startswith("Sida 2–3 är bild")
    assert "apt install" in reading.findings[1].message


def test_tesseract_without_swedish_is_no_tesseract(other_programs):
    program(other_programs, "ocrmypdf", "")
    program(other_programs, "tesseract", "print('List:'); print('eng')")
    with pytest.raises(scan.RecognitionMissingError):
        scan.check_programs()


def test_a_page_that_no_program_can_bear_costs_itself_alone(other_programs):
    program(other_programs, "ocrmypdf", "raise SystemExit(15)")
    reading = read_text(pdf_of(text_page("Kallelse"), image_page()))
    assert reading.text.text == "Kallelse\n"
    (finding,) = reading.findings
    assert finding.code == "page-without-text"
    assert "gick inte att känna igen" in finding.message


def test_a_program_that_never_ends_is_ended_with_what_it_started(
    other_programs, monkeypatch, tmp_path
):
    place = tmp_path / "pid"
    program(
        other_programs,
        "ocrmypdf",
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(place)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(600)",
    )
    monkeypatch.setattr(scan, "PAGE_SECONDS", 0)
    monkeypatch.setattr(scan, "_START_SECONDS", 2)
    reading = read_text(pdf_of(text_page("Kallelse"), image_page()))
    assert [finding.code for finding in reading.findings] == ["page-without-text"]
    state = Path(f"/proc/{place.read_text()}/stat")
    until = time.monotonic() + 60
    while _runs(state) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(state)


def _runs(state: Path) -> bool:
    """Whether a process, told by its file of states, is there and has not ended."""
    try:
        return state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class StoppedError(Exception):
    pass


def test_a_run_that_was_stopped_goes_on_where_it_was(monkeypatch, tmp_path):
    data = saved(scanned(typeset(SECOND, THIRD)), "PDF")

    def stop(done: int, of: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        read_text(data, progress=stop, kept=tmp_path)
    run = scan._run
    batches = []

    def counted(place: Path, pages: int, *, afresh: bool) -> bool:
        batches.append(pages)
        return run(place, pages, afresh=afresh)

    monkeypatch.setattr(scan, "_run", counted)
    reading = read_text(data, kept=tmp_path)
    assert batches == [1]
    first, second = (words(reading.text.quote(page.span)) for page in reading.text.pages)
    assert (first, second) == (words(SECOND.replace("\\", "")), words(THIRD.replace("\\", "")))
    assert len(list(tmp_path.iterdir())) == 2, "whoever gave the folder empties it"


def test_a_page_that_was_hard_to_recognise_is_told_of(no_programs, tmp_path):
    data = pdf_of(image_page(), image_page())
    (tmp_path / "1_96.pdf").write_bytes(pdf_of(text_page("Kallelse")))
    (tmp_path / "2_61.pdf").write_bytes(pdf_of(text_page("Ka11e1se")))
    (finding,) = read_text(data, kept=tmp_path).findings
    assert (finding.code, finding.severity) == ("recognition-uncertain", Severity.WARNING)
    assert finding.message.startswith("Sida 2 är svår att läsa")


def test_how_sure_tesseract_was_is_weighed_by_the_length_of_words(tmp_path):
    (tmp_path / "work").mkdir()
    rows = ["level\tx\tx\tx\tx\tx\tx\tx\tx\tx\tconf\ttext"]
    rows += [
        f"5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t{sure}\t{word}" for sure, word in [(90, "mötet"), (30, "a")]
    ]
    rows += ["4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t", "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\t "]
    (tmp_path / "work" / "000002_ocr_tess.tsv").write_text("\n".join(rows))
    assert scan._confidence(tmp_path, 2) == 80
    assert scan._confidence(tmp_path, 1) is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("$ 12 Val", "§ 12 Val"),
        ("$$ 15-16", "§§ 15-16"),
        ("kommun, $15", "kommun, §15"),
        ("US$ och", "US$ och"),
    ],
)
def test_the_sign_that_the_swedish_model_does_not_know_is_put_back(read, meant):
    assert scan.restored(read) == meant


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        pytest.param(text_page("Kallelse"), False, id="text"),
        pytest.param(text_page("Kallelse") + b" " + image_page(), True, id="a stamp on a picture"),
        pytest.param(
            text_page(*["Kallelse till möte"] * 9) + b" " + image_page(), False, id="both"
        ),
        pytest.param(glyph_page("\ue123\ufffd" * 9), True, id="no letters"),
        pytest.param(text_page(*["Plhm sntckng vrds rplv kmmn"] * 20), True, id="no vowels"),
        pytest.param(text_page(*["2025 1 200 300 kr 12 %"] * 30), False, id="figures"),
        pytest.param(b"", False, id="blank"),
        pytest.param(image_page(), True, id="picture"),
    ],
)
def test_pages_that_cannot_be_read_as_they_are_need_recognition(page, wanted):
    assert pdf.pages_to_recognise(pdf_of(page)) == ((1,) if wanted else ())

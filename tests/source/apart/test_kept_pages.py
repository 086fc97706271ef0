"""A scan whose reading was stopped goes on with the pages that were recognised."""

from __future__ import annotations

import shutil
import threading

import pytest

from handslag.source.apart import Readers, forget_pages, read_apart, to_recognise
from handslag.source.apart.answers import Unsound, pages_to_recognise
from handslag.source.apart.frames import Garbled, Message
from handslag.source.apart.kept import KeptPages
from handslag.source.reading import ReadingError
from handslag.source.reading.limits import MAX_PAGES
from tests.source.reading.pdfs import image_page, pdf, text_page
from tests.source.reading.scans import saved, scanned, typeset

recognising = pytest.mark.skipif(
    shutil.which("ocrmypdf") is None, reason="needs the programs that recognise"
)

FIRST, SECOND = "= Protokoll", "Mötet avslutades klockan elva."


class StoppedError(Exception):
    pass


def scan() -> bytes:
    return saved(scanned(typeset(FIRST, SECOND)), "PDF")


@recognising
@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_no_page_is_recognised_twice(tmp_path, kind):
    data = saved(scanned(typeset(FIRST, SECOND)), kind)

    def stop(_done: int, _of: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        read_apart(data, "a", progress=stop, kept=tmp_path / "a")
    (first,) = (tmp_path / "a").iterdir()
    assert first.name.startswith("1_")
    told: list[tuple[int, int]] = []
    found = read_apart(data, "a", progress=lambda *at: told.append(at), kept=tmp_path / "a")
    assert told == [(2, 2)], "one page was left"
    assert "Protokoll" in found.text.text
    assert "klockan elva" in found.text.text
    assert len(list((tmp_path / "a").iterdir())) == 2
    forget_pages(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


@recognising
def test_reading_can_be_stopped_from_another_thread(tmp_path):
    ours = Readers(most=1)
    data = scan()
    try:
        with pytest.raises(ReadingError):
            read_apart(
                data, "a", by=ours, progress=lambda *_at: threading.Thread(target=ours.stop).start()
            )
        assert read_apart(b"Kallelse", "a.txt", by=ours).text.text == "Kallelse"
    finally:
        ours.close()


def test_stopping_where_nothing_is_done_does_nothing():
    Readers(most=1).stop()


def test_how_many_pages_have_to_be_recognised():
    assert to_recognise(pdf(text_page("Kallelse"), image_page()), "a.pdf") == (1, "application/pdf")
    assert to_recognise(pdf(text_page("Kallelse")), "a.pdf") == (0, None)
    assert to_recognise(b"Kallelse", "a.txt") == (0, None)
    pictures = scanned(typeset(FIRST, SECOND))
    assert to_recognise(saved(pictures, "TIFF"), "a.tif") == (2, "image/tiff")
    assert to_recognise(saved(pictures[:1], "PNG"), "a.png") == (1, "image/png")


@pytest.mark.parametrize("data", [b"%PDF-1.4 skadad", b"\x89PNG\r\n\x1a\nskadad"])
def test_what_shows_at_once_is_refused_at_once(data):
    with pytest.raises(ReadingError) as refused:
        to_recognise(data, "a")
    assert refused.value.code in {"damaged-pdf", "damaged-picture"}


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"pages": 1, "media_type": None},
        {"pages": 0, "media_type": "application/pdf"},
        {"pages": True, "media_type": "application/pdf"},
        {"pages": -1, "media_type": "application/pdf"},
        {"pages": MAX_PAGES + 1, "media_type": "application/pdf"},
        {"pages": 1, "media_type": "text/x-shellscript"},
        {"pages": 1, "media_type": ["application/pdf"]},
    ],
)
def test_numbers_of_pages_that_are_none_are_refused(value):
    with pytest.raises(Unsound):
        pages_to_recognise(Message({"value": value}))


@pytest.mark.parametrize(
    ("names", "blobs"),
    [
        (None, ()),
        (["1_90.pdf"], ()),
        (["../1_90.pdf"], (b"%PDF-",)),
        (["0_90.pdf"], (b"%PDF-",)),
        (["1_90.sh"], (b"%PDF-",)),
        ([1], (b"%PDF-",)),
        (["1_90.pdf"], (b"#!/bin/sh",)),
    ],
)
def test_what_is_no_page_is_not_kept(tmp_path, names, blobs):
    with pytest.raises(Garbled):
        KeptPages(tmp_path).keep(Message({"names": names}, blobs))
    assert list(tmp_path.iterdir()) == []


def test_more_than_a_document_can_hold_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("handslag.source.apart.kept._MOST_KEPT", 7)
    pages = KeptPages(tmp_path)
    pages.keep(Message({"names": ["1_.pdf"]}, (b"%PDF-",)))
    with pytest.raises(Garbled):
        pages.keep(Message({"names": ["1_.pdf"]}, (b"%PDF-",)))


def test_pages_are_sent_in_order_and_what_is_none_is_passed_over(tmp_path, monkeypatch):
    for name in ("10_9.pdf", "2_9.pdf", "1_9.pdf", "tmpabc", "x_9.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    assert list(KeptPages(tmp_path).known()) == ["1_9.pdf", "2_9.pdf", "10_9.pdf"]
    monkeypatch.setattr("handslag.source.apart.kept._MOST_SENT", 15)
    assert list(KeptPages(tmp_path).known()) == ["1_9.pdf", "2_9.pdf"]
    assert KeptPages(tmp_path / "none").known() == {}


def test_a_full_disk_costs_only_time(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    KeptPages(tmp_path / "file" / "folder").keep(Message({"names": ["1_.pdf"]}, (b"%PDF-",)))

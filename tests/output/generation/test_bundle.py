"""All papers in one: every attachment after its item, and none of them able to spoil it."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from functools import cache
from typing import cast

import pikepdf
import pypdfium2
import pytest
import typst
from PIL import Image

from handslag.output.generation import bundle, cleaned, shown
from tests.output.generation.notices import NOTICE, attachment, notice, plain_pdf, png


@cache
def paged(words: str, width: str = "210mm", height: str = "297mm") -> bytes:
    """A PDF of two pages, each with a link to the other and one to an address."""
    source = f"""
#set document(title: "x")
#set page(width: {width}, height: {height})
= {words} ett <a>
#link(<b>)[vidare] #link("https://example.org/")[utåt]
#pagebreak()
= {words} två <b>
#link(<a>)[tillbaka]
"""
    return bytes(typst.compile(source.encode(), format="pdf"))


def turned(data: bytes, degrees: int) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.rotate(degrees, relative=False)
        return saved(document)


def saved(document: pikepdf.Pdf, **more) -> bytes:
    written = io.BytesIO()
    document.save(written, **more)
    return written.getvalue()


def locked(data: bytes, user: str) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(document, encryption=pikepdf.Encryption(owner="o", user=user))


def texts(made: bytes) -> list[str]:
    """What stands on each page, white space folded."""
    document = pypdfium2.PdfDocument(made)
    try:
        found = []
        for page in document:
            words = page.get_textpage()
            found.append(" ".join(words.get_text_range().split()))
            words.close()
        return found
    finally:
        document.close()


def sizes(made: bytes) -> list[tuple[int, int, int]]:
    """Width, height and turn of each page."""
    with pikepdf.open(io.BytesIO(made)) as document:
        return [
            (round(float(p.cropbox[2])), round(float(p.cropbox[3])), int(p.obj.get("/Rotate", 0)))
            for p in document.pages
        ]


def bookmarks(made: bytes) -> list[tuple[str, int, list[str]]]:
    """Title, page from 1, and the titles beneath, of each bookmark."""
    with pikepdf.open(io.BytesIO(made)) as document, document.open_outline() as outline:
        pages = [page.obj.objgen for page in document.pages]
        return [
            (
                mark.title,
                pages.index(cast(pikepdf.Array, mark.destination)[0].objgen) + 1,
                [child.title for child in mark.children],
            )
            for mark in outline.root
        ]


def of(*attachments, **labels):
    """The notice with attachments, each serving the second item unless `labels` says which."""
    items = list(NOTICE.items)
    for at, item in enumerate(items):
        items[at] = replace(item, attachments=())
    items[1] = replace(items[1], attachments=tuple(one.label for one in attachments))
    return notice(attachments=attachments, items=tuple(items))


def sheet_of(made: bytes, label: str) -> str:
    """The text of the page that an attachment begins with."""
    return next(
        words for words in texts(made) if f"Bilaga {label}" in words and "Till ärende" in words
    )


def test_each_attachment_stands_after_its_item_and_contents_tell_its_page():
    made = bundle(
        notice(
            attachments=(
                attachment("1", "Anteckningar", data=paged("Anteckningar")),
                attachment("2", "Riktlinje", data=paged("Riktlinje")),
                attachment("2a", "Konsekvenser", data=paged("Konsekvenser")),
                attachment("3", "Överenskommelse", data=paged("Överenskommelse")),
            )
        )
    )
    pages = texts(made)
    begin = [
        next(n for n, words in enumerate(pages, 1) if f"{word} ett" in words)
        for word in ("Anteckningar", "Riktlinje", "Konsekvenser", "Överenskommelse")
    ]
    assert begin == [5, 8, 11, 14]
    assert "Bilaga 2: Riktlinje 7" in pages[0]
    assert "Bilaga 3: Överenskommelse 13" in pages[0]


def test_one_that_serves_several_items_stands_once_and_the_others_refer_to_it():
    made = bundle(
        notice(
            attachments=(attachment("1", "Anteckningar", data=paged("A")),),
        )
    )
    pages = texts(made)
    assert sum("A ett" in words for words in pages) == 1
    assert pages[0].count("Bilaga 1: Anteckningar 4") == 2
    assert "Hör också till ärende 4." in sheet_of(made, "1")


def test_one_that_serves_no_item_stands_last():
    made = bundle(notice(attachments=(attachment("9", "Allmänt"), attachment("1", "Ett"))))
    assert [title for title, _, _ in bookmarks(made)][-1] == "Bilaga 9: Allmänt"


def test_every_page_carries_one_running_number():
    made = bundle(of(attachment("1", data=paged("A")), attachment("2", data=paged("B"))))
    pages = texts(made)
    for number, words in enumerate(pages, start=1):
        assert words.count(f"{number} ({len(pages)})") == 1


def test_items_and_attachments_are_found_in_the_bookmarks():
    marks = bookmarks(bundle(of(attachment("1", "Ett", data=paged("A")), attachment("2", "Två"))))
    assert marks[0] == ("Innehåll", 1, [])
    assert marks[1][:2] == ("Kallelse", 2)
    assert marks[3][2] == ["Bilaga 1: Ett", "Bilaga 2: Två"]


def test_pages_keep_their_size_and_how_they_are_turned():
    wide, upright = paged("Bred", "297mm", "210mm"), paged("Stående", "148mm", "210mm")
    made = bundle(of(attachment("1", data=wide), attachment("2", data=turned(upright, 270))))
    kept = sizes(made)
    assert kept.count((842, 595, 0)) == 2
    assert kept.count((420, 595, 270)) == 2


def test_links_still_lead_where_they_led():
    made = bundle(of(attachment("1", data=paged("A")), attachment("2", data=paged("B"))))
    with pikepdf.open(io.BytesIO(made)) as document:
        pages = [page.obj.objgen for page in document.pages]
        names = pikepdf.NameTree(document.Root.Names.Dests)
        for begin in (5, 8):
            page = document.pages[begin - 1]
            inner, outer = page.obj.Annots
            place = names[str(inner.Dest)]
            place = place.D if isinstance(place, pikepdf.Dictionary) else place
            assert pages.index(place[0].objgen) == begin
            assert str(outer.A.URI) == "https://example.org/"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (locked(plain_pdf(), "hemligt"), "Filen är skyddad med lösenord."),
        (b"%PDF-1.7\nnonsense", "Filen är skadad och kan inte visas."),
        (plain_pdf()[:200], "Filen är skadad och kan inte visas."),
        (b"", "Filen är tom."),
    ],
    ids=["locked", "nonsense", "cut off", "empty"],
)
def test_what_cannot_be_opened_gets_a_page_that_says_so(data, words):
    made = bundle(of(attachment("1", data=data), attachment("2", data=paged("B"))))
    assert words in sheet_of(made, "1")
    assert any("B två" in page for page in texts(made))


def test_a_file_that_only_forbids_changes_is_shown():
    made = bundle(of(attachment("1", data=locked(paged("A"), ""))))
    assert any("A två" in page for page in texts(made))


def test_what_cannot_be_shown_lies_in_the_bundle_as_a_file():
    word = attachment("1", data=b"PK\x03\x04", name="plan.docx", media_type="application/msword")
    made = bundle(of(word, attachment("2", data=locked(plain_pdf(), "x"), name="låst.pdf")))
    with pikepdf.open(io.BytesIO(made)) as document:
        specs = [document.attachments[name] for name in document.attachments]
        kept = {spec.filename: spec.get_file().read_bytes() for spec in specs}
    assert kept["Bilaga 1 plan.docx"] == b"PK\x03\x04"
    assert "Bilaga 2 låst.pdf" in kept
    assert "under namnet ”Bilaga 1 plan.docx”" in sheet_of(made, "1")


def test_too_many_pages_are_refused_in_words_and_soon():
    made = bundle(of(attachment("1", data=plain_pdf(5000)), attachment("2", data=paged("B"))))
    assert "Filen har 5 000 sidor och är för lång." in sheet_of(made, "1").replace("\xa0", " ")
    assert any("B två" in page for page in texts(made))


def test_all_attachments_together_have_a_limit_too(monkeypatch):
    monkeypatch.setattr(shown, "MOST_PAGES", 3)
    made = bundle(of(attachment("1", data=paged("A")), attachment("2", data=paged("B"))))
    assert any("A två" in page for page in texts(made))
    assert "Filen har 2 sidor och är för lång." in sheet_of(made, "2")


def test_what_is_too_large_is_named(monkeypatch):
    monkeypatch.setattr(shown, "LARGEST", 100)
    made = bundle(of(attachment("1", data=paged("A"))))
    assert "Filen är för stor för att ligga med här." in sheet_of(made, "1")


def bomb() -> bytes:
    """A small PDF whose table of pages unfolds to three thousand million bytes."""
    packed = zlib.compressobj(9)
    stream = packed.compress(b"1 0 <</Type/Catalog/Pages 2 0 R>>") + packed.flush(zlib.Z_FULL_FLUSH)
    blanks = packed.compress(b" " * 10_000_000) + packed.flush(zlib.Z_FULL_FLUSH)
    stream += blanks * 300 + packed.flush()
    head = b"%PDF-1.5\n"
    body = (
        b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(stream)).encode()
        + b">>\nstream\n"
        + stream
        + b"\nendstream\nendobj\n"
    )
    table = (
        b"\x00\x00\x00\xff"
        b"\x02\x00\x03\x00"
        b"\x00\x00\x00\x00"
        b"\x01" + len(head).to_bytes(2, "big") + b"\x00"
    )
    at = len(head) + len(body)
    xref = (
        b"4 0 obj\n<</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R/Length "
        + str(len(table)).encode()
        + b">>\nstream\n"
        + table
        + b"\nendstream\nendobj\n"
    )
    return head + body + xref + b"startxref\n" + str(at).encode() + b"\n%%EOF\n"


def test_a_file_that_unfolds_without_end_spoils_nothing():
    made = bundle(of(attachment("1", data=bomb()), attachment("2", data=paged("B"))))
    assert "Filen är skadad" in sheet_of(made, "1")
    assert any("B två" in page for page in texts(made))


def test_where_the_cleaning_process_ends_the_next_files_are_still_cleaned(monkeypatch, tmp_path):
    program = tmp_path / "cleaning.py"
    source = cleaned._PROGRAM.read_text()
    program.write_text(
        source.replace(
            "    try:\n        with pikepdf",
            "    if source.name == '1.pdf':\n        sys.exit(9)\n    try:\n        with pikepdf",
            1,
        )
    )
    monkeypatch.setattr(cleaned, "_PROGRAM", program)
    done = cleaned.clean_all([cleaned.File("pdf", paged(x)) for x in "ABC"], 10, 10)
    assert [(one.pages, one.fault) for one in done] == [(2, ""), (0, "damaged"), (2, "")]


def test_where_cleaning_takes_too_long_the_rest_is_named(monkeypatch):
    monkeypatch.setattr(cleaned, "SECONDS", 0)
    assert [
        one.fault
        for one in cleaned.clean_all([cleaned.File("pdf", paged(x)) for x in "AB"], 10, 10)
    ] == ["late"] * 2


def test_programs_in_an_attachment_do_not_come_along():
    with pikepdf.open(io.BytesIO(paged("A"))) as document:
        page = document.pages[0].obj
        page.AA = pikepdf.Dictionary(
            O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        )
        page.Annots[1].A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="x.exe")
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(2)")
        data = saved(document)
    made = bundle(of(attachment("1", data=data)))
    with pikepdf.open(io.BytesIO(made)) as document:
        whole = saved(
            document,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            qdf=True,
        )
    assert b"JavaScript" not in whole
    assert b"Launch" not in whole


def test_pictures_become_pages():
    tall = Image.new("RGB", (40, 90), "navy")
    frames = io.BytesIO()
    tall.save(frames, format="TIFF", save_all=True, append_images=[tall])
    made = bundle(
        of(
            attachment("1", "Foto", data=png(900, 600), media_type="image/png", name="foto.png"),
            attachment("2", "Fax", data=frames.getvalue(), media_type="image/tiff", name="fax.tif"),
            attachment("3", "Trasig", data=png()[:50], media_type="image/png", name="x.png"),
        )
    )
    assert len(texts(made)) == 3 + 1 + 2 + 1
    assert "Filen är skadad och kan inte visas." in sheet_of(made, "3")


def test_a_picture_with_too_many_pixels_is_named(monkeypatch):
    monkeypatch.setattr(shown, "MOST_PIXELS", 100)
    made = bundle(of(attachment("1", data=png(), media_type="image/png", name="x.png")))
    assert "Bilden är för stor för att visas på en sida." in sheet_of(made, "1")


MARKDOWN = """# Läget

Text med *kursiv*, **fet**, `kod` och [länk](https://example.org).

- ett
  1. första
  2. andra

> citat

| år | kr |
|----|----|
| 2024 | 100 |

<script>alert(1)</script> #import "x" $x$
"""


def test_text_and_markdown_become_pages():
    made = bundle(
        of(
            attachment("1", data=MARKDOWN.encode(), media_type="text/markdown", name="a.md"),
            attachment(
                "2", data="Åäö\n\nrad två".encode("cp1252"), media_type="text/plain", name="b.txt"
            ),
        )
    )
    words = sheet_of(made, "1")
    for part in (
        "Läget",
        "fet",
        "– ett",
        "2. andra",
        "citat",
        "2024 100",
        '#import "x" $x$',
        "<script>",
    ):
        assert part in words
    assert "Åäö rad två" in sheet_of(made, "2")


def test_text_without_end_is_named():
    made = bundle(
        of(attachment("1", data=b"ord " * 100_000, media_type="text/plain", name="a.txt"))
    )
    assert "Texten är för lång för att visas som sidor." in sheet_of(made, "1")


def test_forms_that_are_filled_in_keep_what_they_say():
    with pikepdf.open(io.BytesIO(paged("A"))) as document:
        page = document.pages[0]
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="namn",
                V="Ifyllt svar",
                Rect=[100, 100, 300, 130],
                F=4,
                DA="/Helv 12 Tf 0 g",
            )
        )
        page.obj.Annots.append(field)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        document.Root.AcroForm = pikepdf.Dictionary(
            NeedAppearances=True,
            Fields=[field],
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
            DA="/Helv 12 Tf 0 g",
        )
        data = saved(document)
    assert any("Ifyllt svar" in words for words in texts(bundle(of(attachment("1", data=data)))))


def test_a_meeting_without_attachments_has_contents_and_notice():
    assert len(texts(bundle(notice(attachments=())))) == 3


def test_the_same_papers_give_the_same_bytes():
    paper = of(
        attachment("1", data=paged("A")),
        attachment("2", data=MARKDOWN.encode(), media_type="text/markdown"),
    )
    assert bundle(paper) == bundle(paper)


def test_it_says_its_title_and_language():
    with pikepdf.open(io.BytesIO(bundle(NOTICE))) as document:
        assert str(document.Root.Lang) == "sv-SE"
        assert str(document.docinfo["/Title"]).startswith("Handlingar: Kallelse till Länsnätverket")
        assert document.Root.PageMode == "/UseOutlines"

"""Whatever lies in a Word, OpenDocument or HTML file, it is read with care or refused in words."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handslag.source.parsing import parse
from handslag.source.reading import ReadingError, limits
from handslag.source.reading.whole import read_text
from tests.builders_formats import (
    as_docx,
    as_html,
    as_odt,
    docx_package,
    docx_paragraph,
    docx_run,
    odt_package,
    odt_paragraph,
    package,
)
from tests.source.reading.test_any_bytes import read_or_refuse

if TYPE_CHECKING:
    from collections.abc import Callable

PAPER = (
    "Protokoll\n\nDatum   4 maj 2024\nPlats   Salen\n\n1. Mötets öppnande\n\nOrdföranden hälsar "
    "välkommen.\n\n2. Val av justerare\n\nRådet beslutar\natt utse Eva Ek.\n\n"
    "3. Rapporter\n\n- ett\n- två\n"
)
BUILDERS: dict[str, Callable[..., bytes]] = {"docx": as_docx, "odt": as_odt, "html": as_html}
WHOLE = {
    "docx": as_docx(PAPER, head=["Rådet"], foot=["Box 12"]),
    "odt": as_odt(PAPER, head=["Rådet"], foot=["Box 12"]),
    "html": as_html(PAPER, head=["Rådet"], foot=["Box 12"]),
}
UNHURRIED = settings(deadline=None)  # a busy machine is no fault of the reader
MAIN = {"docx": "word/document.xml", "odt": "content.xml"}


def changed(kind: str, name: str, content: bytes | None, compression: int = ZIP_DEFLATED) -> bytes:
    """A whole file with one part put in place of another, or taken out."""
    buffer = BytesIO()
    with ZipFile(BytesIO(WHOLE[kind])) as old, ZipFile(buffer, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(ZipInfo(info.filename), old.read(info))
        if content is not None:
            info = ZipInfo(name)
            info.compress_type = compression
            new.writestr(info, content)
    return buffer.getvalue()


def part(kind: str, name: str) -> bytes:
    with ZipFile(BytesIO(WHOLE[kind])) as archive:
        return archive.read(name)


def refused(data: bytes) -> str:
    with pytest.raises(ReadingError) as error:
        read_text(data)
    return error.value.code


def nested(kind: str, inside: str, depth: int) -> bytes:
    """A file whose main part has elements inside one another."""
    main = part(kind, MAIN[kind]).decode()
    at = main.index("<w:body>" if kind == "docx" else "<office:text>")
    at = main.index(">", at) + 1
    end = "</" + inside[1:].split(">")[0].split()[0] + ">"
    deep = inside * depth + end * depth
    return changed(kind, MAIN[kind], (main[:at] + deep + main[at:]).encode())


@pytest.mark.parametrize("kind", MAIN)
class TestHostile:
    def test_a_bomb_is_given_up_while_it_unpacks(self, kind, monkeypatch):
        monkeypatch.setattr(limits, "MAX_UNPACKED", 3_000_000)
        main = part(kind, MAIN[kind])
        assert refused(changed(kind, MAIN[kind], main + b" " * 5_000_000)) == "unpacked-too-large"

    def test_what_swells_too_much_is_given_up(self, kind):
        main = part(kind, MAIN[kind])
        assert refused(changed(kind, MAIN[kind], main + b" " * 30_000_000)) == "unpacked-too-large"

    def test_a_size_that_is_a_lie_changes_nothing(self, kind):
        data = bytearray(WHOLE[kind])
        at = data.rindex(b"PK\x01\x02")
        while at >= 0:
            data[at + 24 : at + 28] = b"\x10\x00\x00\x00"
            at = data.rfind(b"PK\x01\x02", 0, at)
        assert refused(bytes(data)) == "damaged-document"

    def test_too_many_parts_are_refused_before_they_are_listed(self, kind, monkeypatch):
        monkeypatch.setattr(limits, "MAX_ENTRIES", 3)
        assert refused(WHOLE[kind]) == "too-many-parts"

    @pytest.mark.parametrize(
        "declared",
        [
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
            '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_entities_are_never_declared_or_fetched(self, kind, declared, encoding):
        main = part(kind, MAIN[kind]).decode().split("?>", 1)[1]
        words = main.replace("justerare", "&a;" if "ENTITY" in declared else "x")
        data = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{words}'.encode(encoding)
        assert refused(changed(kind, MAIN[kind], data)) == "foreign-declaration"
        styles = "word/styles.xml" if kind == "docx" else "styles.xml"
        assert refused(changed(kind, styles, data)) == "foreign-declaration"

    def test_entities_that_nobody_declared_are_refused(self, kind):
        main = part(kind, MAIN[kind]).replace(b"justerare", b"&a;")
        assert refused(changed(kind, MAIN[kind], main)) == "damaged-document"

    @pytest.mark.parametrize("cut", [30, 200, 1000])
    def test_a_package_cut_off_is_refused(self, kind, cut):
        assert refused(WHOLE[kind][:-cut]) == "damaged-document"

    def test_a_missing_or_broken_main_part_is_refused(self, kind):
        assert refused(changed(kind, MAIN[kind], None)) in {"damaged-document", "format-not-read"}
        assert refused(changed(kind, MAIN[kind], b"<w:document")) == "damaged-document"
        assert refused(changed(kind, MAIN[kind], b"")) == "damaged-document"
        empty = {MAIN[kind]: "<x/>", "mimetype": "application/vnd.oasis.opendocument.text"}
        assert refused(package(empty, stored=["mimetype"])) == "no-text"

    def test_a_way_of_packing_that_does_not_belong_is_refused(self, kind):
        main = part(kind, MAIN[kind])
        assert refused(changed(kind, MAIN[kind], main, ZIP_BZIP2)) == "damaged-document"

    def test_a_locked_part_is_told_to_be_locked(self, kind):
        data = bytearray(WHOLE[kind])
        for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            found = data.find(mark)
            while found >= 0:
                data[found + at] |= 1
                found = data.find(mark, found + 4)
        assert refused(bytes(data)) == "password-needed"

    @pytest.mark.parametrize("depth", [300, 10_000])
    def test_elements_in_too_many_layers_are_refused(self, kind, depth):
        inside = "<w:tbl><w:tr><w:tc>" if kind == "docx" else "<text:section>"
        if kind == "docx":
            main = part(kind, MAIN[kind]).decode()
            head, rest = main.split("<w:body>", 1)
            end = "</w:tc></w:tr></w:tbl>"
            deep = (head + "<w:body>" + inside * depth + end * depth + rest).encode()
            assert refused(changed(kind, MAIN[kind], deep)) == "nested-too-deep"
        else:
            assert refused(nested(kind, inside, depth)) == "nested-too-deep"

    @pytest.mark.parametrize("depth", [41, 80])
    def test_tables_in_one_another_are_refused_before_python_gives_up(self, kind, depth):
        table = {
            "docx": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
            "odt": (
                "<table:table><table:table-row><table:table-cell>",
                "</table:table-cell></table:table-row></table:table>",
            ),
        }[kind]
        deep = table[0] * depth + table[1] * depth
        data = docx_package(deep) if kind == "docx" else odt_package(deep)
        assert refused(data) == "nested-too-deep"

    def test_other_parts_may_be_missing(self, kind):
        for name in {
            "docx": ["word/styles.xml", "word/numbering.xml", "word/header1.xml", "_rels/.rels"],
            "odt": ["styles.xml", "meta.xml", "META-INF/manifest.xml"],
        }[kind]:
            assert "Val av justerare" in read_text(changed(kind, name, None)).text.text


def test_a_web_page_in_too_many_layers_is_refused():
    deep = b"<html><body>" + b"<div>" * 10_000 + b"x" + b"</div>" * 10_000
    assert refused(deep) == "nested-too-deep"
    tables = b"<html><body>" + b"<table><tr><td>" * 60 + b"x"
    assert refused(tables) == "nested-too-deep"


def test_a_web_page_declares_no_entities_and_fetches_nothing():
    page = (
        b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><body><p>x&a;y'
        b'<img src="http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/">'
        b"</body></html>"
    )
    assert read_text(page).text.text.replace("]>", "").strip() in {"x&a;y", "xy"}


@UNHURRIED
@pytest.mark.parametrize("kind", WHOLE)
@given(at=st.integers(0, 20_000), put=st.binary(max_size=8), cut=st.integers(0, 40))
@example(at=0, put=b"", cut=0)
def test_a_damaged_file_is_read_or_refused(kind, at, put, cut):
    whole = WHOLE[kind]
    at %= len(whole)
    read_or_refuse(whole[:at] + put + whole[at + cut :], f"x.{kind}")


@UNHURRIED
@pytest.mark.parametrize("kind", MAIN)
@given(at=st.integers(0, 200_000), put=st.binary(max_size=12), cut=st.integers(0, 60))
def test_a_damaged_part_is_read_or_refused(kind, at, put, cut):
    main = part(kind, MAIN[kind])
    at %= len(main)
    read_or_refuse(changed(kind, MAIN[kind], main[:at] + put + main[at + cut :]))


_WORDS = """
    p r t tbl tr tc sdt sdtContent ins del br tab pPr numPr fldChar txbxContent sectPr
""".split()  # noqa: SIM905  words read better so
_OPEN = """
    text:p text:h text:list text:list-item text:span text:note text:note-body table:table
    table:table-row table:table-cell draw:frame draw:text-box text:section text:s
""".split()  # noqa: SIM905  words read better so
_PAGE = "p div table tr td th ul ol li dl dt dd h1 br b pre main nav span".split()  # noqa: SIM905  words read better so


def _tree(names: list[str], prefix: str = "") -> st.SearchStrategy[str]:
    """Elements inside one another in any order, however wrong."""
    return st.recursive(
        st.sampled_from(["", "ord ", "§ 1 Val", "\u00ad"]),
        lambda inner: st.builds(
            lambda name, parts: f"<{prefix}{name}>{''.join(parts)}</{prefix}{name}>",
            st.sampled_from(names),
            st.lists(inner, max_size=4),
        ),
        max_leaves=25,
    )


@UNHURRIED
@given(body=_tree(_WORDS, "w:"))
def test_elements_of_word_in_any_order(body):
    read_or_refuse(docx_package(body))


@UNHURRIED
@given(body=_tree(_OPEN))
def test_elements_of_opendocument_in_any_order(body):
    read_or_refuse(odt_package(body))


@UNHURRIED
@given(body=_tree(_PAGE))
def test_elements_of_a_page_in_any_order(body):
    read_or_refuse(f"<html><body>{body}</body></html>".encode())


class Counted:
    """Counts how often a function is called."""

    def __init__(self, function) -> None:
        self.function, self.calls = function, 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.function(*args, **kwargs)


@pytest.mark.parametrize("kind", WHOLE)
def test_work_grows_in_step_with_the_text(kind, monkeypatch):
    def work(times: int) -> int:
        data = BUILDERS[kind](PAPER * times)
        names = {
            "docx": ["docx.local", "docx.attribute", "blocks.clean"],
            "odt": ["odt.local", "odt.attribute", "blocks.clean"],
            "html": ["html._is_unseen", "html._boldness", "blocks.clean"],
        }[kind]
        counted = []
        with monkeypatch.context() as patch:
            for name in names:
                module, function = name.split(".")
                path = f"handslag.source.reading.{module}.{function}"
                original = __import__(
                    f"handslag.source.reading.{module}", fromlist=[function]
                ).__dict__[function]
                counted.append(Counted(original))
                patch.setattr(path, counted[-1])
            text = read_text(data).text
        assert len(parse_lines(text)) > times
        return sum(one.calls for one in counted)

    def parse_lines(text):
        return [line for line in text.lines if line.text]

    once, tenfold = work(10), work(100)
    assert tenfold <= 10.5 * once


def test_no_fact_comes_out_of_heads_and_feet():
    around = [
        "Sammanträdesprotokoll",
        "Närvarande: Bo Falk, Hanna Falk",
        "9. Falsk punkt",
        "Rådet beslutar att avslå allt.",
    ]
    facts = []
    for build in BUILDERS.values():
        for foot in ([], around):
            reading = read_text(build(PAPER, foot=foot))
            assert all(line in reading.text.text for line in foot)
            record = parse(reading.text, _source(reading))
            facts.append(
                (
                    [item.heading for item in record.items],
                    [c.text for item in record.items for d in item.decisions for c in d.clauses],
                    [person.name for person in record.attendees],
                )
            )
    assert facts[0][0] == ["Mötets öppnande", "Val av justerare", "Rapporter"]
    assert facts[0][1] == ["att utse Eva Ek"]
    assert all(fact == facts[0] for fact in facts)


def _source(reading):
    from handslag.source.record import Source

    text = reading.text
    return Source(
        name="x",
        sha256="0" * 64,
        media_type=reading.media_type,
        characters=len(text.text),
        text_sha256=text.sha256,
        reader="x",
        pages=None,
        recognised=False,
    )


def test_many_paragraphs_are_forgotten_as_they_are_read():
    """A document is never in memory as a whole tree: elements are few at any time."""
    body = "".join(docx_paragraph(docx_run(f"Rad {number}")) for number in range(3000))
    assert len(read_text(docx_package(body)).text.lines) == 3000
    body = "".join(odt_paragraph(f"Rad {number}") for number in range(3000))
    assert len(read_text(odt_package(body)).text.lines) == 3000

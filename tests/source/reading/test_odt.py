"""OpenDocument texts: what is printed stands in the text, as it is printed."""

import pytest

from handslag.source.reading import Reading, ReadingError
from handslag.source.reading.whole import read_text
from tests.builders_formats import (
    Entry,
    Gap,
    Heading,
    Label,
    Paragraph,
    Table,
    as_odt,
    odt_package,
    odt_paragraph,
    package,
)


def read(body: str, **parts: str) -> Reading:
    return read_text(odt_package(body, **parts))


def text(body: str, **parts: str) -> str:
    return read(body, **parts).text.text


def p(words: str = "") -> str:
    return odt_paragraph(words)


def style(name: str, properties: str = "", family: str = "paragraph", more: str = "") -> str:
    opening = f'<style:style style:name="{name}" style:family="{family}" {more}>'
    return f"{opening}{properties}</style:style>"


def numbers(*levels: str, name: str = "L1") -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def level(
    at: int, form: str = "1", more: str = "", element: str = "list-level-style-number"
) -> str:
    return (
        f'<text:{element} text:level="{at}" style:num-format="{form}" style:num-suffix="." {more}/>'
    )


def listed(*items: str, more: str = "") -> str:
    entries = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f'<text:list text:style-name="L1" {more}>{entries}</text:list>'


def row(*cells: tuple[str, ...]) -> str:
    parts = "".join(
        f"<table:table-cell>{''.join(map(p, lines))}</table:table-cell>" for lines in cells
    )
    return f"<table:table-row>{parts}</table:table-row>"


def test_a_document_of_every_kind_of_block():
    data = as_odt(
        [
            Heading("Kallelse"),
            Paragraph("Länsrådet möts i Rimforsa."),
            Gap(),
            Heading("Mötets öppnande", 2, Label("§ ", 12, "")),
            Entry("kaffe"),
            Entry("anta planen", Label("", 1, ".")),
            Table(((("Plats",), ("Gästgivargården",)),)),
        ]
    )
    reading = read_text(data, name="x.txt")
    assert reading.text.text == (
        "Kallelse\nLänsrådet möts i Rimforsa.\n\n§ 12 Mötets öppnande\n• kaffe\n1. anta planen\n\n"
        "Plats   Gästgivargården"
    )
    levels = [(reading.text.line_at(h.start).text, h.level) for h in reading.text.headings]
    assert levels == [("Kallelse", 1), ("§ 12 Mötets öppnande", 2)]
    assert reading.media_type == "application/vnd.oasis.opendocument.text"


class TestNumbers:
    def test_levels_count_under_the_entry_above_and_show_its_number(self):
        shown = 'text:display-levels="2"'
        automatic = numbers(level(1), level(2, "a", shown))
        body = listed(p("A") + listed(p("B"), p("C")), p("D") + p("utan nummer") + listed(p("E")))
        assert text(body, automatic=automatic) == (
            "1. A\n1.a. B\n1.b. C\n2. D\nutan nummer\n2.a. E"
        )

    def test_a_list_begins_anew_unless_it_goes_on(self):
        one = listed(p("x"), more='xml:id="ett"')
        anew, on = listed(p("x")), listed(p("x"), more='text:continue-numbering="true"')
        by_name = listed(p("x"), more='text:continue-list="ett"')
        automatic = numbers(level(1))
        assert text(one + anew + on + by_name, automatic=automatic) == "1. x\n1. x\n2. x\n2. x"

    def test_a_list_and_an_entry_may_say_where_they_start(self):
        automatic = numbers(level(1, "I", 'text:start-value="4"'))
        entry = f'<text:list-item text:start-value="9">{p("y")}</text:list-item>'
        body = f'<text:list text:style-name="L1"><text:list-item>{p("x")}</text:list-item>{entry}'
        assert text(f"{body}</text:list>", automatic=automatic) == "IV. x\nIX. y"

    def test_headings_are_numbered_by_the_outline(self):
        outline = (
            "<text:outline-style>"
            + level(1, "1", 'style:num-prefix="§ "', "outline-level-style")
            + level(2, "", "", "outline-level-style")
            + "</text:outline-style>"
        )
        heads = "".join(
            f'<text:h text:outline-level="{at}" {more}>{words}</text:h>'
            for at, words, more in (
                (1, "A", ""),
                (2, "B", ""),
                (1, "C", 'text:is-list-header="true"'),
                (1, "D", ""),
            )
        )
        assert text(heads, styles=outline) == "§ 1. A\n\nB\n\nC\n\n§ 2. D"

    def test_the_pattern_that_newer_programs_write(self):
        pattern = 'style:num-list-format="§ %1%/24"'
        assert text(listed(p("x")), automatic=numbers(level(1, "1", pattern))) == "§ 1/24 x"

    def test_a_header_of_a_list_has_no_number(self):
        body = (
            '<text:list text:style-name="L1"><text:list-header>'
            + p("Ärenden")
            + f"</text:list-header><text:list-item>{p('x')}</text:list-item></text:list>"
        )
        assert text(body, automatic=numbers(level(1))) == "Ärenden\n1. x"

    def test_a_numbered_paragraph_counts_in_its_list(self):
        one = (
            '<text:numbered-paragraph text:list-id="a" text:level="1" text:style-name="L1">'
            f"<text:number>1.</text:number>{p('x')}</text:numbered-paragraph>"
        )
        assert text(one * 2, automatic=numbers(level(1))) == "1. x\n2. x"


class TestWords:
    def test_deleted_text_and_comments_go_and_insertions_stay(self):
        body = (
            "<text:tracked-changes><text:changed-region><text:deletion>"
            + p("avslår")
            + "</text:deletion></text:changed-region></text:tracked-changes>"
            "<text:p>Rådet <text:change/><text:change-start/>godkänner<text:change-end/>"
            f"<office:annotation>{p('Säkert?')}</office:annotation> planen.</text:p>"
        )
        assert text(body) == "Rådet godkänner planen."

    def test_hidden_text_paragraphs_and_sections_go(self):
        gone = '<style:text-properties text:display="none"/>'
        automatic = style("T1", gone, "text") + style("P1", gone)
        body = (
            '<text:p>syns<text:span text:style-name="T1"> bort</text:span> ännu'
            '<text:hidden-text text:is-hidden="true">bort</text:hidden-text></text:p>'
            '<text:p text:style-name="P1">bort</text:p>'
            f'<text:section text:display="none">{p("bort")}</text:section>'
            f"<text:section>{p('Kallelse')}</text:section>"
        )
        assert text(body, automatic=automatic) == "syns ännu\nKallelse"

    def test_blanks_tabs_and_line_breaks(self):
        body = (
            '<text:p>a \n  b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e'
            '<text:a>länk</text:a><text:s text:c="999999999"/>f</text:p>'
        )
        assert text(body).startswith("a b   c\td\nelänk")
        assert len(text(body)) < 100

    def test_notes_stand_last_with_their_numbers(self):
        note = (
            "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            f"{p('Se bilaga')}</text:note-body></text:note>"
        )
        reading = read(f"<text:p>Planen{note} antas.</text:p>" + p("Slut"))
        assert reading.text.text == "Planen antas.\nSlut\n\n[1] Se bilaga"
        assert reading.text.quote(reading.text.asides[0]) == "[1] Se bilaga"

    def test_a_box_is_read_after_its_paragraph(self):
        box = f"<draw:frame><draw:text-box>{p('I rutan')}</draw:text-box></draw:frame>"
        assert text(f"<text:p>Utan{box}för</text:p>") == "Utanför\nI rutan"

    def test_bold_lines_and_space_between_paragraphs(self):
        automatic = style("P1", '<style:text-properties fo:font-weight="bold"/>') + style(
            "P2", '<style:paragraph-properties fo:margin-top="0.5cm"/>'
        )
        reading = read(
            odt_paragraph("Beslut", "P1") + odt_paragraph("att", "P2"), automatic=automatic
        )
        assert reading.text.text == "Beslut\n\natt"
        assert [tuple(h) for h in reading.text.headings] == [(0, 7)]


def test_tables_with_repeated_and_covered_cells():
    covered = "<table:covered-table-cell/>"
    body = (
        "<table:table><table:table-header-rows>"
        + row(("Närvarande",), ("Eva Ek", "Ola Alm"))
        + f"</table:table-header-rows><table:table-row>{covered}<table:table-cell "
        f'table:number-columns-repeated="99999">{p("Bo Ek")}</table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="99999"><table:table-cell/></table:table-row>'
        "</table:table>"
    )
    assert text(body) == "Närvarande   Eva Ek\nOla Alm\nBo Ek"


def test_heads_and_feet_of_the_pages_that_are_used():
    automatic = style("P1", more='style:master-page-name="Första"')
    masters = "".join(
        f'<style:master-page style:name="{name}"><style:header>{p(head)}</style:header>'
        f"<style:footer>{p('Box 12')}</style:footer></style:master-page>"
        for name, head in (("Standard", "Oanvänd"), ("Första", "Protokoll"))
    )
    reading = read(odt_paragraph("Kallelse", "P1"), automatic=automatic, masters=masters)
    assert reading.text.text == "Protokoll\n\nKallelse\n\nBox 12"
    assert [reading.text.quote(aside) for aside in reading.text.asides] == ["Box 12"]


def test_pages_where_the_breaks_are_as_many_as_the_file_says():
    body = p("Ett") + "<text:soft-page-break/>" + p("Två")
    said = '<meta:document-statistic meta:page-count="{}"/>'
    pages = read(body, meta=said.format(2)).text.pages
    assert [tuple(page.span) for page in pages] == [(0, 3), (4, 7)]
    assert read(body, meta=said.format(3)).text.pages == ()


def test_a_locked_document_is_refused_with_what_to_do():
    data = package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x8f\x01\x02",
            "META-INF/manifest.xml": '<m:manifest xmlns:m="m"><m:file-entry '
            'm:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>',
        },
        stored=["mimetype"],
    )
    with pytest.raises(ReadingError, match="utan lösenord") as refused:
        read_text(data)
    assert refused.value.code == "password-needed"

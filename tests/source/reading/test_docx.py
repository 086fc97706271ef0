"""Word documents: what is printed stands in the text, as it is printed."""

from io import BytesIO
from typing import ClassVar
from zipfile import ZipFile

import pytest

from handslag.source.reading import Reading, ReadingError
from handslag.source.reading.whole import read_text
from handslag.source.text import Page
from tests.builders_formats import (
    Entry,
    Gap,
    Heading,
    Label,
    Paragraph,
    Table,
    as_docx,
    docx_package,
    docx_paragraph,
    docx_run,
    package,
)


def read(body: str, **parts) -> Reading:
    return read_text(docx_package(body, **parts))


def text(body: str, **parts) -> str:
    return read(body, **parts).text.text


def p(words: str = "", properties: str = "") -> str:
    return docx_paragraph(docx_run(words) if words else "", properties)


def numbered(words: str, number: int = 1, step: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{step}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(words, properties)


def level(step: int, style: str, words: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{step}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{words}"/>{more}</w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'):
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{nums}'


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*paragraphs: str, properties: str = "") -> str:
    content = "".join(part if part.startswith("<") else p(part) for part in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content or p()}</w:tc>"


def test_a_document_of_every_kind_of_block():
    data = as_docx(
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
    assert reading.media_type.endswith("wordprocessingml.document")
    assert reading.text.pages == ()


@pytest.mark.parametrize("kind", ["document", "template"])
def test_macros_and_templates_are_read_and_macros_left_alone(kind):
    data = package(
        {
            "[Content_Types].xml": f"<Types>{kind}.macroEnabled</Types>",
            "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/'
            'wordprocessingml/main"><w:body><w:p><w:r><w:t>Kallelse</w:t></w:r></w:p></w:body>'
            "</w:document>",
            "word/vbaProject.bin": b"\x00\xffAutoOpen",
        }
    )
    assert read_text(data, name="kallelse.docm").text.text == "Kallelse"


class TestNumbers:
    def test_levels_restart_under_the_one_above_and_print_its_number(self):
        levels = (level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
        body = "".join(
            (
                numbered("A"),
                numbered("B", step=1),
                numbered("C", step=1),
                numbered("D"),
                numbered("E", step=1),
            )
        )
        assert text(body, numbering=numbering(*levels)) == "1. A\n1.1 B\n1.2 C\n2. D\n2.1 E"

    @pytest.mark.parametrize(
        ("style", "start", "printed"),
        [
            ("decimal", 3, "3) x\n4) x"),
            ("lowerLetter", 26, "z) x\naa) x"),
            ("upperLetter", 1, "A) x\nB) x"),
            ("lowerRoman", 3, "iii) x\niv) x"),
            ("upperRoman", 9, "IX) x\nX) x"),
            ("decimalZero", 9, "09) x\n10) x"),
            ("ordinal", 2, "2:a) x\n3:e) x"),
            ("none", 1, ") x\n) x"),
            ("bullet", 1, "• x\n• x"),
            ("unheardOf", 1, "1) x\n2) x"),
        ],
    )
    def test_every_kind_of_number(self, style, start, printed):
        parts = numbering(level(0, style, "%1)", start=start))
        assert text(numbered("x") * 2, numbering=parts) == printed

    def test_a_level_may_go_on_or_restart_only_under_some_level(self):
        levels = (
            level(0, "upperLetter", "%1"),
            level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>'),
            level(2, "lowerLetter", "%3", '<w:lvlRestart w:val="1"/>'),
        )
        body = "".join(numbered("x", step=step) for step in (0, 1, 2, 1, 2, 0, 1, 2))
        assert text(body, numbering=numbering(*levels)) == "A x\n1 x\na x\n2 x\nb x\nB x\n3 x\na x"

    def test_numberings_of_one_kind_count_together_unless_one_starts_anew(self):
        nums = (
            '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
            '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="40"/></w:lvlOverride></w:num>'
        )
        body = "".join(numbered("x", number) for number in (1, 2, 3, 3, 1))
        parts = numbering(level(0, "decimal", "§ %1"), nums=nums)
        assert text(body, numbering=parts) == "§ 1 x\n§ 2 x\n§ 40 x\n§ 41 x\n§ 42 x"

    def test_a_style_may_number_and_a_paragraph_take_the_number_away(self):
        styles = (
            '<w:style w:type="paragraph" w:styleId="Paragraf"><w:pPr><w:numPr>'
            '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Under"><w:basedOn w:val="Paragraf"/></w:style>'
        )
        levels = (
            level(0, "decimal", "§ %1", '<w:pStyle w:val="Paragraf"/>'),
            level(1, "lowerLetter", "%2)", '<w:pStyle w:val="Under"/>'),
        )
        none = '<w:pStyle w:val="Paragraf"/><w:numPr><w:numId w:val="0"/></w:numPr>'
        body = "".join(
            (
                p("Val", '<w:pStyle w:val="Paragraf"/>'),
                p("av justerare", '<w:pStyle w:val="Under"/>'),
                p("Utan", none),
                p("Nästa", '<w:pStyle w:val="Paragraf"/>'),
            )
        )
        read_as = text(body, styles=styles, numbering=numbering(*levels))
        assert read_as == "§ 1 Val\na) av justerare\nUtan\n§ 2 Nästa"

    def test_digits_where_the_level_is_legal_and_nothing_between_where_it_says_so(self):
        levels = (
            level(0, "upperRoman", "%1"),
            level(1, "decimal", "%1.%2:", '<w:isLgl/><w:suff w:val="nothing"/>'),
        )
        body = numbered("Del") + numbered("x", step=1)
        assert text(body, numbering=numbering(*levels)) == "I Del\n1.1:x"

    def test_an_empty_paragraph_keeps_its_number_but_not_its_bullet(self):
        body = numbered("") + p("Val av justerare")
        assert text(body, numbering=numbering(level(0, "decimal", "§ %1"))).startswith("§ 1\n")
        assert text(body, numbering=numbering(level(0, "bullet", "o"))) == "Val av justerare"

    def test_deleted_and_hidden_paragraphs_are_not_counted(self):
        gone = (
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            "<w:rPr>{0}</w:rPr></w:pPr><{1}><w:r><w:rPr>{2}</w:rPr><w:{3}>bort</w:{3}></w:r></{1}></w:p>"
        )
        deleted = gone.format("<w:del/>", "w:del", "", "delText")
        hidden = gone.format("<w:vanish/>", "w:ins", "<w:vanish/>", "t")
        body = numbered("A") + deleted + hidden + numbered("B")
        assert text(body, numbering=numbering(level(0, "decimal", "%1."))) == "1. A\n2. B"

    def test_a_numbering_may_take_over_that_of_a_style(self):
        parts = (
            '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="S"/>'
            f"{level(0, 'decimal', 'P %1')}</w:abstractNum>"
            '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="S"/></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="2"/></w:num>'
        )
        assert text(numbered("x"), numbering=parts) == "P 1 x"


class TestChanges:
    def test_insertions_stay_and_deletions_and_moves_away_go(self):
        body = (
            f"<w:p>{docx_run('Rådet ')}<w:del>{docx_run('avslår')}</w:del>"
            f"<w:ins>{docx_run('godkänner')}</w:ins>"
            f"<w:moveFrom>{docx_run(' i dag')}</w:moveFrom>"
            f"<w:moveTo>{docx_run(' planen')}</w:moveTo>{docx_run('.')}</w:p>"
        )
        assert text(body) == "Rådet godkänner planen."

    def test_a_deleted_paragraph_mark_joins_two_paragraphs(self):
        body = p("Rådet god", "<w:rPr><w:del/></w:rPr>") + p("känner planen.") + p("Slut")
        assert text(body) == "Rådet godkänner planen.\nSlut"
        assert text(p("Sist", "<w:rPr><w:del/></w:rPr>")) == "Sist"

    def test_deleted_rows_and_cells_go(self):
        gone = f"<w:trPr><w:del/></w:trPr>{cell('bort')}"
        assert text(table(cell("Plats"), gone) + p()) == "Plats"
        row = cell("Plats") + cell("bort", properties="<w:cellDel/>")
        assert text(table(row)) == "Plats"


class TestWords:
    def test_hidden_text_goes_also_when_a_style_hides_it(self):
        styles = '<w:style w:type="character" w:styleId="Dold"><w:rPr><w:vanish/></w:rPr></w:style>'
        body = docx_paragraph(
            docx_run("syns")
            + docx_run("bort", "<w:vanish/>")
            + docx_run("bort", '<w:rStyle w:val="Dold"/>')
            + docx_run(" åter", '<w:rStyle w:val="Dold"/><w:vanish w:val="0"/>')
        )
        assert text(body, styles=styles) == "syns åter"

    def test_signs_that_word_keeps_as_elements(self):
        body = (
            "<w:p><w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>tjänst och sam</w:t><w:softHyphen/>"
            '<w:t>ordning</w:t><w:tab/><w:t>x</w:t><w:br/><w:t>rad</w:t><w:sym w:char="F0B7"/>'
            "</w:r></w:p>"
        )
        assert text(body) == "e-tjänst och samordning\tx\nrad•"

    def test_fields_give_their_result_and_links_their_words(self):
        def mark(kind: str) -> str:
            return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

        code = f"{mark('begin')}{docx_run('inuti')}{mark('end')}"
        body = (
            f"<w:p>{mark('begin')}<w:r><w:instrText>DATE</w:instrText></w:r>{code}"
            f"{mark('separate')}{docx_run('3 mars')}{mark('end')}"
            f"<w:hyperlink>{docx_run(' se kallelsen')}</w:hyperlink>"
            f'<w:fldSimple w:instr="PAGE">{docx_run(" 4")}</w:fldSimple></w:p>'
        )
        assert text(body) == "3 mars se kallelsen 4"

    def test_a_field_that_never_ends_hides_no_more_than_its_paragraph(self):
        body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("Kallelse")
        assert text(body) == "Kallelse"

    def test_content_controls_are_read_but_not_their_prompts(self):
        def control(words: str, properties: str = "") -> str:
            content = f"<w:sdtContent>{words}</w:sdtContent>"
            return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{content}</w:sdt>"

        body = (
            control(p("Kallelse"))
            + f"<w:p>{docx_run('Plats: ')}{control(docx_run('Salen'))}</w:p>"
            + control(p("Klicka här"), "<w:showingPlcHdr/>")
        )
        assert text(body) == "Kallelse\nPlats: Salen"

    def test_comments_are_left_out(self):
        body = (
            '<w:p><w:commentRangeStart w:id="1"/>'
            + docx_run("Kallelse")
            + '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
        )
        assert text(body, parts={"comments": p("Stämmer det?")}) == "Kallelse"

    def test_a_text_box_is_read_once_after_its_paragraph(self):
        box = f"<w:txbxContent>{p('I rutan')}</w:txbxContent>"
        body = (
            f"<w:p><w:r><mc:AlternateContent xmlns:mc='mc'><mc:Choice><w:drawing>{box}"
            f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
            f"</mc:AlternateContent><w:t>Utanför</w:t></w:r></w:p>"
        )
        assert text(body) == "Utanför\nI rutan"

    def test_a_line_that_is_bold_as_a_whole_is_told_to_be(self):
        body = docx_paragraph(docx_run("Beslut", "<w:b/>")) + docx_paragraph(
            docx_run("Delvis ", "<w:b/>") + docx_run("fet")
        )
        assert [tuple(h) for h in read(body).text.headings] == [(0, 7)]

    def test_space_between_paragraphs_shows_as_an_empty_line(self):
        far = '<w:spacing w:after="240"/>'
        assert text(p("A", far) + p("B") + p("C")) == "A\n\nB\nC"
        close = far + "<w:contextualSpacing/>"
        assert text(p("A", close) + p("B", close)) == "A\nB"


class TestTables:
    def test_a_label_stands_before_the_first_of_many_lines(self):
        body = table(cell("Närvarande") + cell("Eva Ek", "Ola Alm"), cell("Plats") + cell("Salen"))
        assert text(body) == "Närvarande   Eva Ek\nOla Alm\nPlats   Salen"

    def test_lists_beside_one_another_go_line_by_line(self):
        body = table(cell("Namn") + cell("Parti"), cell("Eva Ek", "Ola Alm") + cell("(S)", "(M)"))
        assert text(body) == "Namn   Parti\nEva Ek   (S)\nOla Alm   (M)"

    def test_a_list_beside_a_single_line_keeps_its_side(self):
        body = table(
            cell("Närvarande") + cell("Frånvarande"), cell("Eva Ek", "Ola Alm") + cell("Per Dal")
        )
        assert text(body) == "Närvarande   Frånvarande\nEva Ek   Per Dal\nOla Alm"

    def test_columns_of_running_text_go_one_after_the_other(self):
        long = "Länsrådet diskuterade hur arbetet ska fördelas mellan kommunerna och regionen."
        assert text(table(cell(long, "Slut.") + cell("Eva", "Ola"))) == f"{long}\nSlut.\nEva\nOla"

    def test_merged_cells_are_read_once(self):
        start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        body = table(
            cell("Närvarande", properties=start) + cell("Eva Ek"),
            cell(properties=goes_on) + cell("Ola Alm"),
            cell("Övrigt", properties='<w:gridSpan w:val="2"/>'),
        )
        assert text(body) == "Närvarande   Eva Ek\nOla Alm\nÖvrigt"

    def test_a_table_in_a_table_keeps_its_rows(self):
        inner = table(cell("Eva Ek") + cell("(S)"), cell("Ola Alm") + cell("(M)"))
        assert text(table(cell(inner, ""))) == "Eva Ek   (S)\nOla Alm   (M)"


class TestAround:
    SECTION = (
        '<w:headerReference w:type="default" r:id="rIdheader1"/>'
        '<w:headerReference w:type="first" r:id="rIdheader2"/>'
        '<w:footerReference w:type="default" r:id="rIdfooter1"/>'
    )
    PARTS: ClassVar = {
        "header1": p("Länsrådet Sida 2"),
        "header2": p("Protokoll"),
        "footer1": p("Box 12"),
    }

    def test_the_first_head_begins_the_text_and_the_others_end_it(self):
        reading = read(p("Kallelse"), section=self.SECTION + "<w:titlePg/>", parts=self.PARTS)
        assert reading.text.text == "Protokoll\n\nKallelse\n\nLänsrådet Sida 2\nBox 12"
        (aside,) = reading.text.asides
        assert reading.text.quote(aside).split() == ["Länsrådet", "Sida", "2", "Box", "12"]

    def test_a_head_for_the_first_page_is_not_shown_unless_the_section_says_so(self):
        reading = read(p("Kallelse"), section=self.SECTION, parts=self.PARTS)
        assert reading.text.text == "Länsrådet Sida 2\n\nKallelse\n\nBox 12"

    def test_notes_stand_last_with_their_numbers(self):
        reference = '<w:r><w:{0}Reference w:id="5"/></w:r>'
        body = (
            f"<w:p>{docx_run('Planen')}{reference.format('footnote')}{docx_run(' antas.')}"
            f"{reference.format('endnote')}</w:p>"
        )
        parts = {
            "footnotes": f'<w:footnote w:id="0">{p("-")}</w:footnote>'
            f'<w:footnote w:id="5">{p("Bilaga 1")}</w:footnote>',
            "endnotes": f'<w:endnote w:id="5">{p("Se ovan")}</w:endnote>',
        }
        reading = read(body, parts=parts)
        assert reading.text.text == "Planen antas.\n\n[1] Bilaga 1\n[i] Se ovan"
        assert reading.text.quote(reading.text.asides[0]).startswith("[1]")

    def test_an_inserted_document_is_told_of(self):
        reading = read(p("Kallelse") + '<w:altChunk r:id="rId9"/>')
        assert [f.code for f in reading.findings] == ["part-not-read"]


class TestPages:
    BREAK = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>{}</w:t></w:r></w:p>"

    def pages(self, body: str, said: int) -> tuple[Page, ...]:
        data = docx_package(body, parts={})
        app = f"<Properties><Pages>{said}</Pages></Properties>"
        return read_text(_with(data, "docProps/app.xml", app)).text.pages

    def test_pages_are_given_where_the_breaks_are_as_many_as_the_file_says(self):
        body = p("Ett") + self.BREAK.format("Två") + p("mer") + self.BREAK.format("Tre")
        pages = self.pages(body, 3)
        assert [tuple(page.span) for page in pages] == [(0, 3), (4, 11), (12, 15)]
        assert self.pages(body, 4) == ()

    def test_one_page_is_believed_only_where_it_may_be_one(self):
        assert len(self.pages(p("Ett"), 1)) == 1
        assert self.pages(p("Ett") + p("Två", "<w:pageBreakBefore/>"), 1) == ()
        assert self.pages(p("Ett ord till. " * 600), 1) == ()

    def test_asked_for_breaks_count_where_word_has_left_none_of_its_own(self):
        body = p("Ett") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + p("Två")
        assert [page.number for page in self.pages(body, 2)] == [1, 2]
        before = p("Ett") + p("Två", "<w:pageBreakBefore/>")
        assert [page.number for page in self.pages(before, 2)] == [1, 2]


def _with(data: bytes, name: str, content: str) -> bytes:
    buffer = BytesIO(data)
    with ZipFile(buffer, "a") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def test_a_document_without_words_is_refused():
    with pytest.raises(ReadingError, match="ingen text") as refused:
        read(p())
    assert refused.value.code == "no-text"


@pytest.mark.parametrize("mark", ["1.", "2)", "§ 12", "–", "a)"])
def test_the_tab_after_a_typed_number_is_no_column(mark):
    assert text(p(f"{mark}\tatt godkänna planen")) == f"{mark} att godkänna planen"
    assert text(p(f"Eva Ek\t{mark}\tordförande")) == f"Eva Ek\t{mark}\tordförande"

"""How Word files look: styles, page, and the few marks that Word has no call for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.shared import Length
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

QUIET = "Liten text"
LINE = "Rad"
DECIDES = "Beslutar"
CLAUSE = "Att-sats"
BENEATH = "Under att-sats"

FONT = "Calibri"
"""What office programs have, or have a match for: Word files carry no typefaces of their own."""
INK = RGBColor(0x1B, 0x24, 0x21)
QUIETER = RGBColor(0x53, 0x60, 0x5A)

_HEADINGS = {1: (20, 18, 8), 2: (14, 18, 6), 3: (12, 16, 4), 4: (11, 10, 4)}
"""Of each level: points of the letters, and of space above and below."""
_MARGIN = Mm(25)
_DECISION_INDENT = Mm(4)


def dress(document: WordDocument, accent: str) -> None:
    """Give an empty document its page (A4), its language (Swedish) and its styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = (
        _MARGIN
    )
    normal = document.styles["Normal"]
    _letters(normal, 11)
    normal.paragraph_format.space_before, normal.paragraph_format.space_after = Pt(8), Pt(0)
    normal.paragraph_format.line_spacing = 1.15
    _speak_swedish(document)
    for level, (size, above, below) in _HEADINGS.items():
        style = document.styles[f"Heading {level}"]
        _letters(style, size)
        style.font.bold, style.font.italic = True, False
        look = style.paragraph_format
        look.space_before, look.space_after, look.keep_with_next = Pt(above), Pt(below), True
    _letters(_new(document, QUIET), 9, quiet=True)
    _new(document, LINE).paragraph_format.space_before = Pt(2)
    decides, clause, beneath = (_new(document, name) for name in (DECIDES, CLAUSE, BENEATH))
    _letters(decides, 13)
    _letters(clause, 13)
    _letters(beneath, 9, quiet=True)
    decides.paragraph_format.keep_with_next = True
    for style, step in ((decides, 1), (clause, 2), (beneath, 2)):
        style.paragraph_format.left_indent = _DECISION_INDENT * step
        _rule(style.element.get_or_add_pPr(), "left", accent, 16, space=8)


def rule_under(
    paragraph: Paragraph, colour: str = "#b9c0bc", eighths: int = 4, *, above: Length | None = None
) -> None:
    """A rule under a paragraph, so many eighths of a point thick, with space `above` it."""
    _rule(paragraph._p.get_or_add_pPr(), "bottom", colour, eighths, space=4)
    if above is not None:
        paragraph.paragraph_format.space_before = above


def add_page_numbers(paragraph: Paragraph) -> None:
    """ "2 (4)", at the right margin, as Word counts them."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(160))
    _field(paragraph, "PAGE")
    paragraph.add_run(" (")
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(")")


def _new(document: WordDocument, name: str) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return style


def _letters(style: ParagraphStyle, size: float, *, quiet: bool = False) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = QUIETER if quiet else INK
    fonts = style.element.get_or_add_rPr().rFonts
    # the template's headings take their letters from its theme, which goes before a name
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)


def _speak_swedish(document: WordDocument) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")


def _rule(properties: BaseOxmlElement, side: str, colour: str, eighths: int, *, space: int) -> None:
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", eighths), ("space", space)):
        rule.set(qn(f"w:{name}"), str(value))
    rule.set(qn("w:color"), colour.removeprefix("#"))
    borders.append(rule)
    after = ("shd", "tabs", "spacing", "ind", "jc", "outlineLvl", "rPr")
    properties.insert_element_before(borders, *(f"w:{name}" for name in after))  # type: ignore[arg-type]  # typed as its base


def _field(paragraph: Paragraph, code: str) -> None:
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()._r
        if kind is None:
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = f" {code} "
        else:
            told = OxmlElement("w:fldChar")
            told.set(qn("w:fldCharType"), kind)
        run.append(told)

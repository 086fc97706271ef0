"""Writing rich text in a real browser, on a page of our own under the policy of all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from lxml import html
from playwright.sync_api import expect

from handslag.interfaces.web.kit.headers import policy
from handslag.interfaces.web.kit.rich import rendered

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = """<!doctype html>
<html lang="sv" data-color-scheme="auto" data-color="accent" data-size="sm">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Prov</title><link rel="icon" href="/static/kit/favicon.svg">
<link rel="stylesheet" href="/static/kit/tokens.css">
<link rel="stylesheet" href="/static/kit/layout.css">
<link rel="stylesheet" href="/static/kit/parts.css">{head}</head>
<body><main class="wide"><h1>Prov</h1><form action="/sparat/"><p><a href="#x">Före</a></p>
<div class="field"><label for="text">Diskussion</label>
<textarea id="text" name="text" data-rich aria-describedby="hint">{text}</textarea>
<p class="hint" id="hint">Det som sades.</p></div>
<p><button class="ds-button">Spara</button> <button type="reset">Ångra allt</button></p>
</form><div id="plats"></div></main></body></html>"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style>
</head><body lang=SV style='tab-interval:65pt'><!--StartFragment-->
<h2 style='color:blue'>Rubrik</h2>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'><span
style='font-size:14pt'>Fet</span></b>
<i>kursiv</i> <u>understruken</u> <a href="http://exempel.se">länk</a><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;</span></span></span><![endif]>Ett<o:p>
</o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;</span></span><![endif]>Under</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>Två</p>
<table><tr><td style='width:3cm'>A</td><td>B</td></tr></table>
<p><span style='font-weight:700'>Stark</span><img src="/bild.png" onerror="elak()"></p>
<!--EndFragment--></body></html>"""


@pytest.fixture
def on_page(open_page, address):
    def opened(text: str = "", **wishes) -> Page:
        with translation.override("sv"):
            head = render_to_string("kit/rich.html")
        page = open_page(**wishes)
        page.route(
            "**/prov/",
            lambda route: route.fulfill(
                body=PAGE.format(head=head, text=text),
                headers={
                    "Content-Type": "text/html; charset=utf-8",
                    "Content-Security-Policy": policy(),
                },
            ),
        )
        page.goto("/prov/")
        return page

    return opened


def editor(page: Page):
    return page.get_by_role("textbox", name="Diskussion")


def enter(page: Page) -> None:
    editor(page).focus()
    page.wait_for_timeout(500)  # an editor that gets the focus sets its cursor a moment later


def value(page: Page) -> str:
    return str(page.locator("#text").input_value())


def show(page: Page, text: str) -> None:
    page.locator("#text").evaluate(
        "(f, value) => f.dispatchEvent(new CustomEvent('rich:set', {detail: {value}}))", text
    )


def paste(page: Page, kind: str, data: str) -> None:
    editor(page).evaluate(
        """(editor, [kind, data]) => {
            const carried = new DataTransfer();
            carried.setData(kind, data);
            const wishes = {clipboardData: carried, bubbles: true, cancelable: true};
            editor.dispatchEvent(new ClipboardEvent("paste", wishes));
        }""",
        [kind, data],
    )


def test_what_is_typed_is_markdown_in_the_field(on_page):
    page = on_page("Först.")
    page.evaluate(
        "() => { window.heard = 0; document.querySelector('form')"
        ".addEventListener('input', (e) => { if (e.target.id === 'text') window.heard += 1; }); }"
    )
    enter(page)
    page.keyboard.press("Control+End")
    page.wait_for_timeout(300)  # where the cursor went is told a moment after the key
    page.keyboard.press("Enter")
    page.keyboard.type("Mötet ")
    page.keyboard.press("Control+b")
    page.keyboard.type("beslutar")
    page.keyboard.press("Control+b")
    page.keyboard.type(" nu, ")
    page.keyboard.press("Control+i")
    page.keyboard.type("enigt")
    page.keyboard.press("Control+i")
    page.keyboard.type(".")
    assert value(page) == "Först.\n\nMötet **beslutar** nu, *enigt*."
    assert page.evaluate("window.heard") > 5
    page.keyboard.press("Enter")
    page.keyboard.type("- ett")
    page.keyboard.press("Enter")
    page.keyboard.type("två")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("1. a")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("b")
    assert value(page).endswith("enigt*.\n\n- ett\n- två\n\n1. a\n   b")
    page.keyboard.press("Control+z")
    assert not value(page).endswith("b")


def test_buttons_say_what_holds_and_lists_change_kind(on_page):
    page = on_page("ett\n\ntvå")
    enter(page)
    page.keyboard.press("Control+a")
    bullets = page.get_by_role("button", name="Punktlista")
    numbers = page.get_by_role("button", name="Numrerad lista")
    bullets.click()
    assert value(page) == "- ett\n- två"
    expect(bullets).to_have_attribute("aria-pressed", "true")
    expect(editor(page)).to_be_focused()
    numbers.click()
    assert value(page) == "1. ett\n2. två"
    page.keyboard.press("Control+Shift+Digit7")
    assert value(page) == "ett\n\ntvå"
    page.get_by_role("button", name="Fet").click()
    assert value(page) == "**ett**\n\n**två**"
    expect(page.get_by_role("button", name="Fet")).to_have_attribute("aria-pressed", "true")


def test_by_keyboard_alone_and_tab_is_no_trap(on_page):
    page = on_page("- ord")
    page.get_by_role("link", name="Före").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Fet")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Kursiv")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Numrerad lista")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Numrerad lista")).to_be_focused()
    assert value(page) == "1. ord"
    page.keyboard.press("Tab")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Spara")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Fet")).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor(page)).to_be_focused()
    page.get_by_text("Diskussion").click()
    expect(editor(page)).to_be_focused()
    expect(editor(page)).to_have_attribute("aria-describedby", "hint")
    expect(page.get_by_role("toolbar")).to_have_attribute("aria-label", "Formatera texten")


def test_a_text_from_elsewhere_is_shown_and_the_cursor_stays(on_page):
    page = on_page("Ett stycke.\n\nEtt till.")
    page.evaluate(
        "() => { window.heard = 0; document.getElementById('text')"
        ".addEventListener('input', () => { window.heard += 1; }); }"
    )
    enter(page)
    page.keyboard.press("Control+Home")
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    show(page, "Ett stycke.\n\nEtt helt *annat* till.\n\n- och mer")
    assert page.evaluate("window.heard") == 0
    expect(editor(page)).to_contain_text("helt annat till")
    page.keyboard.type("X")
    assert value(page) == "EttX stycke.\n\nEtt helt *annat* till.\n\n- och mer"
    page.keyboard.press("Control+End")
    show(page, "Före.\n\nEttX stycke.\n\nEtt helt *annat* till.\n\n- och mer")
    page.keyboard.type("Y")
    assert value(page).endswith("- och merY")
    show(page, "")
    assert value(page) == ""
    expect(editor(page)).to_have_text("")
    page.get_by_role("button", name="Ångra allt").click()
    expect(editor(page)).to_contain_text("Ett till.")


def test_the_form_sends_the_field_and_change_is_told_when_it_is_left(on_page):
    page = on_page()
    page.evaluate(
        "() => { window.changes = 0; document.getElementById('text')"
        ".addEventListener('change', () => { window.changes += 1; }); }"
    )
    enter(page)
    page.keyboard.type("ord")
    assert page.evaluate("window.changes") == 0
    page.keyboard.press("Tab")
    assert page.evaluate("window.changes") == 1
    page.route("**/sparat/?*", lambda route: route.fulfill(body="Sparat"))
    with page.expect_request("**/sparat/?*") as asked:
        page.get_by_role("button", name="Spara").click()
    assert asked.value.url.endswith("text=ord")


def test_what_is_pasted_is_cleaned_to_the_few_marks(on_page):
    page = on_page()
    enter(page)
    paste(page, "text/html", WORD)
    assert value(page) == (
        "**Rubrik**\n\n**Fet** *kursiv* understruken länk\n\n"
        "- Ett\n  - Under\n- Två\n\nA\n\nB\n\n**Stark**"
    )
    show(page, "")
    enter(page)
    paste(page, "text/plain", "Rad ett\n• punkt\n• till\n\n# inte rubrik")
    assert value(page) == "Rad ett\n\n- punkt\n- till\n\n# inte rubrik"


ROUND = [
    "# Rubrik och [länk](http://exempel.se) `kod` <b>html</b> &amp; ~~struket~~ | a |",
    "5 * 3 = 15, namn_med_streck, \\*inte kursivt\\*",
    "Rad ett\nrad två\n\nNytt stycke",
    "1\\. inte en lista\n\n\\- inte heller",
    "- a\n  - b\n    1. c\n- d",
    "9. nio\n10. tio",
    "**fet *och kursiv*** *kursiv **och fet***",
    "**Beslut:** bifall. **a**, *b*.",
    "C:\\mapp \\ snedstreck",
    "- a\n\n  andra stycket\n- b",
    "> inte ett citat\n\n--- inte ett streck",
]


@pytest.mark.parametrize("text", ROUND)
def test_a_text_that_is_shown_comes_back_as_it_was(on_page, text):
    page = on_page()
    show(page, text)
    enter(page)
    page.keyboard.press("Control+End")
    page.keyboard.type("z")
    page.keyboard.press("Backspace")
    assert value(page) == text


def told(shown: str) -> list[tuple[str, frozenset[str], tuple[str, ...]]]:
    """Each piece of text with its marks and the lists that it lies in."""
    page = html.fragment_fromstring(shown, create_parent="section")
    pieces = []
    for text in page.xpath(".//text()[normalize-space()]"):
        parent = text.getparent()
        above = [parent.getparent() if text.is_tail else parent]
        above += above[0].iterancestors()
        marks = frozenset(node.tag for node in above if node.tag in {"strong", "em"})
        lists = tuple(f"{n.tag}{n.get('start', '')}" for n in above if n.tag in {"ol", "ul", "li"})
        pieces.append((text.strip("\n"), marks, lists))
    return pieces


def test_the_editor_and_the_page_show_the_same(on_page):
    page = on_page()
    more = [
        "__a__ _b_ *c **d***",
        "- - a\n- ",
        "1) a\n2) b",
        "a\\\nb",
        "+ a\n\n\n+ b",
    ]
    for text in [*ROUND, *more, "- " * 30 + "djupt", "***a** b*", "**a**b**c**", "** a **"]:
        show(page, text)
        assert told(editor(page).inner_html()) == told(rendered(text)), text


def test_every_mark_that_can_be_set_can_be_written(on_page):
    page = on_page()
    enter(page)
    page.keyboard.type("Beslut:text")
    page.keyboard.press("Home")
    for _step in range(7):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(300)  # what is marked is told a moment after the key
    page.keyboard.press("Control+b")
    assert value(page) == "**Beslut**:text"
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("1. ")
    page.keyboard.press("Backspace")
    page.keyboard.type("*hej* [a](b) 2026.")
    assert "\\*hej\\* [a](b) 2026." in value(page)


def test_fields_that_come_later_and_fields_that_are_locked(on_page):
    page = on_page()
    page.evaluate(
        """() => {
            const place = document.getElementById("plats");
            place.innerHTML = '<label for="ny">Nytt</label><textarea id="ny" data-rich></textarea>';
        }"""
    )
    late = page.get_by_role("textbox", name="Nytt")
    late.focus()
    page.keyboard.type("sent")
    assert page.locator("#ny").input_value() == "sent"
    page.evaluate("document.getElementById('ny').readOnly = true")
    expect(late).to_have_attribute("contenteditable", "false")
    page.evaluate("document.getElementById('plats').replaceChildren()")
    expect(page.locator(".rich")).to_have_count(1)


def test_without_javascript_the_field_is_as_it_is(on_page):
    page = on_page("**Ord**", java_script_enabled=False)
    field = page.get_by_label("Diskussion")
    expect(field).to_be_visible()
    field.fill("- nytt")
    assert value(page) == "- nytt"
    expect(page.get_by_role("toolbar")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_and_dark(on_page, scheme):
    wide = {"width": 360, "height": 700}
    page = on_page("Ett **ord**\n\n- " + "långt" * 40, viewport=wide, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    colour = editor(page).evaluate("node => getComputedStyle(node.parentNode).backgroundColor")
    assert (colour == "rgb(255, 255, 255)") == (scheme == "light")

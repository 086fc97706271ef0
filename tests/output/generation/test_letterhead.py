"""A letterhead that somebody has typed: what is refused, in which words, and that none breaks."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.output.generation import as_pdf, as_text, check
from handslag.output.generation.paper import Letterhead
from tests.chance import examples
from tests.output.generation.notices import LETTERHEAD, SVG, headed, png


def svg(inner: str, more: str = "") -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 9 9" {more}>{inner}</svg>'
    ).encode()


def told(**changes) -> list[tuple[str, str]]:
    return [(one.field, one.message) for one in check(replace(LETTERHEAD, **changes))]


def test_a_letterhead_in_order_is_not_complained_of():
    assert told() == []
    assert told(logo=png()) == []
    assert told(logo=None, sender=(), footer="", opening="", closing="") == []


def test_signs_that_look_like_markup_are_no_fault():
    assert told(footer="#import *fet* $x$ <b>", opening="= Rubrik\n- punkt @ref") == []


def test_a_letterhead_says_who_sends():
    assert told(organisation="  ") == [("organisation", "Skriv vad avsändaren heter.")]


@pytest.mark.parametrize(
    "colour", ["", "grön", "#12345", "#12345g", "1f5c4d", "#1f5c4d; x", "#1f5c4d\n"]
)
def test_a_colour_is_told_in_six_digits(colour):
    ((field, words),) = told(accent=colour)
    assert field == "accent"
    assert "till exempel #1f5c4d" in words


def test_a_colour_that_no_one_would_see_is_refused():
    ((field, words),) = told(accent="#fefefe")
    assert (field, words) == (
        "accent",
        "Färgen är så ljus att den inte syns på papper. Välj en mörkare.",
    )


@pytest.mark.parametrize("name", ["footer", "opening", "closing", "organisation", "logo_text"])
def test_a_text_has_its_most_characters(name):
    ((field, words),) = told(**{name: "a" * 1_000_000})
    assert field == name
    assert "Nu är det 1 000 000." in words.replace("\xa0", " ")


def test_the_sender_has_a_few_short_lines():
    assert [field for field, _ in told(sender=("rad",) * 9)] == ["sender"]
    assert told(sender=("två\nrader",)) == [
        ("sender", "En rad i avsändarens uppgifter ska stå på en rad.")
    ]


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x85", "\ud800"])
def test_control_characters_are_refused(sign):
    ((field, words),) = told(closing=f"Väl{sign}komna")
    assert field == "closing"
    assert "styrtecken" in words


def huge_png() -> bytes:
    """A PNG that says it is 50,000 pixels wide and high, in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


LOGOS = {
    "nothing": (b"", "Filen med logotypen är tom."),
    "text": (b"hej", "Logotypen ska vara en bild i formatet PNG eller SVG."),
    "html": (b"<html><svg></html>", "Bilden med logotypen är skadad."),
    "cut off": (png()[:60], "Bilden med logotypen är skadad."),
    "too large": (b"\x89PNG" + b"0" * 1_000_001, "Den får vara högst 1 MB."),
    "too many pixels": (huge_png(), "4000 bildpunkter"),
    "broken svg": (SVG[:-10], "Bilden med logotypen är skadad."),
    "other xml": (b"<a><svg/></a>", "Logotypen ska vara en bild i formatet PNG eller SVG."),
    "script": (svg("<script>alert(1)</script>"), "Logotypen innehåller ”script”"),
    "text in it": (svg("<text>Hej</text>"), "Logotypen innehåller ”text”"),
    "filter": (svg("<filter/>"), "Logotypen innehåller ”filter”"),
    "fetched": (svg('<use href="http://example.org/x.svg#a"/>'), "hämtar delar"),
    "picture": (svg('<image href="data:image/png;base64,AAAA"/>'), "Logotypen innehåller ”image”"),
    "fetched style": (svg("<style>@import url(http://example.org/x.css)</style>"), "hämtar delar"),
    "many uses": (svg('<path id="a" d="M0 0"/>' + '<use href="#a"/>' * 101), "för många gånger"),
    "uses of uses": (
        svg('<g id="a"><path d="M0 0"/></g><g id="b"><use href="#a"/></g><use href="#b"/>'),
        "för många gånger",
    ),
    "many parts": (svg("<path/>" * 6000), "för många delar"),
    "entities": (
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + svg("<title>&b;</title>"),
        "egna förkortningar",
    ),
}


@pytest.mark.parametrize(("logo", "words"), LOGOS.values(), ids=LOGOS)
def test_a_logo_that_cannot_be_printed_is_refused_and_the_paper_made_without(logo, words):
    ((field, message),) = told(logo=logo)
    assert field == "logo"
    assert words in message
    paper = headed(logo=logo)
    assert as_pdf(paper, attach=False) == as_pdf(headed(logo=None), attach=False)


def test_a_logo_as_drawing_programs_save_it_is_printed():
    logo = (
        b'<?xml version="1.0"?><!-- made --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">'
        + svg(
            "<metadata><x xmlns='urn:editor'>note</x></metadata>"
            "<defs><linearGradient id='g'><stop offset='0' stop-color='#123'/></linearGradient>"
            "<rect id='r' width='9' height='9'/></defs>"
            "<clipPath id='c'><use xlink:href='#r'/></clipPath>"
            "<g clip-path='url(#c)'><path style='fill:url(#g)' d='M0 0h9v9z'/></g>"
        )
    )
    assert told(logo=logo) == []
    assert as_pdf(headed(logo=logo), attach=False) != as_pdf(headed(logo=None), attach=False)


anything = st.text(max_size=80)


@given(
    st.builds(
        Letterhead,
        anything,
        st.none() | st.binary(max_size=60) | st.binary(max_size=60).map(SVG.__add__),
        anything,
        anything,
        st.lists(anything, max_size=4).map(tuple),
        anything,
        anything,
        anything,
    )
)
@settings(max_examples=examples(40), deadline=None)
def test_no_letterhead_whatsoever_breaks_a_notice(letterhead):
    check(letterhead)
    paper = headed()
    made = as_pdf(replace(paper, letterhead=letterhead), attach=False)
    assert page.validate_pdf_bytes(made, profile="ua1").is_compliant
    assert as_text(replace(paper, letterhead=letterhead)).startswith("Kallelse")


def test_what_is_too_long_is_cut_on_the_paper():
    made = as_pdf(headed(opening="ord " * 250_000, footer="fot " * 250_000), attach=False)
    assert len(made) < 500_000
    assert io.BytesIO(made).read(4) == b"%PDF"

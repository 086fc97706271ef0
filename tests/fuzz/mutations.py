"""Changing documents at random, in the ways that documents and attackers vary."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random

from tests.fuzz.samples import Sample

PDF_WORDS = (
    b"obj", b"endobj", b"stream\n", b"endstream", b"/Kids[2 0 R]", b"/Count 99999999", b"/Length 0",
    b"/Length -1", b"/Parent 2 0 R", b"xref\n0 0", b"startxref\n0\n", b"/Filter/FlateDecode",
    b"/Filter[/FlateDecode/FlateDecode]", b"/Filter/ASCIIHexDecode", b"/Filter/LZWDecode",
    b"/ObjStm", b"/Prev 0", b"/Encrypt", b"<<<<<<", b"[[[[[[", b"((((((", b"/MediaBox[0 0 1e9 1e9]",
    b"/MediaBox[0 0 -1 nan]", b"/Rotate 91", b"/UserUnit 1e30", b"/ToUnicode 3 0 R", b"BT", b"ET",
    b"1e99 0 0 1 0 0 Tm", b"999999999 Tf", b"Do", b"/Im1 Do ", b"q " * 200, b"Q " * 200, b"%%EOF",
)  # fmt: skip
XML_WORDS = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#xFFFE;", b"&#x110000;", b"<![CDATA[",
    b"]]>", b"<!--", b"-->", b"<?xml version='1.0'?>", b"<table><tr><td>", b"</table>",
    b" colspan='999999999'", b" rowspan='-1'", b"<w:tbl><w:tr><w:tc>", b"</w:tbl>", b"<w:p>",
    b"<w:ilvl w:val='99'/>", b"<w:gridSpan w:val='99999999'/>", b"<w:start w:val='99999999999'/>",
    b"<text:s text:c='999999999'/>", b"<text:list><text:list-item>", b"<ol start='-99999999999'>",
    b"<li value='99999999999999999999'>", b"<div>" * 300, b"<ul><li>" * 60, b"\xff\xfe", b"\x00",
    b" table:number-columns-repeated='99999999'", b"<script>", b"<style>", b"<del>", b"<pre>",
    b"<meta charset='utf-7'>", b"<meta charset='idna'>", b"<meta charset=zlib_codec>",
)  # fmt: skip
ZIP_WORDS = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"\xff\xff\xff\xff")
TEXT_WORDS = (
    "§ 12 Budget", "§12", "1. Öppnande", "1.1.1.1.1.1 ", "Sn 49 ", "Beslut", "Beslut:", "- ", "• ",
    "att ", "att godkänna ", "Nämnden beslutar att ", "Förslag till beslut", "1. att anta ",
    "Närvarande:", "Frånvarande:", "Plats och tid: ", "kl 13-15", "2020-03-06", "den 3 april",
    "18/5", "200207", "99/99 9999", "400–600 tkr/år", "288 250:-", "Bilaga 18a-18f",
    "bilaga 1-9999", "Bil 15,16", "p. 1-99999999", "punkterna 1, 3 och 4", "Ärendet bordläggs ",
    "till nästa möte", "Ärendet utgår.", "deltar inte i beslutet.", "får i uppdrag att ",
    "Föredragande: ", "Sida 3 (14)", "PROTOKOLL", "Kallelse", "Socialnämnden", "**", "# ", "| a |",
    "Anna Berg (S), ", "Bo Ek", "yrkar avslag", "Med 3 ja-röster mot 2 nej-röster ", "v. 60 2021",
    "reserverar sig", "B E S L U T", "upp-\n", "den 31 februari", "0" * 30, "9" * 30, "1 000 " * 9,
    "IV", "Ⅳ", "²", "٣", "１２", "½", "ſ", "İ", "ﬁ", "ß", "\u0301", "\u200b", "\u202e", "\u2028",
    "\ufeff", "\x85", "\x0b", "\x0c", "\x1c", "\x00", "\xa0", "\xad", "\U0001f600", "\ufffd",
    "(" * 20,
    "“", "”", "»", "‑", "−", "—",
)  # fmt: skip
_LONG = (50, 400, 3000)

TextChange = Callable[[Random, str], str]


def changed(random: Random, sample: Sample, others: Sequence[Sample]) -> Sample:
    """A sample with a few changes, inside its packing where it has one."""
    if sample.name.endswith((".docx", ".odt")) and random.random() < 0.7:
        return Sample(sample.name, _inside(random, sample.data))
    data = sample.data
    for _ in range(random.choice((1, 1, 2, 4, 10))):
        data = _change(random, data, random.choice(others).data)
    name = random.choice((sample.name, sample.name, "a.txt", "a.pdf", "a.md", "a.html"))
    return Sample(name, data)


def _inside(random: Random, data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice(list(parts))
    for _ in range(random.choice((1, 2, 4))):
        parts[name] = _change(random, parts[name], random.choice(list(parts.values())))
    if random.random() < 0.1:
        parts.pop(random.choice(list(parts)))
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, words in parts.items():
            archive.writestr(part, words)
    return stream.getvalue()


def _change(random: Random, data: bytes, other: bytes) -> bytes:
    if not data:
        return other
    at, to = sorted(random.randrange(len(data) + 1) for _ in range(2))
    near = min(at + random.choice((1, 4, 40, 400)), len(data))
    way = random.randrange(8)
    if way == 0:
        where = random.randrange(len(data))
        flipped = data[where] ^ (1 << random.randrange(8))
        return data[:where] + bytes([flipped]) + data[where + 1 :]
    if way == 1:
        return data[:at] + random.randbytes(near - at) + data[near:]
    if way == 2:
        return data[:at] + data[near:]
    if way == 3:
        return data[: random.choice((at, to))]
    if way == 4:
        part = data[at : min(to, at + 2000)]
        return data[:at] + part * random.choice((2, 3, 30)) + data[at:]
    if way == 5:
        start = random.randrange(len(other) + 1)
        return data[:at] + other[start : start + random.choice((10, 100, 2000))] + data[near:]
    word = random.choice((*PDF_WORDS, *XML_WORDS, *ZIP_WORDS))
    if way == 6:
        return data[:at] + word + data[at:]
    return data[:at] + word + data[at + len(word) :]


def changed_text(random: Random, text: str, others: Sequence[str]) -> str:
    """A text with a few changes, each as in some damaged or hostile document."""
    for _ in range(random.choice((1, 2, 3, 6, 12))):
        text = random.choice(_CHANGES)(random, text)
    if random.random() < 0.2:
        other = random.choice(others)
        text = text[: random.randrange(len(text) + 1)] + other[random.randrange(len(other) + 1) :]
    return text


def unit(random: Random, text: str) -> str:
    """A short piece, to be repeated until it is long: what makes careless work grow."""
    way = random.randrange(4)
    lines = text.split("\n")
    if way == 0:
        at = random.randrange(len(lines))
        piece = "\n".join(lines[at : at + random.choice((1, 1, 2, 3, 8))]) + "\n"
    elif way == 1:
        piece = "".join(random.choices(TEXT_WORDS, k=random.choice((1, 2, 3, 5))))
    elif way == 2:
        piece = "\n".join(random.choices(TEXT_WORDS, k=random.choice((1, 2, 3, 5)))) + "\n"
    else:
        words = text.split() or [""]
        at = random.randrange(len(words))
        piece = " ".join(words[at : at + random.choice((1, 2, 4, 12))])
        piece += random.choice((" ", ", ", "\n", ". ", "-", "(", "", " och "))
    return piece[:2000] or "a"


def _duplicate(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at:at] = lines[at : at + random.choice((1, 3, 10))] * random.choice((1, 2, 20))
    return "\n".join(lines)


def _join(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    to = at + random.choice((2, 5, 50, len(lines)))
    return "\n".join([*lines[:at], random.choice(" \t,").join(lines[at:to]), *lines[to:]])


def _drop(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    del lines[at : at + random.choice((1, 2, 10))]
    return "\n".join(lines)


def _move(random: Random, text: str) -> str:
    lines = text.split("\n")
    line = lines.pop(random.randrange(len(lines)))
    lines.insert(random.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def _insert(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    words = "".join(random.choices(TEXT_WORDS, k=random.choice((1, 1, 3))))
    return text[:at] + words * random.choice((1, 1, 1, 5, 100)) + text[at:]


def _new_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    words = "".join(random.choices(TEXT_WORDS, k=random.choice((1, 2, 4))))
    lines.insert(random.randrange(len(lines) + 1), words)
    return "\n".join(lines)


def _nest(random: Random, text: str) -> str:
    lines = text.split("\n")
    mark = random.choice(("- ", "1. ", "a) ", "• ", "att "))
    depth = random.choice((3, 30))
    nested = [" " * (2 * level) + mark + "punkt" for level in range(depth)]
    at = random.randrange(len(lines) + 1)
    return "\n".join([*lines[:at], *nested, *lines[at:]])


def _lengthen(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    piece = text[at : at + random.choice((1, 5, 30))] or "x"
    return text[:at] + piece * (random.choice(_LONG) // len(piece) + 1) + text[at:]


def _respell(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    to = at + random.choice((1, 30, 500))
    how = random.choice((str.upper, str.lower, str.swapcase, _spaced, _doubled))
    return text[:at] + how(text[at:to]) + text[to:]


def _spaced(words: str) -> str:
    return " ".join(words)


def _doubled(words: str) -> str:
    return words.replace("\n", "\n\n").replace(" ", "  ")


def _lose(random: Random, text: str) -> str:
    """As recognition does: letters, line ends and spaces fall out."""
    which = random.choice(("\n", " ", ".", "§", "e", ":", "1"))
    share = random.choice((0.02, 0.3, 1))
    return "".join(mark for mark in text if mark != which or random.random() > share)


_CHANGES: tuple[TextChange, ...] = (
    _duplicate, _join, _drop, _move, _insert, _insert, _new_line, _nest, _lengthen, _respell, _lose,
)  # fmt: skip

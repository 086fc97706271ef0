"""Plain text: bytes become characters, line ends become "\\n", and nothing else changes.

A byte order mark belongs to the encoding, not to the text, and is therefore not in it. The
encoding is UTF-16 or UTF-32 where a mark says so, UTF-16 where every other byte is zero, else
UTF-8, else Windows' western one (cp1252), which older Swedish systems write.
"""

from __future__ import annotations

import codecs
import re

from handslag.source.reading.detection import WHAT_IS_READ, Format
from handslag.source.reading.limits import MAX_CHARACTERS
from handslag.source.reading.result import Reading, ReadingError, check_length
from handslag.source.record import Finding, Severity
from handslag.source.text import CanonicalText, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SAMPLE = 4096
"""Bytes looked at where the beginning tells enough."""

_MOST_BYTES_A_CHARACTER = 4
"""In every encoding that is read."""

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
"""Characters that no text holds; not tab, line ends, form feed, vertical tab and escape."""

_MOST_CONTROLS = 0.01
"""Share of such characters above which the bytes are no text. Random bytes have a tenth."""

_UNDEFINED_IN_CP1252 = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def read(data: bytes) -> Reading:
    """The text of a plain file. Raises ReadingError where the bytes are no text or too many."""
    text, findings = decode(data)
    return Reading(CanonicalText(text), Format.PLAIN, findings)


def decode(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The characters of a text file, line ends as "\\n", and a finding where some are damaged."""
    _refuse_at_a_glance(data)
    characters, damaged = _decode(data)
    text = characters.replace("\r\n", "\n").replace("\r", "\n")
    check_length(len(text))
    if "\x00" in text or _controls(text) > _MOST_CONTROLS * len(text):
        message = (
            f"Filen innehåller inte text i någon form som känns igen. {WHAT_IS_READ}. "
            "Kontrollera att det är rätt fil och att den inte är skadad."
        )
        raise ReadingError("not-text", message)
    return text, (_damage(text),) if damaged else ()


def _refuse_at_a_glance(data: bytes) -> None:
    """Refuse what is too long in any encoding, before its characters fill the memory."""
    fewest_characters = len(data) // _MOST_BYTES_A_CHARACTER
    if fewest_characters > MAX_CHARACTERS:
        decode(data[:_SAMPLE])  # for the better reason where it is no text at all
        check_length(fewest_characters)


def _controls(text: str) -> int:
    return len(text) - len(_CONTROLS.sub("", text))


def _decode(data: bytes) -> tuple[str, bool]:
    """The characters, and whether some bytes could not be what the encoding says."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding)
    zeros = _zero_pattern(data)
    if zeros:
        return _tolerant(data, zeros)
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", "replace")
    if _is_damaged_utf8(mended):
        return mended, True
    return _western(data)


def _tolerant(data: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), True


def _zero_pattern(data: bytes) -> str | None:
    """The UTF-16 whose high bytes are zero nearly everywhere, as in text with western letters."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _is_damaged_utf8(mended: str) -> bool:
    """Whether far more letters outside ASCII came out right than wrong.

    A file cut off inside a letter, or with a stray byte from elsewhere, is still UTF-8; in a
    cp1252 file nearly every such letter comes out wrong.
    """
    wrong = mended.count("\N{REPLACEMENT CHARACTER}")
    right = len(mended) - len(mended.encode("ascii", "ignore")) - wrong
    return right > 10 * wrong


def _western(data: bytes) -> tuple[str, bool]:
    """The text as cp1252; the five bytes it leaves undefined keep their number, as browsers do."""
    text = data.decode("cp1252", "surrogateescape")
    mended = text.translate(_UNDEFINED_IN_CP1252)
    return mended, mended != text


def _damage(text: str) -> Finding:
    at = re.search("[\N{REPLACEMENT CHARACTER}\x80-\x9f]", text)
    message = (
        "Några tecken i filen är skadade och gick inte att läsa. "
        "Resten av texten är läst; jämför med originalet där det ser fel ut."
    )
    span = Span(*at.span()) if at else None
    return Finding("damaged-characters", Severity.WARNING, message, span)

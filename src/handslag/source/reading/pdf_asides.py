"""Running heads and feet of a tagged PDF, which says itself that they are no part of its text.

Such a file marks what is drawn for the page's sake as artifact (ISO 32000-1, 14.8.2.2). Only lines
at the top and the foot of a page are taken for what it says; and on the first page those at the top
are kept, since programs put there what the document is.
"""

from __future__ import annotations

from ctypes import byref, c_ulong, c_ushort
from typing import TYPE_CHECKING

from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2

_MOST_OBJECTS = 5000
"""A page with more is not looked through, so that reading stays as quick as the text is long."""
_MOST_LINES = 12
"""Lines of one head or foot."""
_ARTIFACT = "Artifact".encode("utf-16-le") + b"\0\0"


def is_tagged(document: pypdfium2.PdfDocument) -> bool:
    """Whether the file says what its parts are."""
    return bool(raw.FPDFCatalog_IsTagged(document))


def asides_of(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, text: str, *, first: bool
) -> tuple[tuple[int, int], ...]:
    """From where to where in the page's `text` its running head and foot go, in order."""
    drawn = "".join(_artifacts(page, textpage))
    if not drawn:
        return ()
    lines = list(_lines(text))
    head = 0 if first else _matching(lines, text, drawn)
    foot = _matching(lines[:head:-1] if head else lines[::-1], text, drawn)
    found = []
    if head:
        found.append((lines[0][0], lines[head - 1][1]))
    if foot:
        found.append((lines[-foot][0], lines[-1][1]))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines with words on them begin and end."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _matching(lines: list[tuple[int, int]], text: str, drawn: str) -> int:
    """How many lines from the first on are drawn as artifacts."""
    count = 0
    for start, end in lines[:_MOST_LINES]:
        if "".join(text[start:end].split()) not in drawn:
            break
        count += 1
    return count


def _artifacts(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> Iterator[str]:
    """The letters of what is drawn as artifacts, in the order it is drawn."""
    count = raw.FPDFPage_CountObjects(page)
    for index in range(count if count <= _MOST_OBJECTS else 0):
        drawn = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(drawn) == raw.FPDF_PAGEOBJ_TEXT and _is_artifact(drawn):
            length = raw.FPDFTextObj_GetText(drawn, textpage, None, 0)
            letters = (c_ushort * max(1, length // 2))()
            raw.FPDFTextObj_GetText(drawn, textpage, letters, length)
            words = bytes(letters).decode("utf-16-le", errors="ignore")
            yield "".join(words.replace("\0", "").split())


def _is_artifact(drawn: raw.FPDF_PAGEOBJECT) -> bool:
    for number in range(raw.FPDFPageObj_CountMarks(drawn)):
        mark = raw.FPDFPageObj_GetMark(drawn, number)
        name = (c_ushort * 32)()
        length = c_ulong()
        if (
            raw.FPDFPageObjMark_GetName(mark, name, 64, byref(length))
            and bytes(name)[: length.value] == _ARTIFACT
        ):
            return True
    return False

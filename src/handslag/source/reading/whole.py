"""Whatever kind of file it is: told by its content, and read by the module of its format."""

from __future__ import annotations

from pathlib import Path

from handslag.source.reading import docx, html, markdown, odt, pdf, picture, plain
from handslag.source.reading.detection import (
    Format,
    is_html,
    is_pdf,
    package_format,
    picture_format,
    refuse_known_others,
    refuse_markup,
)
from handslag.source.reading.result import Reading, check_size
from handslag.source.reading.scan import Progress


def to_recognise(
    data: bytes, *, name: str = "", media_type: str | None = None
) -> tuple[int, Format | None]:
    """How many pages `read_text` would have to recognise, and what kind of file that is.

    The kind is None where there are no such pages. Quick. Raises ReadingError where it shows
    already that the file cannot be read.
    """
    check_size(len(data))
    if is_pdf(data, name=name, media_type=media_type):
        pages = len(pdf.pages_to_recognise(data))
        return pages, Format.PDF if pages else None
    pictured = picture_format(data)
    return (0, None) if pictured is None else (picture.pages_of(data), pictured)


def read_text(
    data: bytes,
    *,
    name: str = "",
    media_type: str | None = None,
    progress: Progress | None = None,
    kept: Path | None = None,
) -> Reading:
    """The canonical text of a file, whatever kind of file it turns out to be.

    `name` and `media_type` are what the file is said to be; the content decides, and they only
    tell one kind of text from another. `progress` is told of pages that are recognised. They are
    put in the folder `kept`, one for this document alone, so that a run which was stopped can go
    on. Raises ReadingError, and nothing else, where the file cannot be read.
    """
    check_size(len(data))
    if is_pdf(data, name=name, media_type=media_type):
        return pdf.read(data, progress=progress, kept=kept)
    pictured = picture_format(data)
    if pictured is not None:
        return picture.read(data, pictured, progress=progress, kept=kept)
    packed = package_format(data)
    if packed is not None:
        return docx.read(data) if packed is Format.DOCX else odt.read(data)
    refuse_known_others(data)
    data = html.without_pictures(data)
    reading = plain.read(data)
    text = reading.text.text
    if is_html(text, name=name, media_type=media_type):
        return html.read(data, reading)
    refuse_markup(text)
    if markdown.is_markdown(text, name=name, media_type=media_type):
        return markdown.read(reading)
    return reading

"""The notice as PDF: tagged, for the archive, with the attachments in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from handslag.output.generation.files import Embedded, embed
from handslag.output.generation.sheet import notice_sheet
from handslag.output.generation.typesetting import typeset_with_logo

if TYPE_CHECKING:
    from handslag.output.generation.paper import NoticePaper


def as_pdf(paper: NoticePaper, *, attach: bool = True) -> bytes:
    """The notice as a tagged PDF that is PDF/UA-1 and PDF/A-3a at once.

    The attachments' files are embedded, unless `attach` is False. A file that would make the
    whole larger than `files.LARGEST` is left out, and the paper says so. The same paper gives
    the same bytes once it has been sent. Raises PaperError where no paper can be made.
    """
    files = embed(paper.attachments) if attach else Embedded((), ())
    sheet = notice_sheet(paper)
    sheet.data["files"] = [file.data for file in files.files]
    sheet.data["closing"] += list(files.left_out)
    content = {file.path: file.content for file in files.files}
    return typeset_with_logo("notice.typ", sheet.logo, sheet.data, content, made_at(paper))


def made_at(paper: NoticePaper) -> dt.datetime:
    """The moment a paper says that it was made: noon of the day it was sent, now for a draft."""
    if paper.sent_on is None:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)
    return dt.datetime.combine(paper.sent_on, dt.time(12), dt.UTC)

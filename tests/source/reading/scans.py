"""Documents as a scanner gives them: pages set in type, drawn, and perhaps laid askew."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
import typst

if TYPE_CHECKING:
    from PIL import Image

DPI = 150
PAGE = '#set page(width: 12cm, height: 9cm, margin: 1cm)\n#set text(lang: "sv", size: 12pt)\n'


def typeset(*pages: str) -> bytes:
    """A PDF with text, one page for each piece of markup."""
    return typst.compile((PAGE + "\n#pagebreak()\n".join(pages)).encode())


def scanned(data: bytes, *, turned: float = 0) -> list[Image.Image]:
    """The pages of a PDF as pictures, turned so many degrees against the clock."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        pictures = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    if not turned:
        return pictures
    return [picture.rotate(turned, expand=True, fillcolor=255) for picture in pictures]


def saved(pictures: list[Image.Image], kind: str) -> bytes:
    """The pictures as one file: "PDF", "TIFF", "PNG" or "JPEG"."""
    out = BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if len(pictures) > 1 else {}
    dpi = {"resolution": DPI} if kind == "PDF" else {"dpi": (DPI, DPI)}
    pictures[0].save(out, kind, **dpi, **more)
    return out.getvalue()


def mixed(*parts: bytes) -> bytes:
    """The pages of several PDFs, one after the other."""
    with closing(pypdfium2.PdfDocument.new()) as whole:
        for part in parts:
            with closing(pypdfium2.PdfDocument(part)) as document:
                whole.import_pages(document)
        out = BytesIO()
        whole.save(out)
    return out.getvalue()

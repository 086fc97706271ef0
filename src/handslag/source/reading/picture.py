"""Pictures that are a whole document: a scanned page saved as PNG or JPEG, pages in one TIFF.

A picture becomes a PDF with a page for each of its frames, and is read as any scan is.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence

from handslag.source.reading import pdf
from handslag.source.reading.limits import MAX_FRAMES, MAX_PIXELS
from handslag.source.reading.result import Reading, ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.source.reading.scan import Progress

_A4_WIDTH, _A4_HEIGHT = 8.27, 11.69
"""Inches."""
_LEAST_DPI, _MOST_DPI = 70, 1200
_QUALITY = 90
_KINDS = ("PNG", "JPEG", "TIFF", "GIF", "WEBP")


def read(
    data: bytes, media_type: str, *, progress: Progress | None = None, kept: Path | None = None
) -> Reading:
    """The text in a picture. Raises ReadingError where it is damaged, too large or textless."""
    reading = pdf.read(_as_pdf(data), progress=progress, kept=kept)
    return replace(reading, media_type=media_type)


def pages_of(data: bytes) -> int:
    """How many pages `read` would have to recognise: all there are. Raises ReadingError."""
    with _opened(data) as picture:
        _check_frames(picture)
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_large()
        return getattr(picture, "n_frames", 1)


def _as_pdf(data: bytes) -> bytes:
    out = BytesIO()
    with _opened(data) as picture:
        _write(picture, out)
    return out.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The picture, and the reason in words for whatever is wrong with it inside."""
    try:
        with warnings.catch_warnings():
            # what a file says wrongly of itself is no matter; its size is looked at here
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=_KINDS) as picture:
                yield picture
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError) as error:
        # what Pillow raises for files that are not what they say, by format
        message = "Bilden är skadad och kan inte öppnas. Hämta den på nytt från den som gjorde den."
        raise ReadingError("damaged-picture", message) from error


def _write(picture: Image.Image, out: BytesIO) -> None:
    _check_frames(picture)
    dpi = _dots_an_inch(picture)
    frames = _pages(picture)
    first = next(frames)
    first.save(out, "PDF", save_all=True, append_images=frames, resolution=dpi, quality=_QUALITY)


def _check_frames(picture: Image.Image) -> None:
    if getattr(picture, "n_frames", 1) > MAX_FRAMES:
        message = (
            f"Bilden har fler än {MAX_FRAMES} sidor, som är det mesta som läses. "
            "Dela upp den i mindre delar och försök igen."
        )
        raise ReadingError("too-many-pages", message)


def _pages(picture: Image.Image) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(picture):
        if frame.width * frame.height > MAX_PIXELS:
            raise _too_large()
        yield _on_white(ImageOps.exif_transpose(frame))


def _on_white(frame: Image.Image) -> Image.Image:
    """The frame in black and white, grey or colour, with white where it lets light through."""
    if frame.mode in ("1", "L", "RGB"):
        return frame.copy()
    if frame.mode.startswith("I"):  # 16 bits of grey, or more
        return frame.point(lambda value: value / 256).convert("L")
    whole = frame.convert("RGBA")
    white = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(white, whole).convert("RGB")


def _dots_an_inch(picture: Image.Image) -> float:
    """What the picture says, or what makes it as large as a page of A4."""
    said = picture.info.get("dpi", (0, 0))
    dots = float(said[0]) if isinstance(said, tuple) and said else 0.0
    if _LEAST_DPI <= dots <= _MOST_DPI:
        return dots
    shorter, longer = sorted(picture.size)
    return max(shorter / _A4_WIDTH, longer / _A4_HEIGHT, 1.0)


def _too_large() -> ReadingError:
    message = (
        f"Bilden har fler än {MAX_PIXELS // 1_000_000} miljoner bildpunkter, som är det mesta som "
        "läses. Skanna den med lägre upplösning, 300 punkter per tum räcker, och försök igen."
    )
    return ReadingError("picture-too-large", message)

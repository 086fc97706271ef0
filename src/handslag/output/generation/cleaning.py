"""A program of its own: opens PDFs and pictures of any provenance, and writes the good ones anew.

Run with the name of a folder in which files lie by number (`0.pdf`, `1.tiff.picture`), from which
number to begin, the most pages a PDF may have, and the most pixels a picture. For each file a line
of JSON tells what became of it. A PDF that can be used is written to `0.clean.pdf`: all of it
resolved, its forms made part of the pages, without what acts on its own. The pictures in a file
are written to `1.0.png` and so on, turned as they were held and no larger than they are printed.
It keeps to limits of memory and time; whoever runs it sees at which file it ended. Nothing of
Handslag is imported, so that it starts at once.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from pathlib import Path

import pikepdf

MEMORY = 1_000_000_000
SECONDS = 10
"""Of computing, for all files together."""
LARGEST = 300_000_000
"""Bytes of a file written."""
PRINTED_SIDE = 2200
"""Pixels of a picture's longer side as it is printed: a page at 200 to the inch."""
MOST_PICTURES = 40
"""Pictures in one file."""
WIDEST = 14_400
"""Points of a page's longest side: 200 inches, the format's own limit."""

_UNSAFE = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie"}
)
"""What a link or a page may not do among the papers."""
_BROKEN = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RuntimeError,
    NotImplementedError,
)
"""What reading a damaged PDF comes to, also where one kind of object stands for another."""


def main(folder: Path, first: int, most_pages: int, most_pixels: int) -> None:
    """Goes through the files of `folder` from number `first` on."""
    _limit()
    number = first
    while found := next(iter(sorted(folder.glob(f"{number}.*"))), None):
        if found.suffix == ".picture":
            answer = draw(found, folder / f"{number}", most_pixels)
        else:
            answer = clean(found, folder / f"{number}.clean.pdf", most_pages)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        number += 1


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit stands already
            resource.setrlimit(what, (most, most))


def clean(source: Path, target: Path, most_pages: int) -> dict[str, int | str]:
    """What became of one file: its `pages`, or its `fault`: locked, damaged or long."""
    try:
        with pikepdf.open(source) as document:
            count = len(document.pages)
            if count > most_pages:
                return {"fault": "long", "pages": count}
            _check(document)
            _make_safe(document)
            document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    except pikepdf.PasswordError:
        return {"fault": "locked"}
    except (*_BROKEN, OSError, MemoryError):
        return {"fault": "damaged"}
    return {"pages": count}


def draw(source: Path, target: Path, most_pixels: int) -> dict[str, int | str]:
    """What became of a file of pictures: how many, and their kind, or its `fault`.

    The format that it is read as is the last but one part of its name.
    """
    from PIL import Image, ImageOps

    form = source.suffixes[-2][1:].upper()
    kind = "jpg" if form == "JPEG" else "png"
    try:
        with Image.open(source, formats=[form]) as picture:
            count = min(getattr(picture, "n_frames", 1), MOST_PICTURES) if form == "TIFF" else 1
            for number in range(count):
                picture.seek(number)
                if picture.width * picture.height > most_pixels:
                    return {"fault": "large"}
                drawn = ImageOps.exif_transpose(picture).convert("RGB" if kind == "jpg" else "RGBA")
                drawn.thumbnail((PRINTED_SIDE, PRINTED_SIDE))
                drawn.save(f"{target}.{number}.{kind}", quality=88)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"fault": "large"}
    except (*_BROKEN, OSError, MemoryError, SyntaxError):
        return {"fault": "damaged"}
    return {"pictures": count, "kind": kind}


def _check(document: pikepdf.Pdf) -> None:
    """Meets every page once. Raises where there is none, or one has no size."""
    if not len(document.pages):
        raise ValueError("no pages")
    for page in document.pages:
        left, low, right, high = (float(side) for side in page.cropbox)
        if not (0 < abs(right - left) <= WIDEST and 0 < abs(high - low) <= WIDEST):
            raise ValueError("a page without size")
        if int(page.obj.get("/Rotate", 0)) % 90:
            raise ValueError("a page turned askew")


def _make_safe(document: pikepdf.Pdf) -> None:
    if "/AcroForm" in document.Root:
        document.generate_appearance_streams()
        document.flatten_annotations("all")
    for page in document.pages:
        for key in ("/AA", "/StructParents"):
            if key in page.obj:
                del page.obj[key]
        annotations = page.obj.get("/Annots")
        for annotation in annotations if isinstance(annotations, pikepdf.Array) else ():
            if isinstance(annotation, pikepdf.Dictionary):
                _make_annotation_safe(annotation)


def _make_annotation_safe(annotation: pikepdf.Dictionary) -> None:
    for key in ("/AA", "/StructParent"):
        if key in annotation:
            del annotation[key]
    action = annotation.get("/A")
    if not isinstance(action, pikepdf.Dictionary):
        return
    if str(action.get("/S")) in _UNSAFE:
        del annotation["/A"]
    elif "/Next" in action:
        del action["/Next"]


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:5]))

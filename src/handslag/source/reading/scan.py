"""Recognising text in pictures of pages, through ocrmypdf and tesseract with Swedish.

The programs run in a folder of their own, a few pages at a time, so that what is done can be told
as it goes, a run that is stopped loses a few pages at most, and one page that no program can bear
costs itself alone. What they give is a PDF of each page, upright and straight, with the words
lying unseen over their pictures.

The Swedish model of tesseract does not know the sign §, and gives $ for it; that is put right.
Whatever else it misreads stays as it read it, for only a person can say what the paper says.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from handslag.source.reading.pdf_file import part_of
from handslag.source.reading.result import ReadingError

Progress = Callable[[int, int], None]
"""Called with how many pages are recognised, and of how many. What it raises stops the work."""

PROGRAMS = ("ocrmypdf", "tesseract", "gs")
PACKAGES = "ocrmypdf tesseract-ocr tesseract-ocr-swe"
"""Debian's packages with all that is needed."""

PAGE_SECONDS = 90
"""Time for tesseract with one page; a page of A4 takes a few seconds."""
_START_SECONDS = 60
_BATCH_SECONDS = 10
"""About so long between one telling of what is done and the next."""
_LARGEST_BATCH = 8
_SURE_OF_TURN = 4
"""From which certainty a page is turned. Ocrmypdf's own 14 leaves short pages on their side."""
_MEGAPIXELS = 200
"""The largest picture that is unpacked; A3 at 600 dots an inch is 70."""

_PARAGRAPH = re.compile(r"\$(?=\$?[ \N{NO-BREAK SPACE}]?\d)")
_WORDS = "_ocr_tess.tsv"
_LEVEL, _CONFIDENCE, _TEXT = 0, 10, 11
_WORD_LEVEL = "5"


class RecognitionMissingError(Exception):
    """The programs for recognising text are not on this machine."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page that was recognised: its PDF, and how sure the program was, 0-100."""

    path: Path
    confidence: int | None


def to_install() -> str:
    """What a person is told to do where the programs are missing."""
    return (
        "För att läsa text i bilder behövs programmen ocrmypdf och tesseract med svenska på den "
        f"dator där Handslag körs: apt install {PACKAGES}"
    )


def check_programs() -> None:
    """Raises RecognitionMissingError where a program, or its Swedish, is not there."""
    found = {program: shutil.which(program) for program in PROGRAMS}
    if not all(found.values()):
        raise RecognitionMissingError
    told = subprocess.run(  # noqa: S603  our own words only
        (str(found["tesseract"]), "--list-langs"),
        capture_output=True,
        check=False,
        timeout=_START_SECONDS,
    )
    if b"swe" not in told.stdout.split():
        raise RecognitionMissingError


def recognise(
    data: bytes,
    pages: Sequence[int],
    folder: Path,
    *,
    drawn: Collection[int] = (),
    progress: Progress | None = None,
) -> dict[int, Recognised]:
    """Recognise these pages of a PDF, numbered from 1; those that could not be are left out.

    The pages' PDFs lie in `folder`, and those that lie there already are not recognised again: let
    it be one for each document. Pages among `drawn` have text of their own that is not to be used.
    Raises RecognitionMissingError.
    """
    done = _found(folder, pages)
    left = [page for page in pages if page not in done]
    failed: set[int] = set()
    if left:
        check_programs()
    size = 1
    while left:
        batch, left = left[:size], left[size:]
        started = monotonic()
        made = _batch(data, batch, folder, afresh=any(page in drawn for page in batch))
        if len(batch) > 1 and len(made) < len(batch):
            left = [page for page in batch if page not in made] + left
            size = 1
        else:
            failed.update(page for page in batch if page not in made)
            each = (monotonic() - started) / len(batch)
            size = max(1, min(_LARGEST_BATCH, int(_BATCH_SECONDS / each)))
        done |= made
        if progress is not None:
            progress(len(done) + len(failed), len(pages))
    return done


def restored(text: str) -> str:
    """Recognised text with the sign § where the Swedish model, which has none, gives $."""
    return _PARAGRAPH.sub("§", text)


def _found(folder: Path, pages: Sequence[int]) -> dict[int, Recognised]:
    found: dict[int, Recognised] = {}
    for path in folder.glob("*_*.pdf"):
        number, _, confidence = path.stem.partition("_")
        if number.isdigit() and int(number) in pages:
            found[int(number)] = Recognised(path, int(confidence) if confidence else None)
    return found


def _batch(
    data: bytes, batch: Sequence[int], folder: Path, *, afresh: bool
) -> dict[int, Recognised]:
    with TemporaryDirectory(prefix="handslag-scan-", dir=folder) as name:
        place = Path(name)
        try:
            (place / "in.pdf").write_bytes(part_of(data, batch))
            if not _run(place, len(batch), afresh=afresh):
                return {}
            whole = (place / "out.pdf").read_bytes()
            made: dict[int, Recognised] = {}
            for position, number in enumerate(batch, start=1):
                single = place / "single.pdf"
                single.write_bytes(part_of(whole, [position]))
                confidence = _confidence(place, position)
                path = folder / f"{number}_{'' if confidence is None else confidence}.pdf"
                made[number] = Recognised(single.replace(path), confidence)
        except ReadingError:  # a page that pdfium reads but cannot write, or cannot read again
            return {}
        return made


def _run(place: Path, pages: int, *, afresh: bool) -> bool:
    """Run ocrmypdf on `in.pdf`; whether there is an `out.pdf`."""
    (place / "config").write_text("tessedit_create_tsv 1\n", encoding="ascii")
    command = (
        *("ocrmypdf", "--quiet", "--language", "swe", "--jobs", "1"),
        *("--output-type", "pdf", "--optimize", "0", "--deskew"),
        *("--rotate-pages", "--rotate-pages-threshold", str(_SURE_OF_TURN)),
        *("--tesseract-timeout", str(PAGE_SECONDS), "--max-image-mpixels", str(_MEGAPIXELS)),
        *("--tesseract-config", "config", "--keep-temporary-files"),
        "--force-ocr" if afresh else "--skip-text",
        *("in.pdf", "out.pdf"),
    )
    environment = os.environ | {"TMPDIR": str(place), "OMP_THREAD_LIMIT": "1"}
    process = subprocess.Popen(  # noqa: S603  our own words only
        command,
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    try:
        process.wait(_START_SECONDS + pages * (PAGE_SECONDS + _START_SECONDS))
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)
    return process.returncode == 0 and (place / "out.pdf").exists()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let nothing of what was started go on, whatever has happened."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _confidence(place: Path, position: int) -> int | None:
    """How sure tesseract was of a page's words, each weighed by its length; None without words."""
    for path in place.glob(f"*/{position:06}{_WORDS}"):
        weights = total = 0.0
        for row in path.read_text(encoding="utf-8", errors="replace").split("\n"):
            cells = row.split("\t")
            if len(cells) > _TEXT and cells[_LEVEL] == _WORD_LEVEL and cells[_TEXT].strip():
                weights += len(cells[_TEXT])
                total += len(cells[_TEXT]) * float(cells[_CONFIDENCE])
        return round(total / weights) if weights else None
    return None

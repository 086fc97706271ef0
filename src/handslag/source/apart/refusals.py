"""What a person is told when a file could not be read in a process of its own."""

from __future__ import annotations

import re

from handslag.source.reading import ReadingError

_CODE = re.compile(r"[a-z][a-z0-9-]{0,59}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
_LONGEST = 2000


def too_slow() -> ReadingError:
    """It took longer than it may."""
    message = (
        "Filen tog för lång tid att läsa, så läsningen avbröts. Dela upp den i mindre delar, "
        "eller spara den på nytt i programmet den gjordes i, och försök igen."
    )
    return ReadingError("reading-too-slow", message)


def too_large() -> ReadingError:
    """It took more memory than it may, or gave more than can be taken."""
    message = (
        "Filen kräver mer minne än en fil får ta, så läsningen avbröts. Dela upp den i mindre "
        "delar, eller spara den på nytt i programmet den gjordes i, och försök igen."
    )
    return ReadingError("reading-too-large", message)


def crashed() -> ReadingError:
    """The process that read it died, or answered with nonsense."""
    message = (
        "Filen fick läsprogrammet att krascha, så den är inte läst. Den är troligen skadad. "
        "Hämta den på nytt från den som gjorde den, eller öppna den i ett annat program och "
        "spara en ny kopia."
    )
    return ReadingError("reading-crashed", message)


def failed(error: object) -> ReadingError:
    """The code that read it met something it was not made for."""
    name = error if isinstance(error, str) and _NAME.fullmatch(error) else "okänt"
    message = (
        f"Filen gick inte att läsa på grund av ett fel i Handslag ({name}). Spara den i ett "
        "annat format, till exempel PDF, och försök igen. Berätta gärna för den som sköter "
        "Handslag vilken fil det gällde."
    )
    return ReadingError("reading-failed", message)


def unavailable(reason: str) -> ReadingError:
    """No process could be started to read it."""
    message = (
        f"Läsningen kunde inte startas ({reason}). Filen är inte läst. Försök igen om en stund."
    )
    return ReadingError("reading-unavailable", message)


def refused(code: object, message: object) -> ReadingError:
    """What the reader itself said against the file, where it is said in the form it should be."""
    sound = (
        isinstance(code, str)
        and isinstance(message, str)
        and _CODE.fullmatch(code)
        and len(message) <= _LONGEST
        and message.replace("\N{NO-BREAK SPACE}", " ").isprintable()
    )
    return ReadingError(str(code), str(message)) if sound else crashed()

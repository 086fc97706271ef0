"""What an item says that an assignment is to be reported under. Pure."""

from __future__ import annotations

import re

LONGEST = 120
"""Letters of the assignment that the heading keeps."""
_ATT = re.compile(
    r"^(?:att\s+)?(?:ge|uppdra\s+åt|uppdra\s+till)\s+.+?\s+(?:i\s+uppdrag\s+)?att\s+", re.IGNORECASE
)
_DUE = re.compile(
    r"\s+(?:senast|till)\s+(?:den\s+|mötet\s+|nästa\s+möte|sammanträdet\s+)[^,;.]*$", re.IGNORECASE
)


def heading_of(text: str, lead: str) -> str:
    """A heading for the item under which an assignment is dealt with: `lead` and what it is about.

    Who was given it, and by when, are left out of what is said: "att ge styrgruppen i uppdrag att
    räkna på kostnaden till mötet den 3 april" is reported as "Rapport: räkna på kostnaden".
    """
    words = " ".join(text.split()).rstrip(".")
    core = _DUE.sub("", _ATT.sub("", words)) or words
    core = re.sub(r"^att\s+", "", core, flags=re.IGNORECASE)
    if len(core) > LONGEST:
        core = core[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
    return f"{lead}: {core}"

"""Text that a spreadsheet program could take for a formula, written so that it cannot. Pure.

A program that opens separated values carries out a cell that begins with =, +, - or @, also after
a tab or a line end (and the wide forms of these signs, in some editions). Such a text gets a '
before it, which reading back takes away again; one that has a ' there already gets one more, so
that no text ever becomes another.
"""

from __future__ import annotations

import re

_COULD_BE_CARRIED_OUT = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def disarmed(text: str) -> str:
    """`text` as it can stand in a file of separated values."""
    return f"'{text}" if _COULD_BE_CARRIED_OUT.match(text) else text

"""Words set into boxes: how wide they are, nearly, and where their lines break. Pure.

The server knows no fonts. Widths are those of Inter, a little rounded up, so that what is set here
has room in the reader's browser, with that font or with the system's own.
"""

from __future__ import annotations

from functools import lru_cache

_NARROW, _SLIM, _WIDE, _BROAD = 0.36, 0.48, 1.02, 0.82
_EM = (
    dict.fromkeys("iIjl.,:;|!'’ ", _NARROW)
    | dict.fromkeys('frt()[]/-–"', _SLIM)
    | dict.fromkeys("mwMW@%&", _WIDE)
    | dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÅÄÖÆØ", _BROAD)
)
_REST = 0.68
"""The width of every other sign, in parts of the height."""


def width_of(text: str, size: float) -> float:
    """How wide `text` is at most, in the unit of `size`, the height of its letters."""
    return sum(_EM.get(sign, _REST if ord(sign) < 0x2E80 else 1.05) for sign in text) * size


@lru_cache(maxsize=2000)
def lines_of(text: str, width: float, size: float) -> tuple[str, ...]:
    """`text` in lines that are no wider than `width`; a word that is wider itself is parted.

    A parted word gets a hyphen where it breaks. There is one line at least.
    """
    lines: list[str] = []
    for word in text.split():
        together = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(together, size) <= width:
            lines[-1] = together
            continue
        parts = _parted(word, width, size)
        lines.extend(parts)
    return tuple(lines) or ("",)


_HEADS = (
    *("nätverk", "grupp", "nämnd", "råd", "styrelse", "utskott", "forum", "beredning", "förbund"),
    *("kommitté", "område", "delegation", "verkan", "vård", "omsorg", "chef", "krets", "arbet"),
)
"""Words that names of bodies are put together of: before one of them a word breaks best."""


def _parted(word: str, width: float, size: float) -> list[str]:
    parts = []
    while width_of(word, size) > width and len(word) > 1:
        longest = 1
        while longest + 1 < len(word) and width_of(f"{word[: longest + 1]}-", size) <= width:
            longest += 1
        good = [at for at in range(longest // 2, longest + 1) if word.startswith(_HEADS, at)]
        place = max(good, default=longest) or longest
        ends_so = word[place - 1] in "-–/"
        parts.append(word[:place] if ends_so else f"{word[:place]}-")
        word = word[place:]
    return [*parts, word]

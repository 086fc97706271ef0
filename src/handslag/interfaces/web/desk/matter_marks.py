"""The marks of a matter's picture: a shape for each sort of happening, drawn around a point.

Words stand beside every mark. Colour says nothing that the shape does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from handslag.domain.matters.history.shapes import HappeningKind

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

K = HappeningKind
REACH = 9
"""How far a mark reaches from its middle, in the picture's own units."""

_RING = '<circle class="shape" r="8"></circle>'
_SHAPES = {
    "seed": '<path class="shape" d="M0 -9L9 7H-9Z"></path>',
    "ring": _RING,
    "sheet": '<rect class="shape" x="-7" y="-9" width="14" height="18" rx="2"></rect>'
    '<path class="sign" d="M-3.5 -4H3.5M-3.5 0H3.5M-3.5 4H1"></path>',
    "filed": '<rect class="shape" x="-8" y="-7" width="16" height="14" rx="2"></rect>'
    '<path class="sign" d="M-8 -2H8M-2.5 2H2.5"></path>',
    "pause": f'{_RING}<path class="sign" d="M-2.5 -3.5V3.5M2.5 -3.5V3.5"></path>',
    "away": f'{_RING}<path class="sign" d="M-4 0H4M1 -3L4 0L1 3"></path>',
    "back": f'{_RING}<path class="sign" d="M4 0H-4M-1 -3L-4 0L-1 3"></path>',
    "cross": f'{_RING}<path class="sign" d="M-3 -3L3 3M3 -3L-3 3"></path>',
    "decided": '<path class="shape full" d="M0 -10L10 0L0 10L-10 0Z"></path>'
    '<path class="sign on" d="M-3.5 0L-1 2.8L3.8 -2.8"></path>',
    "flag": '<path class="stem" d="M-6 9V-9"></path>'
    '<path class="shape full" d="M-6 -9L8 -4.5L-6 1Z"></path>',
    "report": '<path class="stem" d="M-6 9V-9"></path>'
    '<path class="shape" d="M-6 -9L8 -4.5L-6 1Z"></path>',
    "finished": '<circle class="shape full" r="8"></circle>'
    '<path class="sign on" d="M-3.5 0L-1 2.8L3.8 -2.8"></path>',
    "dot": '<circle class="shape full" r="4"></circle>',
    "closed": '<rect class="shape full" x="-8" y="-8" width="16" height="16" rx="2"></rect>'
    '<path class="sign on" d="M-4 0H4"></path>',
    "reopened": '<rect class="shape" x="-8" y="-8" width="16" height="16" rx="2"></rect>'
    '<path class="sign" d="M-4 0H4M0 -4V4"></path>',
}
"""Drawings, written here and nowhere else: no word of anybody's is in them."""
_OF_KIND = {
    **dict.fromkeys((K.RAISED, K.ASKED), "seed"),
    **dict.fromkeys((K.PREPARED, K.DEALT, K.PLANNED, K.EXPECTED), "ring"),
    **dict.fromkeys((K.DECLINED, K.WITHDRAWN, K.SKIPPED, K.CANCELLED, K.DROPPED), "cross"),
    **dict.fromkeys((K.RETURNED, K.TAKEN_BACK), "back"),
    K.PROPOSED: "sheet",
    K.NOTED: "filed",
    K.TABLED: "pause",
    K.REFERRED: "away",
    K.DECIDED: "decided",
    K.ASSIGNED: "flag",
    K.DUE: "flag",
    K.FINISHED: "finished",
    K.REMARKED: "dot",
    K.CLOSED: "closed",
    K.REOPENED: "reopened",
}


def shape_of(kind: str) -> str:
    """The shape of a kind of happening; what becomes of assignments has a flag of its own."""
    return _OF_KIND.get(HappeningKind(kind), "report")


def mark(kind: str, x: float, y: float, *, coming: bool = False) -> SafeString:
    """The mark of a kind around a point; dashed where it is still to come."""
    shape = shape_of(kind)
    return format_html(
        '<g class="mark {}{}" transform="translate({} {})">{}</g>',
        shape,
        " coming" if coming else "",
        round(x, 1),
        round(y, 1),
        mark_safe(_SHAPES[shape]),  # noqa: S308  a drawing of this module
    )

"""In which form a body keeps minutes, and what the law wants said on them.

What the law says is the Local Government Act (kommunallagen 2017:725, KL). Networks are no
committees: they keep notes, without any of this. An association (förening) signs its minutes as
its own statutes say, and the law's notice board and appeal are not for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handslag.domain.meetings.models import MinutesForm
from handslag.domain.registry.models import LegalForm
from handslag.domain.registry.rules import signs_minutes

if TYPE_CHECKING:
    from datetime import date

SIGN_WITHIN = timedelta(days=14)
"""How long after the meeting minutes are signed at the latest (KL 5 kap. 69 §, which holds for
committees by 6 kap. 35 §)."""
APPEAL_WITHIN = timedelta(weeks=3)
"""How long after the signing was told on the notice board a decision can be appealed against (KL
13 kap. 5 §)."""
STATUTORY = frozenset(
    {
        LegalForm.COMMITTEE,
        LegalForm.JOINT_COMMITTEE,
        LegalForm.MUNICIPAL_ASSOCIATION,
        LegalForm.ASSEMBLY,
    }
)
"""The forms whose signing is told on the notice board and whose decisions can be tried."""
APPEAL = (
    "Den som är medlem i en kommun eller region har rätt att få lagligheten av dess beslut "
    "prövad genom att överklaga dem till förvaltningsrätten (13 kap. kommunallagen). "
    "Överklagandet görs skriftligen.\n\n"
    "Av överklagandet ska det framgå vilket beslut som överklagas och de omständigheter som "
    "gör att beslutet bör upphävas.\n\n"
    "Överklagandet ska ha kommit in till förvaltningsrätten inom tre veckor från den dag då "
    "justeringen av protokollet tillkännagavs på anslagstavlan."
)
"""How a decision is appealed against (KL 13 kap. 1, 5 and 7 §§)."""


def form_of(legal_form: str) -> MinutesForm:
    """Notes for a network or group, signed minutes for every form with powers of its own."""
    return MinutesForm.SIGNED if signs_minutes(legal_form) else MinutesForm.NOTES


def has_board(legal_form: str) -> bool:
    """Whether the signing is told on a notice board (KL 8 kap. 10 §)."""
    return legal_form in STATUTORY


def appeal_of(legal_form: str) -> str:
    """How its decisions are appealed against; empty where the law has no such thing."""
    return APPEAL if legal_form in STATUTORY else ""


def sign_by(day: date) -> date:
    """The last day to sign the minutes of a meeting held on `day`."""
    return day + SIGN_WITHIN

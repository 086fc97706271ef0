"""What an agenda lacks and how its time is spent, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handslag.domain.meetings.agenda.rules import Lack

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from handslag.domain.matters.preparing.shapes import Readiness
    from handslag.domain.meetings.agenda.shapes import Agenda

LACKS: dict[Lack, Promise] = {
    Lack.PRESENTER: gettext_lazy("föredragande saknas"),
    Lack.PAPER: gettext_lazy("underlag saknas"),
    Lack.PROPOSAL: gettext_lazy("förslag saknas"),
    Lack.MINUTES: gettext_lazy("tid saknas"),
}
"""What an item lacks, in few words."""


def _counted(lack: Lack, count: int) -> str:
    words = {
        Lack.PRESENTER: ngettext(
            "%(count)d ärende saknar föredragande.", "%(count)d ärenden saknar föredragande.", count
        ),
        Lack.PAPER: ngettext(
            "%(count)d ärende saknar underlag.", "%(count)d ärenden saknar underlag.", count
        ),
        Lack.PROPOSAL: ngettext(
            "%(count)d ärende saknar förslag.", "%(count)d ärenden saknar förslag.", count
        ),
        Lack.MINUTES: ngettext(
            "%(count)d punkt saknar tid.", "%(count)d punkter saknar tid.", count
        ),
    }
    return words[lack] % {"count": count}


def readiness(ready: Readiness) -> list[str]:
    """How much a meeting's agenda lacks and how long there is, a sentence each."""
    said = [] if ready.sent else [_material(ready.material_days), _notice(ready.notice_days)]
    if not ready.items:
        said.append(_("Dagordningen är tom."))
    else:
        said += [_counted(lack, ready.lacks[lack]) for lack in Lack if ready.lacks.get(lack)]
        if not ready.lacking:
            said.append(_("Inget saknas på dagordningen."))
    return [words for words in said if words]


def _material(days: int | None) -> str:
    if days is None or days < 0:
        return ""
    if days == 0:
        return _("Underlag ska vara inne idag.")
    words = ngettext(
        "Underlag ska vara inne om %(count)d dag.",
        "Underlag ska vara inne om %(count)d dagar.",
        days,
    )
    return words % {"count": days}


def _notice(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("Kallelsen ska ut idag.")
    if days < 0:
        words = ngettext(
            "Kallelsen skulle ha gått ut för %(count)d dag sedan.",
            "Kallelsen skulle ha gått ut för %(count)d dagar sedan.",
            -days,
        )
        return words % {"count": -days}
    words = ngettext(
        "Kallelsen ska ut om %(count)d dag.", "Kallelsen ska ut om %(count)d dagar.", days
    )
    return words % {"count": days}


def duration(minutes: int) -> str:
    """A length of time: "2 tim 35 min", "45 min"."""
    hours, left = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": left}
    if not left:
        return _("%(hours)d tim") % {"hours": hours}
    return _("%(hours)d tim %(minutes)d min") % {"hours": hours, "minutes": left}


def time_words(agenda: Agenda) -> str:
    """How the items' minutes stand against the meeting's length."""
    allotted, length = duration(agenda.allotted), agenda.length
    if length is None:
        return _("Punkterna tar %(time)s.") % {"time": allotted}
    told = {"time": allotted, "length": duration(length)}
    said = _("Punkterna tar %(time)s av mötets %(length)s.") % told
    left = length - agenda.allotted
    if left > 0:
        more = _("%(time)s är fria.") % {"time": duration(left)}
    elif left < 0:
        more = _("Det är %(time)s för mycket.") % {"time": duration(-left)}
    else:
        more = _("Tiden går jämnt ut.")
    return f"{said} {more}"


def taken_up(count: int) -> str:
    """What came of taking up what was tabled."""
    if not count:
        return _("Inget markerat fanns kvar att ta upp. Inget har ändrats.")
    words = ngettext(
        "%(count)d ärende är upptaget, sist på dagordningen.",
        "%(count)d ärenden är upptagna, sist på dagordningen.",
        count,
    )
    return words % {"count": count}

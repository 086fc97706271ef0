"""How a matter stands and what happened to it, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.domain.matters.history.shapes import Extent, HappeningKind, StatusKind
from handslag.interfaces.web.kit.words import day as in_full
from handslag.interfaces.web.kit.words import short_day

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.matters.history.shapes import (
        BodyRef,
        Expected,
        Happening,
        MatterPage,
        MatterRow,
        Status,
    )

K, S = HappeningKind, StatusKind
MOST_ASKED = 3


def place_name(body: BodyRef | None) -> str:
    """A body as pictures and narrow columns call it."""
    if body is None:
        return _("Mellan möten")
    return body.short_name or body.name


def standing(status: Status) -> str:
    """How a matter stands, in one sentence or two."""
    said = [_stands(status)]
    if status.expected is not None:
        said.append(coming_back(status.expected))
    elif status.overdue:
        said.append(_late(status))
    return " ".join(filter(None, said))


def _stands(status: Status) -> str:
    kind = StatusKind(status.kind.value)
    told = {
        "body": status.body.name if status.body else "",
        "day": in_full(status.day),
        "since": short_day(status.since),
    }
    where = bool(status.body)
    if kind == S.NEW:
        return _("Inget har hänt i ärendet än.")
    if kind == S.RAISED:
        words = _("Väckt hos %(body)s %(since)s.") if where else _("Väckt %(since)s.")
    elif kind == S.DECLINED:
        words = _("Avböjt av %(body)s %(since)s.") if where else _("Avböjt %(since)s.")
    elif kind == S.PREPARING:
        words = _("Bereds i %(body)s sedan %(since)s.") if where else _("Bereds sedan %(since)s.")
    elif kind == S.PLANNED:
        words = _planned(status)
    elif kind in (S.TABLED, S.REFERRED, S.BACK):
        words = _moved(status, kind)
    elif kind in (S.DECIDED, S.UNDER_WORK):
        words = _decided(status, kind)
    else:
        words = str(_AT.get(kind, "")) if where else ""
        words = words or f"{status.kind.label.capitalize()} %(since)s."
    return words % told


_AT = {
    S.DEALT: gettext_lazy("Behandlat i %(body)s %(since)s utan beslut."),
    S.NOTED: gettext_lazy("Lagt till handlingarna i %(body)s %(since)s."),
    S.WITHDRAWN: gettext_lazy("Draget tillbaka %(since)s."),
    S.CLOSED: gettext_lazy("Avslutat %(since)s."),
    S.REOPENED: gettext_lazy("Öppnat igen %(since)s."),
}


def _planned(status: Status) -> str:
    if status.overdue:
        return _("Stod på dagordningen hos %(body)s %(day)s. Vad som hände är inte känt än.")
    if status.day:
        return _("Tas upp i %(body)s %(day)s.")
    return _("Ska tas upp i %(body)s.")


def _moved(status: Status, kind: StatusKind) -> str:
    if kind == S.TABLED:
        if status.day:
            return _("Bordlagt i %(body)s till %(day)s.")
        return _("Bordlagt i %(body)s %(since)s, till ett senare möte.")
    if kind == S.REFERRED:
        if status.day:
            return _("Hänskjutet till %(body)s %(since)s, att tas upp %(day)s.")
        return _("Hänskjutet till %(body)s %(since)s.")
    if status.day and status.body:
        return _("Tillbaka sedan %(since)s. Tas upp i %(body)s %(day)s.")
    if status.day:
        return _("Tillbaka sedan %(since)s. Tas upp %(day)s.")
    if status.body:
        return _("Tillbaka hos %(body)s sedan %(since)s.")
    return _("Tillbaka sedan %(since)s.")


def _decided(status: Status, kind: StatusKind) -> str:
    if kind == S.UNDER_WORK:
        if status.day and status.overdue:
            return _("Uppdrag pågår sedan %(since)s. Det skulle ha varit klart %(day)s.")
        if status.day:
            return _("Uppdrag pågår sedan %(since)s. Det närmaste ska vara klart %(day)s.")
        return _("Uppdrag pågår sedan %(since)s, utan sista dag.")
    extent = status.extent.value if status.extent else ""
    if extent == Extent.REJECTED:
        return _("Avslaget i %(body)s %(since)s.")
    if extent == Extent.PART:
        return _("Beslutat i %(body)s %(since)s, till en del.")
    if extent == Extent.ONE_SIDE and status.side:
        told = {"side": status.side.label}
        return _("Beslutat i %%(body)s %%(since)s, för %(side)s.") % told
    return _("Beslutat i %(body)s %(since)s.")


def coming_back(expected: Expected) -> str:
    """When something is expected back, or that it should have come."""
    told = {
        "body": expected.body.name if expected.body else "",
        "day": in_full(expected.day),
        "words": expected.text,
    }
    if expected.overdue:
        if expected.body:
            return _("Det väntades åter i %(body)s senast %(day)s och har inte kommit.") % told
        return _("Det väntades åter senast %(day)s och har inte kommit.") % told
    if expected.day:
        if expected.body:
            return _("Väntas åter i %(body)s senast %(day)s.") % told
        return _("Väntas åter senast %(day)s.") % told
    return _("Väntas åter: %(words)s.") % told if expected.text else ""


def _late(status: Status) -> str:
    """That the day has passed to which a matter was put off."""
    if StatusKind(status.kind.value) in (S.TABLED, S.REFERRED, S.BACK):
        return _("Den dagen har varit, och ärendet har inte tagits upp.")
    return ""


def next_step(one: Happening | None) -> str:
    """What is to come next, in one line; empty where nothing is known."""
    if one is None:
        return ""
    told = {"body": one.body.name if one.body else "", "day": in_full(one.day), "words": one.text}
    kind = HappeningKind(one.kind.value)
    if kind == K.PLANNED:
        return _("%(body)s tar upp ärendet %(day)s.") % told
    if kind == K.DUE:
        return _("Uppdraget ska vara klart %(day)s: %(words)s") % told
    if one.day is None:
        return _("Väntas åter: %(words)s.") % told if one.text else _("Väntas åter.")
    if one.body:
        return _("Väntas till %(body)s %(day)s.") % told
    return _("Väntas %(day)s.") % told


def headline(one: Happening) -> str:
    """What happened, with where it goes and how: the words that stand at its mark."""
    told = {
        "what": one.kind.label.capitalize(),
        "to": one.to_body.name if one.to_body else "",
        "day": in_full(one.to_day),
        "way": one.way.label if one.way and one.way.value != "elsewhere" else "",
    }
    if told["to"] and told["day"]:
        said = _("%(what)s till %(to)s, %(day)s") % told
    elif told["to"] or told["day"]:
        said = _("%(what)s till %(where)s") % {**told, "where": told["to"] or told["day"]}
    else:
        said = told["what"]
    return f"{said}, {told['way']}" if told["way"] else said


def moment(day: date | None) -> str:
    """A day, or that nobody knows."""
    return in_full(day) if day else _("Dag okänd")


def next_of(row: MatterRow) -> str:
    """What is to come next of a matter in a list, where how it stands has not told it already."""
    return "" if row.next is None or _is_told(row.status, row.next) else next_step(row.next)


def asks(page: MatterPage) -> list[str]:
    """What a matter asks of its reader next, a sentence each; the nearest first."""
    said = [next_step(one) for one in page.to_come if not _is_told(page.status, one)]
    return [words for words in said if words][:MOST_ASKED]


def _is_told(status: Status, one: Happening) -> bool:
    """Whether the sentence about how it stands has told what is to come."""
    same_day = one.day is not None and one.day == status.day
    expected = status.expected is not None and one.day == status.expected.day
    if one.kind.value == K.PLANNED:
        return same_day
    return one.kind.value == K.EXPECTED and (same_day or expected)

"""Pure rules of notices: what is new between two versions, who gets one, when to try again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from handslag.domain.meetings.notices.content import Content, Item, Named, Paper


class What(StrEnum):
    """What a change is about."""

    TIME = "time"
    ITEM = "item"
    PAPER = "paper"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, as a sentence for the reader."""

    what: What
    words: str
    id: int | None = None
    """The item's, or the attachment's."""


def changes(before: Content, after: Content) -> tuple[Change, ...]:
    """What is new in `after` since `before`, in the order of the notice."""
    found = [*_time(before, after), *_items(before, after), *_papers(before, after)]
    if not found and before != after:
        found.append(Change(What.WORDS, _("Kallelsens övriga text är ändrad.")))
    return tuple(found)


def _time(before: Content, after: Content) -> Iterator[Change]:
    if before.date != after.date:
        words = _("Mötet är flyttat från %(before)s till %(after)s.")
        yield _changed(words, _day(before.date), _day(after.date))
    times = [_clock(one.start, one.end) for one in (before, after)]
    if times[0] != times[1] and times[1]:
        words = (
            _("Tiden är ändrad från %(before)s till %(after)s.")
            if times[0]
            else _("Tiden är bestämd till %(after)s.")
        )
        yield _changed(words, *times)
    if before.place != after.place and after.place:
        words = (
            _("Platsen är ändrad från %(before)s till %(after)s.")
            if before.place
            else _("Platsen är bestämd: %(after)s.")
        )
        yield _changed(words, before.place, after.place)
    if before.sittings != after.sittings:
        yield Change(What.TIME, _("Förmötena är ändrade."))


def _changed(words: str, before: str, after: str) -> Change:
    return Change(What.TIME, words % {"before": before, "after": after})


def _items(before: Content, after: Content) -> Iterator[Change]:
    known = {item.id: item for item in before.items}
    renumbered = False
    for item in after.items:
        was = known.pop(item.id, None)
        if was is None:
            words = _("Ny punkt: %(item)s.") % {"item": _named(item)}
            yield Change(What.ITEM, f"{words}{_late(item.late_by, item.late_reason)}", item.id)
            continue
        renumbered |= was.number != item.number
        if item.withdrawn and not was.withdrawn:
            words = _("Punkten utgår: %(item)s.") % {"item": _named(item)}
            yield Change(What.ITEM, f"{words}{_sentence(item.withdrawn_reason)}", item.id)
        elif was.withdrawn and not item.withdrawn:
            yield Change(What.ITEM, _("Punkten är åter med: %s.") % _named(item), item.id)
        elif differing := tuple(_differing(was, item)):
            words = _("Ändrad punkt: %(item)s. Nytt är %(what)s.")
            told = {"item": _named(item), "what": _listed(differing)}
            yield Change(What.ITEM, words % told, item.id)
    for gone in known.values():
        yield Change(What.ITEM, _("Punkten är borttagen: %s.") % _named(gone), gone.id)
    if renumbered:
        yield Change(What.ITEM, _("Punkterna har fått nya nummer."))


def _differing(before: Item, after: Item) -> Iterator[str]:
    if before.heading != after.heading:
        yield _("rubriken")
    if before.kind != after.kind:
        yield _("vad punkten gäller")
    if _who(before.presenters) != _who(after.presenters):
        yield _("föredragande")
    if before.minutes != after.minutes:
        yield _("tiden")
    if before.text != after.text:
        yield _("beskrivningen")
    if before.proposals != after.proposals:
        yield _("förslaget")
    if set(before.attachments) != set(after.attachments):
        yield _("bilagorna")


def _who(presenters: Iterable[Named]) -> list[str]:
    return [one.name for one in presenters]


def _papers(before: Content, after: Content) -> Iterator[Change]:
    known = {paper.id: paper for paper in before.papers}
    for paper in after.papers:
        was = known.pop(paper.id, None)
        late = _late(paper.late_by, paper.late_reason)
        if was is None:
            words = _("Ny bilaga %(paper)s.") % {"paper": _labelled(paper)}
            yield Change(What.PAPER, f"{words}{late}", paper.id)
        elif paper.withdrawn and not was.withdrawn:
            words = _("Bilaga %(paper)s är tillbakadragen.") % {"paper": _labelled(paper)}
            yield Change(What.PAPER, f"{words}{_sentence(paper.withdrawn_reason)}", paper.id)
        elif paper.sha256 != was.sha256:
            words = _("Bilaga %(paper)s har kommit i en ny version.")
            yield Change(What.PAPER, words % {"paper": _labelled(paper)}, paper.id)
        elif paper.title != was.title:
            words = _("Bilaga %(paper)s har fått ett nytt namn.")
            yield Change(What.PAPER, words % {"paper": _labelled(paper)}, paper.id)
    for gone in known.values():
        words = _("Bilaga %(paper)s är borttagen.") % {"paper": _labelled(gone)}
        yield Change(What.PAPER, words, gone.id)


def _named(item: Item) -> str:
    heading = item.heading.rstrip(" .")
    return f"{item.number} {heading}".strip()


def _labelled(paper: Paper) -> str:
    return f"{paper.label}, {paper.title.rstrip(' .')}" if paper.title else paper.label


def _late(by: str, reason: str) -> str:
    """Who admitted late material, and why."""
    if not by and not reason:
        return ""
    if by and reason:
        told = {"by": by, "reason": reason.strip().rstrip(".")}
        return " " + _("Sent inlagd av %(by)s: %(reason)s.") % told
    if by:
        return " " + _("Sent inlagd av %(by)s.") % {"by": by}
    return " " + _("Sent inlagd: %(reason)s.") % {"reason": reason.strip().rstrip(".")}


def _sentence(words: str) -> str:
    bare = words.strip().rstrip(".")
    return f" {bare[:1].upper()}{bare[1:]}." if bare else ""


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _day(day: dt.date) -> str:
    return date_format(day, "l j F Y")


def _clock(start: dt.time | None, end: dt.time | None) -> str:
    if start is None:
        return ""
    words = f"{start:%H.%M}" if end is None else f"{start:%H.%M}\N{EN DASH}{end:%H.%M}"
    return _("kl. %s") % words


class CalledAs(StrEnum):
    """As what somebody gets a notice."""

    MEMBER = "member"
    """Of the body: the chairs, members and the secretary. They get it always."""
    ALTERNATE = "alternate"
    CO_OPTED = "co-opted"
    PRESENTER = "presenter"
    """Not of the body, and told of their own items alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whom beside the body's own a notice goes to."""

    alternates: bool = False
    co_opted: bool = True
    presenters: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Whole addresses that letters about a meeting lead to; empty where none is known."""

    page: str = ""
    """The meeting's page for its members."""
    reply: str = ""
    """How the address begins by which somebody answers; the token and a stroke follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who gets a notice. `address` is empty where none is known."""

    person_id: int
    name: str
    address: str
    called_as: CalledAs
    role: str
    """In words: "ledamot", "föredragande"."""
    principal_id: int | None = None
    principal: str = ""

    @property
    def of_the_body(self) -> bool:
        """Whether what is closed is for them too."""
        return self.called_as in (CalledAs.MEMBER, CalledAs.ALTERNATE)


_SEAT: Mapping[str, CalledAs] = {
    "alternate": CalledAs.ALTERNATE,
    "co-opted": CalledAs.CO_OPTED,
}


def called_as(role: str) -> CalledAs:
    """As what somebody who sits in the body in `role` gets its notices."""
    return _SEAT.get(role, CalledAs.MEMBER)


def is_chosen(one: Recipient, chosen: Chosen) -> bool:
    """Whether somebody gets the notice."""
    wanted = {
        CalledAs.MEMBER: True,
        CalledAs.ALTERNATE: chosen.alternates,
        CalledAs.CO_OPTED: chosen.co_opted,
        CalledAs.PRESENTER: chosen.presenters,
    }
    return wanted[one.called_as]


def send_button(count: int) -> str:
    """What the button says that sends a notice."""
    words = ngettext(
        "Skicka kallelsen till %(count)d person",
        "Skicka kallelsen till %(count)d personer",
        count,
    )
    return words % {"count": count}


def when_and_where(told: Mapping[str, str | None]) -> str:
    """A meeting's day, time and place as a change of it tells them: ISO forms by name."""
    day, start, end = (told.get(name) for name in ("date", "start", "end"))
    words = [_day(dt.date.fromisoformat(day))] if day else []
    if start:
        last = dt.time.fromisoformat(end) if end else None
        words.append(_clock(dt.time.fromisoformat(start), last))
    if place := told.get("place"):
        words.append(place)
    return ", ".join(words)

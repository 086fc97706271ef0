"""Why an item is held to belong to a matter, in the reader's words. Pure but for translations."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.domain.matters.models import LinkGround

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]{4,}")


def why(ground: str, reason: Mapping[str, Any], heading: str) -> tuple[str, ...]:
    """What a link rests on, the strongest first; `heading` is the item's, for the whole words."""
    told = [_pointed(reason)] if reason.get("way") else []
    if ground == LinkGround.ATTACHMENT:
        told.append(_("Samma bilaga"))
    if words := _whole(reason.get("words", ()), heading):
        told.append(_("Samma ovanliga ord: %(words)s") % {"words": ", ".join(words)})
    if ground == LinkGround.RAISED:
        told.append(_("Ärendet väcktes hit"))
    if ground == LinkGround.PERSON and not told:
        told.append(_("Någon har sagt det"))
    return tuple(told)


def _pointed(reason: Mapping[str, Any]) -> str:
    day = _day(str(reason.get("day", "")))
    if reason["way"] == "back":
        if number := reason.get("number"):
            words = _("Handlingen hänvisar till mötet %(day)s, punkt %(number)s")
            return words % {"day": day, "number": number}
        return _("Handlingen hänvisar till mötet %(day)s") % {"day": day}
    sentences = {
        "tabled": _("Punkten bordlades %(day)s till det här mötet"),
        "referred": _("Punkten hänsköts %(day)s till det här organet"),
        "assigned": _("Organet fick ett uppdrag under punkten %(day)s"),
        "due": _("Ett uppdrag från %(day)s ska redovisas på det här mötet"),
        "ahead": _("Punkten pekade den %(day)s på det här mötet"),
        "pulled": _("Punkten utgick %(day)s och kommer igen här"),
        "placed": _("Ett uppdrag därifrån har sin plats här"),
    }
    return sentences.get(str(reason["way"]), "") % {"day": day}


def _day(iso: str) -> str:
    try:
        return date_format(date.fromisoformat(iso), "j F Y")
    except ValueError:
        return iso


def _whole(marks: list[str] | tuple[str, ...], heading: str) -> list[str]:
    """The words of a heading that begin with these letters, in its order, each once."""
    found = [word for word in _WORD.findall(heading.casefold()) if word.startswith(tuple(marks))]
    return list(dict.fromkeys(found)) if marks else []

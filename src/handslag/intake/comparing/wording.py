"""What is found across documents, in the reader's words."""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Values = dict[str, Any]


def message(code: str, values: Mapping[str, Any], here: str, there: str) -> str:
    """The finding as a person reads it.

    `here` and `there` are the names of its two documents: the minutes and the notice, the newer
    reading and the older, the document that left something and the one that did not take it up.
    """
    told: Values = {**values, "here": here, "there": there}
    for name in _LONG & told.keys():
        told[name] = shortened(str(told[name]))
    return _MESSAGES[code](told)


_LONG = {"heading", "under", "first", "second", "text"}


def shortened(words: str) -> str:
    """Words for the middle of a sentence: long ones are cut between two words."""
    return textwrap.shorten(words, 90, placeholder=" …") if len(words) > 90 else words


def _day(iso: str) -> str:
    return date_format(dt.date.fromisoformat(iso), "j F Y")


def _two_readings(v: Values) -> str:
    start = _("%(here)s verkar vara samma handling som %(there)s, läst en gång till.")
    if not v["differences"]:
        return start % v + " " + _("Allt stämmer överens.")
    differences = ngettext(
        "De skiljer sig på %(differences)d ställe.",
        "De skiljer sig på %(differences)d ställen.",
        v["differences"],
    )
    ending = _("Det de båda säger blir en uppgift, inte två.")
    return f"{start % v} {differences % v} {ending}"


def _reading_differs(v: Values) -> str:
    if v["why"] == "lacking":
        words, has, lacks = (
            (v["one"], v["here"], v["there"]) if v["one"] else (v["other"], v["there"], v["here"])
        )
        values = {"words": words, "has": has, "lacks": lacks}
        return _("”%(words)s” står i %(has)s men inte i %(lacks)s. Se efter i originalet.") % values
    both = _("%(here)s har ”%(one)s”, %(there)s har ”%(other)s”.") % v
    return f"{both} {_verdict(v)}"


def _verdict(v: Values) -> str:
    if v["likelier"] is None:
        if v["why"] == "figures":
            return _("Skillnaden ändrar innebörden, så se efter i originalet.")
        return _("Det går inte att säga vilket som är rätt. Se efter i originalet.")
    reasons = {
        "digit": _("en siffra mitt i ett ord är oftast felläst"),
        "elsewhere": _("ordet står så på andra ställen"),
        "rare-letter": _("en ovanlig bokstav läses lätt som en vanlig, men sällan tvärtom"),
        "split": _("ordet har delats i två"),
        "dots": _("prickar och ringar faller lättare bort än de läggs till"),
        "not-recognised": _("den andra texten är tolkad från en bild"),
        "part": _("en del av ordet finns också i ”%(witness)s”"),
    }
    likely = _("Troligen står det ”%(likelier)s” i originalet:") % v
    return f"{likely} {reasons[v['why']] % v}."


def _passage_missing(v: Values) -> str:
    values = {**v, "has": v["there"] if v["in_other"] else v["here"]}
    return _("Ett stycke på %(words)d ord finns bara i %(has)s.") % values


def _date_differs(v: Values) -> str:
    days = {**v, "was": _day(v["was"]), "now": _day(v["now"])}
    return _("%(there)s säger att mötet hålls den %(was)s, men %(here)s säger den %(now)s.") % days


def _time_differs(v: Values) -> str:
    times = {**v, "was": _clock(v["was"]), "now": _clock(v["now"])}
    return _("Enligt %(there)s börjar mötet %(was)s, enligt %(here)s %(now)s.") % times


def _clock(time: str) -> str:
    return _("kl. %(time)s") % {"time": time[:5].replace(":", ".")}


def _place_differs(v: Values) -> str:
    return _("Enligt %(there)s är platsen ”%(was)s”, enligt %(here)s ”%(now)s”.") % v


def _presenter_differs(v: Values) -> str:
    return (
        _(
            "”%(heading)s” skulle föredras av %(was)s enligt %(there)s. Enligt %(here)s föredrog "
            "%(now)s."
        )
        % v
    )


def _title_changed(v: Values) -> str:
    return _("Punkten heter ”%(was)s” i %(there)s men ”%(now)s” i %(here)s.") % v


def _proposal_changed(v: Values) -> str:
    if v["decided"]:
        return (
            _("Under ”%(heading)s” har beslutet i %(here)s andra ord än förslaget i %(there)s.") % v
        )
    return _("Under ”%(heading)s” har förslaget ändrats mellan %(there)s och %(here)s.") % v


def _item_missing(v: Values) -> str:
    item = {**v, "item": f"{v['number']} {v['heading']}".strip()}
    if v.get("under"):
        return (
            _(
                "Punkten ”%(item)s” i %(there)s har ingen egen punkt i %(here)s, men tycks nämnas "
                "under ”%(under)s”."
            )
            % item
        )
    return (
        _("Punkten ”%(item)s” står i %(there)s men finns inte i %(here)s. Har den utgått?") % item
    )


def _item_added(v: Values) -> str:
    item = {**v, "item": f"{v['number']} {v['heading']}".strip()}
    return _("Punkten ”%(item)s” i %(here)s stod inte i %(there)s.") % item


def _numbers_changed(v: Values) -> str:
    moved = ", ".join(
        _("”%(heading)s” från %(was)s till %(now)s")
        % {"heading": shortened(heading), "was": was, "now": now}
        for heading, was, now in v["moved"]
    )
    told = ngettext(
        "%(count)d punkt har fått ett annat nummer i %(here)s än i %(there)s:",
        "%(count)d punkter har fått andra nummer i %(here)s än i %(there)s:",
        v["count"],
    )
    return f"{told % v} {moved}."


def _order_changed(v: Values) -> str:
    headings = ", ".join(f"”{shortened(heading)}”" for heading in v["headings"])
    told = _("Punkterna står i en annan ordning i %(here)s än i %(there)s. Flyttade:") % v
    return f"{told} {headings}."


def _attachments_changed(v: Values) -> str:
    told = [_("Bilagorna till ”%(heading)s” skiljer sig.") % v]
    if v["gone"]:
        told.append(_("Bara i %(there)s: %(labels)s.") % {**v, "labels": ", ".join(v["gone"])})
    if v["come"]:
        told.append(_("Bara i %(here)s: %(labels)s.") % {**v, "labels": ", ".join(v["come"])})
    return " ".join(told)


def _label_twice(v: Values) -> str:
    if not v["there"]:
        return (
            _(
                "Bilaga %(label)s nämns i %(here)s både under ”%(first)s” och under ”%(second)s”. "
                "Kontrollera att det är samma bilaga."
            )
            % v
        )
    return (
        _(
            "Bilaga %(label)s hör till ”%(first)s” i %(there)s men till ”%(second)s” i %(here)s. "
            "Beteckningen kan ha använts två gånger."
        )
        % v
    )


def _tabled(v: Values) -> str:
    at = {**v, "at": _day(v["at"])}
    if v["to_date"]:
        at["to_date"] = _day(v["to_date"])
        return (
            _(
                "”%(heading)s” bordlades i %(here)s till den %(to_date)s, men varken %(there)s "
                "från den %(at)s eller någon senare handling tar upp ärendet."
            )
            % at
        )
    return (
        _(
            "”%(heading)s” bordlades i %(here)s, men varken %(there)s från den %(at)s eller någon "
            "senare handling tar upp ärendet."
        )
        % at
    )


def _assignment(v: Values) -> str:
    at = {**v, "at": _day(v["at"]), "who": v["who"] or _("någon")}
    return (
        _(
            "Enligt %(here)s skulle %(who)s vara klar till mötet den %(at)s med ”%(text)s”, men "
            "%(there)s från det mötet nämner det inte."
        )
        % at
    )


def _meeting_missing(v: Values) -> str:
    return _(
        "%(here)s hänvisar till ett möte den %(date)s, men ingen handling från den dagen är inläst."
    ) % {**v, "date": _day(v["date"])}


_MESSAGES: dict[str, Callable[[Values], str]] = {
    "two-readings": _two_readings,
    "reading-differs": _reading_differs,
    "passage-missing": _passage_missing,
    "meeting-date-differs": _date_differs,
    "meeting-time-differs": _time_differs,
    "meeting-place-differs": _place_differs,
    "presenter-differs": _presenter_differs,
    "title-changed": _title_changed,
    "proposal-changed": _proposal_changed,
    "item-missing": _item_missing,
    "item-added": _item_added,
    "numbers-changed": _numbers_changed,
    "order-changed": _order_changed,
    "attachments-changed": _attachments_changed,
    "attachment-label-twice": _label_twice,
    "tabled-not-returned": _tabled,
    "assignment-not-mentioned": _assignment,
    "referred-meeting-missing": _meeting_missing,
}

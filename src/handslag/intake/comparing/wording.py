"""What is found across documents, in the reader's words.

Made anew each time from a code and kept values, so that it follows the reader's language.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handslag.intake.comparing.calling import Mention, Sentence, Transcript, day_words
from handslag.intake.comparing.found import DOUBLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from handslag.intake.comparing.calling import Called

Values = dict[str, Any]


def message(
    code: str,
    values: Mapping[str, Any],
    here: Called,
    there: Called | None,
    *,
    own: int = 0,
    at: Collection[object] = (),
) -> str:
    """The finding as a person reads it.

    `here` and `there` are its two documents: the minutes and the notice, the newer reading and the
    older, the document that left something and the one that did not take it up. `own` is the one
    (id) on whose own page the sentence stands, and `at` the meetings that the page is about: their
    day need not be said.
    """
    told: Values = {**values, **_spoken(code, here, there, own, at)}
    for name in _LONG & told.keys():
        told[name] = _said(str(told[name]))
    words = _MESSAGES[code](told)
    return words[:1].upper() + words[1:]


def _spoken(
    code: str, here: Called, there: Called | None, own: int, at: Collection[object]
) -> Values:
    """The documents as the sentence asks for them, each in step with those said before it."""
    if code in DOUBLES and there is not None:
        return {
            "whole": "" if own in {here.id, there.id} else here.words(),
            "here": Transcript(here, here=own == here.id),
            "there": Transcript(there, here=own == there.id),
        }
    one_sort = there is not None and there.sort == here.sort
    one_meeting = there is not None and there.meeting == here.meeting
    sentence = Sentence(
        of_one_sort=one_sort and one_meeting,
        # Two of one sort from two meetings are told apart by their days alone.
        meetings=[] if one_sort else list(at),
    )
    return {
        "here": Mention(here, sentence),
        "there": Mention(there, sentence) if there else "",
        "undated_here": Mention(here, sentence, day=False),
        "undated_there": Mention(there, sentence, day=False) if there else "",
    }


_LONG = {"heading", "under", "first", "second", "text"}
_LABELS = re.compile(
    r"[,;(]?\s*\bbil(?:aga|agor|\.)?\s*\d\w{0,3}(?:\s*[-–,]\s*\d\w{0,3}){0,9}\)?\s*$", re.IGNORECASE
)
"""Labels of attachments behind a heading, which nobody would say."""


def shortened(words: str) -> str:
    """Words for the middle of a sentence: long ones are cut between two words."""
    return textwrap.shorten(words, 90, placeholder=" …") if len(words) > 90 else words


def _said(heading: str) -> str:
    """A heading as somebody would say it: without labels of attachments, and not too long."""
    heading = " ".join(heading.split())
    return shortened(_LABELS.sub("", heading) or heading)


def _day(iso: str) -> str:
    return day_words(dt.date.fromisoformat(iso))


def _two_readings(v: Values) -> str:
    if v["whole"]:
        start = _("%(whole)s verkar ha lästs in två gånger: %(here)s och %(there)s.")
    else:
        start = _("%(here)s och %(there)s verkar vara samma handling.")
    if not v["differences"]:
        return start % v + " " + _("Allt stämmer överens.")
    differences = ngettext(
        "De skiljer sig på %(differences)d ställe.",
        "De skiljer sig på %(differences)d ställen.",
        v["differences"],
    )
    ending = _("Det som står i båda räknas bara en gång.")
    return f"{start % v} {differences % v} {ending}"


def _of_both(v: Values, told: str) -> str:
    """What two readings of a document say, with the document's own name where it is not the
    page's."""
    return _("%(whole)s: %(told)s") % {"whole": v["whole"], "told": told} if v["whole"] else told


def _reading_differs(v: Values) -> str:
    if v["why"] == "lacking":
        words, has, lacks = (
            (v["one"], v["here"], v["there"]) if v["one"] else (v["other"], v["there"], v["here"])
        )
        values = {"words": words, "has": has, "lacks": lacks}
        told = _("”%(words)s” står i %(has)s men inte i %(lacks)s.") % values
        look = _("Se efter i originalet.")
        return f"{_of_both(v, told)} {look}"
    both = _("%(here)s har ”%(one)s”, %(there)s har ”%(other)s”.") % v
    return f"{_of_both(v, both)} {_verdict(v)}"


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
    return _of_both(v, _("ett stycke på %(words)d ord finns bara i %(has)s.") % values)


def _date_differs(v: Values) -> str:
    days = {**v, "was": _day(v["was"]), "now": _day(v["now"])}
    return (
        _(
            "Enligt %(undated_there)s skulle mötet hållas den %(was)s, men enligt "
            "%(undated_here)s hölls det den %(now)s."
        )
        % days
    )


def _time_differs(v: Values) -> str:
    times = {**v, "was": _clock(v["was"]), "now": _clock(v["now"])}
    return (
        _("Enligt %(there)s skulle mötet börja %(was)s, men enligt %(here)s började det %(now)s.")
        % times
    )


def _clock(time: str) -> str:
    told = time[:5]
    swedish = (get_language() or "sv").startswith("sv")
    return _("kl. %(time)s") % {"time": told.replace(":", ".") if swedish else told}


def _place_differs(v: Values) -> str:
    return _("Enligt %(there)s är platsen ”%(was)s”, men enligt %(here)s ”%(now)s”.") % v


def _presenter_differs(v: Values) -> str:
    return (
        _(
            "Enligt %(there)s skulle ”%(heading)s” föredras av %(was)s, men enligt %(here)s "
            "föredrogs det av %(now)s."
        )
        % v
    )


def _title_changed(v: Values) -> str:
    return _("I %(there)s heter punkten ”%(was)s”, men i %(here)s heter den ”%(now)s”.") % v


def _proposal_changed(v: Values) -> str:
    if v["decided"]:
        return (
            _(
                "Under ”%(heading)s” har beslutet i %(here)s en annan lydelse än förslaget i "
                "%(there)s."
            )
            % v
        )
    return _("Under ”%(heading)s” har förslaget i %(here)s en annan lydelse än i %(there)s.") % v


def _item_missing(v: Values) -> str:
    item = {**v, "item": f"{v['number']} {v['heading']}".strip()}
    if v.get("under"):
        return (
            _(
                "Punkten ”%(item)s” i %(there)s är ingen egen punkt i %(here)s, men tycks tas upp "
                "under ”%(under)s”."
            )
            % item
        )
    return (
        _("Punkten ”%(item)s” står i %(there)s men finns inte i %(here)s. Har den utgått?") % item
    )


def _item_added(v: Values) -> str:
    item = {**v, "item": f"{v['number']} {v['heading']}".strip()}
    return _("Punkten ”%(item)s” i %(here)s fanns inte med i %(there)s.") % item


def _numbers_changed(v: Values) -> str:
    moved = ", ".join(
        _("”%(heading)s” från %(was)s till %(now)s")
        % {"heading": _said(heading), "was": was, "now": now}
        for heading, was, now in v["moved"]
    )
    told = ngettext(
        "%(count)d punkt har ett annat nummer i %(here)s än i %(there)s:",
        "%(count)d punkter har andra nummer i %(here)s än i %(there)s:",
        v["count"],
    )
    return f"{told % v} {moved}."


def _order_changed(v: Values) -> str:
    headings = ", ".join(f"”{_said(heading)}”" for heading in v["headings"])
    told = _("Punkterna står i en annan ordning i %(here)s än i %(there)s. Flyttade:") % v
    return f"{told} {headings}."


def _attachments_changed(v: Values) -> str:
    told = [_("Bilagorna till ”%(heading)s” är inte desamma i %(here)s som i %(there)s.") % v]
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
    if v["to_date"]:
        at = {**v, "to_date": _day(v["to_date"])}
        return (
            _(
                "”%(heading)s” bordlades till den %(to_date)s enligt %(here)s, men tas inte upp i "
                "%(there)s eller i någon senare handling."
            )
            % at
        )
    return (
        _(
            "”%(heading)s” bordlades enligt %(here)s, men tas inte upp i %(there)s eller i någon "
            "senare handling."
        )
        % v
    )


def _referred(v: Values) -> str:
    return (
        _(
            "”%(heading)s” hänsköts till %(to_body)s enligt %(here)s, men tas inte upp i "
            "%(there)s eller i någon senare handling därifrån."
        )
        % v
    )


def _assignment(v: Values) -> str:
    at = {**v, "at": _day(v["at"])}
    if v["who"]:
        told = _("Enligt %(here)s fick %(who)s ett uppdrag till mötet den %(at)s: ”%(text)s”.") % at
    else:
        told = _("Enligt %(here)s gavs ett uppdrag till mötet den %(at)s: ”%(text)s”.") % at
    silent = _("I %(undated_there)s från det mötet nämns det inte.") % at
    return f"{told} {silent}"


def _meeting_missing(v: Values) -> str:
    return _(
        "I %(here)s talas det om ett möte den %(date)s, men ingen handling från den dagen är "
        "inläst."
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
    "referred-not-taken-up": _referred,
    "assignment-not-mentioned": _assignment,
    "referred-meeting-missing": _meeting_missing,
}

"""A letterhead tried on a made-up notice, before it is kept and whenever somebody wants to see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.meetings.notices.content import Content, Head, Item, Named, Proposed
from handslag.output.generation import PaperError, Trouble, as_pdf, check
from handslag.output.notices.papers import letterhead_of, paper_of

if TYPE_CHECKING:
    from collections.abc import Sequence

READABLE, SEEN = 4.5, 3.0
"""Contrast to white that text needs, and that lines need (WCAG 2.2, 1.4.3 and 1.4.11)."""


def content_of(head: Head) -> Content:
    """A made-up notice with this letterhead."""
    return Content(
        body=_("Provnätverket"),
        body_short="",
        date=dt.date(2031, 2, 3),
        head=head,
        start=dt.time(9, 0),
        end=dt.time(12, 0),
        place=_("Stadshuset, sal 2"),
        recipients=(_("Ledamöter i Provnätverket"),),
        signed_by=(Named(name="Alma Prov", title=_("ordförande")),),
        items=(
            Item(id=1, number="1", heading=_("Mötet öppnas"), minutes=5),
            Item(
                id=2,
                number="2",
                heading=_("Gemensam plan för provmötet"),
                kind=_("Beslut"),
                minutes=30,
                presenters=(Named(name="Bo Exempel", title=_("utredare")),),
                text=_("Texten under en punkt säger vad den handlar om."),
                proposals=(Proposed(by=_("Styrgruppen"), points=(_("att planen godkänns"),)),),
            ),
            Item(id=3, number="3", heading=_("Övriga frågor"), minutes=10),
        ),
    )


def pdf_of(head: Head) -> bytes:
    """The made-up notice as PDF. Raises PaperError."""
    return as_pdf(paper_of(content_of(head), version=1, sent_on=None), attach=False)


def troubles(head: Head, logo: bytes | None) -> Sequence[Trouble]:
    """What is wrong with a letterhead, each with its field; empty where papers can be made of it.

    `logo` is a new picture. Where nothing seems wrong a paper is made to see: what breaks that is
    not kept either.
    """
    letterhead = letterhead_of(head)
    if logo is not None:
        letterhead = replace(letterhead, logo=logo)
    found = list(check(letterhead))
    if not found and contrast(head.accent) < SEEN:
        words = _(
            "Färgen är för ljus mot vitt papper: linjerna skulle knappt synas. Välj en mörkare."
        )
        found.append(Trouble("accent", words))
    if found:
        return found
    paper = replace(paper_of(content_of(head), version=1, sent_on=None), letterhead=letterhead)
    try:
        as_pdf(paper, attach=False)
    except PaperError as error:
        told = _("Det gick inte att göra ett papper med mallen, så den sparades inte: %s")
        return [Trouble("", told % error)]
    return []


def contrast(accent: str) -> float:
    """The contrast of a colour "#rrggbb" to white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    parts = [int(accent[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def contrast_in_words(accent: str) -> str:
    """How well a colour is seen on white paper, in words."""
    value = contrast(accent)
    told = {"value": f"{value:.1f}".replace(".", ",")}
    if value >= READABLE:
        return (
            _("Färgen har kontrasten %(value)s mot vitt, så också text i den går att läsa.") % told
        )
    return (
        _("Färgen har kontrasten %(value)s mot vitt: den syns i linjer, men är ljus för text.")
        % told
    )

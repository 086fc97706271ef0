"""What the forms of an assignment's page do: each reads its fields and calls one action.

Each gives the words that say what happened, and raises what its action raises.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handslag.domain.matters.assignments import actions, queries
from handslag.domain.matters.assignments.telling import DueGiven, PartTold
from handslag.intake.reporting import report as report_with_files
from handslag.interfaces.web.kit.requests import number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handslag.domain.matters.assignments.telling import WhoTold
    from handslag.interfaces.web.kit.requests import PageRequest

MOST_TYPED_PARTS = 20


def _report(request: PageRequest, assignment_id: int) -> str:
    sent = request.FILES.getlist("filer")
    report_with_files(
        viewer=request.viewer,
        assignment_id=assignment_id,
        text=request.POST.get("text", ""),
        day=_day(request.POST.get("dag", "")),
        item_id=number(request.POST.get("punkt")),
        files=[(one.name or "", one.read()) for one in sent],
    )
    return _("Rapporten är sparad.")


def _finish(request: PageRequest, assignment_id: int) -> str:
    actions.finish(
        viewer=request.viewer,
        assignment_id=assignment_id,
        seen=request.POST.get("sedd", ""),
        text=request.POST.get("text", ""),
        day=_day(request.POST.get("dag", "")),
        item_id=number(request.POST.get("punkt")),
    )
    return _("Uppdraget är slutfört.")


def _drop(request: PageRequest, assignment_id: int) -> str:
    actions.drop(
        viewer=request.viewer,
        assignment_id=assignment_id,
        seen=request.POST.get("sedd", ""),
        reason=request.POST.get("skal", ""),
    )
    return _("Uppdraget är släppt. Skälet står kvar.")


def _reopen(request: PageRequest, assignment_id: int) -> str:
    actions.reopen(
        viewer=request.viewer,
        assignment_id=assignment_id,
        seen=request.POST.get("sedd", ""),
        reason=request.POST.get("skal", ""),
    )
    return _("Uppdraget är öppet igen.")


def _move(request: PageRequest, assignment_id: int) -> str:
    actions.move_due(
        viewer=request.viewer,
        assignment_id=assignment_id,
        seen=request.POST.get("sedd", ""),
        due=DueGiven(
            meeting_id=number(request.POST.get("mote")),
            date=_day(request.POST.get("dag", "")),
            words=request.POST.get("ord", ""),
            later=request.POST.get("senare") == "ja",
        ),
        reason=request.POST.get("skal", ""),
    )
    return _("Dagen är ändrad.")


def _carry(request: PageRequest, assignment_id: int) -> str:
    actions.carry_over(
        viewer=request.viewer,
        assignment_id=assignment_id,
        seen=request.POST.get("sedd", ""),
        reason=request.POST.get("skal", ""),
    )
    return _("Uppdraget är fört vidare till nästa möte.")


def _hand_over(request: PageRequest, assignment_id: int) -> str:
    del assignment_id  # whoever has it says which it is
    actions.hand_over(
        viewer=request.viewer,
        assignee_id=number(request.POST.get("fran")) or 0,
        seen=request.POST.get("sedd", ""),
        to=_who(request, request.POST.get("till", "")),
        reason=request.POST.get("skal", ""),
        day=_day(request.POST.get("dag", "")),
    )
    return _("Uppdraget är överlämnat.")


def _give(request: PageRequest, assignment_id: int) -> str:
    actions.give(
        viewer=request.viewer,
        assignment_id=assignment_id,
        seen=request.POST.get("sedd", ""),
        to=_who(request, request.POST.get("till", "")),
    )
    return _("Uppdraget har fått en mottagare.")


def _say_who(request: PageRequest, assignment_id: int) -> str:
    del assignment_id  # as above
    words = request.POST.get("till", "").strip()
    nobody = request.POST.get("ingen") == "ja"
    actions.say_who(
        viewer=request.viewer,
        assignee_id=number(request.POST.get("fran")) or 0,
        seen=request.POST.get("sedd", ""),
        who=None if nobody else _who(request, words),
    )
    return _("Det är sparat vem det är.")


def _split(request: PageRequest, assignment_id: int) -> str:
    texts = request.POST.getlist("del")[:MOST_TYPED_PARTS]
    whos, days = request.POST.getlist("del_vem"), request.POST.getlist("del_dag")
    parts = []
    for place, text in enumerate(texts):
        who = whos[place] if place < len(whos) else ""
        day = days[place] if place < len(days) else ""
        told = (_who(request, who),) if who.strip() else ()
        parts.append(PartTold(text=text, who=told, due=DueGiven(date=_day(day))))
    actions.split(
        viewer=request.viewer,
        assignment_id=assignment_id,
        seen=request.POST.get("sedd", ""),
        parts=parts,
        reason=request.POST.get("skal", ""),
    )
    return _("Uppdraget är delat. Delarna står nedan.")


def _join(request: PageRequest, assignment_id: int) -> str:
    others = [found for one in request.POST.getlist("andra") if (found := number(one))]
    actions.join(
        viewer=request.viewer,
        into_id=assignment_id,
        assignment_ids=others,
        seen=request.POST.get("sedd", ""),
        reason=request.POST.get("skal", ""),
    )
    return _("Uppdragen är sammanförda.")


def _keep_apart(request: PageRequest, assignment_id: int) -> str:
    actions.keep_apart(
        viewer=request.viewer,
        assignment_id=assignment_id,
        other_id=number(request.POST.get("andra")) or 0,
    )
    return _("De hålls isär, och frågan kommer inte igen.")


def _who(request: PageRequest, words: str) -> WhoTold:
    return queries.who_named(request.viewer, words)


def _day(words: str) -> dt.date | None:
    """A day from a field of the page; None where it is empty. Raises ValidationError."""
    if not words.strip():
        return None
    try:
        return dt.date.fromisoformat(words.strip())
    except ValueError:
        raise ValidationError({"day": _("Skriv dagen som 2026-04-03.")}) from None


DOING: Mapping[str, Callable[[PageRequest, int], str]] = {
    "rapportera": _report,
    "slutfor": _finish,
    "slapp": _drop,
    "oppna": _reopen,
    "flytta": _move,
    "for-vidare": _carry,
    "lamna-over": _hand_over,
    "ge": _give,
    "vem": _say_who,
    "dela": _split,
    "sammanfor": _join,
    "hall-isar": _keep_apart,
}
"""By what a form's button says that it does."""

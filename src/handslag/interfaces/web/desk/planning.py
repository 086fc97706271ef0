"""Planning a body's meetings: its terms, a whole year in one step, a single one, who is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from handslag.domain.base.dates import clock_from_words, day_from_words
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.planning import actions, queries
from handslag.domain.meetings.planning.rules import (
    ALL_BUT_JULY,
    MOST_BEFORE,
    MOST_DAYS,
    MOST_MINUTES,
    YEARS,
    Terms,
    Which,
    every_weeks,
    listed,
    monthly,
)
from handslag.domain.meetings.planning.told import Wanted
from handslag.interfaces.web.kit.forms import Form
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.interfaces.web.kit.words import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, time

    from django.http import HttpResponse, QueryDict

    from handslag.domain.meetings.planning.queries.preview import DayPreview, TermsPage
    from handslag.domain.meetings.planning.told import Planned
    from handslag.interfaces.web.kit.requests import PageRequest

TELLING = {
    PublicationState.DRAFT.value: gettext_lazy("Bara de som planerar"),
    PublicationState.SHARED.value: gettext_lazy("Organets ledamöter"),
    PublicationState.PUBLISHED.value: gettext_lazy("Alla, också allmänheten"),
}
"""Who gets to know of a plan, in words."""
WHICH = {
    Which.FIRST.value: gettext_lazy("första"),
    Which.SECOND.value: gettext_lazy("andra"),
    Which.THIRD.value: gettext_lazy("tredje"),
    Which.FOURTH.value: gettext_lazy("fjärde"),
    Which.LAST.value: gettext_lazy("sista"),
}
WEEKDAYS = (
    gettext_lazy("måndagen"),
    gettext_lazy("tisdagen"),
    gettext_lazy("onsdagen"),
    gettext_lazy("torsdagen"),
    gettext_lazy("fredagen"),
)
SHORT_MONTHS = (
    *(gettext_lazy("jan"), gettext_lazy("feb"), gettext_lazy("mar"), gettext_lazy("apr")),
    *(gettext_lazy("maj"), gettext_lazy("jun"), gettext_lazy("jul"), gettext_lazy("aug")),
    *(gettext_lazy("sep"), gettext_lazy("okt"), gettext_lazy("nov"), gettext_lazy("dec")),
)


def clock_field(label: Any) -> forms.TimeField:
    """A clock time that may be left out."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class TermsForm(Form):
    """What a body's meetings have in common."""

    start = clock_field(gettext_lazy("Mötena börjar"))
    end = clock_field(gettext_lazy("Mötena slutar"))
    place = forms.CharField(label=gettext_lazy("Plats"), max_length=300, required=False)
    material_days = forms.IntegerField(
        label=gettext_lazy("Underlag ska in, dagar före mötet"),
        min_value=0,
        max_value=MOST_BEFORE,
        help_text=gettext_lazy(
            "En sista dag som blir lördag, söndag eller helgdag flyttas till arbetsdagen före."
        ),
    )
    notice_days = forms.IntegerField(
        label=gettext_lazy("Kallelsen ska ut, dagar före mötet"),
        min_value=0,
        max_value=MOST_BEFORE,
    )
    pre_body = forms.TypedChoiceField(
        label=gettext_lazy("Förmöte hålls av"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy(
            "Ett organ som träffas före varje möte, till exempel kommunernas. Förmötet planeras "
            "och flyttas tillsammans med mötet."
        ),
    )
    pre_minutes = forms.IntegerField(
        label=gettext_lazy("Förmötet börjar, minuter före mötet"),
        min_value=1,
        max_value=MOST_MINUTES,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, found: TermsPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("pre_body", [("", _("Inget förmöte")), *found.pre_bodies])


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: PageRequest, body_id: int) -> HttpResponse:
    """When and where a body meets, what is due before, and who meets before it."""
    with or_404():
        found = queries.terms(request.viewer, known_id(body_id))
    initial = {
        "start": found.terms.start,
        "end": found.terms.end,
        "place": found.terms.place,
        "material_days": found.terms.material_days,
        "notice_days": found.terms.notice_days,
        "pre_body": found.terms.pre_body_id,
        "pre_minutes": found.terms.pre_minutes,
        "seen": found.seen,
    }
    form = TermsForm(found, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen, said["pre_body_id"] = said.pop("seen"), said.pop("pre_body")
        try:
            actions.set_terms(
                viewer=request.viewer, body_id=body_id, terms=Terms(**said), seen=seen
            )
        except ValidationError as refusal:
            form.told(refusal)
            form.seen_now(queries.terms(request.viewer, body_id).seen)
        else:
            messages.success(
                request, _("Sparat. Reglerna gäller möten som planeras från och med nu.")
            )
            return redirect("desk:plan-year", body_id)
    context = {"noun": "bodies", "found": found, "form": form}
    return page(request, "desk/plan_terms.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A day as it stands in the form, and what is wrong with it."""

    day: str
    start: str
    end: str
    place: str
    wrong: str = ""
    preview: DayPreview | None = None

    @property
    def wanted(self) -> Wanted | None:
        """The day as the action takes it; None where it cannot be read."""
        day = day_from_words(self.day)
        start, end = (_clock(words) for words in (self.start, self.end))
        if day is None or start is NotImplemented or end is NotImplemented:
            return None
        return Wanted(day, start, end, self.place)


def _clock(words: str) -> time | Any:
    """A clock time, None where nothing is said, NotImplemented where it is no clock time."""
    if not words.strip():
        return None
    return clock_from_words(words) or NotImplemented


@require_http_methods(["GET", "HEAD", "POST"])
def plan_year(request: PageRequest, body_id: int) -> HttpResponse:
    """Plan a body's year: days are proposed, changed, added and removed, and saved in one step."""
    with or_404():
        found = queries.terms(request.viewer, known_id(body_id))
    posted = request.POST
    year = _year(posted.get("ar") or request.GET.get("ar"))
    rows = _typed(posted)
    unread: tuple[str, ...] = ()
    state = posted.get("vilka") or found.telling[-1 if len(found.telling) < 3 else 1]
    error = ""
    asked = posted.get("gor", "")
    if request.method == "POST":
        if asked == "spara":
            rows, error, planned = _save(request, body_id, rows, state)
            if planned is not None:
                messages.success(request, _told(planned))
                return redirect(
                    f"{reverse('desk:year', args=[_year_of(rows, year)])}?organ={body_id}"
                )
        else:
            rows, unread = _changed(request, found, year, rows, asked)
    rows = _with_previews(request, body_id, rows)
    context = {
        "noun": "bodies",
        "found": found,
        "year": year,
        "rows": rows,
        "unread": unread,
        "error": error,
        "state": state,
        "telling": [(value, TELLING[value]) for value in found.telling],
        "which": WHICH.items(),
        "weekdays": list(enumerate(WEEKDAYS)),
        "months": list(enumerate(SHORT_MONTHS, 1)),
        "chosen_months": set(posted.getlist("manad")) if posted else {str(m) for m in ALL_BUT_JULY},
        "chosen": {
            "which": posted.get("vilken", Which.FIRST.value),
            "weekday": posted.get("veckodag", "3"),
            "weeks": posted.get("veckor", "6"),
            "first": posted.get("forsta", ""),
            "list": posted.get("lista", "") if unread else "",
        },
        "most": MOST_DAYS,
    }
    status = 422 if error or (any(row.wrong for row in rows) and asked == "spara") else 200
    return page(request, "desk/plan_year.html", context, status=status)


def _year(words: str | None) -> int:
    """The year asked for; the coming one in the autumn, when years are planned, else this one."""
    asked = number(words) or 0
    if asked in YEARS:
        return asked
    today = timezone.localdate()
    return today.year + 1 if today.month > 6 else today.year


def _year_of(rows: Sequence[TypedRow], year: int) -> int:
    wanted = next((row.wanted for row in rows if row.wanted), None)
    return wanted.day.year if wanted else year


def _typed(posted: QueryDict) -> list[TypedRow]:
    """The days as they were typed; rows where nothing was typed at all are left out."""
    columns = (
        posted.getlist(name)[: MOST_DAYS + 1] for name in ("dag", "borjar", "slutar", "plats")
    )
    rows = (
        TypedRow(*(words.replace("\0", "").strip()[:300] for words in row))
        for row in zip(*columns, strict=False)
    )
    return [row for row in rows if row.day or row.start or row.end]


def _changed(
    request: PageRequest, found: TermsPage, year: int, rows: list[TypedRow], asked: str
) -> tuple[list[TypedRow], tuple[str, ...]]:
    """The rows after one of the form's buttons, and lines of a list that name no day."""
    posted = request.POST
    if gone := posted.get("bort"):
        return [row for place, row in enumerate(rows) if str(place) != gone], ()
    if asked == "tom":
        return [], ()
    if asked == "en-dag":
        return [*rows, _row(found.terms, "")], ()
    if asked == "lista":
        read = listed(posted.get("lista", ""), year)
        new = [_row(found.terms, one.day, one.start, one.end) for one in read.days]
        return _joined(rows, new), read.unread
    days = _proposed(request, found.body_id, year, asked)
    return _joined(rows, [_row(found.terms, day) for day in days]), ()


def _proposed(request: PageRequest, body_id: int, year: int, asked: str) -> Iterable[date]:
    """The days of a rhythm, or of last year; none where what was chosen makes no sense."""
    posted = request.POST
    months = {int(month) for month in posted.getlist("manad") if month in _MONTHS}
    if asked == "manad":
        which, weekday = posted.get("vilken", ""), posted.get("veckodag", "")
        if which in set(Which) and weekday in {"0", "1", "2", "3", "4"}:
            return monthly(year, int(weekday), Which(which), months)
    if asked == "veckor":
        first, weeks = day_from_words(posted.get("forsta", "")), number(posted.get("veckor"))
        if first and weeks and weeks <= 26 and first.year in YEARS:
            return every_weeks(first, weeks, months=ALL_BUT_JULY)
        messages.error(request, _("Skriv den första dagen och hur många veckor det är emellan."))
    if asked == "forra":
        days = queries.last_years_days(request.viewer, body_id, year)
        if not days:
            words = _("Organet hade inga möten %(year)s som Handslag känner till.")
            messages.info(request, words % {"year": year - 1})
        return days
    return ()


_MONTHS = {str(month) for month in range(1, 13)}


def _row(
    known: Terms, day: date | str, start: time | None = None, end: time | None = None
) -> TypedRow:
    """A new row, with the body's usual times where none were written."""
    first, last = (start, end) if start else (known.start, known.end)
    return TypedRow(
        day=day if isinstance(day, str) else day.isoformat(),
        start=first.isoformat("minutes") if first else "",
        end=last.isoformat("minutes") if last else "",
        place=known.place,
    )


def _joined(rows: list[TypedRow], new: list[TypedRow]) -> list[TypedRow]:
    """All the rows by day, each day once; what was typed stays as it was."""
    days = {row.wanted.day for row in rows if row.wanted}
    more = [row for row in new if row.wanted and row.wanted.day not in days]
    both = [*rows, *more]
    return sorted(both, key=lambda row: row.wanted.day.isoformat() if row.wanted else "9999")


def _with_previews(request: PageRequest, body_id: int, rows: Sequence[TypedRow]) -> list[TypedRow]:
    wanted = [row.wanted for row in rows if row.wanted]
    found = iter(queries.preview(request.viewer, body_id, wanted))
    return [replace(row, preview=next(found)) if row.wanted else row for row in rows]


def _save(
    request: PageRequest, body_id: int, rows: list[TypedRow], state: str
) -> tuple[list[TypedRow], str, Planned | None]:
    """Plan what the rows say; the rows with what is wrong, and a reason, where nothing was."""
    told = [
        row if row.wanted else replace(row, wrong=_("Skriv dagen som 2027-02-04.")) for row in rows
    ]
    wanted = [row.wanted for row in rows if row.wanted]
    if len(wanted) < len(rows):
        return told, _("En av dagarna går inte att läsa. Inget har planerats."), None
    try:
        return (
            rows,
            "",
            actions.plan_year(viewer=request.viewer, body_id=body_id, days=wanted, state=state),
        )
    except ValidationError as refusal:
        return rows, " ".join([*refusal.messages, _("Inget har planerats.")]), None


def _told(planned: Planned) -> str:
    """What came of planning, in words."""
    if not planned.made:
        return _("Alla dagarna hade redan ett möte. Inget har ändrats.")
    count = len(planned.made)
    told = [
        ngettext("%(count)d möte är planerat.", "%(count)d möten är planerade.", count)
        % {"count": count}
    ]
    if count := len(planned.pre_made):
        words = ngettext(
            "%(count)d förmöte planerades med.", "%(count)d förmöten planerades med.", count
        )
        told.append(words % {"count": count})
    if count := len(planned.pre_joined):
        words = ngettext(
            "%(count)d möte som redan fanns blev förmöte.",
            "%(count)d möten som redan fanns blev förmöten.",
            count,
        )
        told.append(words % {"count": count})
    if planned.pre_cancelled:
        days = ", ".join(short_day(day) for day in planned.pre_cancelled)
        told.append(_("Utan förmöte, för det är inställt: %(days)s.") % {"days": days})
    if planned.known:
        days = ", ".join(short_day(known.day) for known in planned.known)
        told.append(_("Hade redan ett möte och är som förut: %(days)s.") % {"days": days})
    return " ".join(told)


class MeetingForm(Form):
    """One meeting to plan."""

    day = forms.DateField(
        label=gettext_lazy("Dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    start = clock_field(gettext_lazy("Börjar"))
    end = clock_field(gettext_lazy("Slutar"))
    place = forms.CharField(label=gettext_lazy("Plats"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Slag"),
        choices=[
            ("ordinary", gettext_lazy("Möte")),
            ("extra", gettext_lazy("Extra möte")),
            ("dialogue", gettext_lazy("Dialogdag eller seminarium")),
        ],
    )
    state = forms.ChoiceField(label=gettext_lazy("Vilka ska se att mötet är planerat"))

    def __init__(self, found: TermsPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [(value, str(TELLING[value])) for value in found.telling])


@require_http_methods(["GET", "HEAD", "POST"])
def plan_meeting(request: PageRequest, body_id: int) -> HttpResponse:
    """Plan a single meeting of a body."""
    with or_404():
        found = queries.terms(request.viewer, known_id(body_id))
    initial = {
        "start": found.terms.start,
        "end": found.terms.end,
        "place": found.terms.place,
        "state": found.telling[-1 if len(found.telling) < 3 else 1],
    }
    form = MeetingForm(found, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            planned = actions.plan_meeting(
                viewer=request.viewer,
                body_id=body_id,
                wanted=Wanted(said["day"], said["start"], said["end"], said["place"]),
                kind=said["kind"],
                state=said["state"],
            )
        except ValidationError as refusal:
            form.told(refusal)
        else:
            messages.success(request, _told(planned))
            return redirect("desk:meeting", planned.made[0])
    context = {"noun": "bodies", "found": found, "form": form}
    return page(request, "desk/plan_meeting.html", context, status=422 if form.errors else 200)


@require_POST
def show_plan(request: PageRequest, body_id: int) -> HttpResponse:
    """Let more people know when a body meets in a year (`ar`), as far as `vilka` says."""
    year = number(request.POST.get("ar")) or 0
    if year not in YEARS:
        raise Http404
    try:
        count = actions.show_plan(
            viewer=request.viewer,
            body_id=known_id(body_id),
            year=year,
            state=request.POST.get("vilka", ""),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        words = ngettext("%(count)d möte visas nu.", "%(count)d möten visas nu.", count)
        messages.success(request, words % {"count": count})
    return redirect(f"{reverse('desk:year', args=[year])}?organ={body_id}")

"""What was done: a thing's history, the county's log, and one entry of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, require
from handslag.domain.access.things import OF_THE_COUNTY, Thing, of_body
from handslag.domain.accounts import queries as accounts
from handslag.domain.audit import actions, queries
from handslag.domain.audit.queries import Sifted
from handslag.domain.base.shapes import PAGE_SIZE
from handslag.domain.documents import queries as documents
from handslag.domain.matters.assignments import queries as assignments
from handslag.domain.matters.history import queries as matters
from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import queries as registry
from handslag.domain.registry.affiliations import actions as people
from handslag.domain.registry.entering import queries as entering
from handslag.domain.registry.memberships import queries as memberships
from handslag.interfaces.web.desk.history_words import SENTENCES, THINGS, Names, Told, done, told
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.rendering import page
from handslag.interfaces.web.kit.requests import known_id, number
from handslag.interfaces.web.kit.words import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from django.http import HttpResponse

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.audit.queries import LogRow
    from handslag.interfaces.web.kit.requests import PageRequest

LONGEST_WORDS = 200
LONGEST_NAME = 80
"""How much of an assignment's text names it."""
FOLDED = 10
"""Entries at the side of a thing's page; all of them are a page of their own."""

ASSIGNMENT = "matters.assignment"
MATTER = "matters.matter"
MEETING, BODY, PERSON, DOCUMENT, USER, ENTRY = (
    "meetings.meeting",
    "registry.body",
    "registry.person",
    "documents.document",
    "accounts.user",
    "audit.entry",
)
_PAGES = {
    ASSIGNMENT: "desk:assignment",
    MATTER: "desk:matter",
    MEETING: "desk:meeting",
    BODY: "desk:body",
    PERSON: "desk:person",
    DOCUMENT: "desk:document",
    USER: "desk:account",
    ENTRY: "desk:entry",
}


def of_the_body(body_id: int) -> Thing:
    """What belongs to a body, as the rule over its history sees it."""
    return Thing(scopes=frozenset({of_body(body_id)}))


def history_url(viewer: Viewer, name: str, id: int, access: Thing = OF_THE_COUNTY) -> str:  # noqa: A002  the thing's id, as everywhere
    """Where a thing's history is, for who may read it; empty for others.

    `name` is the address's own, such as "meeting-history".
    """
    return reverse(f"desk:{name}", args=[id]) if may(viewer, Permission.LOG_READ, access) else ""


@dataclass(frozen=True, slots=True)
class _Of:
    """The thing whose history is shown."""

    type: str
    id: int
    name: str
    access: Thing
    noun: str

    @property
    def url(self) -> str:
        return reverse(_PAGES[self.type], args=[self.id])


@require_safe
def of_meeting(request: PageRequest, meeting_id: int) -> HttpResponse:
    """A meeting's history."""
    found = meetings.meeting_names(request.viewer, [known_id(meeting_id)]).get(meeting_id)
    if found is None:
        raise Http404
    name = f"{found.body}, {short_day(found.date)}"
    thing = _Of(MEETING, meeting_id, name, of_the_body(found.body_id), "meetings")
    return _history(request, thing)


@require_safe
def of_assignment(request: PageRequest, assignment_id: int) -> HttpResponse:
    """An assignment's history."""
    row = assignments.rows_of(request.viewer, [known_id(assignment_id)]).get(assignment_id)
    if row is None:
        raise Http404
    thing = of_the_body(row.body_id)
    return _history(request, _Of(ASSIGNMENT, assignment_id, _short(row.text), thing, "assignments"))


@require_safe
def of_matter(request: PageRequest, matter_id: int) -> HttpResponse:
    """A matter's history: what was said of it, by whom and when.

    For those who read the county's log: a matter goes through bodies, and what was said of it
    may name items that are closed in one of them.
    """
    require(request.viewer, Permission.LOG_READ)
    with or_404():
        found = matters.matter_page(request.viewer, known_id(matter_id))
    if found.id != matter_id:
        return redirect("desk:matter-history", found.id)
    return _history(request, _Of(MATTER, matter_id, found.title, OF_THE_COUNTY, "matters"))


@require_safe
def of_a_body(request: PageRequest, body_id: int) -> HttpResponse:
    """A body's history."""
    name = registry.body_names(request.viewer, [known_id(body_id)]).get(body_id)
    if name is None:
        raise Http404
    return _history(request, _Of(BODY, body_id, name, of_the_body(body_id), "bodies"))


@require_safe
def of_person(request: PageRequest, person_id: int) -> HttpResponse:
    """A person's history."""
    require(request.viewer, Permission.LOG_READ)
    name = registry.names_of_people(request.viewer, [known_id(person_id)]).get(person_id)
    if name is None:
        raise Http404
    return _history(request, _Of(PERSON, person_id, name, OF_THE_COUNTY, "people"))


@require_safe
def of_document(request: PageRequest, document_id: int) -> HttpResponse:
    """A document's history."""
    with or_404():
        access = documents.belongs_to(request.viewer, known_id(document_id))
    name = documents.document_names(request.viewer, [document_id])[document_id]
    return _history(request, _Of(DOCUMENT, document_id, name, access, "documents"))


@require_safe
def of_account(request: PageRequest, account_id: int) -> HttpResponse:
    """An account's history."""
    require(request.viewer, Permission.LOG_READ)
    name = accounts.user_names(request.viewer, [known_id(account_id)]).get(account_id)
    if name is None:
        raise Http404
    return _history(request, _Of(USER, account_id, name, OF_THE_COUNTY, "accounts"))


def _history(request: PageRequest, thing: _Of) -> HttpResponse:
    before, after = _place_asked_for(request)
    found = queries.entries(
        request.viewer,
        Sifted(thing=(thing.type, thing.id)),
        access=thing.access,
        before=before,
        after=after,
        most=FOLDED if request.htmx else PAGE_SIZE,
    )
    context = {
        "noun": thing.noun,
        "thing": thing,
        "listing": found,
        "entries": _told(request.viewer, found.rows),
    }
    return page(request, "desk/history.html", context, fragment="entries")


@require_safe
def log(request: PageRequest) -> HttpResponse:
    """The county's log, the latest first; sifted by who (`vem`), thing, verb and day."""
    asked, (before, after) = request.GET, _place_asked_for(request)
    sifted = Sifted(
        actor=asked.get("vem", "").strip()[:LONGEST_WORDS],
        thing_type=asked.get("sak", "") if asked.get("sak") in THINGS else "",
        verb=asked.get("vad", "") if asked.get("vad") in SENTENCES else "",
        day=_day(asked.get("dag", "")),
    )
    found = queries.entries(request.viewer, sifted, before=before, after=after)
    context = {
        "noun": "log",
        "listing": found,
        "entries": _named(request.viewer, _told(request.viewer, found.rows)),
        "chosen": sifted,
        "sifted": sifted != Sifted(),
        "things": sorted(((str(label), value) for value, label in THINGS.items())),
        "verbs": sorted((done(verb), verb) for verb in SENTENCES),
        "erases": may(request.viewer, Permission.LOG_ERASE),
    }
    return page(request, "desk/log.html", context, fragment="listing")


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: PageRequest, entry_number: int) -> HttpResponse:
    """One entry. A form on it erases what it tells, or what all entries about its thing tell."""
    with or_404():
        row = queries.entry(request.viewer, known_id(entry_number))
    reason, error = request.POST.get("skal", "").strip(), ""
    everything = request.POST.get("omfang") == "allt"
    if request.method == "POST":
        try:
            if everything:
                count = actions.erase_values_of(
                    viewer=request.viewer,
                    thing_type=row.thing_type,
                    thing_id=row.thing_id,
                    reason=reason,
                )
            else:
                count = int(
                    actions.erase_values(viewer=request.viewer, number=row.number, reason=reason)
                )
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            messages.success(request, _erased(count))
            return redirect("desk:entry", entry_number)
    (named,) = _named(request.viewer, _told(request.viewer, [row]))
    context = {
        "noun": "log",
        "entry": named,
        "erases": may(request.viewer, Permission.LOG_ERASE),
        "reason": reason,
        "everything": everything,
        "error": error,
    }
    return page(request, "desk/entry.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def erase_name(request: PageRequest) -> HttpResponse:
    """A form that erases what every entry tells that has a name in it."""
    require(request.viewer, Permission.LOG_ERASE)
    typed = {field: request.POST.get(field, "").strip() for field in ("namn", "skal")}
    error = ""
    if request.method == "POST":
        try:
            count = people.erase_name(
                viewer=request.viewer, name=typed["namn"][:LONGEST_WORDS], reason=typed["skal"]
            )
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            messages.success(request, _erased(count))
            return redirect("desk:log")
    context = {"noun": "log", "error": error, **typed}
    return page(request, "desk/erase_name.html", context, status=422 if error else 200)


def _erased(count: int) -> str:
    if not count:
        return _("Där fanns inga uppgifter att radera. Inget har ändrats.")
    return ngettext(
        "Uppgifterna i %(count)d post är raderade. Raderingen står i loggen.",
        "Uppgifterna i %(count)d poster är raderade. Raderingarna står i loggen.",
        count,
    ) % {"count": count}


def _place_asked_for(request: PageRequest) -> tuple[int | None, int | None]:
    """Where in the log: before an entry (`fore`) or after one (`efter`)."""
    before, after = number(request.GET.get("fore")), number(request.GET.get("efter"))
    return before, None if before else after


def _day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None


def _told(viewer: Viewer, rows: Iterable[LogRow]) -> list[Told]:
    """Each in words. Two queries for who may see accounts, else none."""
    names = Names(
        registry.body_kind_names(viewer),
        memberships.role_names(viewer),
        entering.scope_names(viewer) if may(viewer, Permission.ACCOUNTS_READ) else {},
    )
    return [told(row, names) for row in rows]


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry in words, with what it was about and where that is."""

    told: Told
    label: str
    name: str
    url: str


def _named(viewer: Viewer, entries: Collection[Told]) -> list[NamedEntry]:
    """Each entry with the name of its thing as it is today. One query a type of thing."""
    ids: dict[str, set[int]] = {thing_type: set() for thing_type in _NAMES}
    for one in entries:
        ids.setdefault(one.row.thing_type, set()).add(one.row.thing_id)
    names = {thing_type: find(viewer, ids[thing_type]) for thing_type, find in _NAMES.items()}
    return [_one_named(one, names.get(one.row.thing_type, {})) for one in entries]


def _one_named(one: Told, names: Mapping[int, str]) -> NamedEntry:
    row = one.row
    label = str(THINGS.get(row.thing_type, row.thing_type))
    there = row.thing_id in names or row.thing_type == ENTRY
    url = (
        reverse(_PAGES[row.thing_type], args=[row.thing_id])
        if there and (row.thing_type in _PAGES)
        else ""
    )
    return NamedEntry(one, label, names.get(row.thing_id, str(row.thing_id or "")), url)


def _meeting_names(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    found = meetings.meeting_names(viewer, ids)
    return {id: f"{name.body}, {short_day(name.date)}" for id, name in found.items()}  # noqa: A001  as everywhere


def _matter_names(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    return {id_: row.title for id_, row in matters.matters_by_id(viewer, ids).items()}


def _assignment_names(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    rows = assignments.rows_of(viewer, ids)
    return {id_: _short(row.text) for id_, row in rows.items()}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


_NAMES: dict[str, Callable[[Viewer, Collection[int]], Mapping[int, str]]] = {
    ASSIGNMENT: _assignment_names,
    MATTER: _matter_names,
    MEETING: _meeting_names,
    BODY: registry.body_names,
    PERSON: registry.names_of_people,
    DOCUMENT: documents.document_names,
    USER: accounts.user_names,
}

"""Writes of commissions: begun from an assignment, changed, given new terms, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.base.meanwhile import require_unchanged
from handslag.domain.base.words import key_of
from handslag.domain.matters.assignments import actions as assignments
from handslag.domain.matters.assignments.access import changes
from handslag.domain.matters.assignments.actions.doing import ASSIGNMENT, locked
from handslag.domain.matters.commissions.reading import digest_of
from handslag.domain.matters.commissions.rules import MOST_MONTHS
from handslag.domain.matters.models import Clause, Commission, TermsOfReference
from handslag.domain.matters.writing.making import body_named
from handslag.domain.meetings.access import visible_told
from handslag.domain.registry.models import PersonName

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.commissions.shapes import CommissionTold
    from handslag.domain.matters.models import Assignment

LONGEST_TITLE = 300
LONGEST_TERMS = 50_000
LONGEST_REASON = 300


@transaction.atomic
def begin(*, viewer: Viewer, assignment_id: int, told: CommissionTold, terms: str = "") -> int:
    """Make an assignment a commission, with its first terms of reference where there are any.

    Returns the commission's id. Raises Assignment.DoesNotExist, PermissionDenied, and
    ValidationError with what is wrong in which field, or where it is a commission already.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row = _to_change(viewer, assignment_id)
    if Commission.objects.filter(assignment=row).exists():
        raise ValidationError(_("Uppdraget har redan ett direktiv. Inget har ändrats."))
    columns = _columns(told)
    text = _terms_to_stand(terms) if terms.strip() else ""
    made = Commission.objects.create(assignment=row, **columns)
    if text:
        _put_terms(viewer, made, text, told.begins or row.item.meeting.date, None)
    _log(viewer, "matters.begin_commission", row, title=made.title)
    return made.id


@transaction.atomic
def change(*, viewer: Viewer, assignment_id: int, told: CommissionTold, seen: str) -> None:
    """Let a commission be what is told.

    `seen` is its digest as the form saw it. Raises what `begin` raises, Commission.DoesNotExist,
    and ChangedMeanwhile.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row, found = _commission(viewer, assignment_id, seen)
    before = _shown(found)
    for name, value in _columns(told).items():
        setattr(found, name, value)
    found.save()
    _log(viewer, "matters.change_commission", row, before=before, after=_shown(found))


@transaction.atomic
def set_terms(
    *,
    viewer: Viewer,
    assignment_id: int,
    text: str,
    seen: str,
    from_day: dt.date | None = None,
    clause_code: str = "",
) -> int:
    """Give a commission new terms of reference; those before stay. Returns the version's number.

    `clause_code` is of the clause that adopted them, as it stands in its address. Raises what
    `change` raises, and ValidationError where they say what the last version says.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row, found = _commission(viewer, assignment_id, seen)
    text = _terms_to_stand(text)
    last = found.terms.order_by("-number").first()
    if last is not None and last.text == text:
        raise ValidationError({"terms": _("Direktivet säger redan just detta.")})
    clause = _clause(viewer, clause_code)
    made = _put_terms(viewer, found, text, from_day or timezone.localdate(), clause)
    _log(viewer, "matters.set_terms", row, number=made.number, clause=clause_code)
    return made.number


@transaction.atomic
def end(
    *, viewer: Viewer, assignment_id: int, reason: str, seen: str, day: dt.date | None = None
) -> None:
    """End a commission, with what was achieved or why: its assignment is finished.

    Raises what `change` raises, and ValidationError without words or where it has ended.
    """
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row, found = _commission(viewer, assignment_id, seen)
    if found.ended_at is not None:
        raise ValidationError(_("Uppdraget är redan avslutat. Inget har ändrats."))
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        words = _("Skriv kort hur det slutade: högst %(count)d tecken.")
        raise ValidationError({"reason": words % {"count": LONGEST_REASON}})
    found.ended_at, found.end_reason = day or timezone.localdate(), reason
    found.save(update_fields=["ended_at", "end_reason"])
    assignments.finish(viewer=viewer, assignment_id=row.id, text=reason, day=day)
    _log(viewer, "matters.end_commission", row, title=found.title, reason_told=reason)


@transaction.atomic
def take_up_again(*, viewer: Viewer, assignment_id: int, reason: str, seen: str) -> None:
    """Let a commission that has ended go on. Raises what `end` raises."""
    require_somewhere(viewer, Permission.ASSIGNMENTS_CHANGE)
    row, found = _commission(viewer, assignment_id, seen)
    if found.ended_at is None:
        raise ValidationError(_("Uppdraget är inte avslutat. Inget har ändrats."))
    found.ended_at, found.end_reason = None, ""
    found.save(update_fields=["ended_at", "end_reason"])
    assignments.reopen(viewer=viewer, assignment_id=row.id, reason=reason)
    _log(viewer, "matters.resume_commission", row, title=found.title)


def _to_change(viewer: Viewer, assignment_id: int) -> Assignment:
    row = locked(viewer, assignment_id)
    require(viewer, Permission.ASSIGNMENTS_CHANGE, changes(row.item.meeting.body_id))
    return row


def _commission(viewer: Viewer, assignment_id: int, seen: str) -> tuple[Assignment, Commission]:
    row = _to_change(viewer, assignment_id)
    found = Commission.objects.get(assignment=row)
    require_unchanged(seen, digest_of(found, found.terms.order_by("number")))
    return row, found


def _columns(told: CommissionTold) -> dict[str, Any]:
    """What a commission's columns become. Raises ValidationError."""
    errors: dict[str, str] = {}
    title = " ".join(told.title.split())
    if not title or len(title) > LONGEST_TITLE:
        errors["title"] = _("Skriv vad uppdraget heter: högst %(count)d tecken.") % {
            "count": LONGEST_TITLE
        }
    lead = _person(told.lead)
    if told.lead.strip() and lead is None:
        errors["lead"] = _("Ingen i registret heter så. Lägg till personen först.")
    group = body_named(told.group.strip())
    if told.group.strip() and group is None:
        errors["group"] = _("Inget organ i registret heter så. Lägg till arbetsgruppen först.")
    if told.begins and told.ends and told.ends <= told.begins:
        errors["ends"] = _("Uppdraget kan inte sluta innan det börjar.")
    if told.report_every is not None and not 1 <= told.report_every <= MOST_MONTHS:
        errors["report_every"] = _("Skriv antalet månader: 1 till %(most)d.") % {
            "most": MOST_MONTHS
        }
    if errors:
        raise ValidationError(errors)
    return {
        "title": title,
        "lead_id": lead,
        "group_id": group,
        "begins": told.begins,
        "ends": told.ends,
        "report_every": told.report_every,
    }


def _person(words: str) -> int | None:
    named = PersonName.objects.filter(key=key_of(words)).values_list("person_id", flat=True)
    return named.first() if words.strip() else None


def _terms_to_stand(text: str) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST_TERMS:
        words = _("Skriv direktivets text: högst %(count)d tecken.") % {"count": LONGEST_TERMS}
        raise ValidationError({"terms": words})
    return text


def _clause(viewer: Viewer, code: str) -> Clause | None:
    code = code.strip().strip("/").rpartition("/")[2].casefold()
    if not code:
        return None
    seen = Clause.objects.filter(visible_told(viewer, "decision__item__"))
    found = seen.decided().filter(code=code).first()
    if found is None:
        raise ValidationError({"clause": _("Inget beslut har den adressen. Kopiera den igen.")})
    return found


def _put_terms(
    viewer: Viewer, found: Commission, text: str, from_day: dt.date, clause: Clause | None
) -> TermsOfReference:
    return TermsOfReference.objects.create(
        commission=found,
        number=found.terms.count() + 1,
        text=text,
        from_day=from_day,
        decided_by=clause,
        by=viewer.name[:200],
    )


def _shown(found: Commission) -> dict[str, Any]:
    return {
        "title": found.title,
        "lead_id": found.lead_id,
        "group_id": found.group_id,
        "begins": found.begins.isoformat() if found.begins else "",
        "ends": found.ends.isoformat() if found.ends else "",
        "report_every": found.report_every,
    }


def _log(viewer: Viewer, verb: str, row: Assignment, **detail: Any) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type=ASSIGNMENT,
        thing_id=row.id,
        detail={"text": row.text, "meeting": row.item.meeting_id, **detail},
    )

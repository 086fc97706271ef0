"""Accepting many documents that nobody needs to look into: one by one, each by itself.

What is chosen is written down first. A run that is stopped or killed has accepted some documents
wholly and the others not at all, and goes on where it was.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.registry import queries as registry
from handslag.intake.acceptance import accept
from handslag.intake.comparing.queries import counts_across
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.intake.facts import facts_of, missing, only
from handslag.intake.models import (
    Batch,
    BatchEntry,
    Change,
    Finding,
    Review,
    ReviewState,
    Suggestion,
)
from handslag.intake.queries import DOUBTFUL
from handslag.intake.together import BLOCKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer

AT_ONCE = 2.0
"""Seconds that one call goes on for: a person sees how far it has come, and can stop it."""
ACCEPTED = "accepted"
LEFT = "left"

_log = logging.getLogger(__name__)


@transaction.atomic
def start_batch(*, viewer: Viewer, revisions: Mapping[int, int]) -> int:
    """Write down which documents to accept, each with the revision the person saw; returns its id.

    Documents that there are none of are passed over. Raises Invalid where none is left.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    known = Review.objects.filter(document_id__in=revisions).order_by("document_id")
    ids = list(known.values_list("document_id", flat=True))
    if not ids:
        raise Invalid({"": _("Välj minst en handling först. Inget har ändrats.")})
    batch = Batch.objects.create(by=viewer.name[:200])
    BatchEntry.objects.bulk_create(
        BatchEntry(batch=batch, document_id=key, revision=revisions[key]) for key in ids
    )
    log(
        viewer=viewer,
        verb="intake.start_batch",
        thing_type="intake.batch",
        thing_id=batch.id,
        detail={"documents": ids},
    )
    return batch.id


def go_on(*, viewer: Viewer, batch_id: int, seconds: float = AT_ONCE) -> bool:
    """Accept documents of a batch for a while; returns whether any has still to have its turn.

    At least one has its turn in each call. A batch that was stopped goes on from there.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    Batch.objects.filter(id=batch_id, stopped=True).update(stopped=False)
    end = monotonic() + seconds
    while entry := BatchEntry.objects.filter(batch_id=batch_id, outcome="").first():
        _give_turn(viewer, entry)
        stopped = Batch.objects.filter(id=batch_id, stopped=True).exists()
        if stopped or monotonic() >= end:
            break
    return BatchEntry.objects.filter(batch_id=batch_id, outcome="").exists()


@transaction.atomic
def stop_batch(*, viewer: Viewer, batch_id: int) -> None:
    """Let no more documents of a batch have their turn; what was accepted stays accepted."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    batch = Batch.objects.select_for_update().get(id=batch_id)
    if batch.stopped:
        return
    batch.stopped = True
    batch.save(update_fields=["stopped"])
    log(viewer=viewer, verb="intake.stop_batch", thing_type="intake.batch", thing_id=batch.id)


def _give_turn(viewer: Viewer, entry: BatchEntry) -> None:
    """Accept one document, or write down why it is left; one transaction."""
    try:
        with transaction.atomic():
            locked = BatchEntry.objects.select_for_update().get(id=entry.id)
            if locked.outcome:
                return  # another page that shows the same batch was faster
            _refuse_what_needs_a_look(viewer, locked.document_id)
            accept(viewer=viewer, document_id=locked.document_id, revision=locked.revision)
            _write(locked.id, ACCEPTED)
    except (Invalid, ChangedMeanwhile) as refusal:
        _write(entry.id, LEFT, str(refusal))
    except ObjectDoesNotExist:
        _write(entry.id, LEFT, _("Handlingen finns inte längre."))
    except Exception:  # noqa: BLE001  one document's fault must not cost the others their turn
        _log.exception("document %s of batch %s", entry.document_id, entry.batch_id)
        _write(
            entry.id,
            LEFT,
            _(
                "Något gick fel hos Handslag. Inget av handlingen har godkänts. Öppna den och "
                "godkänn den för sig; felet står i serverns logg."
            ),
        )


def _write(entry_id: int, outcome: str, reason: str = "") -> None:
    BatchEntry.objects.filter(id=entry_id).update(outcome=outcome, reason=reason)


def _refuse_what_needs_a_look(viewer: Viewer, document_id: int) -> None:
    """Raise Invalid with all that a person should see to first."""
    review = Review.objects.select_for_update().get(document_id=document_id)
    if review.state == ReviewState.ACCEPTED and not review.changed_since:
        raise Invalid({"": _("Handlingen var redan godkänd.")})
    reasons = [*_open_questions(viewer, document_id), *_unknown(viewer, document_id)]
    if reasons:
        raise Invalid({str(number): reason for number, reason in enumerate(reasons)})


def _open_questions(viewer: Viewer, document_id: int) -> list[str]:
    findings = Finding.objects.filter(BLOCKING, document_id=document_id).count()
    doubts = Suggestion.objects.filter(DOUBTFUL, document_id=document_id).count()
    changes = Change.objects.filter(document_id=document_id, settled="").count()
    across = counts_across(viewer, [document_id]).get(document_id, 0)
    told = (
        (
            across,
            ngettext(
                "%d sak att titta på mellan handlingar är kvar.",
                "%d saker att titta på mellan handlingar är kvar.",
                across,
            ),
        ),
        (findings, ngettext("%d anmärkning är kvar.", "%d anmärkningar är kvar.", findings)),
        (doubts, ngettext("%d uppgift är tveksam.", "%d uppgifter är tveksamma.", doubts)),
        (
            changes,
            ngettext(
                "%d ändring efter omläsning är kvar.",
                "%d ändringar efter omläsning är kvar.",
                changes,
            ),
        ),
    )
    return [words % count for count, words in told if count]


def _unknown(viewer: Viewer, document_id: int) -> list[str]:
    facts = facts_of(document_id)
    reasons = list(missing(facts).values())
    body = only(facts, "body")
    if body and registry.find_body(viewer, body.value["name"]) is None:
        name = body.value["name"]
        reasons.append(
            _("Organet ”%(name)s” är inte känt. Öppna handlingen och välj organ.") % {"name": name}
        )
    return reasons

"""What a person says of what was read: corrects it, drops it, adds to it, takes that back.

Each action is one transaction with an entry in the log. It names the revision of the review
that the person saw; where somebody else has changed the review since, nothing is done and
ChangedMeanwhile is raised, so that no one writes over another unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit.actions import log
from handslag.domain.documents import queries as documents
from handslag.intake.errors import ChangedMeanwhile, Invalid
from handslag.intake.fields import parse_fields
from handslag.intake.kinds import BY_NAME, TOP, Kind
from handslag.intake.models import (
    Change,
    Finding,
    Review,
    ReviewState,
    Suggestion,
    SuggestionState,
    Verb,
)
from handslag.intake.steps import Images, image_of, note, told_since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer

ADDED_BY_HAND: dict[str, Any] = {}
"""What `read_value` holds of a fact that no reader read."""


def opened(viewer: Viewer, document_id: int, revision: int) -> Review:
    """The review of a document, locked for this transaction, as the person saw it.

    Raises ChangedMeanwhile where it is at another revision, PermissionDenied, and
    ObjectDoesNotExist where there is no such document.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    review = Review.objects.select_for_update().get(document_id=document_id)
    if review.revision != revision:
        raise ChangedMeanwhile(review.revision, told_since(document_id, revision))
    return review


def touch(review: Review, *, says_otherwise: bool = True) -> int:
    """Note that the review was changed; returns its new revision.

    Where its facts still say what they said, an accepted document need not be accepted again.
    """
    review.revision += 1
    if says_otherwise:
        review.changed_since = review.state == ReviewState.ACCEPTED
    review.save(update_fields=["revision", "changed_since"])
    return review.revision


@transaction.atomic
def correct(*, viewer: Viewer, suggestion_id: int, fields: Mapping[str, str], revision: int) -> int:
    """Let a fact say what was typed; returns the review's new revision.

    A field that is left out of `fields` keeps its value. A dropped fact stands again when it is
    corrected; a doubtful one that is saved as it was is confirmed. Raises Invalid with a message
    for each field that could not be read.
    """
    suggestion = _found(viewer, suggestion_id)
    review = opened(viewer, suggestion.document_id, revision)
    kind = BY_NAME[suggestion.kind]
    before, images = suggestion.value, _image(suggestion)
    value, errors = parse_fields(kind.fields, fields, before)
    if errors:
        raise Invalid(errors)
    if suggestion.read_value is None:
        suggestion.read_value = before
    suggestion.value = value
    suggestion.state = state_of(suggestion)
    if suggestion.state == SuggestionState.READ:
        suggestion.read_value = None
        if suggestion.doubt:
            suggestion.state = SuggestionState.CONFIRMED
    suggestion.save()
    _log(viewer, "intake.correct", suggestion, before=before, after=value)
    note(viewer=viewer, review=review, verb=Verb.CORRECT, images=images, fact=suggestion)
    return touch(review)


@transaction.atomic
def confirm(*, viewer: Viewer, suggestion_id: int, revision: int) -> int:
    """Say that a fact is right as it was read; returns the review's new revision.

    Nothing happens to one that somebody has said something of already.
    """
    suggestion = _found(viewer, suggestion_id)
    review = opened(viewer, suggestion.document_id, revision)
    if suggestion.state != SuggestionState.READ:
        return review.revision
    images = _image(suggestion)
    suggestion.state = SuggestionState.CONFIRMED
    suggestion.save(update_fields=["state"])
    _log(viewer, "intake.confirm", suggestion, after=suggestion.value)
    note(viewer=viewer, review=review, verb=Verb.CONFIRM, images=images, fact=suggestion)
    return touch(review, says_otherwise=False)


@transaction.atomic
def drop(*, viewer: Viewer, suggestion_id: int, revision: int) -> int:
    """Say that there is no such fact, and none that hangs on it; returns the new revision."""
    suggestion = _found(viewer, suggestion_id)
    review = opened(viewer, suggestion.document_id, revision)
    if suggestion.state == SuggestionState.DROPPED:
        return review.revision
    images = _image(suggestion)
    suggestion.state = SuggestionState.DROPPED
    suggestion.save()
    _log(viewer, "intake.drop", suggestion, before=suggestion.value)
    note(viewer=viewer, review=review, verb=Verb.DROP, images=images, fact=suggestion)
    return touch(review)


@transaction.atomic
def restore(*, viewer: Viewer, suggestion_id: int, revision: int) -> int:
    """Take back the last that was said of a fact; returns the new revision.

    A dropped fact stands again, with what was typed in it if anything was. A corrected one goes
    back to what was read, and one that was confirmed is doubtful again. One that was added by hand
    has nothing to go back to.
    """
    suggestion = _found(viewer, suggestion_id)
    review = opened(viewer, suggestion.document_id, revision)
    before, images = suggestion.value, _image(suggestion)
    says_otherwise = suggestion.state != SuggestionState.CONFIRMED
    if suggestion.state == SuggestionState.DROPPED:
        suggestion.state = state_of(suggestion)
    elif suggestion.state == SuggestionState.CORRECTED:
        suggestion.value, suggestion.read_value = suggestion.read_value, None
        suggestion.state = SuggestionState.READ
    elif suggestion.state == SuggestionState.CONFIRMED:
        suggestion.state = SuggestionState.READ
    else:
        return review.revision
    suggestion.save()
    _log(viewer, "intake.restore", suggestion, before=before, after=suggestion.value)
    note(viewer=viewer, review=review, verb=Verb.RESTORE, images=images, fact=suggestion)
    return touch(review, says_otherwise=says_otherwise)


@transaction.atomic
def add(
    *,
    viewer: Viewer,
    document_id: int,
    kind: str,
    parent_id: int | None = None,
    fields: Mapping[str, str],
    start: int | None = None,
    end: int | None = None,
    revision: int,
) -> int:
    """Add a fact that the reader did not see; returns its id.

    `start` and `end` are its place in the canonical text, where a person has pointed one out.
    Raises Invalid where a field cannot be read, where the kind does not belong there, and where
    the place is not in the text.
    """
    review = opened(viewer, document_id, revision)
    parent = _parent(document_id, parent_id)
    spec = _kind_under(kind, parent, document_id)
    value, errors = parse_fields(spec.fields, fields, spec.empty())
    errors.update(_misplaced(viewer, document_id, start, end))
    if errors:
        raise Invalid(errors)
    siblings = Suggestion.objects.filter(document_id=document_id, parent=parent)
    last = siblings.aggregate(last=Max("order"))["last"] or 0
    suggestion = Suggestion.objects.create(
        document_id=document_id,
        parent=parent,
        kind=kind,
        order=last + 1,
        value=value,
        read_value=ADDED_BY_HAND,
        state=SuggestionState.ADDED,
        start=start,
        end=end,
    )
    _log(viewer, "intake.add", suggestion, after=value)
    images = Images(suggestions={suggestion.id: None})
    note(viewer=viewer, review=review, verb=Verb.ADD, images=images, fact=suggestion)
    touch(review)
    return suggestion.id


@transaction.atomic
def dismiss_finding(*, viewer: Viewer, finding_id: int) -> None:
    """Say that somebody has looked at a finding. Nothing happens where somebody had."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    finding = Finding.objects.select_for_update().get(id=finding_id)
    if finding.dismissed:
        return
    finding.dismissed = True
    finding.save(update_fields=["dismissed"])
    log(
        viewer=viewer,
        verb="intake.dismiss_finding",
        thing_type="documents.document",
        thing_id=finding.document_id,
        detail={"finding": finding.id, "code": finding.code},
    )
    review = Review.objects.get(document_id=finding.document_id)
    note(
        viewer=viewer,
        review=review,
        verb=Verb.DISMISS,
        images=Images(findings={finding.id: False}),
        about=finding.message,
        revision=review.revision,  # what the facts say is as it was
    )


def _found(viewer: Viewer, suggestion_id: int) -> Suggestion:
    require(viewer, Permission.DOCUMENTS_REVIEW)
    return Suggestion.objects.get(id=suggestion_id)


def _image(suggestion: Suggestion) -> Images:
    """The fact as it is; what a newer reading changed in it is settled by a person's word."""
    pending = Change.objects.filter(suggestion=suggestion, settled="")
    ids = list(pending.values_list("id", flat=True))
    if ids:
        Change.objects.filter(id__in=ids).update(settled=Change.KEPT)
    return Images(suggestions={suggestion.id: image_of(suggestion)}, changes=dict.fromkeys(ids, ""))


def state_of(suggestion: Suggestion) -> SuggestionState:
    """What the state is, by what was read and what stands."""
    if suggestion.read_value == ADDED_BY_HAND:
        return SuggestionState.ADDED
    if suggestion.read_value is None or suggestion.read_value == suggestion.value:
        return SuggestionState.READ
    return SuggestionState.CORRECTED


def _parent(document_id: int, parent_id: int | None) -> Suggestion | None:
    if parent_id is None:
        return None
    return Suggestion.objects.get(id=parent_id, document_id=document_id)


def _kind_under(kind: str, parent: Suggestion | None, document_id: int) -> Kind:
    spec = BY_NAME.get(kind)
    if spec is None or (parent.kind if parent else TOP) not in spec.parents:
        raise Invalid({"": _("En sådan uppgift kan inte läggas till där. Inget har ändrats.")})
    if spec.single:
        standing = Suggestion.objects.filter(document_id=document_id, parent=parent, kind=kind)
        if standing.exclude(state=SuggestionState.DROPPED).exists():
            raise Invalid(
                {"": _("Uppgiften finns redan. Rätta den i stället för att lägga till en till.")}
            )
    return spec


def _misplaced(
    viewer: Viewer, document_id: int, start: int | None, end: int | None
) -> dict[str, str]:
    if start is None and end is None:
        return {}
    length = len(documents.document(viewer, document_id).text)
    if start is None or end is None or not 0 <= start < end <= length:
        return {"": _("Platsen finns inte i texten. Markera orden på nytt.")}
    return {}


def _log(viewer: Viewer, verb: str, suggestion: Suggestion, **detail: Any) -> None:
    log(
        viewer=viewer,
        verb=verb,
        thing_type="documents.document",
        thing_id=suggestion.document_id,
        detail={"suggestion": suggestion.id, "kind": suggestion.kind, **detail},
    )

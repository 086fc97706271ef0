"""The steps of a review: what each did and what stood before it, so that it can be undone.

A step is noted by the action that takes it, in the action's own transaction. The rows as they
were lie in it as images; putting the images back undoes the step, as long as it is the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.intake.kinds import BY_NAME
from handslag.intake.models import Change, Finding, Review, Step, Suggestion, Verb
from handslag.intake.pages import StepRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handslag.domain.access.viewer import Viewer

COLUMNS = ("parent_id", "kind", "order", "value", "read_value", "state", "start", "end", "doubt")
"""What an image of a suggestion holds. What the domain made of it is acceptance's to tell."""
MOST_TOLD = 3
"""How many of the others' changes a message tells of."""


@dataclass(frozen=True, slots=True)
class Images:
    """Rows as they were before a step, by id. None stands for a row that was not there."""

    suggestions: Mapping[int, dict[str, Any] | None] | None = None
    findings: Mapping[int, bool] | None = None
    """Whether each was dismissed."""
    changes: Mapping[int, str] | None = None
    """How each was settled."""
    change_facts: Mapping[int, int | None] | None = None
    """Which suggestion each change was about."""
    document: Mapping[str, str] | None = None
    """The document's kind and title."""


def image_of(row: Suggestion) -> dict[str, Any]:
    """A suggestion as it is now, in plain values."""
    return {name: getattr(row, name) for name in COLUMNS}


def note(
    *,
    viewer: Viewer,
    review: Review,
    verb: Verb,
    images: Images | None,
    fact: Suggestion | None = None,
    about: str = "",
    revision: int | None = None,
) -> Step:
    """Write down a step that is being taken; `review` is as it was before it.

    `images` is None where the step cannot be undone. `revision` is the review's after the step,
    the next one where it is not given.
    """
    kind = BY_NAME[fact.kind] if fact else None
    return Step.objects.create(
        document_id=review.document_id,
        verb=verb,
        kind=fact.kind if fact else "",
        about=(kind.summary(fact.value) if kind and fact else about)[:200],
        fact=fact.id if fact else None,
        before=_written(images, review) if images is not None else None,
        revision=review.revision + 1 if revision is None else revision,
        by=viewer.name[:200],
    )


def _written(images: Images, review: Review) -> dict[str, Any]:
    tables = {
        "suggestions": images.suggestions,
        "findings": images.findings,
        "changes": images.changes,
        "change_facts": images.change_facts,
    }
    found: dict[str, Any] = {
        name: {str(key): value for key, value in rows.items()}
        for name, rows in tables.items()
        if rows
    }
    if images.document is not None:
        found["document"] = dict(images.document)
    return found | {"changed_since": review.changed_since}


def put_back(document_id: int, before: Mapping[str, Any]) -> None:
    """Let rows be as their images say. Must stand in a transaction.

    Rows that were not there are deleted; those that are gone are made anew under their own id,
    each after what it hangs on.
    """
    images = {int(key): image for key, image in before.get("suggestions", {}).items()}
    new = [key for key, image in images.items() if image is None]
    Suggestion.objects.filter(document_id=document_id, id__in=new).delete()
    for key, image in images.items():
        if image is not None:
            Suggestion.objects.update_or_create(id=key, document_id=document_id, defaults=image)
    for key, dismissed in before.get("findings", {}).items():
        Finding.objects.filter(document_id=document_id, id=int(key)).update(dismissed=dismissed)
    for key, settled in before.get("changes", {}).items():
        Change.objects.filter(document_id=document_id, id=int(key)).update(settled=settled)
    for key, fact in before.get("change_facts", {}).items():
        Change.objects.filter(document_id=document_id, id=int(key)).update(suggestion_id=fact)


def last_step(document_id: int) -> Step | None:
    """The last step that stands. One query."""
    return Step.objects.filter(document_id=document_id, undone=False).order_by("-id").first()


def shown_step(step: Step | None) -> StepRow | None:
    """A step as pages show it."""
    if step is None:
        return None
    return StepRow(
        step.id, words_of(step), step.by, step.at, step.fact, can_be_undone=step.before is not None
    )


def words_of(step: Step) -> str:
    """What a step did: "rättade Plats: Rådhuset"."""
    verb = str(Verb(step.verb).label)
    label = str(BY_NAME[step.kind].label) if step.kind in BY_NAME else ""
    about = ": ".join(filter(None, (label, step.about)))
    return f"{verb} {about}".strip()


def told_since(document_id: int, revision: int) -> tuple[str, ...]:
    """What was done in a review after `revision`, the latest first; a few at most. One query."""
    found = Step.objects.filter(document_id=document_id, revision__gt=revision) | (
        Step.objects.filter(document_id=document_id, undone_revision__gt=revision)
    )
    return tuple(_told(found.order_by("-id")[:MOST_TOLD], revision))


def _told(steps: Iterable[Step], revision: int) -> Iterable[str]:
    for step in steps:
        if step.undone and step.revision > revision:
            continue  # done and undone: nothing has come of it
        clock = f"{timezone.localtime(step.at):%H.%M}"
        if step.undone:
            yield _("%(who)s ångrade: %(what)s.") % {"who": step.undone_by, "what": words_of(step)}
        else:
            yield _("%(who)s %(what)s kl. %(clock)s.") % {
                "who": step.by,
                "what": words_of(step),
                "clock": clock,
            }

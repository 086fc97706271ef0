"""What a newer reading changed in a document's facts, for a person to keep or refuse.

A fact that is new or gone stands for all that hangs on it. Only changes are told: what the new
reading says as the former one did is not.
"""

from __future__ import annotations

from collections import defaultdict
from json import dumps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.audit.actions import log
from handslag.intake.errors import Invalid
from handslag.intake.kinds import BY_NAME, TOP
from handslag.intake.models import Change, Suggestion, SuggestionState, Verb
from handslag.intake.reviewing import ADDED_BY_HAND, opened, state_of, touch
from handslag.intake.steps import Images, image_of, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.intake.models import Review

Image = dict[str, Any]


def tell_changes(
    document_id: int, former: Mapping[int, Image], rows: Iterable[Suggestion], gone: Iterable[int]
) -> None:
    """Write down how a document's facts differ from what they were.

    `former` has the image of each suggestion before the reading, with its place found again in
    the new text; `rows` are the suggestions now, `gone` those that were taken away. Changes that
    nobody has settled since an earlier reading are told from where they began. Four queries.
    """
    now = {row.id: row for row in rows}
    unsettled = _Unsettled(Change.objects.filter(document_id=document_id, settled=""))
    hidden = _hidden(now)
    found = [
        _changed(document_id, row, unsettled.former_of(row, former[row.id]), former, now)
        for row in now.values()
        if row.id in former and row.id not in hidden and row.id not in unsettled.new
    ]
    new = {key for key in now if key not in former} | (unsettled.new & now.keys())
    found += [
        _new(document_id, now[key]) for key in sorted(new - hidden) if now[key].parent_id not in new
    ]
    gone = set(gone)
    tops = [key for key in sorted(gone) if former[key]["parent_id"] not in gone]
    found += [
        _gone(document_id, _with_all_beneath(key, former, gone))
        for key in tops
        if not unsettled.made(key, former)
    ]
    unsettled.delete_all_but_gone()
    Change.objects.bulk_create(
        _without_what_came_back([one for one in found if one is not None], unsettled)
    )


class _Unsettled:
    """The changes of earlier readings that nobody has settled."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.rows = list(changes)
        self.new = {
            row.suggestion_id
            for row in self.rows
            if row.way == Change.Way.NEW and row.suggestion_id is not None
        }
        self.former = {
            row.suggestion_id: row.before for row in self.rows if row.way == Change.Way.CHANGED
        }

    def former_of(self, row: Suggestion, image: Image) -> Image:
        """What a suggestion was when it was last settled."""
        found: Image | None = self.former.get(row.id)
        return found or image

    def made(self, key: int | None, former: Mapping[int, Image]) -> bool:
        """Whether an unsettled reading made the suggestion, or something it hangs on."""
        while key is not None:
            if key in self.new:
                return True
            key = former[key]["parent_id"] if key in former else None
        return False

    def delete_all_but_gone(self) -> None:
        others = [row.id for row in self.rows if row.way != Change.Way.GONE]
        Change.objects.filter(id__in=others).delete()


def _hidden(now: Mapping[int, Suggestion]) -> set[int]:
    """What is dropped, or hangs on something dropped: nobody asks for its changes."""
    hidden: set[int] = set()
    for key in now:
        chain: list[int] = []
        at: int | None = key
        while at is not None and at in now and at not in hidden:
            chain.append(at)
            if now[at].state == SuggestionState.DROPPED:
                hidden.update(chain)
                break
            at = now[at].parent_id
        else:
            if at in hidden:
                hidden.update(chain)
    return hidden


def _changed(
    document_id: int,
    row: Suggestion,
    before: Image,
    former: Mapping[int, Image],
    now: Mapping[int, Suggestion],
) -> Change | None:
    if row.value == before["value"] and row.parent_id == before["parent_id"]:
        return None
    above = now.get(row.parent_id or 0)
    return Change(
        document_id=document_id,
        suggestion_id=row.id,
        way=Change.Way.CHANGED,
        kind=row.kind,
        before={"above": _line(former.get(before["parent_id"] or 0))} | before,
        after=image_of(row) | {"above": _line(image_of(above) if above else None)},
    )


def _line(image: Image | None) -> str:
    return BY_NAME[image["kind"]].summary(image["value"]) if image else ""


def _new(document_id: int, row: Suggestion) -> Change:
    return Change(
        document_id=document_id,
        suggestion_id=row.id,
        way=Change.Way.NEW,
        kind=row.kind,
        after=image_of(row),
    )


def _gone(document_id: int, images: list[tuple[int, Image]]) -> Change:
    (_key, top), *_rest = images
    return Change(
        document_id=document_id,
        way=Change.Way.GONE,
        kind=top["kind"],
        before=top | {"rows": [[key, image] for key, image in images]},
    )


def _with_all_beneath(
    top: int, former: Mapping[int, Image], gone: set[int]
) -> list[tuple[int, Image]]:
    """A suggestion that is gone and those beneath it, each after what it hangs on."""
    under: dict[int | None, list[int]] = defaultdict(list)
    for key in sorted(gone):
        under[former[key]["parent_id"]].append(key)
    found, waiting = [], [top]
    while waiting:
        key = waiting.pop(0)
        found.append((key, former[key]))
        waiting += under[key]
    return found


def _without_what_came_back(found: list[Change], unsettled: _Unsettled) -> list[Change]:
    """Leave out what was gone and has come back as it was, from both sides."""
    lost = {
        (row.kind, _same(row.before["value"])): row
        for row in unsettled.rows
        if row.way == Change.Way.GONE and row.before
    }
    kept = []
    for one in found:
        again = (
            lost.pop((one.kind, _same(one.after["value"])), None)
            if one.way == Change.Way.NEW and one.after
            else None
        )
        if again is None:
            kept.append(one)
        else:
            again.delete()
    return kept


def _same(value: Any) -> str:
    """A value as a text that is the same for the same value: databases keep names in any order."""
    return dumps(value, sort_keys=True)


@transaction.atomic
def keep_changes(
    *, viewer: Viewer, document_id: int, change_ids: Iterable[int] | None, revision: int
) -> int:
    """Say that what the newer reading says is right; of all its changes where none are named.

    Returns the review's new revision. Those that somebody has settled already are passed over.
    """
    review = opened(viewer, document_id, revision)
    found = Change.objects.filter(document_id=document_id, settled="")
    if change_ids is not None:
        found = found.filter(id__in=list(change_ids))
    changes = list(found.select_related("suggestion"))
    if not changes:
        return review.revision
    Change.objects.filter(id__in=[one.id for one in changes]).update(settled=Change.KEPT)
    _note(viewer, review, Verb.KEEP_CHANGE, changes, Images(changes=_unsettled(changes)))
    return touch(review, says_otherwise=False)


@transaction.atomic
def refuse_change(*, viewer: Viewer, change_id: int, revision: int) -> int:
    """Let a fact stand as it did before the newer reading; returns the review's new revision.

    What the person says stays through later readings. Raises Invalid where what a gone fact hung
    on is no more.
    """
    change = Change.objects.select_related("suggestion").get(id=change_id)
    review = opened(viewer, change.document_id, revision)
    if change.settled:
        return review.revision
    if change.way == Change.Way.GONE:
        images = _bring_back(change)
    elif change.suggestion is not None:
        images = _turn_back(change, change.suggestion)
    else:
        return review.revision
    change.settled = Change.REFUSED
    change.save()
    _note(viewer, review, Verb.REFUSE_CHANGE, [change], images)
    return touch(review)


def _turn_back(change: Change, row: Suggestion) -> Images:
    """Drop a new fact; let a changed one say what it said, and hang where it hung."""
    images = Images(suggestions={row.id: image_of(row)}, changes=_unsettled([change]))
    if change.way == Change.Way.NEW:
        row.state = SuggestionState.DROPPED
    elif before := change.before:
        if row.read_value is None:
            row.read_value = row.value
        row.value = before["value"]
        row.state = state_of(row)
        if row.state == SuggestionState.READ:
            row.read_value = None
        above = before["parent_id"]
        if above is None or Suggestion.objects.filter(id=above).exists():
            row.parent_id = above
    row.save()
    return images


def _bring_back(change: Change) -> Images:
    """Make what is gone stand again, as told by the person who wants it."""
    rows: list[tuple[int, Image]] = [(key, image) for key, image in (change.before or {})["rows"]]
    above = rows[0][1]["parent_id"]
    parents = BY_NAME[change.kind].parents
    standing = Suggestion.objects.filter(id=above, document_id=change.document_id).exists()
    if (above is None and TOP not in parents) or (above is not None and not standing):
        raise Invalid(
            {"": _("Det som uppgiften hörde till finns inte längre. Lägg till den på nytt.")}
        )
    for key, image in rows:
        stands = image | {"state": SuggestionState.ADDED, "read_value": ADDED_BY_HAND}
        Suggestion.objects.create(id=key, document_id=change.document_id, **stands)
    change.suggestion_id = rows[0][0]
    return Images(
        suggestions={key: None for key, _image in rows},
        changes=_unsettled([change]),
        change_facts={change.id: None},
    )


def _unsettled(changes: Iterable[Change]) -> dict[int, str]:
    return {change.id: "" for change in changes}


_LOGGED_AS = {
    Verb.KEEP_CHANGE: "intake.keep_change",
    Verb.REFUSE_CHANGE: "intake.refuse_change",
}


def _note(
    viewer: Viewer, review: Review, verb: Verb, changes: list[Change], images: Images
) -> None:
    only = changes[0].suggestion if len(changes) == 1 else None
    count = _("%(count)d ändringar") % {"count": len(changes)}
    lost = _line(changes[0].before) if changes[0].way == Change.Way.GONE else ""
    about = count if len(changes) > 1 else lost
    note(viewer=viewer, review=review, verb=verb, images=images, fact=only, about=about)
    log(
        viewer=viewer,
        verb=_LOGGED_AS[verb],
        thing_type="documents.document",
        thing_id=review.document_id,
        detail={"changes": [change.id for change in changes]},
    )

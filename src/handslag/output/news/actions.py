"""Writes of what somebody wants to be told: follows, saved searches, and how often.

None of it is logged: it is nobody else's to know, and changes nothing for anybody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.follows import actions as follows
from handslag.domain.matters.follows.queries import followed_ids
from handslag.domain.matters.history.queries import kept_matter
from handslag.output.news.composing import known_from_now
from handslag.output.news.happenings import news_of_bodies, news_of_matters
from handslag.output.news.models import Frequency, SavedSearch, Told, Tuning, Weekday
from handslag.output.news.rules import LONGEST_BEFORE, Kind
from handslag.output.search.question import from_json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from handslag.domain.access.viewer import Viewer

MOST_SEARCHES = 30
LONGEST_NAME = 200


@transaction.atomic
def follow_matter(*, viewer: Viewer, matter_id: int) -> None:
    """Be told what is new about a matter from now on. Raises Matter.DoesNotExist."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    follows.follow_matter(viewer=viewer, matter_id=matter_id)
    known = kept_matter(viewer, matter_id)
    entries = news_of_matters(viewer, [known], timezone.localdate()).get(known, ())
    _know(viewer, known_from_now(f"matter:{known}", entries))


@transaction.atomic
def follow_body(*, viewer: Viewer, body_id: int) -> None:
    """Be told of a body's meetings, notices and minutes from now on. Raises Body.DoesNotExist."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    follows.follow_body(viewer=viewer, body_id=body_id)
    entries = news_of_bodies(viewer, [body_id], timezone.localdate()).get(body_id, ())
    _know(viewer, known_from_now(f"body:{body_id}", entries))


@transaction.atomic
def unfollow_matter(*, viewer: Viewer, matter_id: int) -> None:
    """Be told no more about a matter; who follows it anew is told from then."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    follows.unfollow_matter(viewer=viewer, matter_id=matter_id)


@transaction.atomic
def unfollow_body(*, viewer: Viewer, body_id: int) -> None:
    """Be told no more about a body."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    follows.unfollow_body(viewer=viewer, body_id=body_id)


@transaction.atomic
def save_search(*, viewer: Viewer, question: Mapping[str, Any], name: str = "") -> int:
    """Be told of new answers to a question from now on; returns the saved search's id.

    `question` is as `search.question.Question.to_json` tells it. Without a name it is called by
    its words. One of the same name is put in its place. Raises ValidationError.
    """
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    user_id = _own(viewer)
    asked = from_json(question)
    if not asked.words and not asked.sifted:
        raise ValidationError(_("Skriv något att söka efter innan sökningen sparas."))
    called = " ".join((name or asked.words or _("Sökning utan ord")).split())[:LONGEST_NAME]
    own = SavedSearch.objects.filter(user_id=user_id)
    if own.exclude(name=called).count() >= MOST_SEARCHES:
        words = _("Du har redan %(count)d sparade sökningar. Ta bort någon av dem först.")
        raise ValidationError(words % {"count": MOST_SEARCHES})
    kept, _new = SavedSearch.objects.update_or_create(
        user_id=user_id,
        name=called,
        defaults={"question": asked.to_json(), "seen_at": timezone.now()},
    )
    return kept.pk


@transaction.atomic
def forget_search(*, viewer: Viewer, search_id: int) -> None:
    """Save a search no longer. Nothing happens where it is not the viewer's."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    SavedSearch.objects.filter(user_id=_own(viewer), id=search_id).delete()


@transaction.atomic
def open_search(*, viewer: Viewer, search_id: int) -> dict[str, str]:
    """See what a saved search finds: what there is now is no longer new.

    Returns the parameters of `/sok/`. Raises SavedSearch.DoesNotExist where it is not theirs.
    """
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    kept = SavedSearch.objects.select_for_update().get(user_id=_own(viewer), id=search_id)
    kept.seen_at = timezone.now()
    kept.save(update_fields=["seen_at"])
    return from_json(kept.question).to_address()


@transaction.atomic
def tune(
    *,
    viewer: Viewer,
    frequency: str,
    weekday: int,
    days_before: int,
    kinds: Collection[str],
) -> None:
    """Choose how often to get a digest, how long before its day what is due is told, and which
    kinds (values of `rules.Kind`) it tells.

    Whoever had none until now is told from now on, and not of what has been. Raises
    ValidationError.
    """
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    user_id = _own(viewer)
    if frequency not in Frequency.values or weekday not in Weekday.values:
        raise ValidationError({"frequency": _("Välj hur ofta sammandraget ska komma.")})
    if not 0 < days_before <= LONGEST_BEFORE:
        words = _("Skriv ett antal dagar mellan 1 och %(most)d.") % {"most": LONGEST_BEFORE}
        raise ValidationError({"days_before": words})
    Tuning.objects.get_or_create(user_id=user_id)
    tuning = Tuning.objects.select_for_update().get(user_id=user_id)
    was_silent = tuning.frequency == Frequency.NEVER and frequency != Frequency.NEVER
    searched = Kind.SEARCH.value not in tuning.muted
    tuning.frequency, tuning.weekday, tuning.days_before = frequency, weekday, days_before
    tuning.muted = [kind.value for kind in Kind if kind.value not in kinds]
    tuning.save()
    if was_silent:
        _know_what_is(viewer)
    if was_silent or (not searched and Kind.SEARCH.value in kinds):
        SavedSearch.objects.filter(user_id=user_id).update(seen_at=timezone.now())


def _know_what_is(viewer: Viewer) -> None:
    today, ids, known = timezone.localdate(), followed_ids(viewer), set[str]()
    told = news_of_matters(viewer, ids.matters, today)
    for matter_id in ids.matters:
        known |= known_from_now(f"matter:{matter_id}", told.get(matter_id, ()))
    for body_id, entries in news_of_bodies(viewer, ids.bodies, today).items():
        known |= known_from_now(f"body:{body_id}", entries)
    _know(viewer, known)


def _know(viewer: Viewer, keys: Collection[str]) -> None:
    """Let what is so be no news to the viewer."""
    rows = [Told(user_id=_own(viewer), key=key) for key in sorted(keys)]
    Told.objects.bulk_create(rows, ignore_conflicts=True)


def _own(viewer: Viewer) -> int:
    if viewer.user_id is None:
        raise PermissionDenied
    return viewer.user_id

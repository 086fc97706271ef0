"""Making digests ready: each person's in a transaction of its own, with what it tells of.

The letter and the rows that say what has been told are written together, or neither is. Whoever
is killed in between has told nothing, and the next one tells all of it; of several at once, one
finds that the day's digest is made. From there on the post takes over: see `output.post`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.registry.viewers import accounts_with_address, viewer_of
from handslag.output.news.composing import compose
from handslag.output.news.content import content_of, to_json
from handslag.output.news.models import DigestLetter, Told, Tuning
from handslag.output.news.rules import is_due

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.output.news.shapes import Digest


@dataclass(frozen=True, slots=True)
class Made:
    """What came of looking after one person."""

    user_id: int
    name: str
    digest: Digest


def send_digests(
    *, viewer: Viewer, today: dt.date | None = None, dry: bool = False
) -> Iterator[Made]:
    """Make ready the digest of everybody for whom one is due today, one after another.

    Told of are those for whom there is something to tell. `dry` writes nothing at all. Raises
    PermissionDenied.
    """
    require(viewer, Permission.ACCOUNTS_READ)
    today = today or timezone.localdate()
    tunings = {row.user_id: row for row in Tuning.objects.all()}
    for account in accounts_with_address(viewer):
        tuning = tunings.get(account.pk) or Tuning(user_id=account.pk)
        if not is_due(tuning.frequency, tuning.weekday, tuning.looked_on, today):
            continue
        theirs = viewer_of(account, today)
        if Permission.NEWS_FOLLOW not in theirs.permissions:
            continue
        with override("sv"):
            digest = compose(theirs, tuning, today)
            written = dry or _write(theirs, account.email, tuning, digest, today)
        if written and not digest.empty:
            yield Made(account.pk, account.name, digest)


@transaction.atomic
def _write(theirs: Viewer, address: str, composed: Tuning, digest: Digest, today: dt.date) -> bool:
    """Queue the letter and remember what it tells; whether nobody else was first."""
    user_id = theirs.user_id or 0
    Tuning.objects.get_or_create(user_id=user_id)
    tuning = Tuning.objects.select_for_update().get(user_id=user_id)
    if _changed(tuning, composed):
        return False
    letter = None
    if not digest.empty:
        content = content_of(digest, settings.URL, reverse("desk:news"))
        letter = DigestLetter.objects.create(
            user_id=user_id,
            name=theirs.name[:200],
            address=address,
            day=today,
            content=to_json(content),
            message_id=uuid4().hex,
        )
    told = {key for entry in (*digest.entries, *digest.inside) for key in entry.keys}
    _remember(user_id, told, letter)
    _remember(user_id, digest.known - told, None)
    tuning.looked_on = today
    tuning.save(update_fields=["looked_on"])
    return True


def _changed(tuning: Tuning, composed: Tuning) -> bool:
    """Whether somebody was first, or the person has chosen otherwise while it was put together:
    then it is left for the next look."""
    return any(
        getattr(tuning, name) != getattr(composed, name)
        for name in ("frequency", "weekday", "days_before", "muted", "looked_on")
    )


def _remember(user_id: int, keys: set[str] | frozenset[str], letter: DigestLetter | None) -> None:
    had = set(Told.objects.filter(user_id=user_id, key__in=keys).values_list("key", flat=True))
    rows = [Told(user_id=user_id, key=key, letter=letter) for key in sorted(keys - had)]
    Told.objects.bulk_create(rows)

"""Writing to the log."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from handslag.domain.audit import chain
from handslag.domain.audit.models import Entry, Head, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer


class NotInTransaction(RuntimeError):  # noqa: N818  its name says what is wrong
    """An action tried to log outside a transaction, so change and log could part."""


class HeadMissing(RuntimeError):  # noqa: N818  its name says what is wrong
    """The log has entries and no head: somebody has been at it, and it cannot be gone on with."""


def log(
    *,
    viewer: Viewer,
    verb: str,
    thing_type: str,
    thing_id: int,
    detail: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one entry. Must stand in the transaction of the change that it tells about.

    `detail` is what changed, as JSON can say it; `reason` is why, in the actor's own words. Names
    and words belong there and nowhere else: they can be erased, and verb and thing cannot.
    Entries are numbered one writer at a time: from here on every other writer waits until this
    transaction ends.
    Raises NotInTransaction where there is none, since a change could then outlive its entry, and
    HeadMissing where somebody has taken the chain's head away.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(verb)
    head = _locked_head()
    number, at = head.number + 1, timezone.now()
    salt = secrets.token_hex(chain.SALT_BYTES)
    actor, reason = chain.storable(viewer.name), chain.storable(reason)
    told = chain.canonical(detail or {})
    values_digest = chain.values_digest(salt, actor, told, reason)
    digest = chain.entry_digest(
        number,
        chain.written(at),
        viewer.user_id,
        verb,
        thing_type,
        thing_id,
        values_digest,
        head.digest,
    )
    Entry.objects.create(
        number=number,
        at=at,
        user_id=viewer.user_id,
        verb=verb,
        thing_type=thing_type,
        thing_id=thing_id,
        values_digest=values_digest,
        previous=head.digest,
        digest=digest,
    )
    Values.objects.create(entry_id=number, salt=salt, actor=actor, reason=reason, detail=told)
    Head.objects.update(number=number, digest=digest)


def _locked_head() -> Head:
    """The head, which nobody else can move until this transaction ends.

    It comes with the tables; an emptied log, as tests leave it, gets a new one.
    """
    head = Head.objects.select_for_update().first()
    if head is not None:
        return head
    if Entry.objects.exists():
        msg = "The log has entries but no head; handslag verify tells more."
        raise HeadMissing(msg)
    made, _new = Head.objects.select_for_update().get_or_create(
        id=1, defaults={"number": 0, "digest": chain.BEGINNING}
    )
    return made

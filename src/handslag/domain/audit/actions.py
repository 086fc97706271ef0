"""Writing to the log."""

from __future__ import annotations

import json
import re
import secrets
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit import chain
from handslag.domain.audit.heads import write_down_after_commit
from handslag.domain.audit.models import Entry, Head, Values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer

_AT_ONCE: Final = 500
"""Numbers named in one statement."""


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
    log_each(
        viewer=viewer, verb=verb, thing_type=thing_type, details={thing_id: detail}, reason=reason
    )


def log_each(
    *,
    viewer: Viewer,
    verb: str,
    thing_type: str,
    details: Mapping[int, Mapping[str, Any] | None],
    reason: str = "",
) -> None:
    """Write an entry for each of many things, by id, to which the same was done at once.

    As `log` otherwise. Four queries, or a few more where there are very many.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(verb)
    if not details:
        return
    head = _locked_head()
    actor, reason = chain.storable(viewer.name), chain.storable(reason)
    entries, values = [], []
    for thing_id, detail in details.items():
        told = Values(
            entry_id=head.number + 1,
            salt=secrets.token_hex(chain.SALT_BYTES),
            actor=actor,
            reason=reason,
            detail=chain.canonical(detail or {}),
        )
        entry = Entry(
            number=head.number + 1,
            at=timezone.now(),
            user_id=viewer.user_id,
            verb=verb,
            thing_type=thing_type,
            thing_id=thing_id,
            values_digest=chain.values_digest(told.salt, actor, told.detail, reason),
            previous=head.digest,
        )
        entry.digest = _digest_of(entry)
        head.number, head.digest = entry.number, entry.digest
        entries.append(entry)
        values.append(told)
    Entry.objects.bulk_create(entries, batch_size=_AT_ONCE)
    Values.objects.bulk_create(values, batch_size=_AT_ONCE)
    Head.objects.update(number=head.number, digest=head.digest)
    write_down_after_commit()


def _digest_of(entry: Entry) -> str:
    return chain.entry_digest(
        entry.number,
        chain.written(entry.at),
        entry.user_id,
        entry.verb,
        entry.thing_type,
        entry.thing_id,
        entry.values_digest,
        entry.previous,
    )


@transaction.atomic
def erase_values(*, viewer: Viewer, number: int, reason: str) -> bool:
    """Erase what an entry tells: the name of who acted, why, and what changed.

    That somebody acted, when, how and with which thing stays, and so does the chain. The erasure
    is an entry itself, with its reason; nothing is done, and False returned, where the values are
    gone already. Raises PermissionDenied, Entry.DoesNotExist, and ValidationError without a reason.
    """
    require(viewer, Permission.LOG_ERASE)
    _require_reason(reason)
    entry = Entry.objects.get(number=number)
    there = Values.objects.filter(entry=entry).values_list("entry_id", flat=True)
    return _erase(viewer, list(there), reason) > 0


@transaction.atomic
def erase_values_of(*, viewer: Viewer, thing_type: str, thing_id: int, reason: str) -> int:
    """Erase what every entry about one thing tells; returns for how many. Raises as above."""
    require(viewer, Permission.LOG_ERASE)
    _require_reason(reason)
    about = Values.objects.filter(entry__thing_type=thing_type, entry__thing_id=thing_id)
    return _erase(viewer, list(about.values_list("entry_id", flat=True)), reason)


@transaction.atomic
def erase_name(*, viewer: Viewer, name: str, reason: str) -> int:
    """Erase what every entry tells that has this name in it; returns for how many.

    The name of who acted, or words in a reason or in what changed: the name as it is written, in
    capitals or in small letters, as whole words, so that Anna Berg is not found in Anna Bergman.
    The reason must not hold the name itself, or the erasure would keep it.
    Raises PermissionDenied, and ValidationError without a reason or with the name in it.
    """
    require(viewer, Permission.LOG_ERASE)
    _require_reason(reason)
    name = " ".join(name.split())
    if not name:
        raise ValidationError(_("Skriv det namn som ska raderas."))
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    if whole.search(reason):
        raise ValidationError(
            _("Skälet sparas i loggen. Skriv det utan namnet som ska raderas. Inget har ändrats.")
        )
    found = [
        entry_id
        for entry_id, actor, why, detail in _with_words(name).values_list(
            "entry_id", "actor", "reason", "detail"
        )
        if any(whole.search(text) for text in (actor, why, *_texts(json.loads(detail))))
    ]
    return _erase(viewer, found, reason)


def _texts(value: Any) -> Iterator[str]:
    """Every text in what JSON can say, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _texts(one)


def _with_words(name: str) -> QuerySet[Values]:
    """The values that have `name` somewhere in them, perhaps as a part of longer words."""
    asked = Q()
    for written in {name, name.upper(), name.lower()}:
        in_json = chain.canonical({"": written})[len('{"":"') : -len('"}')]
        asked |= Q(actor__contains=written) | Q(reason__contains=written)
        asked |= Q(detail__contains=in_json)
    return Values.objects.filter(asked)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Skriv varför uppgifterna raderas. Inget har ändrats."))


def _erase(viewer: Viewer, numbers: list[int], reason: str) -> int:
    """Log an erasure for each entry first, which is what lets its values be deleted."""
    log_each(
        viewer=viewer,
        verb=chain.ERASE,
        thing_type=chain.ENTRY,
        details=dict.fromkeys(sorted(numbers)),
        reason=reason.strip(),
    )
    for start in range(0, len(numbers), _AT_ONCE):
        Values.objects.filter(entry_id__in=numbers[start : start + _AT_ONCE]).delete()
    return len(numbers)


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

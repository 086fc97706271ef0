"""What bodies left to one another: fetching it, whichever of the two a document is of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from handslag.domain.base.words import key_of
from handslag.domain.registry import queries as registry
from handslag.intake.comparing.found import REFERRALS, Found
from handslag.intake.comparing.models import Outline, Referral
from handslag.intake.comparing.series import Thread, compare_referrals, items_from_json, referred

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.intake.comparing.papers import Paper

WITHIN = 400
"""Days within which a body may be expected to take up what was left to it."""
Occasion = tuple[str, dt.date | None]
"""A body's name as a key, and a day."""


def keep_referrals(paper: Paper) -> None:
    """Keep the names of the bodies that a document refers items to. One query where none is new."""
    told = {
        key_of(transfer.to_body)
        for item in paper.items
        for transfer in item.transfers
        if transfer.kind == "referred" and transfer.to_body
    }
    kept = Referral.objects.filter(document_id=paper.id)
    if set(kept.values_list("to_key", flat=True)) != told:
        kept.delete()
        Referral.objects.bulk_create(
            Referral(document_id=paper.id, to_key=key) for key in sorted(told)
        )


def look_for_referrals(
    viewer: Viewer, document_id: int, occasions: Iterable[Occasion]
) -> tuple[list[Found], Q]:
    """What was referred and not taken up, by the document's body or by others to it.

    `occasions` are where and when the document says its meeting is, and where it said so before.
    With it comes which of the kept findings this answers for. Four queries at most.
    """
    known = [(key, day) for key, day in occasions if key and day]
    own = registry.names_of_bodies(viewer, {key for key, _day in known})
    senders = _senders(document_id, own, known)
    wanted = Q(
        code__in=REFERRALS, document_id__in={document_id, *(one.document_id for one in senders)}
    )
    groups: dict[str, list[Thread]] = defaultdict(list)
    for one in senders:
        if one.date is not None:
            items = items_from_json(one.items)
            groups[one.body_key].append(Thread(one.document_id, one.kind, one.date, items))
    receivers = _receivers(viewer, [thread for group in groups.values() for thread in group])
    found = []
    for body_key, threads in groups.items():
        others = {key: told for key, (names, told) in receivers.items() if body_key not in names}
        found += compare_referrals(threads, others)
    return found, wanted


def _senders(
    document_id: int, own: Mapping[str, frozenset[str]], known: Iterable[tuple[str, dt.date]]
) -> Sequence[Outline]:
    """The document, the others of its meeting, and those that left something to its body."""
    wanted = Q(document_id=document_id)
    for key, day in known:
        told = Referral.objects.filter(to_key__in=own[key]).values("document_id")
        wanted |= Q(body_key__in=own[key], date=day)
        wanted |= Q(document_id__in=told, date__range=(_moved(day, -WITHIN), day))
    return list(Outline.objects.filter(wanted).order_by("document_id"))


def _receivers(
    viewer: Viewer, threads: Collection[Thread]
) -> dict[str, tuple[frozenset[str], list[Thread]]]:
    """Each body that something was left to, by its name as a key: its names and its documents."""
    keys = {key_of(transfer.to_body) for one in threads for _item, transfer in referred(one)}
    if not keys:
        return {}
    names = registry.names_of_bodies(viewer, keys)
    days = [one.date for one in threads]
    rows = Outline.objects.filter(
        body_key__in=set().union(*names.values()),
        date__range=(min(days), _moved(max(days), WITHIN)),
    )
    documents: dict[str, list[Thread]] = defaultdict(list)
    for row in rows.order_by("document_id"):
        if row.date is not None:
            thread = Thread(row.document_id, row.kind, row.date, items_from_json(row.items))
            documents[row.body_key].append(thread)
    return {
        key: (names[key], [one for name in sorted(names[key]) for one in documents[name]])
        for key in keys
    }


def _moved(day: dt.date, days: int) -> dt.date:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return day

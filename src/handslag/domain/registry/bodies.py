"""Which names may be one body's: kept when names come, answered by people, never asked twice."""

from __future__ import annotations

from handslag.domain.base.words import key_of
from handslag.domain.registry.bodynames import body_likeness
from handslag.domain.registry.models import BodyName, NameOfBody


def keep_names_like(name: str, *, besides: int | None = None) -> None:
    """Keep each body that may have `name` among its names, for somebody to answer.

    Compares with every name there is: a county has tens of bodies, not thousands. At most two
    queries.
    """
    best: dict[int, NameOfBody] = {}
    known = BodyName.objects.exclude(body_id=besides) if besides else BodyName.objects.all()
    for body_id, text in known.values_list("body_id", "text"):
        found = body_likeness(name, text)
        if found and (body_id not in best or found.degree > best[body_id].degree):
            best[body_id] = _suggested(body_id, name, found.reason, found.degree)
    NameOfBody.objects.bulk_create(best.values(), ignore_conflicts=True)


def keep_name(body_id: int, name: str, reason: str, degree: float) -> None:
    """Keep one name that may be a body's. One query; nothing where it was kept before."""
    NameOfBody.objects.bulk_create(
        [_suggested(body_id, name, reason, degree)], ignore_conflicts=True
    )


def _suggested(body_id: int, name: str, reason: str, degree: float) -> NameOfBody:
    text = " ".join(name.split())[:300]
    return NameOfBody(body_id=body_id, text=text, key=key_of(text), reason=reason, degree=degree)

"""How the county's bodies stand to each other: a picture, and the same as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.registry.structure import queries
from handslag.interfaces.web.kit.rendering import page
from handslag.output.pictures.layered import Leads, Thing, layered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.http import HttpResponse

    from handslag.domain.registry.structure.queries import Standing
    from handslag.interfaces.web.kit.requests import PageRequest

UNDER, PREPARES, REPORTS = "under", "prepares", "reports"
"""The sorts of lines in the picture."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A body in the tree, in words: what stands under it, and where it leads."""

    body: Standing
    prepares_for: tuple[Standing, ...]
    reports_to: tuple[Standing, ...]
    under: tuple[Branch, ...]


@require_safe
def structure(request: PageRequest) -> HttpResponse:
    """Every body that there is today, who prepares for whom and who reports where."""
    bodies = queries.structure(request.viewer, timezone.localdate())
    by_id = {body.id: body for body in bodies}
    picture = layered([_thing(body) for body in bodies], list(_leads(bodies)))
    context = {
        "noun": "bodies",
        "bodies": by_id,
        "picture": picture,
        "sorts": {way.kind for way in picture.ways},
        "tree": _tree(bodies, by_id),
        "changes": may(request.viewer, Permission.REGISTRY_CHANGE),
    }
    return page(request, "desk/structure.html", context)


def _thing(body: Standing) -> Thing:
    kind = body.kind.label[:1].upper() + body.kind.label[1:]
    side = _("%(kind)s, %(side)s") % {"kind": kind, "side": body.side.label}
    return Thing(body.id, body.name, side if body.side.value else kind)


def _leads(bodies: Sequence[Standing]) -> Iterator[Leads]:
    for body in bodies:
        if body.parent_id is not None:
            yield Leads(UNDER, body.id, body.parent_id)
        yield from (Leads(PREPARES, body.id, other) for other in body.prepares_for)
        yield from (Leads(REPORTS, body.id, other) for other in body.reports_to)


def _tree(bodies: Sequence[Standing], by_id: Mapping[int, Standing]) -> tuple[Branch, ...]:
    beneath: dict[int | None, list[Standing]] = {}
    for body in bodies:
        beneath.setdefault(body.parent_id, []).append(body)

    def branch(body: Standing) -> Branch:
        return Branch(
            body=body,
            prepares_for=tuple(by_id[id_] for id_ in body.prepares_for),
            reports_to=tuple(by_id[id_] for id_ in body.reports_to),
            under=tuple(branch(one) for one in beneath.get(body.id, ())),
        )

    return tuple(branch(body) for body in beneath.get(None, ()))

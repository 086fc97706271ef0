"""Rules over people in the register. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.base.sides import Side
from handslag.domain.registry.models import OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIDES: Mapping[str, Side] = {
    OrganisationKind.MUNICIPALITY: Side.MUNICIPALITIES,
    OrganisationKind.REGION: Side.REGION,
}


def side_of(kind: str) -> Side | None:
    """The side on which an organisation of that kind stands; None for those that are no principals.

    `kind` is a value of OrganisationKind.
    """
    return _SIDES.get(kind)

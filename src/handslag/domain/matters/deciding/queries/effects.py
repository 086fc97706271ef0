"""What a decision does, as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.domain.base.shapes import labelled
from handslag.domain.matters.deciding.queries.mandates import mandate_rows, visible_mandates
from handslag.domain.matters.deciding.shapes import EffectView
from handslag.domain.registry.models import DecisionEffect, Mandate

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.deciding.effects import Effect


def effect_view(viewer: Viewer, effect: Effect, day: date) -> EffectView:
    """An effect in words, with the mandate that the decision rests on. At most two queries."""
    row = None
    if effect.mandate is not None:
        seen = Mandate.objects.filter(visible_mandates(viewer), id=effect.mandate.id)
        row = next(iter(mandate_rows(viewer, seen, day)), None)
    return EffectView(
        effect=labelled(DecisionEffect, effect.effect),
        source=effect.source.value,
        means=_means(effect.effect),
        mandate=row,
        unseen=effect.mandate is not None and row is None,
    )


def _means(effect: str) -> str:
    return {
        DecisionEffect.INTERNAL.value: _(
            "Beslutet gäller organets eget arbete och binder ingen huvudman."
        ),
        DecisionEffect.RECOMMENDATION.value: _(
            "Beslutet är en rekommendation. Varje huvudman beslutar själv."
        ),
        DecisionEffect.BINDING.value: _("Beslutet binder de huvudmän som antar det."),
    }[effect]

"""The two sides of a county's collaboration."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """A side is the municipalities together, or the region."""

    MUNICIPALITIES = "municipalities", _("kommunerna")
    REGION = "region", _("regionen")


def side_named(words: str | None) -> Side | None:
    """The side that `words` name ("kommunernas ombud"); None where they name none or both."""
    folded = (words or "").casefold()
    region, municipalities = "region" in folded, "kommun" in folded
    if region == municipalities:
        return None
    return Side.REGION if region else Side.MUNICIPALITIES

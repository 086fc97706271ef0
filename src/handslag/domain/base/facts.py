"""What every fact that came out of a document has in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Which account of a meeting a fact belongs to. Both are kept; where they differ it shows."""

    PLAN = "plan", _("enligt kallelsen")
    HELD = "held", _("enligt minnesanteckningarna eller protokollet")


class Fact(models.Model):
    """Something a document says and a person has accepted.

    `typed` tells that a person wrote the value; a later reading never overwrites it.
    """

    typed = models.BooleanField(default=False)

    class Meta:
        abstract = True

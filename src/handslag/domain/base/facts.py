"""What every fact about a meeting has in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Which account of a meeting a fact belongs to. Both are kept; where they differ it shows."""

    PLAN = "plan", _("enligt kallelsen")
    HELD = "held", _("enligt minnesanteckningarna eller protokollet")


class Fact(models.Model):
    """Something a document says and a person has accepted, or that somebody entered here.

    `typed` tells that a person wrote the value; a later reading never overwrites it.
    """

    typed = models.BooleanField(default=False)
    prepared = models.BooleanField(default=False, db_default=False)
    """It was entered here, as a part of an agenda, and stands on no document: it stays although
    documents that tell of it come and go."""
    written = models.BooleanField(default=False, db_default=False)
    """It was written here, as a part of minutes, and stands on no document: no document that tells
    of what happened changes it."""

    class Meta:
        abstract = True

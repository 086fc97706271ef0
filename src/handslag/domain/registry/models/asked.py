"""Names that may be one and the same, what somebody answered, and bodies that were made one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.registry.models.bodies import Body, BodyKind
from handslag.domain.registry.models.people import PersonName


class NameKey(models.Model):
    """One of the keys under which a name is kept, so that names like it are found."""

    name = models.ForeignKey(PersonName, on_delete=models.CASCADE, related_name="keys")
    key = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name_id} {self.key}"


class Answer(models.TextChoices):
    """What somebody has said of two names."""

    OPEN = "open", _("ingen har svarat")
    SAME = "same", _("samma person")
    DIFFERENT = "different", _("två personer")


class NamePair(models.Model):
    """Two names so alike that they may be one person's, and what somebody has said of it.

    The names are kept by their keys, `one` before `other`: an answer holds although a name goes
    away for a while, as it does when a document is accepted anew.
    """

    one = models.CharField(max_length=600)
    other = models.CharField(max_length=600, db_index=True)
    degree = models.FloatField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, db_index=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="name_pair_once")]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}: {self.answer}"


class NameOfBody(models.Model):
    """A name that may be a body's, why, and what somebody has said of it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="suggested_names")
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=900, db_index=True)
    reason = models.CharField(max_length=30)
    degree = models.FloatField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, db_index=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "key"], name="name_of_body_once")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.text}: {self.answer}"


class BodyMerger(models.Model):
    """Two bodies that somebody made one, with all it takes to make them two again."""

    keep = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="mergers")
    former_id = models.BigIntegerField()
    """The id that the other body had, and gets back."""
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=40, choices=BodyKind, default=BodyKind.OTHER)
    names = models.JSONField(default=list)
    """Every name that documents used for it."""
    asked = models.JSONField(default=list)
    """What people had been asked about its names, and had answered: NameOfBody, row by row."""
    earlier = models.JSONField(default=list)
    """Mergers (ids) into the other body, which came along."""
    sitting = models.JSONField(default=dict)
    """Memberships, roles given and open invitations (ids) that came along, by their kind."""
    standing = models.JSONField(default=dict)
    """What it was and how it stood to others, and what became of that: see `merging.standing`."""
    moved = models.JSONField(default=dict)
    """What came along of what other subjects keep: whatever they handed over, for them to read."""
    merged_by = models.CharField(max_length=200)
    merged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} -> {self.keep_id}"

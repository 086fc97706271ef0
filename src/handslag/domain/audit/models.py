"""The log: a chain of entries, the values beside it that can be erased, and the chain's head."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """Somebody did something, as the chain holds it. Rows are only ever added.

    Nothing here tells a name or a word of what was written: that lies in `Values`.
    """

    number = models.BigAutoField(primary_key=True)
    """From 1 without gaps, in the order of the commits; given under the lock on `Head`."""
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    """The account that acted; none for Handslag itself and for strangers."""
    verb = models.CharField(max_length=100)
    """Subject and verb, as the action is named: "intake.accept_document"."""
    thing_type = models.CharField(max_length=50)
    thing_id = models.BigIntegerField()
    values_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    """The digest of the entry before this one."""
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["thing_type", "thing_id"], name="audit_entry_thing"),
            models.Index(fields=["at"], name="audit_entry_at"),
            models.Index(fields=["verb"], name="audit_entry_verb"),
            models.Index(fields=["user_id"], name="audit_entry_user"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.number} {self.at:%Y-%m-%d %H:%M} {self.verb} {self.thing_type} {self.thing_id}"
        )


class Values(models.Model):
    """What an entry tells besides what the chain holds. Gone where it has been erased."""

    entry = models.OneToOneField(
        Entry,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="told",
        db_column="number",
    )
    salt = models.CharField(max_length=32)
    """16 random bytes in hexadecimal digits."""
    actor = models.TextField()
    """The name of who acted, as it was then."""
    reason = models.TextField(blank=True)
    """Why, in the words of who acted."""
    detail = models.TextField()
    """What changed, as the action tells it: canonical JSON, kept as the text that was hashed."""

    class Meta:
        indexes = [models.Index(fields=["actor"], name="audit_values_actor")]

    def __str__(self) -> str:
        return f"{self.pk} {self.actor}"


class Head(models.Model):
    """The last entry's number and digest, in the one row there is. Its lock gives the numbers."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_head_is_one_row")]

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"

"""What a clause did to the register, or did not: who sits where by it, who may decide what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.matters.models.proceedings import Appointment, Clause


class MembershipChange(models.TextChoices):
    """What a clause did to a membership."""

    OPENED = "opened", _("började")
    ENDED = "ended", _("upphörde")


class MembershipGround(models.Model):
    """A membership began or ended by a clause."""

    membership = models.ForeignKey(
        "registry.Membership", on_delete=models.CASCADE, related_name="grounds"
    )
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="membership_grounds")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="grounds"
    )
    """Of one that began: whom the clause names."""
    change = models.CharField(max_length=10, choices=MembershipChange)
    made = models.BooleanField(default=False, db_default=False)
    """Of one that began: it was written into the register with this, and goes if this is undone."""
    until_before = models.DateField(null=True, blank=True)
    """Of one that ended: its last day as it stood before; empty where it had none."""
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "clause", "change"], name="membership_ground_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.change} {self.clause_id}"


class MandateChange(models.TextChoices):
    """What a clause did to a mandate."""

    GAVE = "gave", _("gav")
    CHANGED = "changed", _("ändrade")
    ENDED = "ended", _("avslutade")


class MandateGround(models.Model):
    """A mandate was given, changed or ended by a clause."""

    mandate = models.ForeignKey(
        "registry.Mandate", on_delete=models.CASCADE, related_name="grounds"
    )
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="mandate_grounds")
    change = models.CharField(max_length=10, choices=MandateChange)
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "clause", "change"], name="mandate_ground_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.change} {self.clause_id}"


class DismissedMandate(models.Model):
    """Somebody has said that a clause neither gives nor ends a mandate, though it reads so.

    It is kept by the clause's code and words, so that it holds when the document is read again,
    and no longer once the clause says something else.
    """

    code = models.CharField(max_length=16, unique=True)
    """The clause's."""
    words_sha256 = models.CharField(max_length=64)
    """Of its text, folded, as somebody read it."""
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code

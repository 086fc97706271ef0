"""Minutes as they were made: versions, comments, corrections, and who has signed them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models.meetings import AgendaItem, Meeting


class MinutesForm(models.TextChoices):
    """In which form a body keeps minutes; its legal form says which."""

    NOTES = "notes", _("minnesanteckningar")
    SIGNED = "signed", _("protokoll")


class Minutes(models.Model):
    """One version of a meeting's minutes, frozen as it was made. It is never changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes_versions")
    version = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=10, choices=MinutesForm)
    state = models.CharField(max_length=10, choices=PublicationState)
    """What it was made for: shared for comments, or finalised."""
    content = models.JSONField()
    """All it says, as the paper was made from: see `handslag.domain.matters.minutes`."""
    text = models.TextField()
    """The same as plain text."""
    pdf_sha256 = models.CharField(max_length=64)
    """The hash in the file store of the archival PDF."""
    docx_sha256 = models.CharField(max_length=64, blank=True)
    open_pdf_sha256 = models.CharField(max_length=64, blank=True)
    """The same without what is closed; empty where nothing is."""
    open_docx_sha256 = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64)
    """The digest of what it says: the hash that finalised minutes are known by."""
    first_paragraph = models.PositiveIntegerField(null=True, blank=True)
    """The numbers of its paragraphs (§), the first and the last: they run through the body's year,
    and stand once they have been shared. Empty for notes."""
    last_paragraph = models.PositiveIntegerField(null=True, blank=True)
    finalised_at = models.DateTimeField(null=True, blank=True)
    """When it was finalised, as its paper says; empty for one that was shared."""
    signatures = models.JSONField(default=list)
    """Who had signed it when it was finalised: role, name and day of each."""
    why = models.CharField(max_length=500, blank=True)
    """Why it was corrected; empty for what is no correction."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} v{self.version}"


class Correction(models.Model):
    """Finalised minutes are open for a correction, for a reason, until it is made or given up."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="corrections")
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=200)
    begun_at = models.DateTimeField(auto_now_add=True)
    before = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="+")
    """The version that it corrects, which stays."""
    after = models.ForeignKey(
        Minutes, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The version that it became."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """Empty while it goes on."""
    kept = models.JSONField(default=list)
    """Every row of the meeting as it was when the correction was begun, to give it back if the
    correction is given up. Empty once it has ended."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=models.Q(ended_at__isnull=True),
                name="one_correction_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.reason}"


class MinutesComment(models.Model):
    """What somebody who was there says about shared minutes, and what was done about it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes_comments")
    version = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="comments")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Empty for the minutes as a whole."""
    text = models.TextField()
    user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    """What was done about it."""
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by}: {self.text}"


class MinutesAcknowledgement(models.Model):
    """Somebody has read a warning about minutes and says why it may stand.

    It holds while the warning is the same: the same finding, in the same words, of the same thing.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="minutes_acknowledgements"
    )
    key = models.CharField(max_length=64)
    """The digest of the finding and of what it was found in."""
    check_name = models.CharField(max_length=40)
    """Which check: see `handslag.domain.matters.minutes.rules.Check`."""
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.check_name}"


class SignerRole(models.TextChoices):
    """As what somebody signs."""

    CHAIR = "chair", _("ordförande")
    SECRETARY = "secretary", _("sekreterare")
    CHECKER = "checker", _("justerare")


class Signer(models.Model):
    """Somebody who signs a meeting's minutes, and when they did (justering, KL 5 kap. 69 §)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="signers")
    role = models.CharField(max_length=20, choices=SignerRole)
    person = models.ForeignKey(
        "registry.Person", on_delete=models.PROTECT, related_name="signed_minutes"
    )
    name = models.CharField(max_length=200)
    version = models.ForeignKey(
        Minutes, on_delete=models.PROTECT, null=True, blank=True, related_name="signers"
    )
    """The version that was signed."""
    signed_on = models.DateField(null=True, blank=True)
    """Empty until then."""
    by = models.CharField(max_length=200, blank=True)
    """Who said so, where somebody else did for them: signed on paper."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "role", "person"], name="signer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"

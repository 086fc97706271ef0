"""Notices as they were sent: versions, who got them, who read them, who comes, private notes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.outbox import LetterState as DeliveryState
from handslag.domain.meetings.models.meetings import AgendaItem, Meeting


class Letterhead(models.Model):
    """How the papers of the county, or of one body, look, and what they always say."""

    body = models.OneToOneField(
        "registry.Body",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="letterhead",
    )
    """Whose papers; empty for the county's own, which holds where a body has none."""
    organisation = models.CharField(max_length=200, blank=True)
    """Whose name stands at the top."""
    logo_sha256 = models.CharField(max_length=64, blank=True)
    """The logo's hash in the file store; empty for none."""
    logo_media_type = models.CharField(max_length=100, blank=True)
    logo_text = models.CharField(max_length=200, blank=True, db_default="")
    """What the logo shows, for those who hear the paper."""
    accent = models.CharField(max_length=7, blank=True)
    """The colour of lines and headings, "#1f5c7a"; empty for Handslag's own."""
    sender = models.TextField(blank=True)
    """Who sends: name, title, address, line by line."""
    opening = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    footer = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.organisation


class Notice(models.Model):
    """One version of a meeting's notice, frozen as it was made. It is never changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notices")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    """All it says, as the paper was made from: see `handslag.domain.meetings.notices`."""
    text = models.TextField()
    """The same as plain text."""
    pdf_sha256 = models.CharField(max_length=64)
    """The hash of the archival PDF in the file store, and of the bundle of all papers."""
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    open_pdf_sha256 = models.CharField(max_length=64, blank=True, db_default="")
    """The same without what is closed, for letters and for those who are not of the body; empty
    where nothing is closed, and all may have the whole."""
    open_bundle_sha256 = models.CharField(max_length=64, blank=True, db_default="")
    fingerprint = models.CharField(max_length=64, blank=True, db_default="")
    """The digest of what it says: two with the same say the same."""
    why = models.CharField(max_length=300, blank=True)
    """Why there is a later version."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    """When it was handed to the post; empty until then."""

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="notice_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} v{self.version}"


class DeliveryKind(models.TextChoices):
    """What a letter tells."""

    NOTICE = "notice", _("kallelse")
    INVITATION = "invitation", _("mötesbokning")
    MOVED = "moved", _("flyttat möte")
    CANCELLED = "cancelled", _("inställt möte")
    ALTERNATE = "alternate", _("ersättare kallas in")
    MINUTES = "minutes", _("minnesanteckningar eller protokoll")


class Delivery(models.Model):
    """One letter to one person about one meeting, and what became of it.

    It is claimed before it is sent, and what the server answered is written down after. A letter
    whose sender died in between is `uncertain`: nobody sends it again but a person who says so.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="deliveries")
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    minutes = models.ForeignKey(
        "meetings.Minutes",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
    )
    """The version of the minutes that the letter tells of; empty for all others."""
    kind = models.CharField(max_length=20, choices=DeliveryKind)
    person = models.ForeignKey(
        "registry.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    address = models.EmailField(blank=True)
    """Empty where the register knows none: then nothing could be sent."""
    sequence = models.PositiveIntegerField(default=0)
    """The meeting's sequence that the letter's invitation carries."""
    content = models.JSONField(default=dict)
    """What the letter tells, as it was when it was written."""
    state = models.CharField(
        max_length=20, choices=DeliveryState, default=DeliveryState.WAITING, db_index=True
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True, db_index=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    """Since when somebody is handing it to the server; empty while nobody is."""
    holder = models.CharField(max_length=40, blank=True, db_default="")
    """Which sender has claimed it; empty for none."""
    handed_at = models.DateTimeField(null=True, blank=True)
    """When its words began to be handed over: from then on it may have come through."""
    link_id = models.BigIntegerField(null=True, blank=True)
    """The limited link that its reader answers by; empty where there is none yet."""
    message_id = models.CharField(max_length=200, unique=True)
    error = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "next_try"], name="deliveries_to_send")]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "person", "kind"],
                condition=models.Q(notice__isnull=False, person__isnull=False),
                name="one_letter_a_person_notice_and_kind",
            ),
            models.UniqueConstraint(
                fields=["minutes", "person", "kind"],
                condition=models.Q(minutes__isnull=False, person__isnull=False),
                name="one_letter_a_person_minutes_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.meeting_id} {self.address}: {self.state}"


class NoticeReading(models.Model):
    """Somebody has read a version of a notice: what is new is new since then."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="notice_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice_id}"


class ReplyAnswer(models.TextChoices):
    """Whether somebody comes."""

    COMING = "coming", _("kommer")
    REGRETS = "regrets", _("har förhinder")


class Reply(models.Model):
    """What somebody answered to a notice, and who was called in instead."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey("registry.Person", on_delete=models.CASCADE, related_name="replies")
    answer = models.CharField(max_length=20, choices=ReplyAnswer)
    note = models.CharField(max_length=300, blank=True)
    alternate = models.ForeignKey(
        "registry.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who was called in for whoever sent regrets."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="reply_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id}: {self.answer}"


class PrivateNote(models.Model):
    """What somebody noted for themselves about an item. Nobody else ever reads it."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "item"], name="private_note_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.item_id}"

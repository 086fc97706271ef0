"""What comparing keeps: an outline of each document, its sketch, and what was found."""

from django.db import models


class Outline(models.Model):
    """Which meeting a document says it is of, and what it leaves to later ones.

    Kept so that the documents that concern each other are found without asking all of them.
    """

    document = models.OneToOneField(
        "documents.Document", on_delete=models.CASCADE, primary_key=True, related_name="outline"
    )
    kind = models.CharField(max_length=20)
    body_key = models.CharField(max_length=900)
    """The body's name as the review has it, as a key; empty where nobody knows."""
    date = models.DateField(null=True, blank=True)
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The meeting it was accepted to."""
    items = models.JSONField(default=list)
    """Its items, as `series.to_json` keeps them."""
    text_sha256 = models.CharField(max_length=64)
    """Of the text that its sketch was made of."""
    reading_state = models.CharField(max_length=64, default="")
    """A digest of what other readings of the same document were compared with."""
    state = models.CharField(max_length=64)
    """A digest of everything that was compared: while it stays the same, nothing is done."""

    class Meta:
        indexes = [
            models.Index(fields=["body_key", "date"], name="outline_of_body"),
            models.Index(fields=["date"], name="outline_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.body_key} {self.date}"


class Referral(models.Model):
    """A body to which a document says that an item was referred, by its name as a key.

    Kept so that those who left something to a body are found when it meets.
    """

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="referrals"
    )
    to_key = models.CharField(max_length=900, db_index=True)

    def __str__(self) -> str:
        return f"{self.document_id} {self.to_key}"


class SketchNumber(models.Model):
    """One number of a document's sketch; two readings of one document share some."""

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="sketch"
    )
    number = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.number)


class CrossFinding(models.Model):
    """Something that two documents show together, or one that lacks another.

    `place` and `other_place` are `[start, end]` in each document's text. One that is no longer
    true is deleted, unless somebody dismissed it: then it is kept aside (`standing` is False), so
    that it stays dismissed if it becomes true again.
    """

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="cross_findings"
    )
    other = models.ForeignKey(
        "documents.Document",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cross_findings_from_others",
    )
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    values = models.JSONField(default=dict)
    place = models.JSONField(null=True, blank=True)
    other_place = models.JSONField(null=True, blank=True)
    day = models.DateField(null=True, blank=True, db_index=True)
    """The day of a meeting that is missed."""
    order = models.PositiveIntegerField(default=0)
    standing = models.BooleanField(default=True)
    dismissed = models.BooleanField(default=False)
    dismissed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="cross_finding_once")
        ]

    def __str__(self) -> str:
        return self.code

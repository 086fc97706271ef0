"""What a reading proposes, and what a person has said about it.

A suggestion is one fact of a document as it stands for review: what was read, or what a person
typed instead. Nothing here is true until the document is accepted.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Django looks for tables here
from handslag.intake.comparing import models as comparing  # noqa: F401  as above
from handslag.intake.recognising import models as recognising  # noqa: F401  as above
from handslag.intake.rows import models as rows  # noqa: F401  as above


class Reading(models.Model):
    """One reading of a document by one version of the reader; the whole record as it came."""

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="readings"
    )
    reader = models.CharField(max_length=100)
    record = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.document_id} {self.reader}"


class ReviewState(models.TextChoices):
    """Where a document stands on its way into the domain."""

    WAITING = "waiting", _("väntar på granskning")
    ACCEPTED = "accepted", _("godkänd")


class Review(models.Model):
    """The review of one document. `revision` grows with each change: two at once are seen."""

    document = models.OneToOneField(
        "documents.Document", on_delete=models.CASCADE, related_name="review"
    )
    state = models.CharField(max_length=20, choices=ReviewState, default=ReviewState.WAITING)
    revision = models.PositiveIntegerField(default=1)
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    changed_since = models.BooleanField(default=False)
    """Something was corrected after the document was accepted and waits to be accepted too."""

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


class SuggestionState(models.TextChoices):
    """What a person has said about a suggestion."""

    READ = "read", _("läst")
    CONFIRMED = "confirmed", _("bekräftad")
    CORRECTED = "corrected", _("rättad")
    ADDED = "added", _("tillagd")
    DROPPED = "dropped", _("struken")


class Suggestion(models.Model):
    """One fact as it stands for review.

    `kind` and the shape of `value` are told in `intake.kinds`. `read_value` keeps what the reader
    said beneath a correction. Once accepted, `fact_type` and `fact_id` tell which fact of the
    domain it became, so that accepting again changes that one and makes no second.
    """

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="suggestions"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    value = models.JSONField()
    read_value = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=SuggestionState, default=SuggestionState.READ)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    doubt = models.CharField(max_length=300, blank=True)
    """Why the reader was unsure, in Swedish; empty where it was sure."""
    fact_type = models.CharField(max_length=50, blank=True)
    fact_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Finding(models.Model):
    """Something the reviewer should look at; `dismissed` when somebody has."""

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="findings"
    )
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    message = models.TextField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    dismissed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code


class Verb(models.TextChoices):
    """What a step of a review did."""

    CORRECT = "correct", _("rättade")
    CONFIRM = "confirm", _("bekräftade")
    DROP = "drop", _("strök")
    RESTORE = "restore", _("tog tillbaka")
    ADD = "add", _("lade till")
    DISMISS = "dismiss", _("såg på")
    KEEP_CHANGE = "keep_change", _("godtog ändringen av")
    REFUSE_CHANGE = "refuse_change", _("behöll det förra i")
    ACCEPT = "accept", _("godkände handlingen")
    REREAD = "reread", _("läste om handlingen")


class Step(models.Model):
    """One thing that was done in a review, with what stood before it: so that it can be undone.

    Steps are undone the last one first. The log of every action lies in the domain; this is what
    undoing needs and no more.
    """

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="review_steps"
    )
    verb = models.CharField(max_length=20, choices=Verb)
    kind = models.CharField(max_length=40, blank=True)
    """The kind of the fact that it was about; empty where it was about none."""
    about = models.CharField(max_length=200, blank=True)
    """The fact or the finding on one line."""
    fact = models.BigIntegerField(null=True, blank=True)
    """The suggestion that it was about."""
    before = models.JSONField(null=True, blank=True)
    """The rows as they were, by table and id; null where the step cannot be undone."""
    revision = models.PositiveIntegerField()
    """The review's revision after it."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    undone = models.BooleanField(default=False)
    undone_by = models.CharField(max_length=200, blank=True)
    undone_revision = models.PositiveIntegerField(null=True, blank=True)
    """The review's revision after it was undone."""

    class Meta:
        indexes = [models.Index(fields=["document", "undone", "id"])]

    def __str__(self) -> str:
        return f"{self.document_id} {self.verb} {self.about}"


class Change(models.Model):
    """What a newer reading made of a document's facts, for a person to look at."""

    class Way(models.TextChoices):
        """How the new reading differs."""

        NEW = "new", _("ny")
        CHANGED = "changed", _("ändrad")
        GONE = "gone", _("borta")

    KEPT = "kept"
    REFUSED = "refused"

    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="reading_changes"
    )
    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    way = models.CharField(max_length=10, choices=Way)
    kind = models.CharField(max_length=40)
    before = models.JSONField(null=True, blank=True)
    """The suggestion as it was, its place in the text as it is now; null for a new one."""
    after = models.JSONField(null=True, blank=True)
    """The suggestion's value and what it hangs on; null for one that is gone."""
    settled = models.CharField(max_length=10, blank=True)
    """KEPT or REFUSED; empty while nobody has said anything."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.way} {self.kind}"


class Batch(models.Model):
    """Documents that somebody chose to accept together; each is accepted by itself."""

    by = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    stopped = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.by} {self.made_at:%Y-%m-%d %H:%M}"


class BatchEntry(models.Model):
    """One document of a batch, and what became of it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="entries")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, related_name="batch_entries"
    )
    revision = models.PositiveIntegerField()
    """The review's revision as the person saw it."""
    outcome = models.CharField(max_length=10, blank=True)
    """"accepted" or "left"; empty while its turn has not come."""
    reason = models.TextField(blank=True)
    """Why it was left, in words for the person who chose it."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "document"], name="once_in_a_batch")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.document_id} {self.outcome}"

"""A matter that lives across meetings and bodies, and what belongs to it.

Its history is a query over its rows and those of its items; its status is derived from them.
No column here says how a matter stands.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Matter(models.Model):
    """A question (ärende) that is raised, prepared, decided and followed up.

    Whoever sees one of its items sees the matter, and of it what they may see.
    """

    title = models.CharField(max_length=500, blank=True)
    """What somebody has chosen to call it; empty while the heading of an item names it, the last
    that the viewer sees."""
    reference = models.CharField(max_length=100, blank=True)
    """Its number in the office's own register (diarienummer), where it has one."""
    body = models.ForeignKey(
        "registry.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="matters"
    )
    """The body where it began; empty where nobody knows."""
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged"
    )
    """The matter that it turned out to be; its address leads there."""
    merged_by_linking = models.BooleanField(default=False, db_default=False, editable=False)
    """Nobody said that it is the other: the papers did, and it parts again if they stop."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title or str(self.pk)


class LinkGround(models.TextChoices):
    """Why an item is held to belong to a matter."""

    FIRST = "first", _("ärendet började där")
    REFERENCE = "reference", _("handlingen hänvisar dit")
    HEADING = "heading", _("rubriken och orden är desamma")
    ATTACHMENT = "attachment", _("samma bilaga")
    CARRIED = "carried", _("punkten fördes vidare hit")
    RAISED = "raised", _("det väcktes hit")
    PERSON = "person", _("någon har sagt det")


class Treatment(models.Model):
    """A matter is dealt with under an item: several matters under one, one under several."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="treatments")
    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, related_name="treatments"
    )
    ground = models.CharField(max_length=20, choices=LinkGround)
    reason = models.JSONField(default=dict)
    """What the ground rests on, in the words of `matters.linking`: the day that is referred to,
    the words in common."""
    typed = models.BooleanField(default=False)
    """A person said so: no later reading takes it away."""
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "item"], name="treatment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.item_id}"


class ClauseMatter(models.Model):
    """A person has said that a clause belongs to this one of its item's several matters.

    The clause is told by its code, not by relation: what was said outlives that the clause is gone
    for a while, when its paper is taken back and accepted anew. Of a matter that became another it
    holds of that one; of a matter that the item does not belong to it says nothing, until it does.
    """

    code = models.CharField(max_length=16)
    """`Clause.code`."""
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="clauses_said")
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "matter"], name="clause_matter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.matter_id}"


class LinkState(models.TextChoices):
    """What became of a suggestion that an item belongs to a matter."""

    OPEN = "open", _("väntar på svar")
    TAKEN = "taken", _("hör ihop")
    DECLINED = "declined", _("hör inte ihop")


class LinkSuggestion(models.Model):
    """An item may belong to a matter: somebody is to say whether it does."""

    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, related_name="link_suggestions"
    )
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="link_suggestions")
    other = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The item of the matter that it hangs on: who does not see it is not asked."""
    degree = models.FloatField()
    """How likely it seems, from 0 to 1."""
    ground = models.CharField(max_length=20, choices=LinkGround)
    reason = models.JSONField(default=dict)
    """As `Treatment.reason`."""
    state = models.CharField(
        max_length=10, choices=LinkState, default=LinkState.OPEN, db_index=True
    )
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-degree", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "matter"], name="link_suggestion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.matter_id} {self.degree:.2f}"


class StepKind(models.TextChoices):
    """What happened to a matter outside every meeting."""

    RAISED = "raised", _("väckt")
    PREPARED = "prepared", _("berett")
    TABLED = "tabled", _("bordlagt till")
    REFERRED = "referred", _("hänskjutet till")
    RETURNED = "returned", _("återlämnat till")
    TAKEN_BACK = "taken-back", pgettext_lazy("ärende", "återtaget")
    WITHDRAWN = "withdrawn", _("draget tillbaka")
    NOTED = "noted", _("antecknat")
    CLOSED = "closed", _("avslutat")
    REOPENED = "reopened", _("öppnat igen")


class StepWay(models.TextChoices):
    """How it happened."""

    MAIL = "mail", _("med e-post")
    TALK = "talk", _("i samtal")
    LETTER = "letter", _("i brev")
    ELSEWHERE = "elsewhere", _("på annat sätt")


class MatterStep(models.Model):
    """Something that happened to a matter between meetings, as somebody has entered it."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind)
    day = models.DateField()
    way = models.CharField(max_length=20, choices=StepWay, default=StepWay.ELSEWHERE)
    body = models.ForeignKey(
        "registry.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who did so, where it was a body."""
    by = models.CharField(max_length=200, blank=True)
    """Who did so, as named."""
    to_body = models.ForeignKey(
        "registry.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_date = models.DateField(null=True, blank=True)
    """The day it is tabled or taken back to, or is to be dealt with there."""
    expected_date = models.DateField(null=True, blank=True)
    """When it is expected back."""
    expected_text = models.CharField(max_length=200, blank=True)
    """The same in words: "till höstens första möte"."""
    text = models.TextField(blank=True)
    """Why, or what was said."""
    document = models.ForeignKey(
        "documents.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The paper that says so: a mail, a letter."""
    entered_by = models.CharField(max_length=200)
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.kind} {self.day}"


class Raising(models.Model):
    """A matter began as something that was raised for a coming meeting, item or none."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="raisings")
    raised = models.OneToOneField(
        "meetings.RaisedMatter", on_delete=models.CASCADE, related_name="raising"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.raised_id}"


class MatterMerger(models.Model):
    """Two matters that somebody made one, with all it takes to make them two again."""

    kept = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="mergers")
    other = models.OneToOneField(Matter, on_delete=models.CASCADE, related_name="merger")
    """The one that turned out to be the kept; it stays as an address that leads there."""
    moved = models.JSONField(default=dict)
    """Rows (ids) that came along, by their kind: see `history.merging`."""
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.other_id} -> {self.kept_id}"


class Follow(models.Model):
    """Somebody wants to be told what is new about a matter or a body."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="follows")
    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, null=True, blank=True, related_name="follows"
    )
    body = models.ForeignKey(
        "registry.Body", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "matter"], name="follow_matter_once"),
            models.UniqueConstraint(fields=["user", "body"], name="follow_body_once"),
            models.CheckConstraint(
                condition=models.Q(matter__isnull=True) ^ models.Q(body__isnull=True),
                name="follow_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.matter_id or ''} {self.body_id or ''}"

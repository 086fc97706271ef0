"""Proposals, decisions clause by clause, appointments, assignments, stances and transfers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.facts import Fact, Phase
from handslag.domain.base.sides import Side


class Proposal(Fact):
    """What a body proposes to the meeting under an item, in points."""

    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, related_name="proposals"
    )
    phase = models.CharField(max_length=10, choices=Phase)
    by = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.by


class ProposalPoint(Fact):
    """One point of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="points")
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class DecisionState(models.TextChoices):
    """Whether clauses were decided or only proposed to be."""

    PROPOSED = "proposed", _("förslag till beslut")
    DECIDED = "decided", _("beslut")


class Decision(Fact):
    """What one decider decides in one go."""

    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, related_name="decisions"
    )
    phase = models.CharField(max_length=10, choices=Phase)
    state = models.CharField(max_length=10, choices=DecisionState)
    by = models.CharField(max_length=200, blank=True)
    abstaining = models.JSONField(default=list)
    """Sides or parties that take no part, as named."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.state} {self.by}"


class ClauseAction(models.TextChoices):
    """What a clause does, by its main verb."""

    APPROVE = "approve", _("godkänt")
    REJECT = "reject", _("avslaget")
    NOTE = "note", _("till handlingarna")
    ENDORSE = "endorse", _("ställt sig bakom")
    APPOINT = "appoint", _("utsett")
    ASSIGN = "assign", _("uppdrag")
    REFER = "refer", _("hänskjutet")
    TABLE = "table", _("bordlagt")
    POSTPONE = "postpone", _("uppskjutet")
    OTHER = "other", _("annat beslut")


class Clause(Fact):
    """An att-sats: the unit of decision."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="clauses")
    text = models.TextField()
    action = models.CharField(max_length=20, choices=ClauseAction)
    points = models.JSONField(default=list)
    """Numbers of the points it settles."""
    scope = models.CharField(max_length=200, blank=True)
    """The side it is limited to, as named."""
    side = models.CharField(max_length=20, choices=Side, blank=True)
    """The same as a side, for finding it."""
    inline = models.BooleanField(default=False)
    due_date = models.DateField(null=True, blank=True)
    due_text = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["action"]), models.Index(fields=["side"])]

    def __str__(self) -> str:
        return self.text


class Appointment(Fact):
    """A clause appoints somebody."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="appointments")
    name = models.ForeignKey(
        "registry.PersonName", on_delete=models.PROTECT, related_name="appointments"
    )
    title = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.name)


class Assignment(Fact):
    """Something somebody is to do, from a clause or told in running text (`clause` empty)."""

    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, related_name="assignments"
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments"
    )
    text = models.TextField()
    due_date = models.DateField(null=True, blank=True)
    due_text = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text


class Assignee(Fact):
    """Who an assignment is given to, as named."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="assignees")
    text = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text


class StanceKind(models.TextChoices):
    """What a side thinks."""

    SUPPORTS = "supports", _("ställer sig bakom")
    NOT_OPPOSED = "not-opposed", _("motsätter sig inte")
    OPPOSES = "opposes", _("motsätter sig")
    TAKES_NO_PART = "takes-no-part", _("deltar inte")
    CANNOT_DECIDE_YET = "cannot-decide-yet", _("kan inte ta ställning än")


class Stance(Fact):
    """What a side or party thinks of the item or of points of its proposal."""

    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.CASCADE, related_name="stances")
    by = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=StanceKind)
    points = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.by} {self.kind}"


class TransferKind(models.TextChoices):
    """Where an item went."""

    TABLED = "tabled", _("bordlagt till")
    REFERRED = "referred", _("hänskjutet till")


class Transfer(Fact):
    """An item goes on to a day or to another body."""

    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, related_name="transfers"
    )
    kind = models.CharField(max_length=20, choices=TransferKind)
    to_body = models.CharField(max_length=200, blank=True)
    to_date = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=300, blank=True)
    """The words that say so."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.to_body} {self.to_date}"

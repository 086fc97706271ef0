"""Proposals, decisions clause by clause, appointments, assignments, stances and transfers."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handslag.domain.base.facts import Fact, Phase
from handslag.domain.base.sides import Side
from handslag.domain.registry.models import DecisionEffect


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


class ClauseQuerySet(models.QuerySet["Clause"]):
    """Ways to sift clauses; they can be joined one after another."""

    def decided(self) -> ClauseQuerySet:
        """Those that were decided, not only proposed to be."""
        return self.filter(decision__state=DecisionState.DECIDED)

    def of_body(self, body_id: int | None) -> ClauseQuerySet:
        """Those decided at meetings of one body; all for None."""
        return self if body_id is None else self.filter(decision__item__meeting__body_id=body_id)

    def in_year(self, year: int | None) -> ClauseQuerySet:
        """Those decided in one calendar year; all for None."""
        return self if year is None else self.filter(decision__item__meeting__date__year=year)

    def doing(self, action: str | None) -> ClauseQuerySet:
        """Those with one action, a value of ClauseAction; all for none."""
        return self.filter(action=action) if action else self

    def for_side(self, side: str | None) -> ClauseQuerySet:
        """Those limited to one side, a value of Side; all for none."""
        return self.filter(side=side) if side else self

    def saying(self, words: str) -> ClauseQuerySet:
        """Those in whose text or whose item's heading every one of `words` stands.

        Letter case makes no difference. SQLite folds the case of a to z alone, so each word is
        sought as typed, in small letters, in capitals and with a capital first.
        """
        found = self
        for word in words.split():
            either = models.Q()
            for form in {word, word.lower(), word.upper(), word.capitalize()}:
                either |= models.Q(text__icontains=form)
                either |= models.Q(decision__item__heading__icontains=form)
            found = found.filter(either)
        return found

    def newest_first(self) -> ClauseQuerySet:
        """By the meeting's day, newest first; within a meeting as the paper has them."""
        item = "decision__item__"
        return self.order_by(
            f"-{item}meeting__date",
            f"-{item}meeting_id",
            models.F(f"{item}order").asc(nulls_last=True),
            f"{item}planned_order",
            "decision__order",
            "decision_id",
            "order",
            "id",
        )


_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""Of codes: no letter or figure that can be taken for another."""
CODE_LENGTH = 10


def new_code() -> str:
    """A code that no clause has: thirty letters and figures, in ten places."""
    return "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))


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
    effect = models.CharField(max_length=20, choices=DecisionEffect, blank=True, db_default="")
    """What it does before anybody else has decided anything; empty where nobody has said, and the
    body's own effect holds."""
    order = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    """What its address is made of: the same for as long as it stands, whatever its number."""

    objects = ClauseQuerySet.as_manager()

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


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Ways to sift assignments; they can be joined one after another."""

    def followed_up(self) -> AssignmentQuerySet:
        """Those that something has been built on: a report, a new day, a commission, a place on
        an agenda. They stay although the paper that told of them tells of them no more."""
        built = models.Q(pk__in=())
        for name in ("steps", "commission", "placements", "parts"):
            relation: Any = self.model._meta.get_field(name)
            pointing = relation.related_model._default_manager
            rows = pointing.filter(**{relation.field.name: models.OuterRef("pk")})
            built |= models.Q(models.Exists(rows))
        return self.filter(built)


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
    due_meeting = models.ForeignKey(
        "meetings.Meeting",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="due_here",
    )
    """The meeting it is due at, where it is due at one."""
    due_later = models.BooleanField(default=False, db_default=False)
    """It is due later, and nobody has said when: "återkommer"."""
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    """The assignment that it was split from, afterwards: no part of what the meeting said."""
    order = models.PositiveSmallIntegerField(default=0)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text

    def is_followed_up(self) -> bool:
        """Whether anything has been built on it since it was given. One query."""
        return Assignment.objects.followed_up().filter(pk=self.pk).exists()


class Assignee(Fact):
    """Who an assignment is given to, as named."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="assignees")
    text = models.CharField(max_length=200)
    body = models.ForeignKey(
        "registry.Body", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "registry.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Which body, organisation or person that is, where that is known: one of them at most."""
    picked = models.BooleanField(default=False, db_default=False)
    """Somebody has said who it is, or that the register does not have them: no name that is read
    says otherwise. Where nobody has, the register's names do, where exactly one has the name."""
    since = models.DateField(null=True, blank=True)
    """When it was handed over to them; empty for those who had it from the beginning."""
    until = models.DateField(null=True, blank=True)
    """When it was handed over to somebody else; empty for those who have it."""
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

    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, related_name="stances"
    )
    by = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=StanceKind)
    points = models.JSONField(default=list)
    principal = models.ForeignKey(
        "registry.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Which organisation `by` names, where the register has exactly one of that name."""
    side = models.CharField(max_length=20, choices=Side, blank=True, db_default="")
    """Which side it names, where it names one."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["side"], name="stances_of_side")]

    def __str__(self) -> str:
        return f"{self.by} {self.kind}"


class TransferKind(models.TextChoices):
    """Where an item went."""

    TABLED = "tabled", _("bordlagt till")
    REFERRED = "referred", _("hänskjutet till")
    RETURNED = "returned", _("återlämnat till")
    TAKEN_BACK = "taken-back", pgettext_lazy("ärende", "återtaget")


class Transfer(Fact):
    """An item goes on to a day or to another body."""

    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, related_name="transfers"
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.CASCADE, null=True, blank=True, related_name="transfers"
    )
    """The clause that decides it, where one written here does."""
    kind = models.CharField(max_length=20, choices=TransferKind)
    to_body = models.CharField(max_length=200, blank=True)
    to_date = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=300, blank=True)
    """The words that say so."""
    body = models.ForeignKey(
        "registry.Body", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Which body `to_body` names, where that is known."""
    expected_date = models.DateField(null=True, blank=True)
    """When it is expected back."""
    expected_text = models.CharField(max_length=200, blank=True, db_default="")
    """The same in words."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.to_body} {self.to_date}"


class PointVerdict(models.TextChoices):
    """What became of a point of a proposal."""

    APPROVED = "approved", _("godkänd")
    REJECTED = "rejected", _("avslagen")
    TABLED = "tabled", _("bordlagd")
    REFERRED = "referred", _("hänskjuten")
    NONE = "none", _("inget beslut")


class PointOutcome(Fact):
    """What became of a point, for one side or for all."""

    point = models.ForeignKey(ProposalPoint, on_delete=models.CASCADE, related_name="outcomes")
    side = models.CharField(max_length=20, choices=Side, blank=True)
    """Empty for all who sit there."""
    verdict = models.CharField(max_length=20, choices=PointVerdict)
    clause = models.ForeignKey(
        Clause, on_delete=models.SET_NULL, null=True, blank=True, related_name="point_outcomes"
    )
    """The clause that settles it."""

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["side"], name="outcomes_of_side")]
        constraints = [
            models.UniqueConstraint(fields=["point", "side"], name="point_outcome_a_side"),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.side} {self.verdict}"


class Vote(Fact):
    """A vote that was taken before a decision, and how many were for and against."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="vote")
    text = models.CharField(max_length=500, blank=True)
    """What was voted on, and how: "Ja för styrgruppens förslag, nej för avslag"."""
    in_favour = models.PositiveSmallIntegerField(default=0)
    against = models.PositiveSmallIntegerField(default=0)
    abstained = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.in_favour}-{self.against}-{self.abstained}"


class Reservation(Fact):
    """Somebody has their dissent from a decision written into the minutes."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reservations")
    name = models.ForeignKey(
        "registry.PersonName",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reservations",
    )
    """Empty where a side or a principal reserves itself."""
    by = models.CharField(max_length=200)
    """As named."""
    title = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    principal = models.ForeignKey(
        "registry.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """For which organisation: the one that is named, else the one that the person sat for."""
    side = models.CharField(max_length=20, choices=Side, blank=True, db_default="")
    """Which side `by` names, where a side reserves itself."""
    text = models.TextField(blank=True)
    """The reasons, where they were given."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["side"], name="reservations_of_side")]

    def __str__(self) -> str:
        return self.by


class Phrase(models.Model):
    """Words that a body's clauses begin from: "att lägga informationen till handlingarna"."""

    body = models.ForeignKey(
        "registry.Body", on_delete=models.CASCADE, null=True, blank=True, related_name="phrases"
    )
    """Whose; empty for those that all bodies have."""
    action = models.CharField(max_length=20, choices=ClauseAction)
    text = models.CharField(max_length=500)
    """With places to fill in braces: "att ge {mottagare} i uppdrag att {uppgift} till {dag}"."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text

"""Bodies, what they are in law, how they stand to each other, and their names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.fields import OrderKey
from handslag.domain.base.sides import Side
from handslag.domain.base.words import key_of


class BodyKind(models.TextChoices):
    """What sort of body it is. Local names differ between counties; the kinds do not."""

    MANAGERS_NETWORK = "managers-network", _("chefsnätverk")
    SOCIAL_SERVICES_NETWORK = "social-services-network", _("socialchefsnätverk")
    STEERING_GROUP = "steering-group", _("styrgrupp")
    POLITICAL_COUNCIL = "political-council", _("politiskt råd")
    JOINT_COMMITTEE = "joint-committee", _("gemensam nämnd")
    PROGRAMME_AREA = "programme-area", _("programområde")
    WORKING_GROUP = "working-group", _("arbetsgrupp")
    REFERENCE_GROUP = "reference-group", _("referensgrupp")
    LOCAL_GROUP = "local-group", _("lokal samverkansgrupp")
    ASSEMBLY = "assembly", _("fullmäktige eller nämnd hos en huvudman")
    EXTERNAL = "external", _("utomstående organ")
    OTHER = "other", _("annat organ")


class LegalForm(models.TextChoices):
    """What a body is in law, and so in which form it keeps minutes.

    Networks are no committees (nämnder, KL 3 kap. 4 §): they keep notes (minnesanteckningar),
    without signing, notice board or appeal. The others keep signed minutes (protokoll).
    """

    NETWORK = "network", _("nätverk eller grupp utan egen beslutanderätt")
    COMMITTEE = "committee", _("nämnd eller styrelse hos en huvudman")
    JOINT_COMMITTEE = "joint-committee", _("gemensam nämnd")
    MUNICIPAL_ASSOCIATION = "municipal-association", _("kommunalförbund")
    ASSEMBLY = "assembly", _("fullmäktige")
    ASSOCIATION = "association", _("förening")


class DecisionRule(models.TextChoices):
    """How a body comes to a decision."""

    CONSENSUS = "consensus", _("i samförstånd")
    EACH_SIDE = "each-side", _("i samförstånd, varje sida för sig")
    MAJORITY = "majority", _("med majoritet")


class DecisionEffect(models.TextChoices):
    """What a body's decision does, before anybody else has decided anything."""

    INTERNAL = "internal", _("gäller det egna arbetet")
    RECOMMENDATION = "recommendation", _("rekommenderar huvudmännen")
    BINDING = "binding", _("binder dem som antar det")


class Body(models.Model):
    """A body (organ) that meets: a network, a steering group, a council."""

    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=40, choices=BodyKind, default=BodyKind.OTHER)
    legal_form = models.CharField(
        max_length=30, choices=LegalForm, default=LegalForm.NETWORK, db_default=LegalForm.NETWORK
    )
    decision_rule = models.CharField(
        max_length=20,
        choices=DecisionRule,
        default=DecisionRule.CONSENSUS,
        db_default=DecisionRule.CONSENSUS,
    )
    effect = models.CharField(
        max_length=20,
        choices=DecisionEffect,
        default=DecisionEffect.INTERNAL,
        db_default=DecisionEffect.INTERNAL,
    )
    side = models.CharField(max_length=20, choices=Side, blank=True, db_default="")
    """The side whose own body it is; empty for a body that both sit in."""
    about = models.TextField(blank=True, db_default="")
    """What it is there for, in a few words."""
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    """Under which body it stands in the tree; empty at the top."""
    owner = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The authority that keeps its papers: a network is no authority of its own (TF 2 kap.)."""
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    """The last day; empty while it goes on."""
    order_key = OrderKey(of="name", max_length=300)

    class Meta:
        ordering = ["order_key", "id"]

    def __str__(self) -> str:
        return self.name


class LinkKind(models.TextChoices):
    """What one body does for another."""

    PREPARES = "prepares", _("bereder ärenden åt")
    REPORTS = "reports", _("rapporterar till")


class BodyLink(models.Model):
    """One body prepares matters for another, or reports to it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="links")
    to = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=LinkKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "to", "kind"], name="body_link_once"),
            models.CheckConstraint(
                condition=~models.Q(body=models.F("to")), name="no_body_links_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.kind} {self.to_id}"


class BodyName(models.Model):
    """A name that documents use for a body. One name never means two bodies.

    Keys have room for three letters for each of the name's: so long may one become when its case
    is folded.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=900, unique=True, editable=False)

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the key in step with the text."""
        self.key = key_of(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passes on what Django gives

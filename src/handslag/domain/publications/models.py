"""What was published: frozen versions with lasting addresses, and what was withdrawn and why.

Nothing here is looked up from what it was made of. What stood open when it was published stands
here, word for word, and nothing else does: the public side reads these tables alone.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishedBody(models.Model):
    """A body that has published something: its address, and what the public is told of it.

    A body has one, and one more for each body that was made one with it: no address is lost.
    """

    body = models.ForeignKey("registry.Body", on_delete=models.PROTECT, related_name="published_as")
    slug = models.SlugField(max_length=100, unique=True)
    """Its word in addresses. It never changes, whatever the body comes to be called."""
    name = models.CharField(max_length=300)
    """This and the rest as they were when it last published something."""
    short_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=40)
    legal_form = models.CharField(max_length=30)
    about = models.TextField(blank=True)
    owner = models.CharField(max_length=300, blank=True)
    """The authority that keeps its papers: whoever wants one asks there (TF 2 kap.)."""
    former = models.BooleanField(default=False, db_default=False)
    """It was another body, which was made one with this: its addresses stay, and get no new ones
    but for meetings that have one already."""

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.slug


class PublicationKind(models.TextChoices):
    """What is published."""

    NOTICE = "notice", _("kallelse")
    MINUTES = "minutes", _("minnesanteckningar eller protokoll")


class Publication(models.Model):
    """One account of one meeting as the public knows it, in all its versions.

    Its address is of the body's slug, the day it had when it was first published, and its kind.
    """

    body = models.ForeignKey(PublishedBody, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=20, choices=PublicationKind)
    meeting_id = models.BigIntegerField()
    """The meeting it was made of. No relation: nothing is ever looked up there."""
    day = models.DateField()
    """The meeting's day in the address: it never changes, wherever the meeting is moved."""
    nth = models.PositiveSmallIntegerField(default=1, db_default=1)
    """Which of the body's meetings with this day in their address: 2 stands there as "-2"."""
    first_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When it was withdrawn; a tombstone stands there from then on. Empty while it is shown."""
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    """Why, for the public to read."""

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "meeting_id"], name="publication_once"),
            models.UniqueConstraint(
                fields=["body", "day", "nth", "kind"], name="publication_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.day} {self.kind}"


class PublishedVersion(models.Model):
    """One version of a publication, frozen. It is never changed, but may be suppressed whole."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    """All that the public page shows: see `handslag.domain.publications.content`."""
    text = models.TextField(blank=True)
    """The same as plain text: what is searched and compared."""
    sha256 = models.CharField(max_length=64, blank=True)
    """The digest of the content. This, the text and the content are empty once it is suppressed."""
    day = models.DateField()
    """The day the meeting was or is to be held, as this version says."""
    form = models.CharField(max_length=20, blank=True, default="", db_default="")
    """In which form the minutes are, a value of `meetings.MinutesForm`; empty for a notice."""
    cancelled = models.BooleanField(default=False)
    why = models.CharField(max_length=500, blank=True)
    """Why there is a later version than the first: the correction's reason."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    suppressed_at = models.DateTimeField(null=True, blank=True)
    """When this version alone was taken away, for cause; its words are gone from here then."""
    suppressed_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "number"], name="published_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication} v{self.number}"


class PublishedFile(models.Model):
    """A file that goes with a version: the paper itself as PDF or Word, or an attachment."""

    version = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    """In the address: "protokoll.pdf", "bilaga-4a.pdf"."""
    title = models.CharField(max_length=300)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    """Bytes."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="published_file_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedDecision(models.Model):
    """One decided clause of a published version, for lists, feeds and search."""

    version = models.ForeignKey(
        PublishedVersion, on_delete=models.CASCADE, related_name="decisions"
    )
    anchor = models.CharField(max_length=60)
    """Its place on the version's page: "beslut-7-2"."""
    item_number = models.CharField(max_length=20, blank=True)
    heading = models.TextField()
    text = models.TextField()
    action = models.CharField(max_length=20)
    """A value of `matters.ClauseAction`, as it was."""
    due = models.DateField(null=True, blank=True)
    scope = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "anchor"], name="decision_anchor_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Clearance(models.Model):
    """Somebody has said that a doubtful word may be shown to the public.

    It holds for the same words in the same sentence of the same account, and for no others.
    """

    meeting_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=PublicationKind)
    finding_sha256 = models.CharField(max_length=64)
    """The digest of what was found, and where: the words themselves are not kept here."""
    sort = models.CharField(max_length=40)
    """What sort of finding it was: "personal-number", "health"."""
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting_id", "kind", "finding_sha256"], name="clearance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind} {self.sort}"


class FaultReport(models.Model):
    """Somebody tells that a public page is hard to use (lag 2018:1937, 13 §)."""

    page = models.CharField(max_length=500, blank=True)
    """Which page, as told."""
    text = models.TextField()
    contact = models.CharField(max_length=200, blank=True)
    """How to answer; empty for whoever wants no answer."""
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    settled_how = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at} {self.page}"

"""Documents with their bytes' hash and canonical text, and the passages that facts rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.states import PublicationState


class DocumentKind(models.TextChoices):
    """What a document is, as its reader or a reviewer says."""

    NOTICE = "notice", _("kallelse")
    MINUTES = "minutes", _("minnesanteckningar eller protokoll")
    UNKNOWN = "unknown", _("okänt slag")


class Document(models.Model):
    """A file that was taken in. Its bytes lie in the file store under their hash.

    One that is still to be read has no text, and no hash of one.
    """

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    """Bytes."""
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    """Empty until the file has been read."""
    pages = models.JSONField(default=list)
    """`[start, end]` of each page in the text; empty for formats without pages."""
    recognised = models.BooleanField(default=False)
    searchable_sha256 = models.CharField(max_length=64, blank=True)
    """Hash of the PDF, in the file store too, that has the recognised words over the pictures of
    its pages; empty where no text was recognised."""
    kind = models.CharField(max_length=20, choices=DocumentKind, default=DocumentKind.UNKNOWN)
    title = models.CharField(max_length=500, blank=True)
    taken_in_at = models.DateTimeField(auto_now_add=True)
    body = models.ForeignKey(
        "registry.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whose paper it is; empty until that is known."""
    state = models.CharField(
        max_length=10, choices=PublicationState, default=PublicationState.DRAFT, db_index=True
    )
    """How far it has come on its way to the public: as far as the meeting that it tells of."""
    closed = models.BooleanField(default=False)
    """Something closed stands in it."""

    class Meta:
        ordering = ["-taken_in_at", "-id"]

    def __str__(self) -> str:
        return self.name


class Passage(models.Model):
    """A place in a document with the quoted words and their surroundings.

    The words beside it let a newer reader's text find the place again.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    before = models.CharField(max_length=80, blank=True)
    after = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "start", "end"], name="passage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


class Evidence(models.Model):
    """A fact rests on a passage.

    Any subject's fact can have evidence, so the fact is told by type ("matters.clause") and id
    rather than by a relation: a relation would point up from documents to every subject.
    """

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="evidence")
    fact_type = models.CharField(max_length=50)
    fact_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fact_type", "fact_id", "passage"], name="evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_type} {self.fact_id}"

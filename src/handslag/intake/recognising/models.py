"""What waits to be read because recognising its pages takes long."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where the reading of a document stands. Once it is read there is no row any more."""

    WAITING = "waiting", _("väntar på att läsas")
    READING = "reading", _("läses")
    STOPPED = "stopped", _("stoppad")
    FAILED = "failed", _("kunde inte läsas")


class Recognition(models.Model):
    """A document with pages to recognise, and how far its reading has come.

    A document without a review is read for the first time, one with a review is read again. Who
    reads it holds it, until a time that is moved ahead while the reader lives: so two never read
    the same, and what a killed one held is free again soon.
    """

    document = models.OneToOneField(
        "documents.Document", on_delete=models.CASCADE, related_name="recognition"
    )
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    """Pages recognised."""
    pages = models.PositiveIntegerField()
    """Pages to recognise."""
    problem = models.TextField(blank=True)
    """Why it could not be read, in words for the person who waits."""
    asked_at = models.DateTimeField(auto_now_add=True)
    holder = models.CharField(max_length=40, blank=True)
    """The worker that reads it, or has not yet let go of it; empty for none."""
    held_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    """How many workers in a row began to read it and died without recognising one page more."""

    class Meta:
        ordering = ["asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state} {self.done}/{self.pages}"

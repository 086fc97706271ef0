"""What somebody wants to be told, what they have been told, and the letters that tell it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.base.outbox import LetterState


class Frequency(models.TextChoices):
    """How often somebody gets a digest."""

    WEEKDAYS = "weekdays", _("varje vardagsmorgon")
    WEEKLY = "weekly", _("en gång i veckan")
    NEVER = "never", _("aldrig")


class Weekday(models.IntegerChoices):
    """A day for a weekly digest, as `date.weekday` counts them."""

    MONDAY = 0, _("måndag")
    TUESDAY = 1, _("tisdag")
    WEDNESDAY = 2, _("onsdag")
    THURSDAY = 3, _("torsdag")
    FRIDAY = 4, _("fredag")


class Tuning(models.Model):
    """How somebody wants their digest, and when they were last looked after."""

    user = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, related_name="news_tuning"
    )
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.WEEKDAYS)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    """Of a weekly one."""
    days_before = models.PositiveSmallIntegerField(default=7)
    """How many days before its day something that is due is told of."""
    muted = models.JSONField(default=list)
    """What they do not want told: values of `rules.Kind`."""
    looked_on = models.DateField(null=True, blank=True)
    """The day a digest was last made ready for them, or found to be empty."""

    def __str__(self) -> str:
        return f"{self.user_id}: {self.frequency}"


class SavedSearch(models.Model):
    """A question that somebody wants to be told new answers to."""

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=200)
    question = models.JSONField()
    """As `search.question.Question.to_json` tells it."""
    seen_at = models.DateTimeField()
    """What has come since then is new to them: since it was saved, or last opened from here."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_search_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DigestLetter(models.Model):
    """One digest to one person, and what became of it: an outbox, see `domain.base.outbox`."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="digests")
    name = models.CharField(max_length=200)
    address = models.EmailField()
    day = models.DateField()
    content = models.JSONField()
    """What it tells, as `content` writes it: nothing of it is closed."""
    state = models.CharField(max_length=20, choices=LetterState, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=40, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    error = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "next_try"], name="digests_to_send")]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}: {self.state}"


class Told(models.Model):
    """Somebody knows of this already: a digest has told them, or it was so when they began to
    follow."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    """What it is, the same whenever it is come by: "clause:12"."""
    letter = models.ForeignKey(
        DigestLetter, on_delete=models.SET_NULL, null=True, blank=True, related_name="told"
    )
    """The digest that told it; empty for what was so from the beginning."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"

"""One row for each action, written in the action's own transaction."""

from django.db import models


class Entry(models.Model):
    """Somebody did something. Rows are only ever added."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=100)
    """Subject and verb, as the action is named: "intake.accept_document"."""
    thing_type = models.CharField(max_length=50)
    thing_id = models.BigIntegerField()
    detail = models.JSONField(default=dict)
    """What changed, before and after, as the action tells it."""

    class Meta:
        indexes = [models.Index(fields=["thing_type", "thing_id"])]

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.thing_type} {self.thing_id}"
        )

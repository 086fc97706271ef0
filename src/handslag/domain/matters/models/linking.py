"""What linking keeps of every item, so that a new meeting is compared with few others."""

from __future__ import annotations

from django.db import models

from handslag.domain.matters.models.matters import LinkGround, Matter


class LinkProfile(models.Model):
    """What linking goes by of an item, or of one part of an item whose heading holds several.

    Item, meeting and body are told by number, not by relation: a profile outlives its item until
    linking has seen what went with it.
    """

    item_id = models.BigIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    meeting_id = models.BigIntegerField(db_index=True)
    body_id = models.BigIntegerField()
    day = models.DateField()
    """The meeting's."""
    place = models.PositiveSmallIntegerField(default=0)
    """Its place among the meeting's items."""
    traits = models.JSONField(default=dict)
    """`matters.linking.traits.Traits` as JSON can say it."""
    digest = models.CharField(max_length=64)
    """Of everything above: the same again changes nothing."""
    home = models.OneToOneField(
        Matter, on_delete=models.SET_NULL, null=True, blank=True, related_name="begun"
    )
    """The matter that was made for it: where it belongs when it belongs with nothing else."""
    matter = models.ForeignKey(
        Matter, on_delete=models.SET_NULL, null=True, blank=True, related_name="profiles"
    )
    """The matter that it was last found to belong to."""

    class Meta:
        ordering = ["day", "body_id", "meeting_id", "place", "part", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item_id", "part"], name="link_profile_once"),
        ]
        indexes = [
            models.Index(fields=["day"], name="link_profile_day"),
            models.Index(fields=["body_id", "day"], name="link_profile_body_day"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.part}"


class LinkKey(models.Model):
    """Something by which a profile is found: a word of its heading, a day it speaks of, a file."""

    profile = models.ForeignKey(LinkProfile, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    """The year of the profile's day."""

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["key", "year"], name="link_key_year")]

    def __str__(self) -> str:
        return self.key


class LinkCount(models.Model):
    """In how many headings a word stood in one year: a word in many tells none of them apart."""

    key = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "year"], name="link_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.year}: {self.number}"


class LinkTie(models.Model):
    """Two profiles that seem to be of one matter, surely or perhaps."""

    earlier = models.ForeignKey(LinkProfile, on_delete=models.CASCADE, related_name="later_ties")
    later = models.ForeignKey(LinkProfile, on_delete=models.CASCADE, related_name="earlier_ties")
    degree = models.FloatField()
    """How likely it seems, from 0 to 1."""
    ground = models.CharField(max_length=20, choices=LinkGround)
    reason = models.JSONField(default=dict)

    class Meta:
        ordering = ["-degree", "id"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="link_tie_once"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id}-{self.later_id} {self.degree:.2f}"

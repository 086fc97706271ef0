"""What can be found: a row for each heading and clause, with its words as the index has them."""

from __future__ import annotations

from django.db import models

from handslag.domain.base.facts import Phase


class EntryKind(models.TextChoices):
    """What sort of thing was found."""

    ITEM = "item"
    CLAUSE = "clause"


class Entry(models.Model):
    """One text that can be found, and which account of its meeting has it.

    The database's own index follows these rows; in SQLite by triggers. Where SQLite must make the
    table anew to change a column, its triggers are lost: such a migration makes them again, as
    the second one does.
    """

    kind = models.CharField(max_length=10, choices=EntryKind)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey("meetings.AgendaItem", on_delete=models.CASCADE, related_name="+")
    phase = models.CharField(max_length=10, choices=Phase, blank=True, default="")
    """The account that the text stands in; empty where it stands alike in both."""
    text = models.TextField()
    words = models.TextField()
    """The text's words, analysed by `words.indexed`."""

    def __str__(self) -> str:
        return self.text


class PublishedEntry(models.Model):
    """One part of a published version that can be found: an item, or what stands above them.

    Only the newest version that is shown has any; its own index follows these rows as the other
    does. Here are published words alone.
    """

    version = models.ForeignKey(
        "publications.PublishedVersion", on_delete=models.CASCADE, related_name="+"
    )
    anchor = models.CharField(max_length=60, blank=True)
    """Its place on the version's page; empty for the page itself."""
    heading = models.TextField(blank=True)
    text = models.TextField()
    words = models.TextField()
    """The words of heading and text, analysed by `words.indexed`."""
    phrase = models.TextField()
    """The same, each word as it stands in small letters, with one space between and around:
    what words in quotes are looked for in."""

    def __str__(self) -> str:
        return self.heading or self.text

"""What can be found: a row for each text, with its words as the index has them."""

from __future__ import annotations

from django.db import models

from handslag.domain.base.facts import Phase


class EntryKind(models.TextChoices):
    """What sort of thing was found. People are found in the register itself."""

    MEETING = "meeting"
    MATTER = "matter"
    ITEM = "item"
    CLAUSE = "clause"
    ASSIGNMENT = "assignment"
    DOCUMENT = "document"


class Entry(models.Model):
    """One text that can be found, and who may find it.

    The id is made of the day, the kind and the thing's own id (`places.place_of`), so that the
    newest come first by it alone, on every database, and the same thing always has the same.

    The database's own index follows these rows; in SQLite by triggers. Where SQLite must make the
    table anew to change a column, its triggers are lost: such a migration makes them again, as
    the second one does.
    """

    kind = models.CharField(max_length=10, choices=EntryKind)
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.CASCADE, null=True, related_name="+"
    )
    item = models.ForeignKey(
        "meetings.AgendaItem", on_delete=models.CASCADE, null=True, related_name="+"
    )
    matter = models.ForeignKey(
        "matters.Matter", on_delete=models.CASCADE, null=True, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", on_delete=models.CASCADE, null=True, related_name="+"
    )
    thing = models.BigIntegerField()
    """The id of what was found: of the clause, the assignment, the matter, the document ..."""
    phase = models.CharField(max_length=10, choices=Phase, blank=True, default="")
    """The account that the text stands in; empty where it stands alike in both."""
    page = models.PositiveIntegerField(null=True)
    """The page of a document, where it has pages."""
    start = models.PositiveIntegerField(default=0)
    """Where in the document's text it begins."""
    text = models.TextField()
    words = models.TextField()
    """The text's words, analysed by `words.indexed`."""
    phrase = models.TextField()
    """The same as they stand, `words.phrase_of`: what words in quotes are looked for in."""
    keys = models.TextField()
    """Who may find it, and what it can be sifted by: `keys.keys_of`."""
    length = models.PositiveIntegerField()
    """How many different words it has."""
    changed_at = models.DateTimeField(db_index=True)
    """When the text was last another, or could be found by others."""

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


class Learnt(models.Model):
    """Words that the county's texts have taught: a version of the dictionary is all rows together.

    Rows are only added, by whoever writes texts, so that nobody waits for anybody; the worker
    divides older words by them, says that they are settled, and makes many rows one.
    """

    token = models.CharField(max_length=32, unique=True)
    """Another for every row that ever was: what is kept in memory is known by it."""
    parts = models.TextField(blank=True)
    """Stems that compounds may be made of, a space between."""
    others = models.TextField(blank=True)
    """Stems that they are not made of: names, short and long ones."""
    settled = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return self.token


class Rebuilding(models.Model):
    """The index is to be made anew, and how far that has come. No row: it is in step."""

    step = models.CharField(max_length=10, default="meetings")
    """What is being indexed: "meetings", then "documents", then "published"."""
    done_to = models.BigIntegerField(default=0)
    """The last id of that step that is done."""
    begun_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.step} {self.done_to}"

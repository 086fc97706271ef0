"""Lists that were handed in, their rows, and what somebody has decided of each."""

from __future__ import annotations

from django.db import models


class RowList(models.Model):
    """A list that was handed in. Nothing of it is in the register until it is carried out."""

    name = models.CharField(max_length=300)
    """The file's."""
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    sheets = models.JSONField(default=list)
    """For each sheet its name, the number of the row with the headings, and the headings."""
    hidden = models.JSONField(default=list)
    """Names of sheets that were hidden, and not read."""
    damaged = models.BooleanField(default=False)
    """Some characters of the file could not be read."""
    columns = models.JSONField(default=list)
    """For each sheet what each column tells: a value of Column, or empty."""
    meanings = models.JSONField(default=dict)
    """What words of the list mean, where the register does not know them: "body:lss" is a body."""
    since = models.DateField(null=True, blank=True)
    """From when those sit of whom the list does not say it."""
    seen = models.JSONField(default=dict)
    """What each row was told to do when somebody last looked: a digest by the row's id."""
    done = models.PositiveIntegerField(default=0)
    """Rows that have been carried out."""
    done_by = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class ListRow(models.Model):
    """One row of a list with its place, and what somebody decided of it."""

    list = models.ForeignKey(RowList, on_delete=models.CASCADE, related_name="rows")
    sheet = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    """Each cell as its text, or as a pair of kind and text."""
    left = models.BooleanField(default=False)
    """It is not to be carried out."""
    person = models.CharField(max_length=30, blank=True)
    """Who it is: "p12" of the register, "r7" as on the row with that id, "new"; empty: as found."""
    seat = models.CharField(max_length=30, blank=True)
    """Which membership it tells of: "m12" of the register, "new"; empty: as found."""
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["list", "sheet", "number"], name="row_of_list_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.sheet}:{self.number}"

"""Suggestions as the tree they are, and what a person typed in them. Pure but for one query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from handslag.intake.kinds import BY_NAME, Kind
from handslag.intake.models import Suggestion, SuggestionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Fact:
    """One suggestion with what hangs on it, in order."""

    row: Suggestion
    kind: Kind
    children: tuple[Fact, ...]

    @property
    def value(self) -> dict[str, Any]:
        """What stands now: typed if somebody typed, otherwise as read."""
        value: dict[str, Any] = self.row.value
        return value

    @property
    def dropped(self) -> bool:
        """Whether a person said that it is none."""
        return self.row.state == SuggestionState.DROPPED

    @property
    def typed(self) -> frozenset[str]:
        """The fields that a person filled in or changed."""
        return typed_fields(self.row)

    def typed_value(self) -> dict[str, Any]:
        """The value of each field as the domain wants it."""
        return {spec.name: spec.form.typed(self.value.get(spec.name)) for spec in self.kind.fields}

    def of_kind(self, *names: str) -> Iterator[Fact]:
        """What stands of these kinds under it; dropped ones are left out."""
        return standing(self.children, *names)

    def walk(self) -> Iterator[Fact]:
        """This one and everything under it, in order; what is dropped is left out with its all."""
        if not self.dropped:
            yield self
            for child in self.children:
                yield from child.walk()

    def all(self) -> Iterator[Fact]:
        """This one and everything under it, dropped or not."""
        yield self
        for child in self.children:
            yield from child.all()


def typed_fields(row: Suggestion) -> frozenset[str]:
    """The fields of a suggestion that a person filled in or changed."""
    if row.state == SuggestionState.ADDED:
        return frozenset(row.value)
    if row.state != SuggestionState.CORRECTED:
        return frozenset()
    read = row.read_value or {}
    return frozenset(name for name, value in row.value.items() if value != read.get(name))


def standing(facts: Iterable[Fact], *names: str) -> Iterator[Fact]:
    """Those of `facts` that are of these kinds and not dropped."""
    return (fact for fact in facts if fact.kind.name in names and not fact.dropped)


def tree_of(rows: Iterable[Suggestion]) -> tuple[Fact, ...]:
    """The suggestions of one document as trees."""
    under: dict[int | None, list[Suggestion]] = defaultdict(list)
    for row in rows:
        under[row.parent_id].append(row)

    def facts(parent: int | None) -> tuple[Fact, ...]:
        found = sorted(under.get(parent, ()), key=lambda row: (row.order, row.id))
        return tuple(Fact(row, BY_NAME[row.kind], facts(row.id)) for row in found)

    return facts(None)


def facts_of(document_id: int) -> tuple[Fact, ...]:
    """Every fact of one document under review. One query."""
    return tree_of(Suggestion.objects.filter(document_id=document_id))


def only(facts: Iterable[Fact], name: str) -> Fact | None:
    """The one fact of a kind that there is at most one of; the latest where somebody added one."""
    found = list(standing(facts, name))
    return found[-1] if found else None


def missing(facts: tuple[Fact, ...]) -> dict[str, str]:
    """What must be told before the document can be accepted: a message for each kind of fact."""
    messages = {}
    kind = only(facts, "kind")
    if kind is None or kind.value.get("kind") not in {"notice", "minutes"}:
        messages["kind"] = _("Ange om dokumentet är en kallelse eller anteckningar från ett möte.")
    if only(facts, "body") is None:
        messages["body"] = _("Ange vilket organ som möts.")
    if only(facts, "date") is None:
        messages["date"] = _("Ange vilken dag mötet hålls.")
    return messages

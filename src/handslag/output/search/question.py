"""A question as somebody puts it: words, and what the answers are sifted by. Pure.

It can be kept as plain data, and put back into an address.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from handslag.domain.base.sides import Side
from handslag.output.search.expressions import Expression, Has
from handslag.output.search.keys import of_body
from handslag.output.search.models import EntryKind
from handslag.output.search.places import CODES, first_on

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_WORDS = 200
PEOPLE = "person"
"""The kind of hit that is not in the index but in the register."""
KINDS = (*EntryKind.values, PEOPLE)
BY_DATE = "date"
_LARGEST_ID = 2**63 - 1
_ACTIONS = frozenset((
    *("approve", "reject", "note", "endorse", "appoint", "assign", "refer", "table"),
    *("postpone", "other"),
))  # fmt: skip
_PARAMETERS: Mapping[str, str] = {
    "words": "q",
    "kind": "slag",
    "body_id": "organ",
    "year": "ar",
    "first": "fran",
    "last": "till",
    "action": "gor",
    "side": "part",
    "open": "lage",
    "order": "ordning",
}
"""What each part of a question is called in an address."""
_STANDS: Mapping[str, bool] = {"oppna": True, "avslutade": False}
_ORDERS: Mapping[str, str] = {"datum": BY_DATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is sought. Empty parts sift nothing."""

    words: str = ""
    kind: str = ""
    """A value of EntryKind, or `PEOPLE`."""
    body_id: int | None = None
    year: int | None = None
    first: date | None = None
    """From this day on, and to the last, both with them."""
    last: date | None = None
    action: str = ""
    """What a clause does: a value of ClauseAction."""
    side: str = ""
    """A value of Side."""
    open: bool | None = None
    """Of assignments: those that are open, or those that are finished."""
    order: str = ""
    """`BY_DATE`, the newest first; else by relevance."""

    @property
    def sifted(self) -> bool:
        """Whether anything is asked beside words and order."""
        return self != Question(words=self.words, order=self.order)

    def keys(self) -> tuple[Expression, ...]:
        """What the index must have, the kind left apart."""
        found: list[Expression] = []
        if self.body_id is not None:
            found.append(of_body(self.body_id))
        if self.action:
            found.append(Has(f"=a{self.action}"))
        if self.side:
            found.append(Has(f"=s{self.side}"))
        if self.open is not None:
            found.append(Has(f"=o{int(self.open)}"))
        return tuple(found)

    def kind_keys(self) -> tuple[Expression, ...]:
        """What the index must have of the kind; nothing for all kinds."""
        return (Has(f"=k{CODES[EntryKind(self.kind)]}"),) if self.kind in EntryKind.values else ()

    def ids(self) -> tuple[int | None, int | None]:
        """The least id of the days asked for, and the id after the greatest."""
        first, last = self.first, self.last
        if self.year is not None:
            first = max(first or date.min, date(self.year, 1, 1))
            last = min(last or date.max, date(self.year, 12, 31))
        after = (
            None if last in (None, date.max) else first_on(date.fromordinal(last.toordinal() + 1))
        )
        return (first_on(first) if first else None, after)

    def to_json(self) -> dict[str, Any]:
        """As plain data, without what is empty."""
        return {
            one.name: value.isoformat() if isinstance(value, date) else value
            for one in fields(self)
            if (value := getattr(self, one.name)) not in (None, "")
        }

    def to_address(self) -> dict[str, str]:
        """As the parameters of `/sok/`, without what is empty."""
        told = {_PARAMETERS[name]: str(value) for name, value in self.to_json().items()}
        if self.open is not None:
            told["lage"] = "oppna" if self.open else "avslutade"
        if self.order:
            told["ordning"] = "datum"
        return told


def from_json(told: Mapping[str, Any]) -> Question:
    """The question that `to_json` told. What is unknown or makes no sense is passed over."""
    return _sound({name: told.get(name) for name in _PARAMETERS})


def from_address(told: Mapping[str, str]) -> Question:
    """The question that the parameters of an address put, likewise."""
    found: dict[str, Any] = {name: told.get(key) for name, key in _PARAMETERS.items()}
    found["open"] = _STANDS.get(found["open"] or "")
    found["order"] = _ORDERS.get(found["order"] or "", "")
    return _sound(found)


def _sound(told: Mapping[str, Any]) -> Question:
    def chosen(name: str, among: object) -> str:
        value = told[name]
        return value if isinstance(value, str) and value in among else ""  # type: ignore[operator]

    year = _number(told["year"])
    words = told["words"] if isinstance(told["words"], str) else ""
    return Question(
        words=" ".join(words.split())[:LONGEST_WORDS],
        kind=chosen("kind", KINDS),
        body_id=_number(told["body_id"]),
        year=year if year is not None and year < date.max.year else None,
        first=_day(told["first"]),
        last=_day(told["last"]),
        action=chosen("action", _ACTIONS),
        side=chosen("side", Side.values),
        open=told["open"] if isinstance(told["open"], bool) else None,
        order=chosen("order", (BY_DATE,)),
    )


def _number(value: Any) -> int | None:
    words = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not words.isascii() or not words.isdigit():
        return None
    number = int(words[:19])
    return number if 0 < number <= _LARGEST_ID else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None

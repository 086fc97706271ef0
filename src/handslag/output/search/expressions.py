"""What entries must have, as each database asks it: FTS5's language, and PostgreSQL's. Pure.

Tokens are words of letters and digits, or keys that begin with "="; so none of them can be read
as a sign of either language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Has:
    """The token is there; with `begins`, one that it begins."""

    token: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Any:
    """One of them at least. None of none is true of nothing."""

    of: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of `of`, and none of `but`. There is always something in `of`."""

    of: tuple[Expression, ...]
    but: tuple[Expression, ...] = ()


Expression: TypeAlias = Has | Any | All


def fts(wanted: Expression) -> str:
    """In FTS5's language."""
    match wanted:
        case Has(token, begins):
            return f'"{token}"*' if begins else f'"{token}"'
        case Any(of):
            return f"({' OR '.join(map(fts, of))})"
        case All(of, but):
            both = f"({' AND '.join(map(fts, of))})"
            return f"({both} NOT ({' OR '.join(map(fts, but))}))" if but else both


def tsquery(wanted: Expression) -> str:
    """In PostgreSQL's."""
    match wanted:
        case Has(token, begins):
            return f"'{token}':*" if begins else f"'{token}'"
        case Any(of):
            return f"({' | '.join(map(tsquery, of))})"
        case All(of, but):
            return f"({' & '.join([*map(tsquery, of), *(f'!{tsquery(one)}' for one in but)])})"

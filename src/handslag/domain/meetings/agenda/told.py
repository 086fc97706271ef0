"""The shapes in which writes of an agenda take what somebody typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenterTold:
    """Who presents an item, as typed. Title and organisation may be left to the register."""

    name: str
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTold:
    """What an item of the plan says."""

    heading: str
    kind: str = ""
    """A value of ItemKind; empty where nobody has said."""
    minutes: int | None = None
    description: str = ""
    standing: bool = False
    presenters: tuple[PresenterTold, ...] = ()

"""The shape in which writes take what somebody says of a matter between meetings."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  fields of a dataclass
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTold:
    """Something that happened to a matter outside every meeting."""

    kind: str
    """A value of StepKind."""
    day: dt.date
    way: str = "elsewhere"
    """A value of StepWay."""
    body_id: int | None = None
    """Who did so, where it was a body."""
    by: str = ""
    """Who did so, as named."""
    to_body_id: int | None = None
    to_date: dt.date | None = None
    """The day it is tabled or taken back to, or is to be dealt with there."""
    expected_date: dt.date | None = None
    """When it is expected back."""
    expected_text: str = ""
    """The same in words."""
    text: str = ""
    """Why, or what was said."""
    document_id: int | None = None
    """The paper that says so, one that is taken in already."""

"""The viewer: everybody who reads or acts, a person or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from handslag.domain.accounts.permissions import Permission


@dataclass(frozen=True)
class Viewer:
    """Who looks. `name` goes into the log; `permissions` are all that this viewer may do."""

    name: str
    permissions: frozenset[Permission] = field(default_factory=frozenset)


ANONYMOUS = Viewer(name="")
"""A stranger: may read nothing that is not published."""


def coordinator(name: str) -> Viewer:
    """A coordinator at the county's office, who may do everything at the desk."""
    return Viewer(name=name, permissions=frozenset(Permission))


SYSTEM = coordinator("Handslag")
"""Handslag itself, when it acts on a command at the machine."""

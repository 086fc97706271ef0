"""What a backup says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from handslag.interfaces.cli.keeping.errors import BadBackup

FORMAT = 1
"""Changes when an older Handslag could not make sense of what a newer one writes."""
PROGRAM = "handslag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first part of a backup: what made it, of what, and how much of everything it holds."""

    version: str
    """Of Handslag."""
    made_at: str
    """ISO 8601, with the zone."""
    database: str
    """"sqlite" or "postgresql"."""
    database_version: str
    migrations: dict[str, list[str]]
    """Those applied, by subject, sorted."""
    rows: dict[str, int]
    """How many each table of the database has."""
    files: int
    size: int
    """Bytes of all parts but this one and the sums."""
    head: str
    """Where the log's chain ends; empty where it has no entry."""
    missing: list[str] = field(default_factory=list)
    """Hashes of files that documents name and the disk had lost already."""

    def as_json(self) -> bytes:
        """One object, readable by eye."""
        told = {"program": PROGRAM, "format": FORMAT, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def manifest_of(data: bytes) -> Manifest:
    """The manifest that `data` holds. Raises BadBackup."""
    told = _object(data)
    if told.pop("program", None) != PROGRAM:
        raise BadBackup("Filen är ingen säkerhetskopia från Handslag.")
    number = told.pop("format", None)
    if not isinstance(number, int) or number > FORMAT:
        msg = (
            "Säkerhetskopian är gjord av en nyare version av Handslag "
            f"({told.get('version', 'okänd')}). Installera den versionen eller en senare, och "
            "försök igen."
        )
        raise BadBackup(msg)
    if set(told) != {one.name for one in fields(Manifest)}:
        raise BadBackup("Säkerhetskopians innehållsförteckning är skadad.")
    return Manifest(**told)


def _object(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise BadBackup("Filen är ingen säkerhetskopia från Handslag.")
    return told

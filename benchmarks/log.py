"""Verify a log of a million entries, beside the bare time of hashing the same bytes.

    python -m benchmarks.log [entries]

The entries are put into a database of their own, on SQLite in a folder that is removed afterwards,
or on the PostgreSQL that the environment names, where the log must be empty. The peer is the least
that any verification of the same log has to do: `hashlib` over the same bytes in a loop, and
`sha256sum` over them in one file.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES = 1_000_000
AT_ONCE = 10_000
VERBS = (
    ("intake.correct", "documents.document"),
    ("intake.accept", "documents.document"),
    ("meetings.record_meeting", "meetings.meeting"),
    ("registry.merge_people", "registry.person"),
)
DETAIL = {
    "suggestion": 4711,
    "kind": "item",
    "before": {"heading": "Rapport från arbetsgruppen för god och nära vård"},
    "after": {"heading": "Rapport från arbetsgruppen Nära vård, med förslag om fortsatt arbete"},
}


def main() -> None:
    """Make the log, verify it and hash the same bytes; print each figure on a line."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with tempfile.TemporaryDirectory(prefix="handslag-log-") as folder:
        os.environ["HANDSLAG_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        with _timed("made", entries):
            size = _make(entries, Path(folder) / "bytes")
        _verify(entries)
        _hash(entries, Path(folder) / "bytes", size)


def _make(entries: int, copy: Path) -> int:
    """Chain the entries and put them into the database; keep a copy of all bytes hashed."""
    from django.db import connection, transaction

    from handslag.domain.audit import chain

    random, digest, size = Random(2026), chain.BEGINNING, 0  # noqa: S311  the same at every run
    canonical = chain.canonical(DETAIL)
    with copy.open("wb") as file, transaction.atomic(), connection.cursor() as cursor:
        for start in range(1, entries + 1, AT_ONCE):
            rows: list[tuple[Any, ...]] = []
            values: list[tuple[Any, ...]] = []
            for number in range(start, min(start + AT_ONCE, entries + 1)):
                verb, thing_type = VERBS[number % len(VERBS)]
                salt = random.randbytes(chain.SALT_BYTES).hex()
                told = ("Anna Berg", canonical, "")
                of_values = chain.values_digest(salt, *told)
                at = f"2026-01-01 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
                fields = (verb, thing_type, number % 5000, of_values, digest)
                held = (number, f"{at[:10]}T{at[11:]}.000001Z", 7, *fields)
                data = chain.entry_bytes(*held)
                size += file.write(bytes.fromhex(salt) + chain.values_bytes(*told) + data)
                digest = sha256(data).hexdigest()
                rows.append((number, f"{at}.000001", 7, *fields, digest))
                values.append((number, salt, told[0], told[2], told[1]))
            if connection.vendor == "postgresql":
                rows = [(row[0], f"{row[1]}+00", *row[2:]) for row in rows]
            cursor.executemany(
                "INSERT INTO audit_entry (number, at, user_id, verb, thing_type, thing_id,"
                " values_digest, previous, digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                rows,
            )
            cursor.executemany(
                "INSERT INTO audit_values (number, salt, actor, reason, detail)"
                " VALUES (%s, %s, %s, %s, %s)",
                values,
            )
        cursor.execute("UPDATE audit_head SET number = %s, digest = %s", [entries, digest])
    return size


def _verify(entries: int) -> None:
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.audit.queries import verification

    before = _peak()
    with _timed("verified", entries):
        walk = verification(SYSTEM)
        assert list(walk.troubles()) == []
    assert walk.entries == entries
    print(f"memory         {before:7.1f} MB at most before, {_peak():.1f} MB after")


def _hash(entries: int, copy: Path, size: int) -> None:
    data, each = copy.read_bytes(), size // (2 * entries)
    parts = [data[place : place + each] for place in range(0, size, each)]
    with _timed("hashlib alone", entries):
        for part in parts:
            sha256(part).hexdigest()
    with _timed("sha256sum", entries):
        subprocess.run(["sha256sum", copy], check=True, stdout=subprocess.DEVNULL)  # noqa: S603, S607  our own file
    print(f"bytes hashed   {size / 1e6:7.1f} MB")


@contextmanager
def _timed(what: str, entries: int) -> Iterator[None]:
    """Time by the clock, and of the processor: other work here lengthens only the first."""
    begun, worked = time.perf_counter(), time.process_time()
    yield
    taken, work = time.perf_counter() - begun, time.process_time() - worked
    speed = f"{entries / taken:,.0f} entries/s"
    print(f"{what:14} {taken:7.2f} s ({work:.2f} s of this process), {speed}", flush=True)


def _peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

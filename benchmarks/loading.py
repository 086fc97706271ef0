"""What it costs to load a county's meetings the whole way: `python -m benchmarks.loading`.

Minutes of fifteen items each are taken in and accepted as they were read: the text is read in a
process apart, becomes suggestions, and what they say goes through the domain's actions with
evidence, links between items and matters, search and the log. Beside it, in the same run, stands
the least that a database can do: the very same rows, copied table by table into an empty database
of the same shape. Then the same files are loaded once more, unchanged. Aim: again costs less than
a tenth.

    --meetings N   how many (1000)
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from handslag.domain.base.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEMS = 15
AGAIN = 0.1
"""The share of the first loading that the second may cost."""
BODIES = ("Länsnätverket", "Socialchefsgruppen", "Styrgruppen", "Samrådet", "Programområde äldre")
HEAD, DAY = "Nätverket för välfärd i Älvlandet", "12 november 2025"
"""What every made-up meeting is headed by, until it is given a body and a day of its own."""


def main() -> None:
    """Load, load again, copy the rows, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--meetings", type=int, default=1000)
    count = parser.parse_args().meetings
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as folder:
        empty = _set_up(Path(folder))
        files = list(_files(count))
        first = _timed("loading, the whole way", files)
        again = _timed("the same, once more", files)
        _copied(Path(folder), empty)
        print(f"again / first      {again / first:.3f} of the time (aim: under {AGAIN})")


def _set_up(folder: Path) -> Path:
    """Django on a new database in `folder`; returns a copy of it as it was before anything."""
    os.environ["HANDSLAG_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
    import django  # settings read the folder's name when they are imported
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    empty = folder / "empty.sqlite3"
    shutil.copy(connection.settings_dict["NAME"], empty)
    return empty


def _files(count: int) -> Iterator[tuple[str, bytes]]:
    from benchmarks.documents import minutes

    for number in range(count):
        day = date(2001, 1, 10) + timedelta(days=7 * number)
        text = minutes(ITEMS, seed=number).replace(HEAD, BODIES[number % len(BODIES)])
        text = text.replace(DAY, f"{day.day} {MONTHS[day.month - 1]} {day.year}")
        yield f"minnesanteckningar-{number}.txt", text.encode()


def _timed(what: str, files: list[tuple[str, bytes]]) -> float:
    """Load files as somebody does who has nothing to correct; seconds of the clock."""
    began, worked = perf_counter(), process_time()
    for name, data in files:
        _load(name, data)
    took = perf_counter() - began
    items = len(files) * ITEMS
    print(
        f"{what:24} {items:>7} items in {took:.1f} s, {items / took:.0f} items/s "
        f"({process_time() - worked:.1f} s of this process)"
    )
    return took


def _load(name: str, data: bytes) -> None:
    from handslag.domain.access.viewer import SYSTEM
    from handslag.intake.actions import accept, take_in
    from handslag.intake.queries import review_page

    taken = take_in(viewer=SYSTEM, name=name, data=data)
    if not taken.new:
        return
    revision = review_page(SYSTEM, taken.document_id).revision
    accept(viewer=SYSTEM, document_id=taken.document_id, revision=revision)


def _copied(folder: Path, empty: Path) -> None:
    """Put every row there is into an empty database of the same shape, and tell how long it took.

    Read into memory first, so that only the writing is measured; search's own tables are filled by
    the triggers of that database, as they are when anything else writes the entries.
    """
    from django.apps import apps
    from django.db import connection

    source = sqlite3.connect(connection.settings_dict["NAME"])
    tables = [model._meta.db_table for model in apps.get_models()]
    triggers = source.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = [name for name, sql in triggers if "search" not in sql]
    rows = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608  our own tables
    target = sqlite3.connect(shutil.copy(empty, folder / "copy.sqlite3"))
    target.execute("PRAGMA foreign_keys = OFF")
    for name in guards:  # they let nobody write the log but the log
        target.execute(f'DROP TRIGGER "{name}"')
    began = perf_counter()
    total = 0
    with target:
        for name, found in rows.items():
            if found:
                marks = ", ".join("?" * len(found[0]))
                target.execute(f'DELETE FROM "{name}"')  # noqa: S608  as above: what migrations put there
                target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', found)  # noqa: S608  as above
                total += len(found)
    took = perf_counter() - began
    print(f"{'the bare rows':24} {total:>7} rows in {took:.1f} s, {total / took:.0f} rows/s")


if __name__ == "__main__":
    main()

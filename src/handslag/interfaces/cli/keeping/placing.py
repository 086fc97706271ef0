"""Putting what was unpacked and verified in the place of what was there.

A data folder may be the root of a disk of its own, so it is never moved itself: what is in it is,
name by name. Before the first move a note says that moving has begun. Where the note is found
later, the moves were cut off; everything had been verified by then, so they are simply finished.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

FOLDER = "restoring"
"""In the data folder: what is unpacked and not yet in its place."""
REPLACED = "replaced-"
"""In the data folder: what was there before, with the time it was replaced."""
NOTE = "placing.json"

DATABASE = "handslag.sqlite3"
BESIDE = (f"{DATABASE}-wal", f"{DATABASE}-shm")
NAMES = ("files", "recognised", DATABASE)


def occupied(folder: Path) -> bool:
    """Whether the folder has files of documents already."""
    return any(not path.name.startswith(".") for path in (folder / "files").glob("*/*"))


def place(folder: Path, *, aside: str) -> None:
    """Move what lies in `restoring` into the folder, and what was there into `aside`."""
    note = folder / FOLDER / NOTE
    written = note.with_suffix(".tmp")
    written.write_text(json.dumps({"aside": aside}))
    sync(written)
    written.replace(note)
    sync(note.parent)
    finish(folder)


def finish(folder: Path) -> bool:
    """Make the moves that are left, where they had begun; whether there were any."""
    new = folder / FOLDER
    try:
        aside = folder / json.loads((new / NOTE).read_text())["aside"]
    except FileNotFoundError:
        return False
    if (new / DATABASE).exists():
        for name in BESIDE:  # they belong to the old one
            _move(folder / name, aside / name)
    for name in NAMES:
        if (new / name).exists():
            _move(folder / name, aside / name)
            _move(new / name, folder / name)
    sync(folder)
    shutil.rmtree(new)
    return True


def begun(folder: Path) -> bool:
    """Whether moves were begun and not finished."""
    return (folder / FOLDER / NOTE).exists()


def clear(folder: Path) -> Path:
    """An empty folder to unpack in; what an earlier attempt left there goes."""
    new = folder / FOLDER
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    return new


def hand_over(folder: Path, owner: os.stat_result) -> None:
    """Let all that is in a folder be its owner's, where root put it there."""
    if os.geteuid() != 0 or owner.st_uid == 0:
        return
    for above, folders, files in os.walk(folder):
        for name in (".", *folders, *files):
            os.chown(Path(above, name), owner.st_uid, owner.st_gid, follow_symlinks=False)


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _move(path: Path, to: Path) -> None:
    if path.exists():
        to.parent.mkdir(mode=0o700, exist_ok=True)
        path.rename(to)

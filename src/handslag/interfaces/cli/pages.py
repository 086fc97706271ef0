"""A bar in the terminal that tells how many pages of a scan are recognised."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

SHOWN_LETTERS = 40
"""How much of a file's name stands beside a bar."""


@contextmanager
def page_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """Something to call with pages done and pages in all; the bar is drawn at the first call.

    Only in a terminal: what is printed to a file holds no bars.
    """
    drawn: list[Progress] = []

    def tell(done: int, of: int) -> None:
        if not drawn:
            drawn.append(_started(name, of))
        (bar,) = drawn
        bar.update(bar.task_ids[0], completed=done, total=of)

    try:
        yield tell
    finally:
        for bar in drawn:
            bar.stop()


def _started(name: str, of: int) -> Progress:
    # loaded only here: most files have no pages to recognise, and are read sooner than this
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("Tyder sidor"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    bar.add_task(name[:SHOWN_LETTERS], total=of)
    bar.start()
    return bar

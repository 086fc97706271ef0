"""`handslag work`: what waits is done, beside the server or without it: scans are read, letters
handed to the mail server, digests made ready, and the search index kept as it should be."""

import os
import signal
import sys
import threading
from types import FrameType
from typing import Annotated

import typer

from handslag.interfaces.cli.installation import ready


def work(
    *,
    beside: Annotated[
        bool,
        typer.Option("--beside", hidden=True, help="Avsluta när den som startade tystnar."),
    ] = False,
) -> None:
    """Läs skannade handlingar och skicka brev som väntar. Flera kan köras samtidigt."""
    ready()
    from handslag.domain.access.viewer import SYSTEM
    from handslag.intake.actions import forget_old_pages
    from handslag.intake.recognising.work import Worker
    from handslag.output.news.work import Herald
    from handslag.output.post.work import Postman
    from handslag.output.search.work import Librarian

    forget_old_pages(viewer=SYSTEM)
    worker = Worker()
    beside_it = (Postman(), Librarian(), Herald())

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # the thread that reads is the one that is interrupted here, and must not wait for itself
        threading.Thread(target=worker.stop).start()
        for one in beside_it:
            threading.Thread(target=one.stop).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if beside:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
    else:
        typer.echo("Handslag läser det som väntar – avsluta med Ctrl+C")
    # the others have threads of their own: a scan may take long, and nobody waits for it to be
    # sent a letter
    threads = [threading.Thread(target=one.run) for one in beside_it]
    for thread in threads:
        thread.start()
    try:
        worker.run()
    finally:
        for one in beside_it:
            one.stop()
        for thread in threads:
            thread.join()


def _stop_with_parent() -> None:
    """End when whoever started this is gone, however that came about: its pipe then ends."""
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)

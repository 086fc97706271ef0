"""`handslag work`: what waits is done, beside the server or without it: scans are read, letters
handed to the mail server, and the search index kept as it should be."""

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
    from handslag.output.post.work import Postman
    from handslag.output.search.work import Librarian

    forget_old_pages(viewer=SYSTEM)
    worker, postman, librarian = Worker(), Postman(), Librarian()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # the thread that reads is the one that is interrupted here, and must not wait for itself
        threading.Thread(target=worker.stop).start()
        threading.Thread(target=postman.stop).start()
        threading.Thread(target=librarian.stop).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if beside:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
    else:
        typer.echo("Handslag läser det som väntar – avsluta med Ctrl+C")
    # letters have a thread of their own: a scan may take long, and nobody waits for it to be sent
    sending = threading.Thread(target=postman.run)
    sending.start()
    indexing = threading.Thread(target=librarian.run)
    indexing.start()
    try:
        worker.run()
    finally:
        postman.stop()
        librarian.stop()
        sending.join()
        indexing.join()


def _stop_with_parent() -> None:
    """End when whoever started this is gone, however that came about: its pipe then ends."""
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)

"""The worker: it reads what waits, one document at a time, for as long as it is let.

Whatever happens to it, a document is read wholly or not at all: all that a reading gave is
written in one transaction, and only by the worker that still holds the document. Pages that were
recognised lie on the disk, so that the next one goes on where it was.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, close_old_connections, connection, transaction
from django.utils.translation import gettext as _

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.documents import queries as documents
from handslag.domain.documents.actions import fill
from handslag.intake.errors import NoRoom, NotTakenIn, not_kept
from handslag.intake.models import Review
from handslag.intake.recognising import claims
from handslag.intake.recognising.actions import give_up
from handslag.intake.recognising.models import Recognition, State
from handslag.intake.rereading import write_reread
from handslag.intake.taking_in import (
    described,
    keep_searchable,
    open_review,
    pages_of,
    readable,
)
from handslag.source.apart import Readers, forget_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.domain.documents.actions import NewDocument
    from handslag.source.apart import Document

LOOK = 1.0
"""Seconds between one look for something to read and the next, where nothing waits."""
TROUBLED = 15.0
"""The same where the database does not answer as it should."""
BEAT = 3.0
"""Seconds between one sign of life and the next. Somebody who stops a reading waits so long."""

_log = logging.getLogger(__name__)


class NotOurs(Exception):  # noqa: N818  it is nobody's fault
    """The document is not this worker's to read any more."""


class Unkept(Exception):  # noqa: N818  the disk is at fault
    """The disk had no room, or could not be written to: the document waits as it did."""


class Worker:
    """One worker. Run it from one thread; stop it from any."""

    def __init__(self) -> None:
        self.holder = uuid4().hex
        self._ended = Event()
        self._readers = Readers(most=1)

    def run(self) -> None:
        """Read what waits, and wait for more, until it is stopped."""
        while not self._ended.is_set():
            close_old_connections()  # one that has broken is opened anew
            try:
                pause = 0.0 if self.read_next() else LOOK
            except (Error, Unkept) as error:
                # as when the disk is full: what was not written is free again soon
                _log.warning("The worker waits, and then goes on: %s", " ".join(str(error).split()))
                pause = TROUBLED
            self._ended.wait(pause)
        self._readers.close()

    def stop(self) -> None:
        """Stop reading at once, and let somebody else go on with the document."""
        self._ended.set()
        self._readers.stop()

    def read_next(self) -> bool:
        """Read the document that has waited longest; whether there was any."""
        for lost in claims.given_up():
            problem = _(
                "Läsningen avbröts flera gånger på samma sida. Filen är kanske skadad. Försök "
                "igen, eller ta bort den och skanna om."
            )
            give_up(viewer=SYSTEM, document_id=lost, problem=problem)
        document_id = claims.claim(self.holder)
        if document_id is None:
            return False
        try:
            with self._holding(document_id):
                self._read(document_id)
        except (NotOurs, ObjectDoesNotExist):
            pass  # it was removed, or somebody else reads it
        except Error:
            raise  # held for a while yet: it is too soon to try again
        except BaseException:
            claims.let_go(self.holder, document_id)
            raise
        claims.let_go(self.holder, document_id)
        return True

    @contextmanager
    def _holding(self, document_id: int) -> Iterator[None]:
        """Tell now and then that this worker lives, and stop it where it has lost the document."""
        done = Event()

        def beat() -> None:
            try:
                while not done.wait(BEAT):
                    if not self._still(document_id):
                        self._readers.stop()
            finally:
                connection.close()  # this thread's own

        thread = Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _still(self, document_id: int) -> bool:
        try:
            return claims.hold_on(self.holder, document_id)
        except Error:
            connection.close()  # this thread's own; the next time it is opened anew
            return True  # nobody has said otherwise

    def _read(self, document_id: int) -> None:
        found = documents.document(SYSTEM, document_id)
        try:
            data = documents.file_path(SYSTEM, document_id).read_bytes()
            self._write(document_id, self._readable(document_id, data, found.name))
        except NotOurs:
            if documents.document_with_hash(SYSTEM, found.sha256) is None:
                forget_pages(pages_of(found.sha256))  # somebody removed it meanwhile
            raise
        except NoRoom as reason:
            raise Unkept(str(reason)) from reason
        except NotTakenIn as reason:
            self._fail(document_id, str(reason))
        except OSError as error:
            refused = isinstance(error, PermissionError)  # which may be this file's alone
            if not refused and isinstance(refusal := not_kept(error), NoRoom):
                raise Unkept(str(refusal)) from error
            why = error.strerror or type(error).__name__
            self._fail(
                document_id,
                _("Filen gick inte att läsa eller spara på disken (%s). Försök igen.") % why,
            )
        except (Error, ObjectDoesNotExist):
            raise
        except Exception as error:  # noqa: BLE001  one document must not keep the others waiting
            _log.exception("document %s could not be read", document_id)
            why = type(error).__name__
            self._fail(
                document_id,
                _("Ett fel i Handslag gjorde att filen inte kunde läsas (%s).") % why,
            )

    def _readable(self, document_id: int, data: bytes, name: str) -> Document:
        def tell(done: int, pages: int) -> None:
            if self._ended.is_set() or not claims.tell(self.holder, document_id, done, pages):
                raise NotOurs

        try:
            return readable(data, name, tell, by=self._readers)
        except NotTakenIn:
            # a reading that was stopped looks like one that broke down
            if self._ended.is_set() or not claims.hold_on(self.holder, document_id):
                raise NotOurs from None
            raise

    def _write(self, document_id: int, document: Document) -> None:
        """Let what was read stand in the place of what waited, in one transaction."""
        searchable = keep_searchable(SYSTEM, document)
        new = described(document.record.source.name, document, searchable)
        with transaction.atomic():
            row = (
                Recognition.objects.select_for_update()
                .filter(document_id=document_id, holder=self.holder, state=State.READING)
                .first()
            )
            if row is None:
                raise NotOurs
            row.delete()
            _write_reading(document_id, document, new)
        forget_pages(pages_of(document.record.source.sha256))

    def _fail(self, document_id: int, problem: str) -> None:
        give_up(viewer=SYSTEM, document_id=document_id, problem=problem, holder=self.holder)


def _write_reading(document_id: int, document: Document, new: NewDocument) -> None:
    if Review.objects.filter(document_id=document_id).exists():
        write_reread(viewer=SYSTEM, document_id=document_id, document=document)
        return
    fill(viewer=SYSTEM, document_id=document_id, new=new)
    open_review(SYSTEM, document_id, document.record)

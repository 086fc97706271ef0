"""The postman: takes letters that wait, one after another, for as long as it is let.

Several may run at the same time, on several machines. Each letter is claimed before anything is
done with it, and marked before its words go to the server: see `domain.base.outbox`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from email.utils import parseaddr
from threading import Event
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.utils.translation import gettext as _

from handslag.domain.meetings.notices import claims
from handslag.output.news import letters as digests
from handslag.output.post.handing import Fate, Handed, NoServer, Server
from handslag.output.post.letters import BadAddress, mail, on_the_wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from handslag.domain.base.outbox import Outbox

LOOK = 2.0
"""Seconds between one look for letters and the next, where none wait."""
TROUBLED = 15.0
"""The same where the database does not answer as it should."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """One sort of letters: where they wait, and what they are made of."""

    letters: Outbox
    claim: Callable[[str], Any]
    """Takes hold of one for a holder: with `id`, `address` and `tries`; None where none waits."""
    mail: Callable[[Any], EmailMessage]


ROUNDS = (
    Round(claims.LETTERS, claims.claim, mail),
    Round(digests.LETTERS, digests.claim, digests.mail),
)
"""In this order: whoever is called to a meeting is told before anything else."""


def has_server() -> bool:
    """Whether the installation has been told of a mail server; without one letters wait."""
    return bool(settings.EMAIL_HOST)


def deliver() -> int:
    """Hand over every letter that is due, and return how many were tried. For one go."""
    return Postman().deliver()


class Postman:
    """One sender. Run it from one thread; stop it from any."""

    def __init__(self) -> None:
        self.holder = uuid4().hex
        self._ended = Event()
        self._server = Server()

    def run(self) -> None:
        """Hand over what waits, and wait for more, until it is stopped."""
        while not self._ended.is_set():
            close_old_connections()  # one that has broken is opened anew
            try:
                pause = 0.0 if self.deliver() else LOOK
            except Error as error:
                _log.warning("The post waits, and then goes on: %s", " ".join(str(error).split()))
                pause = TROUBLED
            self._ended.wait(pause)
        self._server.close()
        connections.close_all()  # this thread's own

    def stop(self) -> None:
        """Begin no more letters. One that is under way is finished first."""
        self._ended.set()

    def deliver(self) -> int:
        """Hand over every letter that is due; how many were tried."""
        for one in ROUNDS:
            one.letters.settle_lost()
        if not has_server():
            return 0
        tried = 0
        try:
            for one in ROUNDS:
                tried += self._go(one)
        except NoServer as reason:
            for one in ROUNDS:
                one.letters.none_can_go(str(reason))
        finally:
            self._server.close()
        return tried

    def _go(self, one: Round) -> int:
        tried = 0
        while not self._ended.is_set():
            claimed = one.claim(self.holder)
            if claimed is None:
                break
            self._deliver(one, claimed)
            tried += 1
        return tried

    def _deliver(self, one: Round, claimed: Any) -> None:
        letters = one.letters
        try:
            words, recipient = one.mail(claimed).as_bytes(), on_the_wire(claimed.address)
        except BadAddress as reason:
            letters.refused(self.holder, claimed.id, str(reason))
            return
        except Exception as error:  # noqa: BLE001  one letter must not keep the others waiting
            _log.exception("letter %s could not be made", claimed.id)
            why = _("Ett fel i Handslag gjorde att brevet inte kunde skrivas (%s).")
            letters.refused(self.holder, claimed.id, why % type(error).__name__)
            return
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        try:
            handed = self._server.hand_over(
                sender,
                recipient,
                words,
                lambda: letters.hand_over(self.holder, claimed.id),
            )
        except NoServer:
            letters.let_go(self.holder, claimed.id)
            raise
        self._write_down(letters, claimed, handed)

    def _write_down(self, letters: Outbox, claimed: Any, handed: Handed) -> None:
        if handed.fate == Fate.TAKEN:
            letters.taken(self.holder, claimed.id)
        elif handed.fate == Fate.LATER:
            letters.not_taken(self.holder, claimed.id, claimed.tries, handed.why)
        elif handed.fate == Fate.REFUSED:
            letters.refused(self.holder, claimed.id, handed.why)
        elif handed.fate == Fate.UNKNOWN:
            letters.unknown(self.holder, claimed.id, handed.why)

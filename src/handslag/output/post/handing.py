"""Handing one letter to the mail server, step by step, so that it is known how far it came.

The conversation is SMTP (RFC 5321). Until the server has said that it is ready for the letter's
words, nothing has been handed over whatever happens; once it has answered that it took them, the
letter is its to deliver. In between, nobody can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from smtplib import CRLF, SMTPException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable
    from smtplib import SMTP

READY, TEMPORARY, PERMANENT = 354, 400, 500


class Fate(StrEnum):
    """What became of a letter."""

    TAKEN = "taken"
    LATER = "later"
    """Clearly not taken, this time."""
    REFUSED = "refused"
    """Clearly not taken, and never will be."""
    UNKNOWN = "unknown"
    """It may have been taken."""
    LOST = "lost"
    """It was no longer ours to send; nothing was handed over."""


@dataclass(frozen=True, slots=True)
class Handed:
    """How a letter fared, with what the server said, told plainly."""

    fate: Fate
    why: str = ""


class NoServer(Exception):  # noqa: N818  it is nobody's fault here
    """The mail server cannot be reached, or will not talk with us; the message says why."""


class Server:
    """The mail server, talked to over one connection at a time."""

    def __init__(self) -> None:
        self._backend: EmailBackend | None = None

    def hand_over(
        self, sender: str, recipient: str, words: bytes, begin: Callable[[], bool]
    ) -> Handed:
        """Hand over one letter. `begin` is called before its words go, and may forbid it.

        Raises NoServer where no conversation comes about at all.
        """
        smtp = self._connection()
        try:
            told = _envelope(smtp, sender, recipient, len(words))
            if told is not None:
                self._start_afresh(smtp)
                return told
            if not begin():
                self.close()
                return Handed(Fate.LOST)
            code, said = smtp.docmd("data")
        except (OSError, SMTPException) as error:
            self.close()
            return Handed(Fate.LATER, _broken(error))
        if code != READY:
            self._start_afresh(smtp)
            return _no(code, said)
        return self._words(smtp, words)

    def _words(self, smtp: SMTP, words: bytes) -> Handed:
        try:
            smtp.send(_stuffed(words))
            code, said = smtp.getreply()
        except (OSError, SMTPException) as error:
            self.close()
            return Handed(Fate.UNKNOWN, _broken(error))
        if 200 <= code < 300:
            return Handed(Fate.TAKEN)
        self._start_afresh(smtp)
        return _no(code, said)

    def close(self) -> None:
        """End the conversation."""
        if self._backend is not None:
            self._backend.fail_silently = True
            self._backend.close()
            self._backend = None

    def _connection(self) -> Any:
        if self._backend is None:
            backend = EmailBackend(timeout=settings.EMAIL_TIMEOUT)
            try:
                backend.open()
                smtp: Any = backend.connection
                smtp.ehlo_or_helo_if_needed()
            except (OSError, SMTPException) as error:
                raise NoServer(_unreached(error)) from error
            self._backend = backend
        return self._backend.connection

    def _start_afresh(self, smtp: SMTP) -> None:
        """Let the server forget what was begun, so that the next letter can follow."""
        try:
            smtp.rset()
        except (OSError, SMTPException):
            self.close()


def _envelope(smtp: Any, sender: str, recipient: str, size: int) -> Handed | None:
    """Tell who writes to whom; None where the server agrees."""
    options = [f"size={size}"] if smtp.has_extn("size") else []
    for code, said in (smtp.mail(sender, options), smtp.rcpt(recipient)):
        if not 200 <= code < 300:
            return _no(code, said)
    return None


def _no(code: int, said: bytes | str) -> Handed:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    told = {"code": code, "words": " ".join(words.split())}
    if TEMPORARY <= code < PERMANENT:
        return Handed(
            Fate.LATER, _("Mejlservern tog inte emot brevet nu: %(code)s %(words)s") % told
        )
    return Handed(Fate.REFUSED, _("Mejlservern tog inte emot brevet: %(code)s %(words)s") % told)


def _broken(error: Exception) -> str:
    return _("Förbindelsen med mejlservern bröts (%s).") % _plainly(error)


def _unreached(error: Exception) -> str:
    return _("Mejlservern gick inte att nå (%s).") % _plainly(error)


def _plainly(error: Exception) -> str:
    said = getattr(error, "smtp_error", None)
    if said is not None:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"{getattr(error, 'smtp_code', '')} {words}".strip()
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(words).split())[:200]


def _stuffed(words: bytes) -> bytes:
    """The words with every line ended as the protocol wants, and none that ends them too early."""
    lines = words.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    end = CRLF.encode()
    return end.join(b"." + line if line.startswith(b".") else line for line in lines) + (
        end + b"." + end
    )

"""Sessions: kept in the database, ended when idle or old, listed and ended by their owner.

The idle time and the longest life are settings: SESSION_IDLE and SESSION_COOKIE_AGE, in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, transaction
from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.audit import actions as audit

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.accounts.models import Session, User

DEVICE = "_device"
"""Under which name a session's data tell what it runs on, in words."""
STARTED = "_started"
"""Under which name they tell when somebody signed in, in seconds since 1970."""
NOTED_EVERY = timedelta(minutes=5)
"""How exactly the last use is known: a write for each click would cost more than it tells."""


def digest(key: str) -> str:
    """What is kept of the words in a browser's cookie."""
    return sha256(key.encode()).hexdigest()


class SessionStore(DatabaseStore):
    """Reads and writes sessions under the digest of their key."""

    owner: User | None = None
    """Whose it is, once it has been read: whoever asks need not ask the database again."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return _table()

    def _get_session_from_db(self) -> Session | None:
        """The session of the browser's cookie; None where there is none, or none any more."""
        now = timezone.now()
        found: Session | None = None
        if self.session_key:
            rows = _table().objects.select_related("user")
            found = rows.filter(session_key=digest(self.session_key)).first()
        if found is None or _is_over(found, now):
            self._session_key = None
            return None
        if now - found.used_at >= NOTED_EVERY:
            self._note(found, now)
        self.owner = found.user
        return found

    def _note(self, session: Session, now: datetime) -> None:
        """Remember that it is used. A disk that is full must not lock out who only reads."""
        try:
            with transaction.atomic():
                _table().objects.filter(pk=session.pk).update(used_at=now)
        except DatabaseError:
            return

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row for `data`, with its owner and what it runs on."""
        now = timezone.now()
        started = data.get(STARTED)
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]  # Django's own
        return _table()(
            session_key=digest(key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get(SESSION_KEY),
            device=data.get(DEVICE, ""),
            started_at=datetime.fromtimestamp(started, UTC) if started else now,
            used_at=now,
        )

    def exists(self, session_key: str) -> bool:
        """Whether a session has this key."""
        return super().exists(digest(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            _table().objects.filter(session_key=digest(key)).delete()


def _is_over(session: Session, now: datetime) -> bool:
    idle = timedelta(seconds=settings.SESSION_IDLE)
    life = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return now - session.used_at > idle or now - session.started_at > life


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One place where somebody is signed in."""

    id: str
    """Tells it from the others; opens nothing."""
    device: str
    started_at: datetime
    used_at: datetime
    here: bool
    """It is the one that asks."""


def sessions_of(viewer: Viewer, user_id: int, key: str | None = None) -> tuple[SessionRow, ...]:
    """Where `user_id` is signed in now, the last used first. One query.

    `key` is the key of the session that asks. One's own may be read, and those of others by who
    may change accounts; PermissionDenied for all others.
    """
    _require_own(viewer, user_id)
    now, here = timezone.now(), digest(key or "")
    return tuple(
        SessionRow(one.pk, one.device, one.started_at, one.used_at, one.pk == here)
        for one in _table().objects.filter(user_id=user_id)
        if not _is_over(one, now)
    )


@transaction.atomic
def end_session(*, viewer: Viewer, user_id: int, session_id: str) -> bool:
    """End one session; False where there was none. PermissionDenied for another's."""
    _require_own(viewer, user_id)
    ended, _kinds = _table().objects.filter(user_id=user_id, pk=session_id).delete()
    if ended:
        _log(viewer, user_id, ended)
    return bool(ended)


@transaction.atomic
def end_sessions(*, viewer: Viewer, user_id: int, but: str | None = None) -> int:
    """End every session of `user_id` but the one with the key `but`; how many there were."""
    _require_own(viewer, user_id)
    others = _table().objects.filter(user_id=user_id)
    ended, _kinds = others.exclude(pk=digest(but or "")).delete()
    if ended:
        _log(viewer, user_id, ended)
    return ended


def forget_old_sessions() -> None:
    """Clear away those that are over, in whose browsers nobody has come back to find out."""
    idle = timedelta(seconds=settings.SESSION_IDLE)
    _table().objects.filter(used_at__lt=timezone.now() - idle).delete()


def _table() -> type[Session]:
    from handslag.domain.accounts.models import Session

    return Session


def _log(viewer: Viewer, user_id: int, count: int) -> None:
    audit.log(
        viewer=viewer,
        verb="accounts.end_sessions",
        thing_type="accounts.user",
        thing_id=user_id,
        detail={"count": count},
    )


def _require_own(viewer: Viewer, user_id: int) -> None:
    if viewer.user_id is None or viewer.user_id != user_id:
        require(viewer, Permission.ACCOUNTS_CHANGE)

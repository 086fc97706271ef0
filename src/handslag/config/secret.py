"""The installation's secret, made once and kept beside its data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_kept_in(folder: Path) -> str:
    """The secret kept in `folder`, made at the first call. Readable by its owner alone."""
    path = folder / "secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_when_written(path)
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret


def _read_when_written(path: Path) -> str:
    """The secret in `path`; made anew where a killed process left the file empty."""
    secret = path.read_text().strip()
    if not secret:
        secret = secrets.token_urlsafe(50)
        path.write_text(secret)
    return secret

"""The installation's secret, made once and kept beside its data."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path


def secret_kept_in(folder: Path) -> str:
    """The secret kept in `folder`, made at the first call. Readable by its owner alone.

    Two processes that start at once get the same secret: the whole file appears at once under
    its name, and only the first of them may give it that name.
    """
    path = folder / "secret"
    if not path.exists():
        handle, written = tempfile.mkstemp(dir=folder, prefix="secret-")  # made for the owner only
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(written, path)
        except FileExistsError:
            pass  # another process was first; its secret counts
        finally:
            Path(written).unlink()
    return path.read_text().strip()

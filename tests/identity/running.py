"""Starting the provider and stopping it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE = [
    ("vera", "vera@exempel.se", True),
    ("vera-two", "Vera@Exempel.se", True),
    ("bo", "bo@exempel.se", False),
    ("okand", "okand@exempel.se", True),
    ("samordnaren", "samordnaren@exempel.se", True),
]


@dataclass(frozen=True)
class Provider:
    """A provider that runs."""

    issuer: str
    client_id: str
    secret: str
    folder: Path

    def tell(self, **faults: Any) -> None:
        """Let it say these claims from now on, true or not."""
        (self.folder / "faults.json").write_text(json.dumps(faults))


@contextmanager
def provider(folder: Path, callback: str) -> Iterator[Provider]:
    """The provider in a process of its own, for a client with this callback."""
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        port = attempt.getsockname()[1]
    (folder / "people.json").write_text(json.dumps(PEOPLE))
    inherited = {name: told for name, told in os.environ.items() if "DJANGO" not in name}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.identity", str(port), callback],
        env=inherited | {"IDENTITY_FOLDER": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        yield Provider(f"http://127.0.0.1:{port}/o", told["client_id"], told["secret"], folder)
    finally:
        process.terminate()
        process.communicate(timeout=300)

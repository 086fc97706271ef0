"""`handslag serve --example` lets whoever sits at the machine look around; nothing else does."""

from __future__ import annotations

import select
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests import installations

pytestmark = pytest.mark.database

HANDSLAG = Path(sys.executable).with_name("handslag")
SLOWEST = 300
OFFER = "Det här är ett exempel"


@pytest.fixture
def port() -> str:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return str(attempt.getsockname()[1])


def start_page(folder: Path, port: str, *arguments: str, **environment: str) -> str:
    """What a stranger on this machine sees first."""
    process = subprocess.Popen(
        [HANDSLAG, "serve", "--no-worker", "--port", port, *arguments],
        env=installations.environment(folder) | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert select.select([process.stdout], [], [], SLOWEST)[0], "it never said anything"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            return answer.read().decode()
    finally:
        process.terminate()
        process.communicate(timeout=SLOWEST)


def test_the_example_is_looked_around_in_only_where_it_was_asked_for(tmp_path, port):
    example = tmp_path / "example"
    example.mkdir()
    (example / "county.toml").write_text('[region]\nname = "Region Sjö"\n')
    data = installations.installed(tmp_path / "data")
    assert OFFER in start_page(data, port, "--example", str(example))
    assert OFFER not in start_page(data, port)
    assert OFFER not in start_page(data, port, HANDSLAG_DEMO="1")

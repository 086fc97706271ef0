"""The files in deploy/ hold what the guide promises."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from handslag.config.production import Folder, faults
from handslag.interfaces.web.kit.limits import LARGEST_FILES

DEPLOY = Path(__file__).parents[2] / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
UNITS = [*SERVICES, *sorted(DEPLOY.glob("*.timer"))]


def unit(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells Cases apart
    found.read(path)
    return found


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_units_run_as_a_user_of_their_own_with_little_reach(path):
    service = unit(path)["Service"]
    assert service["User"] == service["Group"] == "handslag"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["UMask"] == "0077"
    assert service["StateDirectoryMode"] == "0700"
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"):
        assert service[name] == "true", name
    assert service["EnvironmentFile"] == "/etc/handslag/environment"
    assert "SECRET" not in path.read_text()


def test_the_server_is_reached_through_the_web_server_alone():
    assert "--host" not in unit(DEPLOY / "handslag.service")["Service"]["ExecStart"]


def test_what_reads_files_may_give_up_the_network():
    """A namespace of its own is what takes the network from the process that reads a file."""
    for name in ("handslag.service", "handslag-work.service"):
        assert "RestrictNamespaces" not in unit(DEPLOY / name)["Service"]


def test_systemd_understands_the_units(tmp_path):
    """Where it is installed; what is said of programs that are not there is left out."""
    verify = shutil.which("systemd-analyze")
    said = ""
    for path in UNITS:
        text = re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", path.read_text(), flags=re.M)
        (tmp_path / path.name).write_text(text)
    if verify:
        command = [verify, "verify", *(str(tmp_path / path.name) for path in UNITS)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
    complaints = [line for line in said.splitlines() if str(tmp_path) in line]
    assert complaints == []


def test_the_example_of_an_environment_is_safe_once_it_has_a_secret():
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    told = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    safe = Folder(Path("/var/lib/handslag"), None, "ext4")
    (fault,) = faults(told, safe)
    assert "HANDSLAG_SECRET_KEY saknas" in fault
    assert faults(told | {"HANDSLAG_SECRET_KEY": "qX3v-9mTzL0aWcR8eYdK1u" * 3}, safe) == []


def test_the_web_servers_wait_for_slow_senders():
    assert "proxy_request_buffering on;" in (DEPLOY / "nginx.conf").read_text()
    assert "request_buffers" in (DEPLOY / "Caddyfile").read_text()


def test_the_web_servers_tell_who_the_client_is_and_write_no_addresses_down():
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in nginx
    assert "access_log off;" in nginx
    assert f"client_max_body_size {LARGEST_FILES // 1_000_000}m;" in nginx
    assert "\tlog" not in (DEPLOY / "Caddyfile").read_text()


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Containerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]  # type: ignore[misc]  # two words


def test_the_container_is_built_in_two_stages_and_runs_as_nobody_in_particular():
    found = instructions()
    bases = [words for name, words in found if name == "FROM"]
    assert len(bases) == 2
    assert all(re.search(r":\d[\w.-]+", base) and ":latest" not in base for base in bases)
    users = [words for name, words in found if name == "USER"]
    assert users[-1] == "10001:10001"
    assert "ADD" not in {name for name, _words in found}
    installs = [words for name, words in found if name == "RUN" and "pip install" in words]
    assert any("--require-hashes" in words for words in installs)
    assert not re.search(r"SECRET|PASSWORD", (DEPLOY / "Containerfile").read_text())
    (health,) = [words for name, words in found if name == "HEALTHCHECK"]
    assert health.endswith('CMD ["handslag", "health"]')


def test_the_containers_have_a_root_that_cannot_be_written():
    compose = (DEPLOY / "compose.yaml").read_text()
    assert "read_only: true" in compose
    assert "cap_drop: [ALL]" in compose
    assert "no-new-privileges:true" in compose
    assert compose.count("<<: *handslag") == 2

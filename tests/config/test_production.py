"""Nothing unsafe starts, and everything that is unsafe is told at once."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from handslag.config.production import (
    SETTINGS,
    Folder,
    faults,
    filesystem_of,
    folder_at,
    is_production,
    warnings,
)

HANDSLAG = Path(sys.executable).with_name("handslag")
SAFE = {
    "HANDSLAG_PRODUCTION": "1",
    "HANDSLAG_SECRET_KEY": "qX3v-9mTzL0aWcR8eYdK1uHjP5nGbS7fVoI2tQxZ4wMkEyBr6s",
    "HANDSLAG_HOSTS": "handslag.example.se",
    "HANDSLAG_URL": "https://handslag.example.se",
    "HANDSLAG_TRUSTED_PROXIES": "127.0.0.1",
}
OWN_DISK = Folder(Path("/srv/handslag"), stat.S_IFDIR | 0o750, "ext4")


def found(folder: Folder = OWN_DISK, **changed: str) -> list[str]:
    return faults({key: value for key, value in (SAFE | changed).items() if value}, folder)


def test_what_is_safe_has_no_fault():
    assert found() == []
    assert found(HANDSLAG_TRUSTED_PROXIES="10.0.0.0/24, fd00::1") == []
    assert found(HANDSLAG_HOSTS="handslag.example.se,andra.example.se,[fd00::1]") == []
    assert found(HANDSLAG_URL="https://handslag.example.se:8443/") == []
    assert found(DJANGO_SETTINGS_MODULE=SETTINGS, HANDSLAG_DEMO="0") == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HANDSLAG_SECRET_KEY", "", "HANDSLAG_SECRET_KEY saknas"),
        ("HANDSLAG_SECRET_KEY", "kort", "går att gissa"),
        ("HANDSLAG_SECRET_KEY", "hemlig" * 20, "går att gissa"),
        ("HANDSLAG_HOSTS", "", "HANDSLAG_HOSTS saknas"),
        ("HANDSLAG_HOSTS", " , ", "HANDSLAG_HOSTS saknas"),
        ("HANDSLAG_HOSTS", "handslag.example.se,*", "släpper igenom namn"),
        ("HANDSLAG_HOSTS", "handslag.example.se,.example.se", "släpper igenom namn"),
        ("HANDSLAG_HOSTS", "handslag.example.se,https://x.se", "Skriv bara namnet"),
        ("HANDSLAG_HOSTS", "handslag.example.se,x.se:8000", "Skriv bara namnet"),
        ("HANDSLAG_URL", "", "HANDSLAG_URL saknas"),
        ("HANDSLAG_URL", "http://handslag.example.se", "ska börja med https://"),
        ("HANDSLAG_URL", "handslag.example.se", "ska börja med https://"),
        ("HANDSLAG_URL", "https://[handslag", "går inte att tyda"),
        ("HANDSLAG_URL", "https://handslag.example.se/app", "bara vara namnet"),
        ("HANDSLAG_URL", "https://a@handslag.example.se", "bara vara namnet"),
        ("HANDSLAG_URL", "https://ond.example", "inte finns i HANDSLAG_HOSTS"),
        ("HANDSLAG_TRUSTED_PROXIES", "", "HANDSLAG_TRUSTED_PROXIES saknas"),
        ("HANDSLAG_TRUSTED_PROXIES", "proxy.example.se", "varken är en adress"),
        ("HANDSLAG_TRUSTED_PROXIES", "10.0.0.1/24", "varken är en adress"),
        ("HANDSLAG_TRUSTED_PROXIES", "127.0.0.1,0.0.0.0/0", "vem som helst"),
        ("HANDSLAG_TRUSTED_PROXIES", "::/0", "vem som helst"),
        ("HANDSLAG_OIDC_ISSUER", "http://id.example.se", "ska börja med https://"),
        ("HANDSLAG_DEMO", "1", "utan att logga in"),
        ("DJANGO_SETTINGS_MODULE", "egna.installningar", "byter ut"),
    ],
)
def test_each_fault_is_told(name, value, words):
    (fault,) = found(**{name: value})
    assert words in fault
    assert name in fault


@pytest.mark.parametrize("mode", [0o755, 0o751, 0o707, 0o1777])
def test_a_folder_that_others_can_read_is_told(mode):
    (fault,) = found(Folder(Path("/srv/handslag"), stat.S_IFDIR | mode, "ext4"))
    assert "chmod o-rwx /srv/handslag" in fault


def test_a_folder_that_is_still_to_be_made_has_no_fault():
    assert found(Folder(Path("/srv/handslag"), None, "ext4")) == []


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_sqlite_on_a_disk_of_another_machine_is_told(kind):
    shared = Folder(Path("/srv/handslag"), stat.S_IFDIR | 0o700, kind)
    (fault,) = found(shared)
    assert f"nätverksdisk ({kind})" in fault
    assert found(shared, HANDSLAG_DATABASE="postgresql:///handslag") == []


def test_the_kind_of_a_disk_is_that_of_the_mount_nearest_to_the_folder():
    mounts = (
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        "31 22 0:45 / /srv rw shared:9 master:2 - nfs4 filer:/srv rw\n"
        "32 22 0:46 / /srv/min\\040mapp rw - xfs /dev/sdb1 rw\n"
        "33 22 0:47 / /sr rw - tmpfs tmpfs rw\n"
        "nonsense\n"
    )
    assert filesystem_of(Path("/srv/handslag"), mounts) == "nfs4"
    assert filesystem_of(Path("/srv/min mapp/data"), mounts) == "xfs"
    assert filesystem_of(Path("/var/lib/handslag"), mounts) == "ext4"
    assert filesystem_of(Path("/var/lib/handslag"), "") == ""


def test_what_is_known_of_a_real_folder(tmp_path):
    tmp_path.chmod(0o705)
    there = folder_at(tmp_path)
    assert stat.S_IMODE(there.mode or 0) == 0o705
    assert folder_at(tmp_path / "new").mode is None


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("true", True), ("0", False)])
def test_production_is_asked_for_in_words(value, meant):
    assert is_production({"HANDSLAG_PRODUCTION": value}) is meant
    assert not is_production({})


@pytest.mark.parametrize(
    ("database", "warned"),
    [
        ("", False),
        ("postgresql:///handslag", False),
        ("postgresql:///handslag?host=/run/postgresql", False),
        ("postgresql://h:l@localhost/handslag", False),
        ("postgresql://h:l@db.example.se/handslag?sslmode=verify-full", False),
        ("postgresql://h:l@db.example.se/handslag", True),
        ("postgresql://h:l@db.example.se/handslag?sslmode=prefer", True),
        ("postgresql:///handslag?host=db.example.se", True),
    ],
)
def test_a_database_that_is_talked_to_in_the_open_is_warned_of(database, warned):
    found = warnings({"HANDSLAG_MAIL_URL": "smtp://localhost:25", "HANDSLAG_DATABASE": database})
    assert bool(found) is warned


def test_no_mail_is_a_warning_only():
    (warning,) = warnings({})
    assert "HANDSLAG_MAIL_URL saknas" in warning


@pytest.mark.parametrize(
    ("mail", "warned"),
    [
        ("smtp://localhost:25", False),
        ("smtp://mail.example.se:25", True),
        ("smtp+starttls://h:l@mail.example.se:587", False),
        ("smtps://h:l@mail.example.se:465", False),
    ],
)
def test_letters_that_go_out_in_the_open_are_warned_of(mail, warned):
    assert bool(warnings({"HANDSLAG_MAIL_URL": mail})) is warned


def settings_under(folder, **environment):
    """The settings that matter here, as a process of its own sees them."""
    code = (
        "import json; from handslag.config import settings as s; print(json.dumps({n: getattr(s, n)"
        " for n in dir(s) if n.startswith(('SECURE_', 'SESSION_COOKIE', 'CSRF_COOKIE', 'DEBUG',"
        " 'LANGUAGE_COOKIE', 'ALLOWED'))}))"
    )
    bare = {key: value for key, value in os.environ.items() if not key.startswith("HANDSLAG_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=bare | {"HANDSLAG_DATA": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def test_in_production_everything_goes_over_https(tmp_path):
    told = settings_under(tmp_path / "data", **SAFE)
    assert told["SESSION_COOKIE_SECURE"]
    assert told["CSRF_COOKIE_SECURE"]
    assert told["LANGUAGE_COOKIE_SECURE"]
    assert told["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert told["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert told["SECURE_SSL_REDIRECT"]
    assert told["SECURE_SSL_HOST"] == "handslag.example.se"
    assert told["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert told["DEBUG"] is False
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_elsewhere_nobodys_word_on_https_is_taken_and_only_this_machine_answered(tmp_path):
    told = settings_under(tmp_path)
    assert told["SECURE_PROXY_SSL_HEADER"] is None
    assert not told["SECURE_SSL_REDIRECT"]
    assert told["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]


def test_debugging_cannot_be_switched_on(tmp_path):
    told = settings_under(tmp_path, HANDSLAG_DEBUG="1", DEBUG="1", DJANGO_DEBUG="1")
    assert told["DEBUG"] is False


@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_command_refuses_in_words_and_touches_nothing(tmp_path, command):
    unsafe = {"HANDSLAG_PRODUCTION": "1", "HANDSLAG_DATA": str(tmp_path / "data")}
    bare = {key: value for key, value in os.environ.items() if not key.startswith("HANDSLAG_")}
    done = subprocess.run(
        [HANDSLAG, command], env=bare | unsafe, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "inte säkra för drift" in done.stderr
    for name in ("SECRET_KEY", "HOSTS", "URL", "TRUSTED_PROXIES"):
        assert f"HANDSLAG_{name} saknas" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()

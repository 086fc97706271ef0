"""`handslag read` as the program it is: what it prints, where, and with which status."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from handslag import __version__
from handslag.interfaces.cli.main import app
from handslag.source.record.json import from_json
from tests.source.reading.pdfs import pdf, text_page

PROGRAM = [sys.executable, "-c", "from handslag.interfaces.cli.main import main; main()"]
SOURCES = str(Path(__file__).parents[3] / "src")

NOTICE = """Kallelse till Nätverket för socialchefer i Älvlänet

Datum: 12 mars 2026

1. Mötets öppnande
2. Gemensam äldreplan
Förslag till beslut
att godkänna planen
"""


def handslag(*arguments: str | Path, cwd: Path, **environment: str):
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": SOURCES} | environment,
        capture_output=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ärenden.txt").write_bytes(NOTICE.replace("\n", "\r\n").encode("cp1252"))
    (tmp_path / "protokoll.pdf").write_bytes(pdf(text_page("Protokoll", "§ 1 Öppnande")))
    (tmp_path / "bild.pdf").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "tom.txt").write_bytes(b"")
    (tmp_path / "mapp").mkdir()
    return tmp_path


def test_each_file_gives_one_record_on_a_line_of_its_own(folder):
    done = handslag("read", "ärenden.txt", "protokoll.pdf", cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = done.stdout.decode("utf-8").splitlines()
    assert '"name": "ärenden.txt"' in first
    records = [from_json(json.loads(line)) for line in (first, second)]
    assert [record.source.name for record in records] == ["ärenden.txt", "protokoll.pdf"]


def test_the_name_is_printed_without_folders(folder):
    done = handslag("read", "--format", "jsonl", folder / "ärenden.txt", cwd=folder)
    assert json.loads(done.stdout)["source"]["name"] == "ärenden.txt"


def test_indented_records_are_the_same_records(folder):
    plain = handslag("read", "ärenden.txt", cwd=folder)
    indented = handslag("read", "--indent", "ärenden.txt", cwd=folder)
    assert len(indented.stdout.splitlines()) > 10
    assert json.loads(indented.stdout) == json.loads(plain.stdout)


@pytest.mark.parametrize("name", ["ärenden.txt", "protokoll.pdf"])
def test_the_text_is_printed_to_the_letter(folder, name):
    text = handslag("read", "--text", name, cwd=folder).stdout
    source = json.loads(handslag("read", name, cwd=folder).stdout)["source"]
    assert sha256(text).hexdigest() == source["text_sha256"]
    assert len(text.decode("utf-8")) == source["characters"]


def test_files_that_cannot_be_read_are_named_and_the_others_printed(folder):
    names = ["saknas.txt", "ärenden.txt", "bild.pdf", "tom.txt", "mapp"]
    done = handslag("read", *names, "protokoll.pdf", cwd=folder)
    assert done.returncode == 1
    printed = [json.loads(line)["source"]["name"] for line in done.stdout.splitlines()]
    assert printed == ["ärenden.txt", "protokoll.pdf"]
    assert done.stderr.decode("utf-8").splitlines() == [
        "saknas.txt: Filen finns inte. Kontrollera namnet och mappen.",
        (
            "bild.pdf: Bilden är skadad och kan inte öppnas. "
            "Hämta den på nytt från den som gjorde den."
        ),
        "tom.txt: Filen är tom. Kontrollera att den sparades och skickades hel, och försök igen.",
        "mapp: Det är en mapp. Ange filerna som ligger i den.",
    ]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "Permission denied"), "Du har inte rätt att läsa filen."),
        (OSError(5, "Input/output error"), "Filen gick inte att läsa från disken"),
    ],
)
def test_a_file_the_disk_does_not_give_says_why(folder, monkeypatch, error, told):
    def refuse(*_args, **_options):
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    done = CliRunner().invoke(app, ["read", "ärenden.txt"])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"ärenden.txt: {told}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", [b"r\xe5d.txt", "två\nrader.txt".encode()])
def test_a_strange_file_name_stays_on_one_line(folder, name):
    path = os.fsencode(folder) + b"/" + name
    Path(os.fsdecode(path)).write_bytes(NOTICE.encode())
    done = handslag("read", os.fsdecode(name), os.fsdecode(name) + "x", cwd=folder)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert json.loads(done.stdout)["source"]["characters"] == len(NOTICE)
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert line.endswith(".txtx: Filen finns inte. Kontrollera namnet och mappen.")


def test_records_are_utf_8_whatever_the_terminal_says(folder):
    done = handslag("read", "ärenden.txt", cwd=folder, PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert '"name": "ärenden.txt"' in done.stdout.decode("utf-8")


def test_a_record_is_printed_as_soon_as_its_file_is_read(folder):
    os.mkfifo(folder / "kommer.txt")
    with subprocess.Popen(
        [*PROGRAM, "read", "ärenden.txt", "kommer.txt"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": SOURCES},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()  # while the second file is still to be written
        (folder / "kommer.txt").write_text(NOTICE)
        second = process.stdout.readline()
    assert json.loads(first)["source"]["name"] == "ärenden.txt"
    assert json.loads(second)["source"]["name"] == "kommer.txt"


def test_a_reader_that_goes_away_is_no_error(folder):
    files = ["ärenden.txt"] * 500
    with subprocess.Popen(
        [*PROGRAM, "read", *files],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": SOURCES},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=300) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_one_line(folder):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "read", "ärenden.txt"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": SOURCES},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=300,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("Resultatet gick inte att skriva (")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["read"], ["read", "--text", "--indent", "ärenden.txt"]])
def test_a_command_that_is_put_wrongly_has_a_status_of_its_own(folder, arguments):
    done = handslag(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")


def test_the_version_is_told(tmp_path):
    done = handslag("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout.decode()) == (0, f"handslag {__version__}\n")

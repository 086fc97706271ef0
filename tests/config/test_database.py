from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from handslag.config.database import BadDatabaseAddress, database
from handslag.config.postgresql.base import WRITING
from tests.installations import ADDRESS, ON_POSTGRESQL

SOURCES = str(Path(__file__).parents[2] / "src")
FOLDER = Path("/srv/handslag")


@pytest.mark.parametrize("address", ["", "  "])
def test_without_an_address_it_is_sqlite_in_the_folder(address):
    found = database(address, FOLDER)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == FOLDER / "handslag.sqlite3"


def test_an_address_names_a_server_and_what_to_use_there():
    found = database("postgresql://anna:p%40ss%3Aord@db.example:5433/lansminne", FOLDER)
    named = [found[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert found["ENGINE"] == "handslag.config.postgresql"
    assert named == ["lansminne", "anna", "p@ss:ord", "db.example", "5433"]


def test_a_socket_can_be_named_and_what_else_stands_there_is_passed_on():
    found = database("postgres:///minne?host=/run/postgresql&sslmode=verify-full", FOLDER)
    assert (found["HOST"], found["USER"]) == ("/run/postgresql", "")
    assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_what_the_address_says_counts_before_our_own_limits():
    found = database(
        "postgresql://h/n?connect_timeout=3&options=-c%20statement_timeout%3D5", FOLDER
    )
    assert found["OPTIONS"]["connect_timeout"] == "3"
    assert found["OPTIONS"]["options"].endswith("-c statement_timeout=5")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://anna:hemligt@db/minne", "postgresql://"),
        ("minne", "postgresql://"),
        ("postgresql://anna:hemligt@db", "vilken databas"),
        ("postgresql://anna:hemligt@db/", "vilken databas"),
        ("postgresql://anna:hemligt@db:0/minne", "Porten"),
        ("postgresql://anna:hemligt@db:femtio/minne", "Porten"),
        ("postgresql://anna:hemligt@db:99999/minne", "Porten"),
        ("postgresql://anna:he@mligt@db/minne", "%40"),
        ("postgresql://anna:hemligt@db/minne?finns=inte", "går inte att tyda"),
        ("postgresql://anna:hemligt%zz@db/minne", "går inte att tyda"),
    ],
)
def test_a_bad_address_is_refused_in_words_without_its_password(address, reason):
    with pytest.raises(BadDatabaseAddress) as refused:
        database(address, FOLDER)
    said = str(refused.value)
    assert said.startswith("Inställningen HANDSLAG_DATABASE går inte att använda.")
    assert reason in said
    assert "hemligt" not in said
    assert "mligt" not in said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://anna:hemligt@db/minne", "HANDSLAG_DATABASE går inte att använda. Den ska börja"),
        ("postgresql://anna:hemligt@127.0.0.1:1/minne", "Se till att databasservern är igång"),
    ],
)
def test_a_command_that_cannot_reach_its_database_says_so_in_words(tmp_path, address, said):
    done = subprocess.run(
        [sys.executable, "-c", "from handslag.interfaces.cli.main import main; main()", "reread"],
        env=os.environ
        | {"PYTHONPATH": SOURCES, "HANDSLAG_DATA": str(tmp_path), "HANDSLAG_DATABASE": address},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "hemligt" not in done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite is asked by its own limit of patience")
def test_who_waits_too_long_for_a_turn_is_told_and_has_begun_nothing():
    patience = connection.settings_dict["OPTIONS"]["options"]
    with psycopg.connect(ADDRESS, dbname=connection.settings_dict["NAME"]) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 100")
        with pytest.raises(OperationalError), transaction.atomic():
            pytest.fail("it must not begin")
        assert connection.get_autocommit()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert "lock_timeout=20000" in patience
    connection.close()

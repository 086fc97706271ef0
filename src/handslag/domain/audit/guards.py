"""Triggers that keep the log from being changed, in the words of each database.

They stand against a slip of the hand, in code or at a prompt; whoever owns the database can take
them down, and `handslag verify` finds what was done then. Values may be deleted once their erasure
stands in the chain, and in no other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_ERASED: Final = (
    "EXISTS (SELECT 1 FROM audit_entry WHERE verb = 'audit.erase_values'"
    " AND thing_type = 'audit.entry' AND thing_id = OLD.number AND number > OLD.number)"
)
_ADDED_ONLY: Final = "the log is only added to"
_HEAD_RISES: Final = "the head of the log only rises"

_REFUSALS: Final = (
    # name, when, table, except where, words
    ("audit_entry_update", "UPDATE", "audit_entry", "", _ADDED_ONLY),
    ("audit_entry_delete", "DELETE", "audit_entry", "", _ADDED_ONLY),
    ("audit_values_update", "UPDATE", "audit_values", "", _ADDED_ONLY),
    ("audit_values_delete", "DELETE", "audit_values", _ERASED, "erase values for cause"),
    (
        "audit_head_update",
        "UPDATE",
        "audit_head",
        "(NEW.id = OLD.id AND NEW.number > OLD.number)",
        _HEAD_RISES,
    ),
    ("audit_head_delete", "DELETE", "audit_head", "", _HEAD_RISES),
)
_KEYS: Final = (("audit_entry", "number"), ("audit_values", "number"), ("audit_head", "id"))


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Set every trigger; those that stand already are set anew."""
    with connection.cursor() as cursor:
        for name, statement in _statements(connection.vendor).items():
            cursor.execute(_drop(connection.vendor, name))
            for part in statement:
                cursor.execute(part)


def take_down(connection: BaseDatabaseWrapper, *, only_emptying: bool = False) -> None:
    """Drop the triggers; with `only_emptying` those alone that refuse to delete and to empty."""
    with connection.cursor() as cursor:
        for name in names(connection.vendor):
            if not only_emptying or name.endswith(("_delete", "_truncate")):
                cursor.execute(_drop(connection.vendor, name))


def names(vendor: str) -> list[str]:
    """What the triggers are called on a database of this make."""
    return list(_statements(vendor))


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers that stand now, by name."""
    asked = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name for (name,) in cursor.fetchall()} & set(names(connection.vendor))


def _statements(vendor: str) -> dict[str, list[str]]:
    return _on_postgresql() if vendor == "postgresql" else _on_sqlite()


def _on_sqlite() -> dict[str, list[str]]:
    def trigger(name: str, when: str, condition: str, words: str) -> str:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        return f"CREATE TRIGGER {name} BEFORE {when} {condition} {refuse}"

    found = {
        name: [trigger(name, f"{when} ON {table}", f"WHEN NOT {unless}" if unless else "", words)]
        for name, when, table, unless, words in _REFUSALS
    }
    for table, key in _KEYS:
        # "insert or replace" deletes without asking the triggers that refuse to delete
        name = f"{table}_replace"
        taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608  our names
        found[name] = [trigger(name, f"INSERT ON {table}", taken, _ADDED_ONLY)]
    return found


def _on_postgresql() -> dict[str, list[str]]:
    def trigger(name: str, when: str, each: str, unless: str, words: str) -> list[str]:
        body = f"RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation';"
        if unless:  # a trigger's own condition may ask no other table, so it stands in the function
            passed = "NEW" if when.startswith("UPDATE") else "OLD"
            body = f"IF {unless} THEN RETURN {passed}; END IF; {body}"
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        run = f"FOR EACH {each} EXECUTE FUNCTION {name}()"
        return [
            f"{function} AS $$ BEGIN {body} END $$",
            f"CREATE TRIGGER {name} BEFORE {when} {run}",
        ]

    found = {
        name: trigger(name, f"{when} ON {table}", "ROW", unless, words)
        for name, when, table, unless, words in _REFUSALS
    }
    for table, _key in _KEYS:
        name = f"{table}_truncate"
        found[name] = trigger(name, f"TRUNCATE ON {table}", "STATEMENT", "", _ADDED_ONLY)
    return found


def _drop(vendor: str, name: str) -> str:
    if vendor == "postgresql":
        return f"DROP TRIGGER IF EXISTS {name} ON {name.rpartition('_')[0]}"
    return f"DROP TRIGGER IF EXISTS {name}"

"""Entries of every kind, with who may find them beside their words, and the words that were learnt.

The entries there were are dropped: the worker makes them all anew, and tells how far it has come.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE_INDEX = [
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        words,
        keys,
        content = 'search_entry',
        content_rowid = 'id',
        detail = none,
        tokenize = "unicode61 remove_diacritics 0 tokenchars '='",
        prefix = '3 4'
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index (rowid, words, keys) VALUES (new.id, new.words, new.keys);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, words, keys)
        VALUES ('delete', old.id, old.words, old.keys);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE OF words, keys ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, words, keys)
        VALUES ('delete', old.id, old.words, old.keys);
        INSERT INTO search_index (rowid, words, keys) VALUES (new.id, new.words, new.keys);
    END
    """,
]
POSTGRESQL = [
    # parts of compounds are words like others to the index; a lexeme of no letters is none
    """
    ALTER TABLE search_entry ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(
            string_to_array(replace(words, '_', '') || ' ' || keys, ' '), ''
        ))
    ) STORED
    """,
    "CREATE INDEX search_entry_tsv ON search_entry USING gin (tsv)",
]
FORMER_SQLITE = [
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        words,
        content = 'search_entry',
        content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 0',
        prefix = '2 3'
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, words)
        VALUES ('delete', old.id, old.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_index (search_index, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO search_index (rowid, words) VALUES (new.id, new.words);
    END
    """,
]
FORMER_POSTGRESQL = """
    CREATE INDEX search_entry_words ON search_entry
    USING gin (array_to_tsvector(string_to_array(words, ' ')))
"""


def _drop(schema_editor, *indexes):
    if schema_editor.connection.vendor == "postgresql":
        for index in indexes:
            schema_editor.execute(f"DROP INDEX IF EXISTS {index}")
        return
    for trigger in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS search_entry_{trigger}")
    schema_editor.execute("DROP TABLE IF EXISTS search_index")


def drop_former(apps, schema_editor):
    """Take the index of headings and clauses away."""
    _drop(schema_editor, "search_entry_words")


def make_former(apps, schema_editor):
    """Make it again, over no entries."""
    statements = (
        [FORMER_POSTGRESQL]
        if schema_editor.connection.vendor == "postgresql"
        else FORMER_SQLITE
    )
    for statement in statements:
        schema_editor.execute(statement)


def make_index(apps, schema_editor):
    """Make the index of everything."""
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE_INDEX
    for statement in statements:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    """Take it away again; on PostgreSQL its column goes with the table."""
    _drop(schema_editor, "search_entry_tsv")


def ask_for_all(apps, schema_editor):
    """Ask the worker for all entries anew, where there is anything to find."""
    if (
        apps.get_model("meetings", "Meeting").objects.exists()
        or apps.get_model("documents", "Document").objects.exists()
    ):
        apps.get_model("search", "Rebuilding").objects.create()


def fk(to):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to
    )


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0003_access"),
        ("matters", "0006_unique_codes"),
        ("meetings", "0014_room_shown"),
        ("search", "0003_published"),
    ]

    operations = [
        migrations.RunPython(drop_former, make_former),
        migrations.DeleteModel(name="Entry"),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("meeting", "Meeting"), ("matter", "Matter"), ("item", "Item"), ("clause", "Clause"), ("assignment", "Assignment"), ("document", "Document")], max_length=10)),
                ("thing", models.BigIntegerField()),
                ("phase", models.CharField(blank=True, choices=[("plan", "enligt kallelsen"), ("held", "enligt minnesanteckningarna eller protokollet")], default="", max_length=10)),
                ("page", models.PositiveIntegerField(null=True)),
                ("start", models.PositiveIntegerField(default=0)),
                ("text", models.TextField()),
                ("words", models.TextField()),
                ("phrase", models.TextField()),
                ("keys", models.TextField()),
                ("length", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField(db_index=True)),
                ("document", fk("documents.document")),
                ("item", fk("meetings.agendaitem")),
                ("matter", fk("matters.matter")),
                ("meeting", fk("meetings.meeting")),
            ],
        ),
        migrations.CreateModel(
            name="Learnt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32, unique=True)),
                ("parts", models.TextField(blank=True)),
                ("others", models.TextField(blank=True)),
                ("settled", models.BooleanField(db_index=True, default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Rebuilding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(default="meetings", max_length=10)),
                ("done_to", models.BigIntegerField(default=0)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(ask_for_all, migrations.RunPython.noop),
    ]

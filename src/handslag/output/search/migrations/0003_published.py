"""What is published and can be found, with an index of its own."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    """
    CREATE VIRTUAL TABLE search_published_index USING fts5(
        words,
        content = 'search_publishedentry',
        content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 0',
        prefix = '2 3'
    )
    """,
    """
    CREATE TRIGGER search_published_added AFTER INSERT ON search_publishedentry BEGIN
        INSERT INTO search_published_index (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER search_published_removed AFTER DELETE ON search_publishedentry BEGIN
        INSERT INTO search_published_index (search_published_index, rowid, words)
        VALUES ('delete', old.id, old.words);
    END
    """,
    """
    CREATE TRIGGER search_published_changed AFTER UPDATE ON search_publishedentry BEGIN
        INSERT INTO search_published_index (search_published_index, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO search_published_index (rowid, words) VALUES (new.id, new.words);
    END
    """,
]
POSTGRESQL = """
    CREATE INDEX search_publishedentry_words ON search_publishedentry
    USING gin (array_to_tsvector(string_to_array(words, ' ')))
"""


def make_index(apps, schema_editor):
    """Make the database's own index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for statement in SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    """Take the index away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_publishedentry_words")
        return
    for trigger in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS search_published_{trigger}")
    schema_editor.execute("DROP TABLE search_published_index")


class Migration(migrations.Migration):

    dependencies = [
        ("publications", "0001_initial"),
        ("search", "0002_phases_and_postgresql"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("anchor", models.CharField(blank=True, max_length=60)),
                ("heading", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("words", models.TextField()),
                ("phrase", models.TextField()),
                ("version", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="publications.publishedversion")),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
    ]

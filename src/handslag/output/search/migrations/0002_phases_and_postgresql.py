"""Which account each entry is of, and PostgreSQL's own index.

SQLite makes the table of entries anew, by which its triggers are lost: its index is taken away
first, and made again from the entries afterwards.
"""

from django.db import migrations, models

from handslag.output.search.words import indexed

SQLITE_INDEX = [
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        words,
        content = 'search_entry',
        content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 0',
        prefix = '2 3'
    )
    """,
    "INSERT INTO search_index (search_index) VALUES ('rebuild')",
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

POSTGRESQL_INDEX = """
    CREATE INDEX search_entry_words ON search_entry
    USING gin (array_to_tsvector(string_to_array(words, ' ')))
"""


def drop_index(apps, schema_editor):
    """Take away the index of this step or of the one before it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_entry_words")
        return
    for trigger in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS search_entry_{trigger}")
    schema_editor.execute("DROP TABLE search_index")


def make_index(apps, schema_editor):
    """Make the index from the entries there are."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_INDEX)
        return
    for statement in SQLITE_INDEX:
        schema_editor.execute(statement)


def tell_phases(apps, schema_editor):
    """Say of each entry which account it is of; a heading with two wordings gets a second one."""
    Entry = apps.get_model("search", "Entry")
    Entry.objects.filter(kind="clause").update(phase="held")
    more = []
    for entry in Entry.objects.filter(kind="item").select_related("item").iterator(500):
        item = entry.item
        if item.order is None:
            entry.phase = "plan"
        elif item.planned_order is None or item.heading != item.planned_heading:
            entry.phase = "held"
        if entry.phase:
            entry.save(update_fields=["phase"])
        if entry.phase == "held" and item.planned_order is not None and item.planned_heading:
            more.append(
                Entry(
                    kind="item",
                    phase="plan",
                    meeting_id=entry.meeting_id,
                    item_id=entry.item_id,
                    text=item.planned_heading,
                    words=indexed(item.planned_heading),
                )
            )
    Entry.objects.bulk_create(more, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(drop_index, make_index),
        migrations.AddField(
            model_name="entry",
            name="phase",
            field=models.CharField(
                blank=True,
                choices=[("plan", "enligt kallelsen"), ("held", "enligt minnesanteckningarna eller protokollet")],
                default="",
                max_length=10,
            ),
        ),
        # the index before the rows: PostgreSQL makes none while rows wait to be checked
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(tell_phases, migrations.RunPython.noop),
    ]

"""The old table goes, and triggers keep the new ones from being changed."""

from django.db import migrations

from handslag.domain.audit import guards


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_chain_what_was_logged'),
    ]

    operations = [
        migrations.DeleteModel(name='OldEntry'),
        migrations.RunPython(
            lambda _apps, schema_editor: guards.put_up(schema_editor.connection),
            lambda _apps, schema_editor: guards.take_down(schema_editor.connection),
        ),
    ]

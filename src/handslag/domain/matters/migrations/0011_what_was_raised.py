"""Let everything that was raised and is no item yet be a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def begin_matters(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A matter for each."""
    raised = apps.get_model("meetings", "RaisedMatter")
    matter, raising = apps.get_model("matters", "Matter"), apps.get_model("matters", "Raising")
    for row in raised.objects.filter(item=None, raising=None):
        raising.objects.create(matter=matter.objects.create(body_id=row.body_id), raised=row)


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0010_linking"),
        ("meetings", "0014_room_shown"),
    ]

    operations = [migrations.RunPython(begin_matters, migrations.RunPython.noop)]

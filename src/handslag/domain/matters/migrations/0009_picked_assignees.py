"""Say of those whom assignments name, and who were picked from the register, that they were."""

from django.db import migrations
from django.db.models import Q


def mark_picked(apps, _schema_editor):
    """Until now only somebody who picked one filled these columns."""
    assignees = apps.get_model("matters", "Assignee")
    picked = Q(body__isnull=False) | Q(organisation__isnull=False) | Q(person__isnull=False)
    assignees.objects.filter(picked).update(picked=True)


class Migration(migrations.Migration):
    """Rows alone."""

    dependencies = [("matters", "0008_following_up")]
    operations = [migrations.RunPython(mark_picked, migrations.RunPython.noop, elidable=True)]

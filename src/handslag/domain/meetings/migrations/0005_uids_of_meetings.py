"""Every meeting there is gets an identity for calendars, each its own."""

from uuid import uuid4

from django.db import migrations


def give_uids(apps, _editor):
    meetings = apps.get_model("meetings", "Meeting")
    rows = list(meetings.objects.filter(uid=None).only("id"))
    for row in rows:
        row.uid = uuid4()
    meetings.objects.bulk_update(rows, ["uid"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_planning")]
    operations = [migrations.RunPython(give_uids, migrations.RunPython.noop, elidable=True)]

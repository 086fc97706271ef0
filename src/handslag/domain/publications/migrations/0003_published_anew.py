"""Accounts that were published before there were frozen versions are finalised again.

What the public reads is frozen from here on, and a person must look at it first: what merely
stood as published has no version, and is published anew by whoever may.
"""

from django.db import migrations

PUBLISHED, FINALISED = "published", "finalised"


def finalised_again(apps, schema_editor):
    Meeting = apps.get_model("meetings", "Meeting")
    Document = apps.get_model("documents", "Document")
    Document.objects.filter(state=PUBLISHED).update(state=FINALISED)
    Meeting.objects.filter(state=PUBLISHED).update(state=FINALISED)
    Meeting.objects.filter(planned_state=PUBLISHED).update(planned_state=FINALISED)


class Migration(migrations.Migration):

    dependencies = [
        ("publications", "0002_addresses_that_last"),
        ("meetings", "0012_who_sits_in_the_room"),
        ("documents", "0003_access"),
    ]

    operations = [migrations.RunPython(finalised_again, migrations.RunPython.noop)]

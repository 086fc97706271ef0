"""The bodies that documents refer items to, so that those who wait for a body are found."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """Keep them for the documents that were compared before: their outlines tell of them."""
    Outline, Referral = apps.get_model("intake", "Outline"), apps.get_model("intake", "Referral")
    for document_id, items in Outline.objects.values_list("document_id", "items").iterator():
        bodies = {
            " ".join(told[1].split()).casefold()[:300]
            for item in items
            for told in item["t"]
            if told[0] == "referred" and told[1]
        }
        Referral.objects.bulk_create(
            Referral(document_id=document_id, to_key=key) for key in sorted(bodies)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_searchable'),
        ('intake', '0004_reading_in_the_background'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to_key', models.CharField(db_index=True, max_length=300)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='documents.document')),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

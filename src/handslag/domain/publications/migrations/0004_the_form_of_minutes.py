"""Each version tells in which form its minutes are, for lists that do not read its content."""

from django.db import migrations, models


def told_of_the_content(apps, schema_editor):
    PublishedVersion = apps.get_model("publications", "PublishedVersion")
    for version in PublishedVersion.objects.only("content").iterator():
        if form := version.content.get("form"):
            PublishedVersion.objects.filter(pk=version.pk).update(form=form)


class Migration(migrations.Migration):

    dependencies = [("publications", "0003_published_anew")]

    operations = [
        migrations.AddField(
            model_name="publishedversion",
            name="form",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.RunPython(told_of_the_content, migrations.RunPython.noop, elidable=True),
    ]

"""Give each clause the code that its address is made of."""

from django.db import migrations

from handslag.domain.matters.models.proceedings import new_code

AT_ONCE = 1000


def give_codes(apps, _schema_editor):
    """A code to each clause that has none, a thousand at a time."""
    clauses = apps.get_model("matters", "Clause")
    while rows := list(clauses.objects.filter(code="").only("id")[:AT_ONCE]):
        for row in rows:
            row.code = new_code()
        clauses.objects.bulk_update(rows, ["code"])


class Migration(migrations.Migration):
    """Between the column and its being unique."""

    dependencies = [("matters", "0004_matters")]
    operations = [migrations.RunPython(give_codes, migrations.RunPython.noop, elidable=True)]

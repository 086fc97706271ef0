"""No two clauses share a code."""

from django.db import migrations, models

import handslag.domain.matters.models.proceedings


class Migration(migrations.Migration):
    """The code becomes unique."""

    dependencies = [("matters", "0005_codes_of_clauses")]
    operations = [
        migrations.AlterField(
            model_name="clause",
            name="code",
            field=models.CharField(
                default=handslag.domain.matters.models.proceedings.new_code,
                editable=False,
                max_length=16,
                unique=True,
            ),
        ),
    ]

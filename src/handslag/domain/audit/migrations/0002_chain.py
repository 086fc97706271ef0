"""The log becomes a chain: new tables beside the old one, which the next step empties into them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='entry', name='audit_entry_thing_t_be5493_idx'),
        migrations.RenameModel(old_name='Entry', new_name='OldEntry'),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('user_id', models.BigIntegerField(null=True)),
                ('verb', models.CharField(max_length=100)),
                ('thing_type', models.CharField(max_length=50)),
                ('thing_id', models.BigIntegerField()),
                ('values_digest', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['thing_type', 'thing_id'], name='audit_entry_thing'),
                    models.Index(fields=['at'], name='audit_entry_at'),
                    models.Index(fields=['verb'], name='audit_entry_verb'),
                    models.Index(fields=['user_id'], name='audit_entry_user'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Values',
            fields=[
                ('entry', models.OneToOneField(db_column='number', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='told', serialize=False, to='audit.entry')),
                ('salt', models.CharField(max_length=32)),
                ('actor', models.TextField()),
                ('reason', models.TextField(blank=True)),
                ('detail', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['actor'], name='audit_values_actor')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_head_is_one_row')],
            },
        ),
    ]

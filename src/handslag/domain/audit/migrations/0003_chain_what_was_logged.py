"""What was logged before there was a chain is chained, in the order it was written.

The accounts that acted are not known: entries had names alone. Taken back, entries stand as they
did before, without what only the chain tells.
"""

import json
import secrets
from itertools import islice

from django.db import migrations

from handslag.domain.audit import chain

AT_ONCE = 500


def chain_entries(apps, _schema_editor):
    old, entry, values, head = (
        apps.get_model('audit', name) for name in ('OldEntry', 'Entry', 'Values', 'Head')
    )
    number, digest = 0, chain.BEGINNING
    rows = old.objects.order_by('id').iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        entries, told = [], []
        for row in some:
            number += 1
            salt = secrets.token_hex(chain.SALT_BYTES)
            actor, detail = chain.storable(row.actor), chain.canonical(row.detail or {})
            of_values = chain.values_digest(salt, actor, detail, '')
            previous, digest = digest, chain.entry_digest(
                number, chain.written(row.at), None, row.verb, row.thing_type, row.thing_id,
                of_values, digest,
            )
            entries.append(entry(
                number=number, at=row.at, user_id=None, verb=row.verb, thing_type=row.thing_type,
                thing_id=row.thing_id, values_digest=of_values, previous=previous, digest=digest,
            ))
            told.append(values(entry_id=number, salt=salt, actor=actor, reason='', detail=detail))
        entry.objects.bulk_create(entries)
        values.objects.bulk_create(told)
    head.objects.create(id=1, number=number, digest=digest)


def unchain_entries(apps, _schema_editor):
    old, values = (apps.get_model('audit', name) for name in ('OldEntry', 'Values'))
    rows = values.objects.select_related('entry').order_by('entry_id').iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        made = old.objects.bulk_create([
            old(
                id=one.entry.number, actor=one.actor, verb=one.entry.verb,
                thing_type=one.entry.thing_type, thing_id=one.entry.thing_id,
                detail=json.loads(one.detail),
            )
            for one in some
        ])
        for row, one in zip(made, some):
            row.at = one.entry.at  # given when the row was made, and set right here
        old.objects.bulk_update(made, ['at'])


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_chain'),
    ]

    operations = [
        migrations.RunPython(chain_entries, unchain_entries),
    ]

"""Say of stances and reservations that were told before whose they are, as far as names tell."""

from django.db import migrations

_SIDES = {
    "kommunerna": "municipalities",
    "kommuner": "municipalities",
    "kommunsidan": "municipalities",
    "regionen": "region",
    "regionsidan": "region",
}


def name_parties(apps, _schema_editor):
    """By whole names alone; whatever is written of a meeting from now on is settled in full."""
    known = {}
    for one in apps.get_model("registry", "Organisation").objects.all():
        key = " ".join(one.name.split()).casefold()
        forms = {key}
        if one.kind == "municipality":
            place = key.removesuffix(" kommun")
            forms |= {place, place.removesuffix("s")}
        elif one.kind == "region":
            forms.add("regionen")
        for form in forms:
            known.setdefault(form, set()).add(one.pk)
    for name in ("Stance", "Reservation"):
        model = apps.get_model("matters", name)
        for by in model.objects.order_by().values_list("by", flat=True).distinct():
            key = " ".join(by.split()).casefold().rstrip(".")
            found = known.get(key, set())
            principal = next(iter(found)) if len(found) == 1 else None
            side = _SIDES.get(key, "")
            if principal or side:
                model.objects.filter(by=by).update(principal_id=principal, side=side)


class Migration(migrations.Migration):
    """Rows alone."""

    dependencies = [("matters", "0014_parties_of_stances")]
    operations = [migrations.RunPython(name_parties, migrations.RunPython.noop, elidable=True)]

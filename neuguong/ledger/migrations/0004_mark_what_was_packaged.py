"""Dossiers that a package listed before the column existed get the moment of their first package."""

from typing import Any

from django.db import migrations
from django.db.models import Min, OuterRef, Subquery


def mark(apps: Any, _schema_editor: Any) -> None:
    items = apps.get_model("ledger", "PackageItem").objects.filter(nomination=OuterRef("pk")).order_by()
    first = items.values("nomination").annotate(first=Min("package__issued_at")).values("first")
    apps.get_model("exemplars", "Nomination").objects.filter(package_items__isnull=False).update(
        first_packaged_at=Subquery(first)
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_packages_never_change"), ("exemplars", "0006_waits_for_package")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]

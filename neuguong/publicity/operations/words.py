"""Addresses that nobody has."""

from django.db.models import Model


def free_slug(model: type[Model], wanted: str) -> str:
    """An address that no row of the table has, with a number behind it where the wanted one is taken."""
    taken = set(model._base_manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, found = 2, wanted
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found

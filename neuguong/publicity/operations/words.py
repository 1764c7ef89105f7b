"""Small words of typed text: fit to be stored, and addresses that nobody has."""

from django.db.models import Model

from neuguong.core.errors import BadInput
from neuguong.core.text import nfc


def line(text: str, most: int, field: str, missing: str = "") -> str:
    """One line of typed text. Raises BadInput when it is too long, or empty although it must not be."""
    words = " ".join(_stored(text).split())
    if missing and not words:
        raise BadInput(missing, field=field)
    if len(words) > most:
        raise BadInput(f"Viết ngắn lại, không quá {most} ký tự.", field=field)
    return words


def lines(text: str, most: int, field: str) -> str:
    """Typed text of several lines. Raises BadInput when it is too long."""
    words = _stored(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(words) > most:
        raise BadInput(f"Viết ngắn lại, không quá {most} ký tự.", field=field)
    return words


def _stored(text: str) -> str:
    return nfc(text.encode("utf-8", "ignore").decode()).replace("\x00", "")


def free_slug(model: type[Model], wanted: str) -> str:
    """An address that no row of the table has, with a number behind it where the wanted one is taken."""
    taken = set(model._base_manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, found = 2, wanted
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found

"""What somebody typed: tidied and fit to be stored, or refused with a sentence that names the field."""

from neuguong.core.errors import BadInput
from neuguong.core.text import nfc


def one_line(text: str, most: int, field: str, missing: str = "") -> str:
    """The text on one line with single spaces. Raises BadInput when it is too long, or empty though `missing` says what to do."""
    return _fits(" ".join(_stored(text).split()), most, field, missing)


def lines(text: str, most: int, field: str, missing: str = "") -> str:
    """The text with its lines, nothing around it. Raises BadInput as `one_line` does."""
    return _fits(_stored(text).replace("\r\n", "\n").replace("\r", "\n").strip(), most, field, missing)


def _fits(words: str, most: int, field: str, missing: str) -> str:
    if missing and not words:
        raise BadInput(missing, field=field)
    if len(words) > most:
        count = f"{most:,}".replace(",", ".")
        raise BadInput(f"Viết ngắn lại, không quá {count} ký tự.", field=field)
    return words


def _stored(text: str) -> str:
    """Composed letters, no half characters from a browser that cut one in two, nothing that a database refuses."""
    return nfc(text.encode("utf-8", "ignore").decode()).replace("\x00", "")

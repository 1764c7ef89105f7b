"""What somebody typed into one line: tidied, or refused with a sentence that names the field."""

from neuguong.core.errors import BadInput
from neuguong.core.text import nfc


def one_line(text: str, most: int, field: str, missing: str = "") -> str:
    """The text on one line with single spaces. Raises BadInput when it is too long, or empty though `missing` says what to do."""
    words = " ".join(nfc(text).split())
    if missing and not words:
        raise BadInput(missing, field=field)
    if len(words) > most:
        raise BadInput(f"Viết ngắn lại, không quá {most} ký tự.", field=field)
    return words

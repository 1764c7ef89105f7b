"""The same paper, the same bytes: a .docx or .xlsx rewritten so that nothing in it depends on when it was built."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_MAIN_FOLDERS = ("word/", "xl/")
_OWNER_MAY_WRITE = 0o644 << 16


def utc_seconds(made_at: datetime) -> datetime:
    """The moment of making in UTC, to the second and without zone, as document properties hold it.

    Raises ValueError on a time without a zone.
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at phải có múi giờ.")
    return made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)


def repack(package: bytes, *, made_at: datetime) -> bytes:
    """Rewrite a zip package with fixed order, times and attributes of its entries."""
    moment = utc_seconds(made_at)
    stamp = (max(moment.year, 1980), moment.month, moment.day, moment.hour, moment.minute, moment.second // 2 * 2)
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=_place):
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _OWNER_MAY_WRITE
            target.writestr(entry, source.read(name), compresslevel=6)
    return packed.getvalue()


def _place(name: str) -> tuple[int, int, str]:
    # Programs that look at a file's first entries to tell what it is expect this order.
    if name in _FIRST:
        return (0, _FIRST.index(name), name)
    if name.startswith(_MAIN_FOLDERS):
        return (1, 0, name)
    return (2, 0, name)

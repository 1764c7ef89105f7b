"""When a photo was taken, as its camera wrote it: read before the picture is drawn anew without such things."""

import io
from datetime import datetime

from PIL import Image

from neuguong.core import file_kinds as file_kinds  # it teaches Pillow to open HEIC
from neuguong.core.clock import OFFICE_ZONE

_EXIF = 0x8769
_ORIGINAL, _OFFSET = 0x9003, 0x9011  # DateTimeOriginal, OffsetTimeOriginal


def taken_at(content: bytes) -> datetime | None:
    """The camera's moment; in the office's zone when the camera names none. None when there is nothing readable."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            written = image.getexif().get_ifd(_EXIF)
        text, offset = str(written.get(_ORIGINAL, "")), str(written.get(_OFFSET, ""))
        moment = datetime.strptime(text.strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=OFFICE_ZONE)
    except Exception:  # whatever a damaged header makes Pillow raise; the file itself is judged elsewhere
        return None
    try:
        return datetime.strptime(f"{moment:%Y%m%d%H%M%S}{offset.strip(chr(0))}", "%Y%m%d%H%M%S%z")
    except ValueError:
        return moment

"""Papers as PDF, and cards as pictures: a Typst template and data in, bytes out. Data never becomes markup, so nothing
typed can set the page. A template reads the picture files that the data name by their full path, and no others.
"""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from PIL import Image

from neuguong.core.papers.packing import utc_seconds

STANDARD: Final = "a-2b"  # what archives ask for: fonts inside, nothing from outside
_ROOT: Final = Path("/")  # below which a template may read: the pictures lie beside the data, not beside the template


def build_pdf(template: Path, data: Mapping[str, Any], *, fonts: Sequence[Path], made_at: datetime) -> bytes:
    """Set `data` by a template; the template finds it as `json(bytes(sys.inputs.data))`.

    `fonts` are folders of font files. A family that is not there is replaced by one that has every Vietnamese letter,
    so a paper is never without words. The same data and `made_at` give the same bytes. Raises ValueError when
    `made_at` has no zone, RuntimeError when the template is wrong.
    """
    # Loaded with the first paper: nine megabytes that a worker never needs.
    import typst  # noqa: PLC0415

    content = typst.compile(
        template,
        root=_ROOT,
        format="pdf",
        font_paths=[folder for folder in fonts if folder.is_dir()],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=utc_seconds(made_at).replace(tzinfo=UTC),
    )
    return bytes(content)


def build_picture(template: Path, data: Mapping[str, Any], *, fonts: Sequence[Path]) -> bytes:
    """Set `data` by a template of one page as a JPEG, one point of the page a pixel. Raises RuntimeError as `build_pdf`."""
    import typst  # noqa: PLC0415

    drawn = typst.compile(
        template,
        root=_ROOT,
        format="png",
        ppi=72.0,
        font_paths=[folder for folder in fonts if folder.is_dir()],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    out = io.BytesIO()
    with Image.open(io.BytesIO(bytes(drawn))) as picture:
        picture.convert("RGB").save(out, "JPEG", quality=88, subsampling=0, optimize=True)
    return out.getvalue()

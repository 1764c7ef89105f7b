"""Papers as PDF: a Typst template and data in, bytes out. Data never becomes markup, so nothing typed can set the page."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from neuguong.core.papers.packing import utc_seconds

STANDARD: Final = "a-2b"  # what archives ask for: fonts inside, nothing from outside


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
        format="pdf",
        font_paths=[folder for folder in fonts if folder.is_dir()],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=utc_seconds(made_at).replace(tzinfo=UTC),
    )
    return bytes(content)

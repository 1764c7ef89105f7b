"""What the public site does by itself, by the schedule."""

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings

from neuguong.core.clock import real_now
from neuguong.web.portal.export.run import Export
from neuguong.web.portal.export.tree import Busy

log = logging.getLogger(__name__)


def export_site(at: datetime) -> str:
    """Bring the static copy up to date, where EXPORT_DIR names one; says what was done."""
    if not settings.EXPORT_DIR:
        return ""
    try:
        done = Export(Path(settings.EXPORT_DIR)).run(at=real_now())
    except Busy:
        return "một lần khác đang chạy"
    for address in done.failed:
        log.error("export: %s could not be drawn", address)
    return f"{done.pages} trang, ghi {done.written}, gỡ {len(done.removed)}, lỗi {len(done.failed)}"

"""What the public site does by itself, by the schedule."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from neuguong.core.clock import real_now
from neuguong.web.portal.export.run import Export
from neuguong.web.portal.export.tree import Busy
from neuguong.web.portal.version import public_acts

AT_LEAST_EVERY = timedelta(hours=1)  # after an upgrade pages may be drawn otherwise, though nobody did anything
log = logging.getLogger(__name__)


def export_site(at: datetime) -> str:
    """Bring the static copy up to date, where EXPORT_DIR names one; says what was done.

    When nothing was done since the last run that the public could see, nothing is drawn; once an hour everything is.
    """
    if not settings.EXPORT_DIR:
        return ""
    export, real, seen = Export(Path(settings.EXPORT_DIR)), real_now(), public_acts(at)
    if not export.is_due(seen, at=real, at_least_every=AT_LEAST_EVERY):
        return "không có gì mới"
    try:
        done = export.run(at=real, version=seen)
    except Busy:
        return "một lần khác đang chạy"
    for address in done.failed:
        log.error("export: %s could not be drawn", address)
    return f"{done.pages} trang, ghi {done.written}, gỡ {len(done.removed)}, lỗi {len(done.failed)}"

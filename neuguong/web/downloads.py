"""Answers that are files: taken by no browser for anything but what they are, and kept by no cache for somebody else."""

from pathlib import Path

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
ANY = "application/octet-stream"
TYPES = {".csv": CSV, ".docx": DOCX, ".pdf": PDF, ".xlsx": XLSX}


def made_file(content: bytes, name: str) -> HttpResponseBase:
    """A file that the system itself wrote, as a download."""
    answer = HttpResponse(content, content_type=TYPES[Path(name).suffix])
    return _guarded(answer, name, inline=False)


def kept_file(path: Path, name: str, media_type: str = ANY, *, inline: bool = False) -> HttpResponseBase:
    """A file that somebody brought. Only what was drawn anew when it came in is shown inside the browser."""
    answer = FileResponse(path.open("rb"), content_type=media_type if inline else ANY)
    return _guarded(answer, name, inline=inline)


def _guarded(answer: HttpResponseBase, name: str, *, inline: bool) -> HttpResponseBase:
    answer["Content-Disposition"] = content_disposition_header(not inline, name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer

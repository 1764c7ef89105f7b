"""Addresses of videos: which may stand in an article. Nothing is fetched: whether it plays, its editor sees."""

import ipaddress
import re
from urllib.parse import SplitResult, parse_qs, urlsplit

from neuguong.core.errors import BadInput

_YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com"}
_FACEBOOK = {"facebook.com", "www.facebook.com", "m.facebook.com"}
_KEY = re.compile(r"[\w-]{11}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
UNKNOWN = (
    "đường dẫn này không dẫn tới một video. Dán địa chỉ của video trên YouTube, Facebook, hoặc của tệp .mp4, "
    "bắt đầu bằng https://."
)


def video_address(typed: str) -> str:
    """The address as it is kept, without what follows the viewer around. Raises BadInput in words."""
    parts, host = _taken_apart(typed)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if host in _YOUTUBE or host == "youtu.be":
        return _youtube(host, parts.path, asked.get("v", ""))
    if host in _FACEBOOK:
        return _facebook(parts.path, asked.get("v", ""))
    if host == "fb.watch" and len(parts.path.strip("/")) > 3:
        return f"https://fb.watch{parts.path}"
    if parts.path.lower().endswith(".mp4"):
        return f"https://{host}{parts.path}"
    raise BadInput(UNKNOWN, field="url")


def _taken_apart(typed: str) -> tuple[SplitResult, str]:
    if len(typed) <= 500 and not re.search(r"\s", typed):
        try:
            parts = urlsplit(typed)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise BadInput(UNKNOWN, field="url") from None
        if parts.scheme == "https" and not parts.username and port in (None, 443) and _is_public(host):
            return parts, host
    raise BadInput(UNKNOWN, field="url")


def _youtube(host: str, path: str, asked: str) -> str:
    short = re.fullmatch(r"/(?:(?:shorts|live|embed)/)?([\w-]{11})/?", path)
    key = short[1] if short and (host == "youtu.be" or path.count("/") > 1) else asked
    if not _KEY.fullmatch(key):
        raise BadInput(UNKNOWN, field="url")
    return f"https://www.youtube.com/watch?v={key}"


def _facebook(path: str, asked: str) -> str:
    if asked.isdecimal():
        return f"https://www.facebook.com/watch/?v={asked}"
    if "/videos/" not in path:
        raise BadInput(UNKNOWN, field="url")
    return f"https://www.facebook.com{path}"


def _is_public(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(_HOST.fullmatch(host)) and not host.endswith((".local", ".internal", ".lan", ".home"))
    return False

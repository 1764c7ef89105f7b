"""A link to a video, as somebody pastes it: which of the known forms it is, written one way, or why it leads nowhere.

Nothing is asked of the network: whoever types a link sees at once whether it has a form that can be a video, and a page
shows it as a card with its title and length, never as somebody else's player (no cookies, no foreign script).
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from neuguong.core.errors import BadInput

LONGEST = 500
KNOWN = "Dùng đường dẫn của YouTube, video Facebook, hoặc tệp .mp4 trên một trang https."
_YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}
_FACEBOOK = {"facebook.com", "www.facebook.com", "m.facebook.com", "web.facebook.com"}
_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_NUMBER = re.compile(r"\d{5,20}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_INSIDE = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".test", ".invalid", ".onion")


@dataclass(frozen=True, slots=True)
class VideoLink:
    """A link in its one spelling; `site` says in words where it leads."""

    address: str
    site: str


def video_link(typed: str) -> VideoLink:
    """The video that a pasted link leads to. Raises BadInput with a sentence that says what is wrong and what to do."""
    words = "".join(typed.split())
    if not words:
        raise _no("Dán đường dẫn của video.")
    if len(words) > LONGEST:
        raise _no(f"Đường dẫn dài quá {LONGEST} ký tự. {KNOWN}")
    if "://" not in words and re.match(r"[\w.-]+\.[a-z]{2,}(/|$)", words, re.IGNORECASE):
        words = f"https://{words}"
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError as error:
        raise _no(f"Đây không phải đường dẫn của một trang. {KNOWN}") from error
    if parts.scheme.lower() == "http" and parts.hostname in _YOUTUBE | _FACEBOOK:
        parts = parts._replace(scheme="https")
    if parts.scheme.lower() != "https" or not parts.hostname:
        raise _no(f"Đường dẫn phải bắt đầu bằng https://. {KNOWN}")
    if parts.username is not None or port not in (None, 443):
        raise _no(f"Đường dẫn không được kèm tên đăng nhập hay số cổng. {KNOWN}")
    return _of(parts, _public(parts.hostname))


def _no(sentence: str) -> BadInput:
    return BadInput(sentence, field="video")


def _public(host: str) -> str:
    """The host in plain letters, if it can be one that everybody reaches."""
    try:
        name = host.rstrip(".").encode("idna").decode().lower()
    except UnicodeError as error:
        raise _no(f"Tên trang “{host}” không dùng được. {KNOWN}") from error
    try:
        ipaddress.ip_address(name)
    except ValueError:
        inside = len(name) > 253 or name.endswith(_INSIDE) or not _HOST.fullmatch(name)
    else:
        inside = True  # a bare number is nobody's public site
    if inside:
        raise _no(f"“{host}” là máy nội bộ hoặc không có thật, người đọc ngoài không mở được. {KNOWN}")
    return name


def _of(parts: SplitResult, host: str) -> VideoLink:
    if host in _YOUTUBE:
        return VideoLink(f"https://www.youtube.com/watch?v={_youtube(parts, host)}", "YouTube")
    if host in _FACEBOOK or host == "fb.watch":
        return VideoLink(_facebook(parts, host), "Facebook")
    if parts.path.lower().endswith(".mp4") and len(parts.path) > len("/.mp4"):
        query = f"?{parts.query}" if parts.query else ""
        return VideoLink(f"https://{host}{parts.path}{query}", host)
    raise _no(f"Chưa nhận ra video ở “{host}”. {KNOWN}")


def _youtube(parts: SplitResult, host: str) -> str:
    """The video's id, from every form in which YouTube hands links out."""
    steps = [one for one in parts.path.split("/") if one]
    if host == "youtu.be":
        found = steps[0] if len(steps) == 1 else ""
    elif steps == ["watch"]:
        found = parse_qs(parts.query).get("v", [""])[0]
    else:
        found = steps[1] if len(steps) == 2 and steps[0] in {"shorts", "live", "embed", "v"} else ""
    if not _ID.fullmatch(found):
        raise _no("Đường dẫn YouTube này không chỉ tới một video. Mở video rồi chép đường dẫn ở nút Chia sẻ.")
    return found


def _facebook(parts: SplitResult, host: str) -> str:
    steps = [one for one in parts.path.split("/") if one]
    if host == "fb.watch":
        if len(steps) == 1 and re.fullmatch(r"[\w-]{6,40}", steps[0], re.ASCII):
            return f"https://fb.watch/{steps[0]}/"
    elif steps[:1] == ["watch"]:
        found = parse_qs(parts.query).get("v", [""])[0]
        if _NUMBER.fullmatch(found):
            return f"https://www.facebook.com/watch/?{urlencode({'v': found})}"
    elif len(steps) == 2 and steps[0] == "reel" and _NUMBER.fullmatch(steps[1]):
        return f"https://www.facebook.com/reel/{steps[1]}"
    elif len(steps) >= 3 and steps[1] == "videos" and _NUMBER.fullmatch(steps[-1]):
        return f"https://www.facebook.com/watch/?{urlencode({'v': steps[-1]})}"
    raise _no("Đường dẫn Facebook này không chỉ tới một video. Mở video rồi chép đường dẫn ở nút Chia sẻ.")

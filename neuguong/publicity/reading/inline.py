"""Words of a block with their emphasis and links: cleaned when they come, drawn as runs, typed without a script.

An editor stores a paragraph as a little HTML. Nothing of it is ever put on a page as it is: `runs` takes it apart and
templates write the pieces, so that no tag but ours can come out.
"""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

import nh3

TAGS = {"b", "strong", "i", "em", "a", "br"}
_SAME = {"strong": "b", "em": "i"}
_MARKS = re.compile(
    r"\*\*(?P<b>[^*\n]+)\*\*|__(?P<i>[^_\n]+)__|\[(?P<words>[^\]\n]+)\]\((?P<href>https?://[^\s)]+)\)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, strong, leaning, or leading somewhere; `breaks` is a new line and holds no words."""

    text: str
    strong: bool = False
    leaning: bool = False
    href: str = ""
    breaks: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self.open: list[str] = []
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.runs.append(Run("", breaks=True))
            return
        self.open.append(_SAME.get(tag, tag))
        if tag == "a":
            self.href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        tag = _SAME.get(tag, tag)
        if tag in self.open:
            self.open.remove(tag)
        if tag == "a":
            self.href = ""

    def handle_data(self, data: str) -> None:
        self.runs.append(Run(data, "b" in self.open, "i" in self.open, self.href))


def clean(html: str) -> str:
    """What may stay of pasted HTML: strong, leaning, links to https pages, line breaks. Scripts go with their content."""
    kept = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http"}, link_rel=None,
        clean_content_tags={"script", "style", "iframe", "object", "template"},
    )  # fmt: skip
    return re.sub(r"(?:\s|&nbsp;|\u00a0)+", " ", kept).strip()


def runs(html: str) -> tuple[Run, ...]:
    """The pieces of cleaned HTML in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.runs)


def plain(html: str) -> str:
    """The words alone; a line break is a line break."""
    return "".join("\n" if run.breaks else run.text for run in runs(html)).strip()


def to_marks(html: str) -> str:
    """For a plain text field: **strong**, __leaning__, [words](https://…), line breaks as they are."""
    told = []
    for run in runs(html):
        words = "\n" if run.breaks else run.text
        if run.href:
            words = f"[{words}]({run.href})"
        elif run.strong:
            words = f"**{words}**"
        elif run.leaning:
            words = f"__{words}__"
        told.append(words)
    return "".join(told)


def from_marks(text: str) -> str:
    """The way back; what was typed as a tag is shown as typed."""
    told, at = [], 0
    for mark in _MARKS.finditer(text):
        told.append(_escaped(text[at : mark.start()]))
        if mark["b"]:
            told.append(f"<b>{_escaped(mark['b'])}</b>")
        elif mark["i"]:
            told.append(f"<i>{_escaped(mark['i'])}</i>")
        else:
            told.append(f'<a href="{_escaped(mark["href"])}">{_escaped(mark["words"])}</a>')
        at = mark.end()
    told.append(_escaped(text[at:]))
    return clean("".join(told).replace("\r\n", "\n").replace("\n", "<br>"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def one_line(text: str) -> str:
    """Plain words of a field that holds no HTML: a title, a caption."""
    return " ".join(unescape(text).split()) if "&" in text else " ".join(text.split())

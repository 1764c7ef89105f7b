"""Reading the links of an answer, and writing them anew for a site of files. Our own templates, so tags are well formed."""

import re
from collections.abc import Iterator
from html import escape, unescape

from neuguong.web.portal.export.addresses import Addresses, Place, Target
from neuguong.web.portal.export.asking import Answer

# A whole comment, one tag with its quoted values, or what stands inside a script (data for search engines).
_TOKEN = re.compile(
    r"<!--.*?-->|(?<=>)[^<]+(?=</script)|<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:[^\"'>]|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_LINK = re.compile(
    r"(?P<before>\s(?P<name>href|src|srcset|imagesrcset|poster|action|formaction|content)\s*=\s*)\"(?P<value>[^\"]*)\""
)
_METHOD = re.compile(r"\smethod\s*=\s*\"post\"", re.IGNORECASE)
_ACTION = re.compile(r"\saction\s*=")
_FORM_END = re.compile(r"</form\s*>", re.IGNORECASE)
_LINK_END = re.compile(r"</a\s*>", re.IGNORECASE)
_SETS = {"srcset", "imagesrcset"}
_SENDS = {"action", "formaction"}
_WITH_LINKS = {
    "application/xml",
    "text/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
}
_TEXTS = {"text/plain", "text/calendar"}
_ASSET = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
# What stands where a form was that only the living site can take in.
_FORM = '<p class="soft">Mục này gửi về máy chủ, không gửi được từ bản này. <a href="{}">Mở trang gốc để gửi</a></p>'


def text_of(answer: Answer) -> str | None:
    """The answer as text when links are looked for in it."""
    if answer.is_page or answer.media in _WITH_LINKS or answer.media in _TEXTS:
        return answer.body.decode("utf-8")
    return None


def links_of(answer: Answer, known: Addresses, *, on: str) -> list[Target]:
    """Every link of an answer, each once, in order; nothing of what is no text or is folded into lines."""
    text = text_of(answer)
    if text is None or answer.media in _TEXTS:
        return []
    found = _of_page(text) if answer.is_page else (match[0] for match in _whole_links(known).finditer(unescape(text)))
    targets = (known.read(link, on=on) for link in dict.fromkeys(found))
    return [one for one in dict.fromkeys(targets) if one.place is not Place.ELSEWHERE]


def assets_of(sheet: str) -> Iterator[str]:
    """What a style sheet asks for."""
    return (one for one in _ASSET.findall(sheet) if not one.startswith("data:"))


def rewritten(answer: Answer, known: Addresses, *, on: str) -> bytes:
    """The answer with links that lead into the export, or to the living site."""
    text = text_of(answer)
    if text is None:
        return answer.body
    return (_page(text, known, on) if answer.is_page else _names(text, known, on)).encode()


def _of_page(text: str) -> Iterator[str]:
    for token in _TOKEN.finditer(text):
        if not token["name"] or token["end"]:
            continue
        for link in _LINK.finditer(token["rest"]):
            value = unescape(link["value"])
            if link["name"] in _SETS:
                yield from (part.split()[0] for part in value.split(",") if part.strip())
            elif link["name"] == "content":
                yield from ([value] if value.startswith(("http://", "https://")) else [])
            elif link["name"] not in _SENDS:
                yield value


def _page(text: str, known: Addresses, on: str) -> str:
    parts, done = [], 0
    while token := _TOKEN.search(text, done):
        parts.append(text[done : token.start()])
        done = token.end()
        if not token["name"]:
            parts.append(_names(token[0], known, on))
        elif _is_form_to_send(token):
            parts.append(_FORM.format(escape(f"{known.site}{on}")))
            done = _after(_FORM_END, text, done)
        elif _leads_to_staff(token, known, on):
            done = _after(_LINK_END, text, done)
        else:
            parts.append(_tag(token, known, on))
    return "".join([*parts, text[done:]])


def _is_form_to_send(token: re.Match[str]) -> bool:
    return token["name"].lower() == "form" and not token["end"] and bool(_METHOD.search(token["rest"]))


def _leads_to_staff(token: re.Match[str], known: Addresses, on: str) -> bool:
    if token["name"].lower() != "a" or token["end"]:
        return False
    links = (one for one in _LINK.finditer(token["rest"]) if one["name"] == "href")
    return any(known.read(unescape(one["value"]), on=on).place is Place.STAFF for one in links)


def _after(end: re.Pattern[str], text: str, start: int) -> int:
    found = end.search(text, start)
    return found.end() if found else start


def _tag(token: re.Match[str], known: Addresses, on: str) -> str:
    if token["end"] or "=" not in token["rest"]:
        return token[0]
    rest = _LINK.sub(lambda link: _attribute(link, known, on), token["rest"])
    if token["name"].lower() == "form" and not _ACTION.search(rest):
        rest += f' action="{escape(known.site + on)}"'
    return token[0] if rest == token["rest"] else f"<{token['name']}{rest}>"


def _attribute(link: re.Match[str], known: Addresses, on: str) -> str:
    name, value = link["name"], unescape(link["value"])
    if name in _SENDS:  # a search is asked of the living site
        target = known.read(value or on, on=on)
        new = value if target.place is Place.ELSEWHERE else f"{known.site}{target.address}"
    elif name in _SETS:
        new = ", ".join(" ".join([_led(one, known, on), *more]) for one, *more in map(str.split, value.split(",")))
    elif name == "content" and not value.startswith(("http://", "https://")):
        return link[0]
    else:
        new = _led(value, known, on)
    return link[0] if new == value else f'{link["before"]}"{escape(new)}"'


def _led(value: str, known: Addresses, on: str) -> str:
    target = known.read(value, on=on)
    if target.place is Place.ELSEWHERE:
        return value
    return known.leads_to(target, whole=value.startswith(("http://", "https://")))


def _names(text: str, known: Addresses, on: str) -> str:
    """Whole addresses inside a text: those of the export under its own name, all others as they are."""

    def instead(match: re.Match[str]) -> str:
        target = known.read(unescape(match[0]), on=on)
        in_export = target.place is Place.ASSET or known.path_of(target.address) is not None
        return escape(known.leads_to(target, whole=True), quote=False) if in_export else match[0]

    return _whole_links(known).sub(instead, text)


def _whole_links(known: Addresses) -> re.Pattern[str]:
    return re.compile(re.escape(known.site) + r"(?:/[^\s\"'<>\\)]*)?(?![\w.:])")

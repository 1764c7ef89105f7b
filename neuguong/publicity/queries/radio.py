"""A script for radio and loudspeakers: which article or whose story, in which words, how long, what was left out to fit."""

from dataclasses import dataclass
from datetime import date, datetime

from neuguong.core.papers.layout import BODY, CELL, CELL_HEAD, ITEM, PORTRAIT, SPACE, SUBTITLE, TITLE
from neuguong.core.papers.word import Element, GridCell, GridRow, Section, grid, paragraph, word_file
from neuguong.core.periods import local_day
from neuguong.exemplars.models import Correction, Exemplar
from neuguong.exemplars.queries.publication import said_no_more, story_of
from neuguong.exemplars.reading.sentences import sentences
from neuguong.publicity.models import Article, Outlet
from neuguong.publicity.queries.airing import not_aired_because, others_missing
from neuguong.publicity.queries.article_view import article_view, lines_aloud
from neuguong.publicity.queries.articles import exemplars_of
from neuguong.publicity.queries.channels import missing_consent
from neuguong.publicity.reading.speech import Script, places, script, syllables

NO_TEXT = "Chưa có lời để đọc."


@dataclass(frozen=True, slots=True)
class RadioScript:
    """A script that may be read on a day, or the sentence why not. `put_right` are sentences left out as no longer true;
    `about` names those whom an article tells of."""

    outlet: Outlet
    heading: str
    opening: str
    source: str
    script: Script
    put_right: tuple[str, ...]
    on: date
    refusal: str = ""
    about: str = ""

    @property
    def does_not_fit(self) -> bool:
        """Not even the first sentence fits into the slot."""
        return not self.script.paragraphs and bool(self.script.left_out)


def story_script(exemplar: Exemplar, outlet: Outlet, *, on: date) -> RadioScript:
    """The exemplar's story for an outlet on a day: refused where consent for that channel is missing."""
    opening = f"{exemplar.name}, {exemplar.unit.name}."
    refusal, story = missing_consent(exemplar, outlet, on), story_of(exemplar)
    text, put_right = _true_text(exemplar, story.summary) if story is not None and not refusal else ("", ())
    whole = f"{opening}\n{text}" if text.strip() else ""
    if not refusal and not text.strip():
        refusal = NO_TEXT
    source = "câu chuyện đã kiểm chứng của điển hình"
    shown = _cut(opening, whole, outlet)
    return RadioScript(outlet, exemplar.name, opening, source, shown, put_right, on, refusal)


def article_script(article: Article, outlet: Outlet, *, at: datetime) -> RadioScript:
    """An article for an outlet at a moment: its script for the radio, otherwise its text, claims in the words true today.

    Refused where the gate of articles forbids it, and where somebody in it has not agreed to that channel.
    """
    on, title = local_day(at), article.title
    people = exemplars_of(article)
    missing = [f"{one.name}: {words}" for one in people if (words := missing_consent(one, outlet, on, in_article=True))]
    missing += others_missing(article, outlet, on)
    refusal = " ".join(dict.fromkeys(one for one in (not_aired_because(article, on=on, at=at), *missing) if one))
    opening = title if title.endswith((".", "!", "?", "…")) else f"{title}."
    view = article_view(article, on=on)
    text = "" if refusal else "\n".join(lines_aloud(view))
    if not refusal and not text:
        refusal = NO_TEXT
    words = "lời phát thanh" if article.radio_text.strip() else "chữ"
    source = f"{words} của bài viết đã duyệt, {article.unit.name}"
    shown = _cut(opening, f"{opening}\n{text}" if text else "", outlet)
    names = "; ".join(f"{one.name}, {one.unit}" for one in view.about)
    return RadioScript(outlet, title, opening, source, shown, (), on, refusal, names)


def _cut(opening: str, whole: str, outlet: Outlet) -> Script:
    """The text cut to the outlet's slot, without the opening that it begins with."""
    made = script(whole, slot=outlet.slot_seconds)
    kept = made.paragraphs[1:] if made.paragraphs[:1] == (opening,) else made.paragraphs
    return Script(kept, tuple(one for one in made.left_out if one != opening), made.seconds, made.full_seconds)


def _true_text(exemplar: Exemplar, text: str) -> tuple[str, tuple[str, ...]]:
    """The story with what was put right since: the true words where the false ones stand as they were said, otherwise the
    sentence goes."""
    rows = Correction.objects.filter(exemplar=exemplar, of_story=True).order_by("corrected_on", "pk")
    gone: list[str] = []
    for said, true in rows.values_list("said", "true"):
        bare = said.strip(" .")
        if bare and bare in text:
            text = text.replace(bare, true.strip(" ."))
            continue
        words = said_no_more(said, true)
        lines = []
        for line in text.split("\n"):
            parts = [line[one.start : one.end] for one in sentences(line)]
            wrong = [one for one in parts if any(word in one.casefold() for word in words)]
            gone += wrong
            lines.append(" ".join(one for one in parts if one not in wrong))
        text = "\n".join(lines)
    return text, tuple(gone)


def duration_words(seconds: int) -> str:
    """4 phút 05 giây."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} giây"
    return f"{minutes} phút {rest:02d} giây" if rest else f"{minutes} phút"


def script_facts(found: RadioScript) -> list[tuple[str, str]]:
    """What stands above the text on page and paper."""
    slot = found.outlet.slot_seconds
    words = sum(syllables(part) for part in (found.opening, *found.script.paragraphs))
    facts = [
        ("Kênh", f"{found.outlet.name}, {found.outlet.unit.name}"),
        ("Nguồn", found.source),
        *([("Kể về", found.about)] if found.about else []),
        ("Thời lượng một lần phát", duration_words(slot) if slot else "không giới hạn"),
        ("Đọc hết khoảng", f"{duration_words(found.script.seconds)}, {words} âm tiết"),
    ]
    if found.script.is_cut:
        facts.append(("Bài đầy đủ cần khoảng", duration_words(found.script.full_seconds)))
    facts.append(("Đồng ý cho kênh này", f"còn hiệu lực ngày {found.on:%d/%m/%Y}"))
    return facts


def read_aloud(found: RadioScript) -> tuple[tuple[str, str], ...]:
    """Numbers, days and abbreviations of the text, each once, with how they are read."""
    told: dict[str, str] = {}
    for part in (found.opening, *found.script.paragraphs):
        for start, end, words in places(part):
            told.setdefault(part[start:end], words)
    return tuple(told.items())


def radio_paper(found: RadioScript, *, at: datetime) -> bytes:
    """The script as .docx: facts, text, what was left out, how numbers are read. Ask `refusal` before."""
    elements: list[Element] = [paragraph("BÀI ĐỌC PHÁT THANH", TITLE), paragraph(found.heading, SUBTITLE)]
    elements += [paragraph("", SPACE), _table(script_facts(found), head=None), paragraph("", SPACE)]
    elements += [paragraph(part, BODY) for part in (found.opening, *found.script.paragraphs)]
    if found.script.left_out:
        elements.append(paragraph("Phần đã bớt cho vừa thời lượng", ITEM))
        elements += [paragraph(part, BODY) for part in found.script.left_out]
    if found.put_right:
        elements.append(paragraph("Câu đã bớt vì đã đính chính, không đọc", ITEM))
        elements += [paragraph(part, BODY) for part in found.put_right]
    if rows := read_aloud(found):
        elements += [paragraph("Cách đọc số và chữ viết tắt", ITEM), _table(list(rows), head=("Viết", "Đọc"))]
    unit, day = found.outlet.unit.name, local_day(at)
    elements += [paragraph("", SPACE), paragraph(f"Lập ngày {day:%d/%m/%Y}. Thời gian đọc là ước lượng.", BODY)]
    return word_file([Section(PORTRAIT, elements)], title=f"Bài đọc: {found.heading}", author=unit, made_at=at)


def _table(rows: list[tuple[str, str]], *, head: tuple[str, str] | None) -> Element:
    lines = [GridRow([GridCell([paragraph(one, CELL_HEAD)]) for one in head], is_header=True)] if head else []
    lines += [GridRow([GridCell([paragraph(name, CELL)]), GridCell([paragraph(words, CELL)])]) for name, words in rows]
    return grid([55, 110], lines, lined=True)

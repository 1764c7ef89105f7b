"""Reading a whole article against what is checked: what nobody proved, where it stands, what else is missing."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from neuguong.core.text import fold
from neuguong.exemplars.enums import ConsentChannel, StatementKind
from neuguong.exemplars.models import Exemplar, RewardRecord
from neuguong.exemplars.queries.publication import asks_to_read, may_tell
from neuguong.exemplars.queries.rewards import missing_of_rewards
from neuguong.exemplars.reading.statements import Statement, statements
from neuguong.publicity.models import Article, Passed, SignOff
from neuguong.publicity.queries.articles import exemplars_of, rewards_of
from neuguong.publicity.queries.known import Known, known_of
from neuguong.publicity.queries.photos import photos_in
from neuguong.publicity.reading.parts import Part, Written, claims_in, parts_of
from neuguong.publicity.reading.parts import photos_in as photos_named

NOBODY = "Bài chưa nói về ai. Chọn ít nhất một điển hình trong sổ hoặc một người được cấp trên khen."
EMPTY = "Bài chưa có nội dung."


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A number, day, superlative or award that nothing checked says, or a claim block whose claim is gone."""

    place: str
    block: str
    text: str
    sentence: str
    kind: str

    @property
    def words(self) -> str:
        """What is open, in one sentence."""
        if self.kind == GONE:
            return f"{self.place}: ý này không còn trong số các ý đã kiểm chứng."
        return f"{self.place}: “{self.text}” ({self.kind}) chưa có trong ý nào đã kiểm chứng."


GONE = "gone"


@dataclass(frozen=True, slots=True)
class Rests:
    """A claim that the text rests on, in which version; a claim block follows it."""

    claim: int
    version: int
    follows: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading of the whole text found. `missing` are sentences about people and consent."""

    open: tuple[OpenPlace, ...]
    missing: tuple[str, ...]
    rests: tuple[Rests, ...]
    passed: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Nothing keeps the text from the public."""
        return not self.open and not self.missing

    @property
    def sentence(self) -> str:
        """Everything that is open, in words; empty when nothing is."""
        return " ".join((*self.missing, *(one.words for one in self.open)))


def written_of(article: Article, known: Known) -> Written:
    """The text of an article with the words of its claims as they are true today."""
    photos = words_of_photos(article)
    return Written(
        title=article.title,
        lead=article.lead,
        blocks=article.blocks,
        share_words=article.share_words,
        radio_text=article.radio_text,
        cover_words=photos.get(article.cover_id or 0, ""),
        photo_words=photos,
        claim_words={pk: fact.text for pk, fact in known.claims.items()},
    )


def words_of_photos(article: Article) -> dict[int, str]:
    """What its photos show in words, by number; one query where it has any."""
    wanted = {*photos_named(article.blocks), *([article.cover_id] if article.cover_id else [])}
    return dict(photos_in(article.plan).filter(pk__in=wanted).values_list("pk", "words")) if wanted else {}


def read_article(article: Article, *, on: date) -> Reading:
    """Read title, lead, every block, caption, alternative text, share card and radio script (KH 87, III.3)."""
    pages, rewards = exemplars_of(article), rewards_of(article)
    known = known_of(pages, rewards)
    parts = parts_of(written_of(article, known))
    passed = dict(Passed.objects.filter(article=article, taken_back_at=None).values_list("words", "reason"))
    gone = tuple(
        OpenPlace(f"Khối ý đã kiểm chứng {number}", str(pk), "", "", GONE)
        for number, pk in enumerate(claims_in(article.blocks), 1)
        if pk not in known.claims
    )
    found, rests, used = _look_up(parts, known, passed)
    return Reading((*gone, *found), _missing(article, pages, rewards, on), rests, used)


def _look_up(
    parts: Sequence[Part], known: Known, passed: dict[str, str]
) -> tuple[tuple[OpenPlace, ...], tuple[Rests, ...], tuple[str, ...]]:
    rests: dict[tuple[int, bool], Rests] = {}
    found: list[OpenPlace] = []
    used: dict[str, None] = {}
    for part in parts:
        if part.claim:
            fact = known.claims[part.claim]
            rests[part.claim, True] = Rests(part.claim, fact.version, follows=True)
            continue
        for said in statements(part.text):
            behind = known.behind(said)
            if behind is not None:
                if behind.claim:
                    rests[behind.claim, False] = Rests(behind.claim, behind.version, follows=False)
            elif key_of(said.text) in passed:
                used[key_of(said.text)] = None
            else:
                found.append(_open(part, said))
    return tuple(found), tuple(rests.values()), tuple(used)


def key_of(words: str) -> str:
    """Under which words a place is passed over: the same words anywhere in the article."""
    return fold(words)[:300]


def _open(part: Part, said: Statement) -> OpenPlace:
    sentence = part.text[said.sentence_start : said.sentence_end]
    return OpenPlace(part.place, part.block, said.text, sentence, str(StatementKind(said.kind).label))


def _missing(article: Article, pages: Sequence[Exemplar], rewards: Sequence[RewardRecord], on: date) -> tuple[str, ...]:
    told = [] if pages or rewards else [NOBODY]
    if not article.blocks:
        told.append(EMPTY)
    for page in pages:
        verdict = may_tell(page, ConsentChannel.PORTAL, on=on)
        told += [f"{page.name}: {sentence}" for sentence in verdict.missing]
    return (*told, *missing_of_rewards(rewards, on=on))


def digest_of(article: Article) -> str:
    """What somebody agreed to when they agreed to the article: its words, claims included by number."""
    told = [article.title, article.lead, article.blocks, article.share_words, article.radio_text]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def not_signed_off(article: Article, *, on: date) -> tuple[Exemplar, ...]:
    """Who asked to read it first and has not agreed to these very words."""
    agreed = set(
        SignOff.objects.filter(article=article, digest=digest_of(article)).values_list("exemplar_id", flat=True)
    )
    return tuple(one for one in exemplars_of(article) if one.pk not in agreed and asks_to_read(one, on=on))


def passed_in(article: Article) -> "QuerySet[Passed]":
    """The places that somebody passed over, with who and why."""
    return Passed.objects.filter(article=article, taken_back_at=None).select_related("passed_by")


def sign_offs_of(article: Article) -> list[tuple[SignOff, bool]]:
    """Who agreed to it, and whether to the words as they are now."""
    now = digest_of(article)
    rows = SignOff.objects.filter(article=article).select_related("exemplar", "entered_by", "scan")
    return [(one, one.digest == now) for one in rows]

"""Names of the register near to words that found little, and exemplars like another. Public fields only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from math import log, sqrt
from typing import TypeVar

from django.db.models import Case, IntegerField, Q, Value, When

from neuguong.core.search import matching
from neuguong.core.text import fold, words_to_search
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.publication import PublicStory, stories_told
from neuguong.exemplars.queries.register import NEWEST, PublicExemplar, PublicRow, public_rows, shown
from neuguong.org.queries.lives import family_of
from neuguong.org.queries.places import area_of, in_area

T = TypeVar("T")

LOOKED_AT = 300  # names compared at most
WORDS = 4  # words of a query that are taken apart
CLOSE = 0.6  # how near, of 1, the name of somebody must be
MOST_WORDS = 10  # points for two stories of the same words; two of one trade share some four tenths
MANY = 8  # texts from which on it can be told which words everybody uses
CLOSER = 0.8  # and that of a sector, movement or unit: there are few, and many of their words are common


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody of the register whose name is near to what was typed."""

    slug: str
    name: str
    unit_name: str


def likeness(words: list[str], text: str) -> float:
    """How near folded words are to a text, from 0 to 1: each word against the text's word that is nearest to it."""
    there = fold(text).split()
    if not words or not there:
        return 0.0
    return sum(max(_word(word, other) for other in there) for word in words) / len(words)


def _word(word: str, other: str) -> float:
    return 1.0 if len(word) > 1 and other.startswith(word) else SequenceMatcher(None, word, other).ratio()


def near_names(q: str, *, limit: int = 5) -> tuple[Near, ...]:
    """Those whose names are nearest to the words: one of them missing, or wrong after its first letters. One query."""
    words = words_to_search(q)[:WORDS]
    looser = {" ".join([*words[:at], *words[at + 1 :]]) for at in range(len(words)) if len(words) > 1}
    looser |= {" ".join([*words[:at], word[:2], *words[at + 1 :]]) for at, word in enumerate(words)}
    if not words:
        return ()
    found = Q()
    for one in sorted(looser):
        found |= Q(pk__in=matching(Exemplar.objects.order_by(), one).values("pk"))
    rows = shown().filter(found).order_by(*NEWEST).values_list("slug", "name", "unit__name", "sort_key")[:LOOKED_AT]
    ranked = sorted((-likeness(words, f"{name} {unit}"), key, slug, name, unit) for slug, name, unit, key in rows)
    return tuple(Near(slug, name, unit) for score, _, slug, name, unit in ranked[:limit] if -score >= CLOSE)


def nearest(words: list[str], known: Iterable[tuple[str, T]], *, limit: int = 4) -> list[T]:
    """Of things with a name, those as near to the words as the nearest one; none when even that is far."""
    ranked = sorted(
        ((likeness(words, name), at, thing) for at, (name, thing) in enumerate(known)),
        key=lambda one: (-one[0], one[1]),
    )
    return [thing for score, _, thing in ranked[:limit] if score >= CLOSER and score == ranked[0][0]]


def like_this(
    one: PublicExemplar, *, on: date, story: PublicStory | None = None, limit: int = 3
) -> tuple[PublicRow, ...]:
    """Others like it, those with most points first, then the newest: the same answer to everybody.

    The same sector counts four, the same area two, the same kind one, and the words that both stories share up to ten
    (`words_in_common`). Only stories that the public reads today are compared. Two queries, three more with a story.
    """
    area = area_of(one.unit_kind, one.unit_name, one.unit_place)
    near = Q(unit_id__in=family_of(one.unit_id, on=on)) | (in_area(area, "unit__") if area else Q())
    field = Q(sector__code=one.sector_code)
    points = _points(field, 4) + _points(near, 2) + _points(Q(kind=one.kind_code), 1)
    others = shown().exclude(slug=one.slug).annotate(points=points)
    first = others.filter(field | near).order_by("-points", *NEWEST)[:limit]
    if story is None:
        return public_rows(first)
    columns = ("points", "recognised_on", "pk")
    found = dict(_scored(first.values_list(*columns)))
    told = stories_told(on=on).exclude(exemplar=one.id).order_by("-exemplar_id")
    texts = dict(told.values_list("exemplar_id", "summary")[:LOOKED_AT])
    shared = words_in_common("\n".join(story.paragraphs), texts, but=one.name)
    alike = others.filter(pk__in=[pk for pk, many in shared.items() if many])
    for pk, (own, day, _) in _scored(alike.values_list(*columns)):
        found[pk] = (own + shared[pk], day, pk)
    best = sorted(found, key=lambda pk: found[pk], reverse=True)[:limit]
    place = Case(
        *(When(pk=pk, then=Value(at)) for at, pk in enumerate(best)), default=Value(limit), output_field=IntegerField()
    )
    return public_rows(shown().filter(pk__in=best).order_by(place)) if best else ()


def _scored(rows: Iterable[tuple[int, date, int]]) -> Iterable[tuple[int, tuple[int, date, int]]]:
    return ((pk, (points, day, pk)) for points, day, pk in rows)


def words_in_common(text: str, others: Mapping[int, str], *, but: str = "") -> dict[int, int]:
    """How much each other text shares with this one, from 0 to `MOST_WORDS` points; words that few texts have weigh more.

    Words in more than half of many texts say nothing, and neither does the name `but`, nor a single word in common.
    """
    own = set(fold(text).split()) - set(fold(but).split())
    sets = {key: set(fold(other).split()) for key, other in others.items()}
    held = Counter(word for words in (own, *sets.values()) for word in words)
    common = {word for word, many in held.items() if len(sets) >= MANY and many > len(sets) / 2}
    weight = {word: log((2 + len(sets)) / many) for word, many in held.items() if word not in common and len(word) > 1}

    def heavy(words: set[str]) -> float:
        return sum(sorted(weight.get(word, 0.0) for word in words))

    found = {}
    for key, words in sets.items():
        both = own & words & set(weight)
        whole = sqrt(heavy(own) * heavy(words))
        found[key] = round(MOST_WORDS * heavy(both) / whole) if len(both) > 1 and whole else 0
    return found


def _points(shared: Q, points: int) -> Case:
    return Case(When(shared, then=Value(points)), default=Value(0), output_field=IntegerField())

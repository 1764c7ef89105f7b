"""Which records look like one subject, and which texts like one text: candidates by key, then compared one by one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection

from neuguong.exemplars.models import Nomination, Subject, SubjectKey, SubjectMerge, TextBand
from neuguong.exemplars.reading.likeness import Facts, Likeness, compare, rare_key, wanted_keys
from neuguong.exemplars.reading.names import read_name
from neuguong.exemplars.reading.overlap import band_keys, shared
from neuguong.org.queries.lives import family_of

PER_KEY = 64  # rows read of one key: a form letter is in thousands of texts, a name in thousands of people
TEXTS = 6  # texts really compared per subject, those with most in common first
FEW = 5  # so many namesakes at most make a name rare
AT_ONCE = 200  # keys or numbers in one statement; SQLite allows 500 keys
TWO = 2  # bands that must be shared

Families = Callable[[int], frozenset[int]]
Row = TypeVar("Row")


def by_parts(
    numbers: Iterable[int], rows: Callable[[list[int]], Iterable[Row]], *, size: int = AT_ONCE
) -> Iterator[Row]:
    """The rows of these numbers, read for `size` of them at a time; a row of two numbers may come twice.

    The connection to SQLite keeps its last 128 statements, each as large as it has numbers: with all candidates of a
    batch in one they came to more than a gigabyte (docs/performance.md), and no statement may have 250,000.
    """
    wanted = list(numbers)
    for start in range(0, len(wanted), size):
        yield from rows(wanted[start : start + size])


def sharing(model: type[SubjectKey] | type[TextBand], keys: Iterable[int]) -> dict[int, list[int]]:
    """Under each key the subjects or dossiers that have it, at most `PER_KEY`: bounded work, whatever is common."""
    table = model._meta.db_table
    column = "subject_id" if model is SubjectKey else "nomination_id"
    found: dict[int, list[int]] = defaultdict(list)
    one = f"SELECT * FROM (SELECT key, {column} FROM {table} WHERE key = %s ORDER BY {column} LIMIT {PER_KEY}) s"  # noqa: S608  our own names
    with connection.cursor() as cursor:

        def holders(part: list[int]) -> Iterable[tuple[int, int]]:
            cursor.execute(" UNION ALL ".join([one] * len(part)), part)
            yield from cursor.fetchall()

        for key, holder in by_parts(keys, holders):
            found[key].append(holder)
    return found


def lives(subject_ids: Iterable[int]) -> dict[int, int]:
    """Absorbed subjects among these, each with the one that holds its life now."""
    found: dict[int, int] = {}
    edge = set(subject_ids)
    rows = SubjectMerge.objects.filter(undone_at=None).values_list("absorbed_id", "kept_id")
    while edge:
        step = dict(by_parts(edge, lambda part: rows.filter(absorbed_id__in=part)))
        found |= step
        edge = set(step.values()) - found.keys()
    return {start: _last(found, start) for start in found}


def _last(steps: Mapping[int, int], start: int) -> int:
    while start in steps:
        start = steps[start]
    return start


def life_of(subject: Subject) -> Subject:
    """The subject that holds this one's life now: itself unless it was absorbed."""
    kept = lives([subject.pk]).get(subject.pk)
    return subject if kept is None else Subject.objects.select_related("unit").get(pk=kept)


def facts_of(subject_ids: Iterable[int], families: Families | None = None) -> dict[int, Facts]:
    """What is compared of these subjects; with `families` each knows the other lives of its unit."""
    columns = ("id", "kind", "name", "unit_id", "birth_year", "place", "form_of_address")
    rows = Subject.objects.values_list(*columns)
    return {
        pk: Facts(
            pk, kind, read_name(name, kind), unit, year, place, address, families(unit) if families else frozenset()
        )
        for pk, kind, name, unit, year, place, address in by_parts(
            set(subject_ids), lambda part: rows.filter(pk__in=part)
        )
    }


@dataclass(slots=True)
class _Search:
    """One subject with what may be like it: others by name, and the texts that share most with its own."""

    facts: Facts
    texts: dict[int, str]
    named: set[int]
    near: list[int]  # dossiers, those that share most first
    rare: bool


def find_alike(
    texts: Mapping[int, Mapping[int, str]],
    *,
    families: Families = family_of,
    also: Mapping[int, set[int]] | None = None,
) -> dict[int, dict[int, Likeness]]:
    """For each subject (with its texts by dossier) those that look like it, with how sure and why.

    What was absorbed counts for who holds its life. `also` are subjects to compare whatever the keys say. Reads only.
    """
    facts = facts_of(texts, families)
    searches = [_search(facts[pk], dict(texts[pk]), (also or {}).get(pk, set())) for pk in texts if pk in facts]
    near = {dossier for one in searches for dossier in one.near}
    rows = Nomination.objects.values_list("id", "subject_id", "achievement_summary")
    found = {pk: (subject, text) for pk, subject, text in by_parts(near, lambda part: rows.filter(pk__in=part))}
    others = {pk for one in searches for pk in one.named} | {subject for subject, _ in found.values()}
    holders = lives(others | facts.keys())
    known = facts_of(others)
    return {one.facts.id: _judge(one, found, known, holders) for one in searches}


def _most(bands: Counter[int]) -> list[int]:
    return [dossier for dossier, n in bands.most_common(TEXTS) if n >= TWO]


def _search(facts: Facts, texts: dict[int, str], also: set[int]) -> _Search:
    rare = rare_key(facts)
    by_key = sharing(SubjectKey, [*wanted_keys(facts), rare])
    namesakes = set(by_key.pop(rare, ())) - {facts.id}
    is_rare = len(namesakes) <= FEW
    named = {pk for holders in by_key.values() for pk in holders} | (namesakes if is_rare else set()) | also
    keys = {key for text in texts.values() for key in band_keys(text)}
    bands = Counter(dossier for holders in sharing(TextBand, keys).values() for dossier in holders)
    for own in texts:
        bands.pop(own, None)
    return _Search(facts, texts, named - {facts.id}, _most(bands), is_rare)


def _judge(
    one: _Search, found: Mapping[int, tuple[int, str]], known: Mapping[int, Facts], holders: Mapping[int, int]
) -> dict[int, Likeness]:
    shares: dict[int, float] = {}
    for dossier in one.near:
        subject, text = found.get(dossier, (one.facts.id, ""))
        if subject != one.facts.id:
            share = max(shared(mine, text).most for mine in one.texts.values())
            shares[subject] = max(share, shares.get(subject, 0.0))
    best: dict[int, Likeness] = {}
    mine = holders.get(one.facts.id, one.facts.id)
    for pk in one.named | shares.keys():
        if pk not in known or (life := holders.get(pk, pk)) == mine:
            continue
        like = compare(one.facts, known[pk], text_share=shares.get(pk, 0.0), rare=one.rare)
        if like is not None and (life not in best or like.certainty == "sure"):
            best[life] = like
    return best


@dataclass(frozen=True, slots=True)
class Overlap:
    """A dossier whose text stands in another one: the share of the text in question, and a stretch of it."""

    nomination_id: int
    ratio: float
    sample: str


def copied_from(
    nomination: Nomination | None = None, *, text: str = "", least: float = 0.3, most: int = 5
) -> tuple[Overlap, ...]:
    """Other dossiers that hold much of this text (a dossier's own, or `text`), the most copied first.

    It looks through dossiers that were sent, of every unit, never through drafts; whoever shows more than the share
    first narrows it to what the reader may see (`visible_to`). Dossiers of the same subject count: the same
    achievement sent again (Law 06/2022, art. 5).
    """
    text = text or (nomination.achievement_summary if nomination else "")
    own = nomination.pk if nomination else None
    bands = Counter(one for holders in sharing(TextBand, band_keys(text)).values() for one in holders if one != own)
    rows = Nomination.objects.filter(pk__in=_most(bands)).values_list("id", "achievement_summary")
    found = [(pk, shared(text, other)) for pk, other in rows]
    near = sorted((row for row in found if row[1].of_first >= least), key=lambda row: (-row[1].of_first, row[0]))
    return tuple(Overlap(pk, round(one.of_first, 2), one.sample) for pk, one in near[:most])

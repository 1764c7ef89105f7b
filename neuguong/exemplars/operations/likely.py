"""Keeping the keys by which likes are found up to date, and writing down the pairs that look like one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from neuguong.exemplars.enums import PairState
from neuguong.exemplars.models import (
    DuplicatePair,
    Nomination,
    Subject,
    SubjectKey,
    SubjectMerge,
    SubjectReading,
    Sweep,
    TextBand,
)
from neuguong.exemplars.queries.likely import Families, by_parts, facts_of, find_alike, lives
from neuguong.exemplars.reading.likeness import Likeness, own_keys
from neuguong.exemplars.reading.overlap import band_keys, number_of
from neuguong.org.queries.lives import family_of

READING = 1  # grows when keys or bands are made in another way: every subject is then read anew
BATCH = 500
COMPARED = 50  # subjects compared at a time: among half a million each has some two hundred candidates

Texts = dict[int, dict[int, str]]


def _texts(subject_ids: Iterable[int]) -> Texts:
    """The texts of these subjects' dossiers that were ever sent, by subject and dossier: no draft is compared."""
    ids = list(subject_ids)
    found: Texts = {pk: {} for pk in ids}
    sent = Nomination.objects.filter(sent_at__isnull=False).exclude(achievement_summary="")
    rows = sent.values_list("id", "subject_id", "achievement_summary")
    for pk, subject, text in by_parts(ids, lambda part: rows.filter(subject_id__in=part)):
        found[subject][pk] = text
    return found


def _digests(subject_ids: Iterable[int], texts: Texts) -> dict[int, int]:
    columns = ("id", "kind", "name", "birth_year", "place", "form_of_address", "unit_id")
    rows = Subject.objects.values_list(*columns)
    found = by_parts(subject_ids, lambda part: rows.filter(pk__in=part))
    return {row[0]: number_of(f"{READING}|{row[1:]}|{sorted(texts[row[0]].items())}") for row in found}


def _replace(model: Any, column: str, wanted: dict[int, set[int]]) -> None:
    """Make each owner's keys exactly these: what is there stays, what is missing or too many is mended."""
    has: dict[int, set[int]] = defaultdict(set)
    stored = model.objects.values_list(column, "key")
    for owner, key in by_parts(wanted, lambda part: stored.filter(**{f"{column}__in": part})):
        has[owner].add(key)
    for owner, keys in wanted.items():
        if gone := has[owner] - keys:
            model.objects.filter(**{column: owner}, key__in=gone).delete()
    rows = [(key, owner) for owner, keys in wanted.items() for key in sorted(keys - has[owner])]
    if rows:
        sql = f"INSERT INTO {model._meta.db_table} (key, {column}) VALUES (%s, %s) ON CONFLICT DO NOTHING"  # noqa: S608  our own names
        with connection.cursor() as cursor:
            cursor.executemany(sql, sorted(rows))


def _still_there(subject_ids: Iterable[int]) -> set[int]:
    """Those of these subjects that nobody has erased, locked until the end of the transaction.

    An erasure locks its subjects first. So either it waits until the keys are written and then deletes them, or it
    was there before, and no key made from what was read earlier comes back.
    """
    rows = Subject.objects.select_for_update(of=("self",), no_key=True).filter(erased_at=None).order_by("pk")
    return set(by_parts(sorted(subject_ids), lambda part: rows.filter(pk__in=part).values_list("pk", flat=True)))


def _learn(texts: Texts) -> None:
    """Store what these subjects are found by."""
    _replace(SubjectKey, "subject_id", {pk: set(own_keys(facts)) for pk, facts in facts_of(texts).items()})
    bands = {pk: set(band_keys(text)) for mine in texts.values() for pk, text in mine.items()}
    _replace(TextBand, "nomination_id", bands)


def _mark_read(digests: dict[int, int]) -> None:
    SubjectReading.objects.bulk_create(
        [SubjectReading(subject_id=pk, digest=digest) for pk, digest in digests.items()],
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=["digest"],
    )


def _either(subject_ids: Iterable[int]) -> Q:
    """The pairs in which one of these stands."""
    return Q(first_id__in=subject_ids) | Q(second_id__in=subject_ids)


def _open_partners(subject_ids: Iterable[int]) -> dict[int, set[int]]:
    """With whom these subjects stand in an undecided pair."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = DuplicatePair.objects.filter(state=PairState.OPEN).values_list("first_id", "second_id")
    for first, second in by_parts(subject_ids, lambda part: rows.filter(_either(part))):
        found[first].add(second)
        found[second].add(first)
    return found


def _settled(subject_ids: set[int]) -> set[frozenset[int]]:
    """Pairs of lives about which somebody has decided, whatever was absorbed since: they are not asked again."""
    rows = DuplicatePair.objects.exclude(state=PairState.OPEN).values_list("first_id", "second_id")
    pairs = set(by_parts(_members(subject_ids), lambda part: rows.filter(_either(part))))
    holders = lives({pk for pair in pairs for pk in pair})
    return {frozenset((holders.get(first, first), holders.get(second, second))) for first, second in pairs}


def _members(subject_ids: set[int]) -> set[int]:
    """These subjects and all they have absorbed."""
    found, edge = set(subject_ids), set(subject_ids)
    rows = SubjectMerge.objects.filter(undone_at=None).values_list("absorbed_id", flat=True)
    while edge:
        edge = set(by_parts(edge, lambda part: rows.filter(kept_id__in=part))) - found
        found |= edge
    return found


def _write_pairs(alike: dict[int, dict[int, Likeness]], partners: dict[int, set[int]], at: datetime) -> int:
    """Store the undecided pairs of these subjects exactly as found; decided ones stay decided. How many are new."""
    holders = lives(alike)
    others = {other for found in alike.values() for other in found}
    settled = _settled(set(alike) | others)
    erased = set(
        by_parts(
            others,
            lambda part: Subject.objects.filter(pk__in=part).exclude(erased_at=None).values_list("pk", flat=True),
        )
    )
    rows: dict[tuple[int, int], Likeness] = {}
    for pk, found in alike.items():
        mine = holders.get(pk, pk)
        for other, like in found.items():
            if other not in erased and frozenset((mine, other)) not in settled:
                rows[min(mine, other), max(mine, other)] = like
    stale = {(min(pk, other), max(pk, other)) for pk in alike for other in partners.get(pk, ())} - rows.keys()
    stored = DuplicatePair.objects.values_list("first_id", "second_id", "pk")
    near = by_parts({a for a, _ in rows.keys() | stale}, lambda part: stored.filter(first_id__in=part))
    known = {(a, b): pk for a, b, pk in near}
    DuplicatePair.objects.filter(pk__in=[known[pair] for pair in stale & known.keys()], state=PairState.OPEN).delete()
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(
                first_id=a, second_id=b, certainty=like.certainty, reasons=list(like.reasons), found_at=at
            )
            for (a, b), like in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["certainty", "reasons"],
    )  # fmt: skip
    return len(rows.keys() - known.keys())


@transaction.atomic
def look_for_duplicates(*, subject: Subject, at: datetime) -> int:
    """Read one subject anew and write down who looks like it; how many new pairs. Called when a dossier is saved."""
    if not _still_there([subject.pk]):
        return 0
    texts = _texts([subject.pk])
    _learn(texts)
    _mark_read(_digests([subject.pk], texts))
    partners = _open_partners([subject.pk])
    return _write_pairs(find_alike(texts, also=partners), partners, at)


def _alike(texts: Texts, partners: dict[int, set[int]], families: Families) -> dict[int, dict[int, Likeness]]:
    """Who looks like these subjects, compared a few at a time: all their candidates at once are tens of thousands."""

    def likes(part: list[int]) -> Iterable[tuple[int, dict[int, Likeness]]]:
        return find_alike({pk: texts[pk] for pk in part}, families=families, also=partners).items()

    return dict(by_parts(texts, likes, size=COMPARED))


@dataclass(frozen=True, slots=True)
class Swept:
    """What one batch did; `done` when the sweep has come to its end."""

    read: int
    found: int
    done: bool


def sweep_batch(*, at: datetime, families: Families = family_of, size: int = BATCH) -> Swept:
    """Read the next subjects whose name or texts changed since they were last read (KH 87, III.3; Law 06/2022, art. 5).

    Reading and comparing happen outside any transaction, each batch is stored in two short ones; cut off, the sweep
    goes on where it was. Two sweeps at a time do no harm: whoever comes second leaves the batch to the first.
    """
    state, _ = Sweep.objects.get_or_create(pk=1, defaults={"started_at": at})
    if state.finished_at is not None:
        Sweep.objects.filter(pk=1).update(last_subject=0, started_at=at, finished_at=None, read=0, found=0)
        state.refresh_from_db()
    start = state.last_subject
    ids = list(Subject.objects.filter(pk__gt=start, erased_at=None).order_by("pk").values_list("pk", flat=True)[:size])
    if not ids:
        Sweep.objects.filter(pk=1, last_subject=start).update(finished_at=at)
        return Swept(0, 0, done=True)
    texts = _texts(ids)
    digests = _digests(ids, texts)
    readings = SubjectReading.objects.values_list("subject_id", "digest")
    known = dict(by_parts(ids, lambda part: readings.filter(subject_id__in=part)))
    changed = {pk: digest for pk, digest in digests.items() if known.get(pk) != digest}
    found = 0
    if changed:
        mine = {pk: texts[pk] for pk in changed}
        with transaction.atomic():
            there = _still_there(mine)
            _learn({pk: found for pk, found in mine.items() if pk in there})
        partners = _open_partners(changed)
        alike = _alike(mine, partners, families)
    with transaction.atomic():
        counted = {"read": state.read + len(changed), "last_subject": ids[-1]}
        if not Sweep.objects.filter(pk=1, last_subject=start).update(**counted):
            return Swept(0, 0, done=False)
        if changed:
            there = _still_there(changed)
            found = _write_pairs({pk: likes for pk, likes in alike.items() if pk in there}, partners, at)
            _mark_read({pk: digest for pk, digest in changed.items() if pk in there})
            Sweep.objects.filter(pk=1).update(found=state.found + found)
    return Swept(len(changed), found, done=False)

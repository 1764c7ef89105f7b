"""What finding likely duplicates costs: one new subject, and the nightly sweep of everybody, on a scratch database."""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db import connection

from neuguong.core.text import sort_key
from neuguong.exemplars.models import DuplicatePair, Nomination, Subject
from neuguong.exemplars.operations.likely import sweep_batch
from neuguong.exemplars.queries.likely import find_alike
from neuguong.org.enums import UnitKind
from neuguong.org.models import Unit
from neuguong.org.queries.lives import family_of
from neuguong.programme.models import Plan
from neuguong.programme.operations.plans import load_plan
from neuguong.web.bench.fill import FAMILY, GIVEN, JOB, MIDDLE, NOW, PLAN_FILE, START, batched, bulk
from neuguong.web.bench.measure import Result, in_turn

_ONSET = re.compile(r"Ngh?|[KTPC]h|Tr|.")
PER_UNIT = 50
EARLY = 30  # batches
PLANTED = 200  # every so manieth subject is an earlier one, spelt and told a little differently
OPENING = "Trong những năm qua, thực hiện chủ trương của Đảng, chính sách pháp luật của Nhà nước, "  # a form letter's


@dataclass(frozen=True, slots=True)
class Swept:
    """The first sweep of everybody, a second one when nothing has changed, and what was found of what was planted."""

    subjects: int
    seconds: float
    processor_seconds: float
    longest_batch_seconds: float
    again_seconds: float
    memory_before_mb: int
    memory_early_mb: int  # the most it held during the first EARLY batches: every cache is full by then
    memory_late_mb: int  # the most it held after them
    pairs: int
    planted: int
    planted_found: int


def measure_duplicates(subjects: int, times: int) -> tuple[Swept, Result]:
    """Fill, sweep twice, then time the candidates of one subject beside one bare indexed query."""
    twins = _fill(subjects)
    swept = _sweep(subjects, twins)
    return swept, _one(times, subjects)


def _one(times: int, subjects: int) -> Result:
    rng = random.Random(11)  # noqa: S311  not for secrets
    families = cache(family_of)
    ids = iter([rng.randint(1, subjects) for _ in range(times + 2)])

    def act() -> None:
        subject = next(ids)
        texts = dict(Nomination.objects.filter(subject=subject).values_list("id", "achievement_summary"))
        find_alike({subject: texts}, families=families)

    def bare() -> None:
        Subject.objects.filter(pk=rng.randint(1, subjects)).values_list("name", flat=True)[0]

    return in_turn(f"duplicates of one among {subjects}", act, bare, times)


def _sweep(subjects: int, twins: list[tuple[int, int]]) -> Swept:
    held, begin, busy, longest = [_memory()], time.perf_counter(), time.process_time(), 0.0
    families = cache(family_of)
    while True:
        started = time.perf_counter()
        batch = sweep_batch(at=NOW, families=families)
        longest = max(longest, time.perf_counter() - started)
        held.append(_memory())
        if batch.done:
            break
    first, busy = time.perf_counter() - begin, time.process_time() - busy
    begin = time.perf_counter()
    while not sweep_batch(at=NOW, families=families).done:
        pass
    again = time.perf_counter() - begin
    pairs = set(DuplicatePair.objects.values_list("first_id", "second_id"))
    return Swept(
        subjects=subjects,
        seconds=round(first, 1),
        processor_seconds=round(busy, 1),
        longest_batch_seconds=round(longest, 2),
        again_seconds=round(again, 1),
        memory_before_mb=held[0],
        memory_early_mb=max(held[:EARLY]),
        memory_late_mb=max(held[EARLY:], default=0),
        pairs=len(pairs),
        planted=len(twins),
        planted_found=len(pairs.intersection(twins)),
    )


def _memory() -> int:
    """What this process holds now, in megabytes, without the parts of files it maps (only Linux tells; else 0)."""
    status = Path("/proc/self/status")
    found = re.search(r"^RssAnon:\s+(\d+) kB", status.read_text(), re.MULTILINE) if status.exists() else None
    return int(found[1]) // 1024 if found else 0


def _fill(subjects: int) -> list[tuple[int, int]]:
    """Subjects with one sent dossier each; the pairs that are one."""
    rng = random.Random(13)  # noqa: S311  not for secrets
    top = Unit(
        ref="ubnd-dien-khanh", kind=UnitKind.STATE_COMMITTEE, name="Cấp trên", short_name="Cấp trên", sort_key="",
        search_text="", valid_from=date(2000, 1, 1),
    )  # fmt: skip
    bulk(Unit, [top])
    units = [
        Unit(ref=f"x{n}", kind=UnitKind.COMMUNE, name=f"Xã {n}", short_name=f"Xã {n}", parent=top, sort_key="",
             search_text="", valid_from=date(2000, 1, 1))
        for n in range(max(1, subjects // PER_UNIT))
    ]  # fmt: skip
    bulk(Unit, units)
    plan = load_plan(text=PLAN_FILE.read_text(encoding="utf-8"), by=JOB, at=START).plan
    vocabulary = ["".join(parts) for parts in _syllables(rng)]
    twins: list[tuple[int, int]] = []
    for part in batched(_people(subjects, units, vocabulary, rng, twins), 5_000):
        bulk(Subject, [subject for subject, _ in part])
        bulk(Nomination, [_dossier(subject, text, plan) for subject, text in part])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return twins


def _syllables(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    for _ in range(4_000):
        yield rng.choice("bcdghklmnpqrstvx"), rng.choice(("a", "e", "i", "o", "u", "ươ", "iê")), rng.choice(("", "n", "ng", "t"))  # fmt: skip


def _people(
    subjects: int, units: list[Unit], vocabulary: list[str], rng: random.Random, twins: list[tuple[int, int]]
) -> Iterator[tuple[Subject, str]]:
    earlier: tuple[Subject, str] | None = None
    for pk in range(1, subjects + 1):
        if pk % PLANTED == 0 and earlier is not None:
            one, text = earlier
            twins.append((one.pk, pk))
            short = one.name.split()
            name = rng.choice(
                (f"{_ONSET.match(short[0])[0]}. {short[1][:1]}. {short[2]}", f"{short[0]} {short[2]}", one.name.lower())
            )
            words = [word if rng.random() > 0.15 else rng.choice(vocabulary) for word in text.split()]
            yield _subject(pk, name, one.unit_id, one.birth_year), " ".join(words)
            continue
        name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
        words = [rng.choice(vocabulary[: rng.choice((200, 4_000))]) for _ in range(rng.randint(80, 160))]
        opening = OPENING if rng.random() < 0.3 else ""
        made = _subject(pk, name, units[pk % len(units)].pk, rng.randint(1935, 2005)), opening + " ".join(words)
        if pk % PLANTED == PLANTED // 2:
            earlier = made
        yield made


def _subject(pk: int, name: str, unit_id: int, year: int | None) -> Subject:
    return Subject(
        pk=pk, kind="individual", name=name, unit_id=unit_id, birth_year=year, sort_key=sort_key(name), search_text=""
    )


def _dossier(subject: Subject, text: str, plan: Plan) -> Nomination:
    return Nomination(
        number=f"HS-2024-{subject.pk:06d}", plan=plan, unit_id=subject.unit_id, subject=subject, kind=subject.kind,
        achievement_summary=text, state="submitted", created_at=START, edited_at=START, search_text="", sort_key="",
        round_code="2024-Q1", round_year=2024, sent_at=START, sent_recorded_at=START, on_time=True,
    )  # fmt: skip

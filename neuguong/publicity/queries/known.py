"""What is known for certain of exemplars: checked claims, the register's own facts, what was put right since; of others
what the decision on their award says."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from neuguong.core.text import fold
from neuguong.exemplars.enums import AwardLevel, RewardState, StatementKind
from neuguong.exemplars.models import Correction, Exemplar, Nomination, Recognition, RewardRecord
from neuguong.exemplars.queries.claims import public_claims_of
from neuguong.exemplars.queries.publication import said_no_more
from neuguong.exemplars.reading.agreement import worth
from neuguong.exemplars.reading.statements import Statement, statements

_BY_WORDS = (StatementKind.AWARD, StatementKind.SUPERLATIVE)


@dataclass(frozen=True, slots=True)
class Fact:
    """Words that are true. `claim` is the checked claim they come from, 0 for a fact of the register, a correction or a
    decision; `exemplar_id` is 0 for somebody without a page there."""

    text: str
    exemplar_id: int
    exemplar: str = ""
    claim: int = 0
    version: int = 0
    verified_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """All facts about some exemplars; what a text states is looked up here."""

    facts: tuple[Fact, ...]

    @cached_property
    def claims(self) -> dict[int, Fact]:
        """The checked claims by their number, in the words that are true today."""
        return {one.claim: one for one in self.facts if one.claim}

    @cached_property
    def _worths(self) -> dict[object, Fact]:
        return {worth(said): fact for fact in reversed(self.facts) for said in statements(fact.text)}

    @cached_property
    def _days(self) -> list[tuple[frozenset[object], Fact]]:
        found: list[tuple[frozenset[object], Fact]] = []
        for fact in self.facts:
            for said in statements(fact.text):
                kind, figures, _ = worth(said)
                if kind == StatementKind.DATE:
                    found.append((frozenset(figures), fact))
        return found

    def behind(self, said: Statement) -> Fact | None:
        """The fact that a statement repeats, however it is written ("2.000 m²", "2000 m2"); None when there is none."""
        mine = kind, figures, _ = worth(said)
        if found := self._worths.get(mine):
            return found
        if kind == StatementKind.DATE:  # "năm 2021" is told by "tháng 6/2021"
            return next((fact for days, fact in self._days if days.issuperset(figures)), None)
        if kind in _BY_WORDS:
            words = f" {fold(said.text)} "
            return next((fact for fact in self.facts if words in f" {fold(fact.text)} "), None)
        return None


def known_of(exemplars: Iterable[Exemplar], rewards: Iterable[RewardRecord] = ()) -> Known:
    """The facts about these pages and those merged into them (five queries), and what decisions say of these awards."""
    pages = {one.pk: one for one in exemplars}
    merged = dict(Exemplar.objects.filter(merged_into__in=pages).values_list("pk", "merged_into_id"))
    page_of = {**{pk: pk for pk in pages}, **merged}
    corrections = _corrections(page_of)
    return Known(
        (
            *_claims(page_of, pages, corrections), *_register(page_of, pages), *_put_right(corrections),
            *_decisions(rewards),
        )
    )  # fmt: skip


def told_now(text: str, corrections: Collection[tuple[str, str]]) -> str:
    """A claim in the words that are true after these corrections; empty when one takes it back."""
    for said, true in corrections:
        wrong = said.strip(" .")
        place = re.compile(re.escape(wrong), re.IGNORECASE)
        if place.search(text):
            text = place.sub(true.strip(" .").replace("\\", r"\\"), text)
        elif any(words in text.casefold() for words in said_no_more(said, true)):
            return ""
    return text


def _corrections(page_of: dict[int, int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Correction.objects.filter(exemplar_id__in=page_of).order_by("recorded_at", "pk")
    for page, said, true in rows.values_list("exemplar_id", "said", "true"):
        found[page_of[page]].append((said, true))
    return found


def _claims(
    page_of: dict[int, int], pages: dict[int, Exemplar], corrections: dict[int, list[tuple[str, str]]]
) -> Iterable[Fact]:
    dossiers = Nomination.objects.filter(recognitions__exemplar_id__in=page_of).order_by("pk")
    about = dict(dossiers.values_list("pk", "recognitions__exemplar_id"))
    for dossier, rows in public_claims_of(about).items():
        page = page_of[about[dossier]]
        for one in rows:
            if words := told_now(one.text, corrections[page]):
                yield Fact(words, page, pages[page].name, one.id, one.version, one.verified_by)


def _register(page_of: dict[int, int], pages: dict[int, Exemplar]) -> Iterable[Fact]:
    for one in pages.values():
        words = f"{one.name}. Điển hình tiên tiến năm {one.year}. Công nhận ngày {one.recognised_on:%d/%m/%Y}."
        plan = one.plan
        words += f" Kế hoạch số {plan.number} ngày {plan.issued_on:%d/%m/%Y}. {plan.title}."
        yield Fact(words, one.pk, one.name)
    acts = Recognition.objects.filter(exemplar_id__in=page_of).order_by("pk")
    for page, number, day in acts.values_list("exemplar_id", "document_number", "decided_on"):
        paper = f"Quyết định số {number}" if number else "Công nhận"
        yield Fact(f"{paper} ngày {day:%d/%m/%Y}.", page_of[page], pages[page_of[page]].name)


def _decisions(rewards: Iterable[RewardRecord]) -> Iterable[Fact]:
    """What a decision that somebody compared says: of whom, what award, by whom, by which paper, what for."""
    for one in rewards:
        if one.state != RewardState.CHECKED or one.erased_at:
            continue
        words = f"{one.name}. {one.position}. {one.award}. {AwardLevel(one.level).label}. {one.authority}."
        words += f" Quyết định số {one.decision_number} ngày {one.decided_on:%d/%m/%Y}. Năm {one.decided_on.year}."
        yield Fact(f"{words} {one.praised_for}.", 0, one.name)


def _put_right(corrections: dict[int, list[tuple[str, str]]]) -> Iterable[Fact]:
    """What a correction says is true, as long as a later one does not take it back."""
    for page, rows in corrections.items():
        for place, (_, true) in enumerate(rows):
            if words := told_now(true, rows[place + 1 :]):
                yield Fact(words, page)

"""How well the rules read: precision and recall of each on the sentences under `held_out/`, written to docs/quality.md.

python -m tests.exemplars.reading.quality          write the figures into docs/quality.md
python -m tests.exemplars.reading.quality misses   show what was missed and what was read wrongly
"""

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from neuguong.exemplars.enums import StatementKind, WordingRule
from neuguong.exemplars.reading.overlap import shared
from neuguong.exemplars.reading.statements import statements
from neuguong.exemplars.reading.wording import warnings

HERE = Path(__file__).parent / "held_out"
PAGE = Path(__file__).parents[3] / "docs" / "quality.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
MARKS: dict[str, str] = {
    "n": StatementKind.NUMBER, "d": StatementKind.DATE, "s": StatementKind.SUPERLATIVE, "a": StatementKind.AWARD,
    "p": WordingRule.PERCENTAGE_WITHOUT_BASE, "r": WordingRule.REVENUE_AS_PROFIT, "f": WordingRule.FORM_LETTER,
}  # fmt: skip
PRECISION, RECALL = 0.9, 0.7  # the goals
ENOUGH = 10  # places from which a rule can be judged
WHOLE = (WordingRule.NO_DATE, WordingRule.ROUND_NUMBERS_ONLY)
COPY_FROM = 0.3  # the share from which `queries.likely.copied_from` names a dossier
_MARK = re.compile(r"[\[{]([ndsaprf]):|[\]}]")
Span = tuple[int, int]


@dataclass
class Score:
    """What one rule did. `right` of `found` remarks were right; `met` of `marked` places were met."""

    marked: int = 0
    met: int = 0
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        """Two scores of one rule as one."""
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found."""
        return self.met / self.marked if self.marked else 1.0


def unmarked(marked: str) -> tuple[str, dict[str, list[Span]]]:
    """The bare text of a marked one, and the places by kind or rule."""
    text, places, open_marks, last = "", defaultdict(list), [], 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark[1]:
            open_marks.append((MARKS[mark[1]], len(text)))
        else:
            kind, start = open_marks.pop()
            places[kind].append((start, len(text)))
    return text + marked[last:], places


def scores(file: Path) -> dict[str, Score]:
    """Each kind and rule on one set of sentences."""
    content, found = tomllib.loads(file.read_text(encoding="utf-8")), defaultdict(Score)
    for marked in content["texts"]:
        _sentence(*unmarked(marked), found)
    for passage in content.get("passage", ()):
        rules = {one.rule for one in warnings(passage["text"])}
        for rule in WHOLE:
            _yes_or_no(found[rule], rule in passage["whole"], rule in rules, passage["text"])
    for pair in content.get("pair", ()):
        copied = shared(pair["text"], pair["other"]).of_first >= COPY_FROM
        _yes_or_no(found[WordingRule.COPIED], pair["copied"], copied, pair["text"])
    return found


def _sentence(text: str, places: dict[str, list[Span]], found: dict[str, Score]) -> None:
    read = defaultdict(list)
    for one in statements(text):
        read[str(one.kind)].append((one.start, one.end))
    for one in warnings(text):
        read[str(one.rule)].append((one.start, one.end))
    for kind in StatementKind.values:
        _score(found[kind], text, places[kind], read[kind], _same)
    by_rule = {**{rule: places[rule] for rule in MARKS.values() if rule in WordingRule.values}}
    by_rule[WordingRule.SUPERLATIVE_UNBACKED] = places[StatementKind.SUPERLATIVE]
    for rule, marks in by_rule.items():
        _score(found[str(rule)], text, marks, read[str(rule)], _touch)


def _score(score: Score, text: str, marks: list[Span], finds: list[Span], agrees) -> None:
    for mark in marks:
        score.marked += 1
        near = [one for one in finds if agrees(text, mark, one)]
        figures = {n for n in range(*mark) if text[n].isdigit()}
        covered = {n for one in near for n in range(*one)}
        if near and (agrees is _touch or figures <= covered):
            score.met += 1
        else:
            score.missed.append(f"{text[slice(*mark)]} ← {text}")
    for one in finds:
        score.found += 1
        if any(agrees(text, mark, one) for mark in marks):
            score.right += 1
        else:
            score.wrong.append(f"{text[slice(*one)]} ← {text}")


def _same(text: str, mark: Span, one: Span) -> bool:
    """A statement is read when its words hold the marked ones or lie within them."""
    return (mark[0] <= one[0] and one[1] <= mark[1]) or (one[0] <= mark[0] and mark[1] <= one[1])


def _touch(text: str, mark: Span, one: Span) -> bool:
    return mark[0] < one[1] and one[0] < mark[1]


def _yes_or_no(score: Score, wanted: bool, said: bool, text: str) -> None:
    score.marked, score.met = score.marked + wanted, score.met + (wanted and said)
    score.found, score.right = score.found + said, score.right + (wanted and said)
    if wanted and not said:
        score.missed.append(text)
    if said and not wanted:
        score.wrong.append(text)


def table(file: Path) -> Iterator[str]:
    """The figures of one set, a row a rule that has ten places or more."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    texts, pairs = len(content["texts"]) + len(content.get("passage", ())), len(content.get("pair", ()))
    yield f"### {file.name}: {texts} texts" + (f", {pairs} pairs" if pairs else "")
    yield ""
    yield "| rule | marked | found | precision | recall |"
    yield "|---|---|---|---|---|"
    found = scores(file)
    for rule in (*StatementKind.values, *WordingRule.values):
        one = found[rule]
        if one.marked or one.found:
            small = "" if one.marked >= ENOUGH else " (fewer than ten)"
            shares = f"{_told(one.precision, PRECISION)} | {_told(one.recall, RECALL)}"
            yield f"| {rule}{small} | {one.marked} | {one.found} | {shares} |"
    yield ""


def _told(share: float, goal: float) -> str:
    """A figure, bold when the goal is not reached."""
    return f"{share:.2f}" if share >= goal else f"**{share:.2f}**"


def figures() -> str:
    """All sets, the part of docs/quality.md between its two marks."""
    return "\n".join(line for file in sorted(HERE.glob("*.toml")) for line in table(file)).strip()


def main(arguments: list[str]) -> None:
    """Write the page, or show the misses."""
    if arguments == ["misses"]:
        for file in sorted(HERE.glob("*.toml")):
            for rule, score in scores(file).items():
                for line in score.missed:
                    sys.stdout.write(f"{file.stem} {rule} missed: {line}\n")
                for line in score.wrong:
                    sys.stdout.write(f"{file.stem} {rule} wrong: {line}\n")
        return
    before, after = PAGE.read_text(encoding="utf-8").split(BEGIN)[0], PAGE.read_text(encoding="utf-8").split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{figures()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

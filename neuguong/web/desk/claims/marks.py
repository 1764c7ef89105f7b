"""The summary with its places marked, as the dossier's page and the page of the claims show it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.forms import Form

from neuguong.exemplars.enums import StatementKind
from neuguong.exemplars.models import Dismissal, Nomination
from neuguong.exemplars.queries.claims import ClaimRow, claims_of, unbound
from neuguong.exemplars.reading.statements import statements

# State -> how it looks in text and list, its sign, the pill's letter.
LOOKS = {
    "open": ("open", "warn", "t"),
    "unsupported": ("open", "warn", "t"),
    "supported": ("backed", "clock", "s"),
    "checked": ("checked", "check", "d"),
    "corrected": ("fixed", "pen", "g"),
    "rejected": ("rejected", "return", "q"),
    "dismissed": ("dismissed", "check", "c"),
}


@dataclass(frozen=True, slots=True)
class FormView:
    """A small form that opens at its place."""

    act: str
    label: str
    form: Form
    optional: tuple[str, ...] = ()


@dataclass(slots=True)
class Place:
    """One place of the text: a claim, a statement nobody bound, or a dismissed one."""

    key: str
    start: int
    end: int
    quote: str
    kind_label: str
    state: str
    state_label: str
    matter: str = ""  # the kind of an unbound statement, for dismissing it
    number: int = 0
    claim: ClaimRow | None = None
    dismissal: Dismissal | None = None
    proof_forms: list[FormView] = field(default_factory=list)
    forms: list[FormView] = field(default_factory=list)
    open_act: str = ""  # the form that came back with an error

    @property
    def look(self) -> str:
        """The style of the mark."""
        return LOOKS[self.state][0]

    @property
    def icon(self) -> str:
        """The sign of the state."""
        return LOOKS[self.state][1]

    @property
    def pill(self) -> str:
        """The kind of the pill."""
        return LOOKS[self.state][2]

    @property
    def proving(self) -> bool:
        """Whether the form that came back adds a proof."""
        return any(one.act == self.open_act for one in self.proof_forms)

    @property
    def waits(self) -> bool:
        """Whether somebody still has to decide here."""
        return self.state in ("open", "unsupported", "supported", "rejected")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text, with its place when it is marked."""

    text: str
    place: Place | None = None


def places_of(nomination: Nomination, said: Sequence[Dismissal]) -> list[Place]:
    """Every place of the summary in order, numbered; of two that overlap the claim is shown. `said` is what is dismissed."""
    claims = claims_of(nomination)
    labels = dict(StatementKind.choices)
    found = [
        Place(f"c{one.id}", one.start, one.end, one.quote, _kinds(one), one.state, one.state_label, claim=one)
        for one in claims
    ]
    taken = [(one.start, one.end) for one in claims]
    for one in said:
        if one.matter in labels and not any(start < one.end and one.start < end for start, end in taken):
            found.append(
                Place(
                    f"d{one.pk}",
                    one.start,
                    one.end,
                    one.quote,
                    str(labels[one.matter]),
                    "dismissed",
                    "được bỏ qua",
                    dismissal=one,
                )  # fmt: skip
            )
            taken.append((one.start, one.end))
    found += [
        Place(
            f"s{one.start}",
            one.start,
            one.end,
            one.text,
            str(labels[one.kind]),
            "open",
            "chưa gắn minh chứng",
            one.kind,
        )
        for one in unbound(nomination.achievement_summary, taken)
    ]
    found.sort(key=lambda one: one.start)
    for number, one in enumerate(found, 1):
        one.number = number
    return found


def _kinds(claim: ClaimRow) -> str:
    """Everything that a claim over a whole sentence states: "thời gian, số liệu"."""
    labels = dict(StatementKind.choices)
    return ", ".join(dict.fromkeys(str(labels[one.kind]) for one in statements(claim.quote))) or claim.kind_label


def parts_of(text: str, places: list[Place]) -> list[Part]:
    """The text cut at its places."""
    parts, at = [], 0
    for one in places:
        if one.start < at:
            continue
        if one.start > at:
            parts.append(Part(text[at : one.start]))
        parts.append(Part(text[one.start : one.end], one))
        at = one.end
    return [*parts, Part(text[at:])] if at < len(text) else parts

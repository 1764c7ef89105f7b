"""The one door through which a state moves: a table of steps, guards that answer in sentences, compare-and-swap."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from neuguong.core.actor import Actor
from neuguong.core.errors import Refused, Stale
from neuguong.core.models import StateChange

# A guard answers None when the step is open to this person now, otherwise the sentence that person reads.
Guard = Callable[[Actor, Any, datetime], str | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: a verb, its label, where from, where to, who may and when."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    guards: tuple[Guard, ...]
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A step as a screen shows it: open, or closed with its reason."""

    step: Step
    reason: str | None

    @property
    def open(self) -> bool:
        """Whether the button works now."""
        return self.reason is None


class Workflow:
    """The lifecycle of one kind of dossier. The model needs `state` (a column) and `version` (a counter).

    `noun` is what the sentences call the thing.
    """

    def __init__(self, *steps: Step, state_labels: dict[str, str], noun: str = "Hồ sơ") -> None:
        self.steps = {step.name: step for step in steps}
        self.state_labels = state_labels
        self.noun = noun
        if len(self.steps) != len(steps):
            raise ValueError("two steps carry one name")
        if unguarded := [step.name for step in steps if not step.guards]:
            raise ValueError(f"steps without a guard: {unguarded}")

    def refusal(self, name: str, *, dossier: models.Model, actor: Actor, at: datetime) -> str | None:
        """Why `name` is closed for this actor at this moment, or None when it is open."""
        step = self.steps[name]
        state = str(dossier.state)  # type: ignore[attr-defined]
        if state not in step.sources:
            return f"{self.noun} đang ở trạng thái “{self.state_labels[state]}” nên không làm được bước “{step.label}”."
        return next((reason for guard in step.guards if (reason := guard(actor, dossier, at))), None)

    def steps_from(self, dossier: models.Model, *, actor: Actor, at: datetime) -> list[Open]:
        """Every step that leaves the present state, open or closed with its reason, in the table's order."""
        state = str(dossier.state)  # type: ignore[attr-defined]
        return [
            Open(step, self.refusal(step.name, dossier=dossier, actor=actor, at=at))
            for step in self.steps.values()
            if state in step.sources
        ]

    def apply(
        self,
        name: str,
        *,
        dossier: Any,
        by: Actor,
        at: datetime,
        recorded_at: datetime | None = None,
        note: str = "",
        also: dict[str, Any] | None = None,
    ) -> StateChange:
        """Take the step: refuse with a sentence, or move the state once and leave a row.

        `also` are columns set in the same statement as the state. Raises Refused (closed or reason missing)
        and Stale (somebody moved it first; nothing is written).
        """
        step = self.steps[name]
        note = note.strip()
        if refusal := self.refusal(name, dossier=dossier, actor=by, at=at):
            raise Refused(refusal)
        if step.needs_note and not note:
            raise Refused(f"Bước “{step.label}” cần ghi rõ lý do.")
        before = str(dossier.state)
        with transaction.atomic():
            moved = (
                type(dossier)
                ._base_manager.filter(pk=dossier.pk, state=before, version=dossier.version)
                .update(state=step.target, version=models.F("version") + 1, **(also or {}))
            )
            if moved != 1:
                raise Stale(
                    f"{self.noun} vừa được người khác thay đổi. Tải lại trang để xem bản mới nhất rồi làm tiếp."
                )
            change = StateChange.objects.create(
                object_type=dossier._meta.label_lower,
                object_id=dossier.pk,
                step=name,
                before=before,
                after=step.target,
                actor=by.reference,
                account_id=by.account_id,
                note=note,
                effective_at=at,
                recorded_at=recorded_at or at,
            )
        # Not the whole row: nobody else moved it, and the rows around it stay read.
        dossier.refresh_from_db(fields=["state", "version", *(also or {})])
        return change

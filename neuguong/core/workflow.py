"""The one door through which a state moves: a table of steps, guards that answer in sentences, compare-and-swap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from neuguong.core.actor import Actor
from neuguong.core.errors import Refused, Stale
from neuguong.core.models import StateChange
from neuguong.core.once import asking_once

BATCH = 500

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


@dataclass(slots=True)
class Move:
    """One of many things that take the same step at once; `also` are columns set in the same statement as its state."""

    dossier: Any
    note: str = ""
    also: dict[str, Any] = field(default_factory=dict)


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
                raise Stale(self._moved_first())
            change = _change(step, dossier, before, note, by, at, recorded_at)
            change.save(force_insert=True)
        # Not the whole row: nobody else moved it, and the rows around it stay read.
        dossier.refresh_from_db(fields=["state", "version", *(also or {})])
        return change

    def apply_all(
        self, name: str, *, moves: Sequence[Move], by: Actor, at: datetime, recorded_at: datetime | None = None
    ) -> list[StateChange]:
        """Let many things of one kind take one step in few statements: every guard is asked of each, each leaves its row.

        All or none: raises Refused with the first sentence of a closed one, Stale when somebody moved one first. Every
        move sets the same columns. The things given carry their new state afterwards.
        """
        if not moves:
            return []
        step, told = self.steps[name], []
        with asking_once():  # all of them are asked at one moment
            for move in moves:
                if refusal := self.refusal(name, dossier=move.dossier, actor=by, at=at):
                    raise Refused(refusal)
                note = move.note.strip()
                if step.needs_note and not note:
                    raise Refused(f"Bước “{step.label}” cần ghi rõ lý do.")
                told.append(_change(step, move.dossier, str(move.dossier.state), note, by, at, recorded_at))
        with transaction.atomic():
            self._lock([move.dossier for move in moves])
            for move in moves:
                move.dossier.state, move.dossier.version = step.target, move.dossier.version + 1
                for column, value in move.also.items():
                    setattr(move.dossier, column, value)
            rows = type(moves[0].dossier)._base_manager
            columns = ["state", "version", *moves[0].also]
            rows.bulk_update([move.dossier for move in moves], columns, batch_size=BATCH)
            return StateChange.objects.bulk_create(told, batch_size=BATCH)

    def _lock(self, dossiers: Sequence[Any]) -> None:
        """Hold these rows until the end of the transaction. Raises Stale where one is not as it was read."""
        rows = type(dossiers[0])._base_manager.select_for_update().order_by("pk")
        there: dict[Any, tuple[str, int]] = {}
        for start in range(0, len(dossiers), BATCH):
            part = rows.filter(pk__in=[one.pk for one in dossiers[start : start + BATCH]])
            there |= {pk: (state, version) for pk, state, version in part.values_list("pk", "state", "version")}
        if any(there.get(one.pk) != (str(one.state), one.version) for one in dossiers):
            raise Stale(self._moved_first())

    def _moved_first(self) -> str:
        return f"{self.noun} vừa được người khác thay đổi. Tải lại trang để xem bản mới nhất rồi làm tiếp."


def _change(
    step: Step, dossier: Any, before: str, note: str, by: Actor, at: datetime, recorded_at: datetime | None
) -> StateChange:
    return StateChange(
        object_type=dossier._meta.label_lower,
        object_id=dossier.pk,
        step=step.name,
        before=before,
        after=step.target,
        actor=by.reference,
        account_id=by.account_id,
        note=note,
        effective_at=at,
        recorded_at=recorded_at or at,
    )

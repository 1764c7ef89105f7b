"""Keeping an exemplar from the public as a whole (police, army, people under threat), and showing it again."""

from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.enums import ExemplarState
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.operations.words import tidy
from neuguong.exemplars.policy import tends_register
from neuguong.exemplars.workflows import EXEMPLAR

REASON = 300


@transaction.atomic
def withhold_exemplar(*, exemplar: Exemplar, reason: str, by: Actor, at: datetime) -> Exemplar:
    """Take page, line, photo and address from everything public; recognition, counts and forwarding stay.

    A later recognition of the same subject begins withheld. Pressed twice it is once. Raises Refused, Stale, BadInput.
    """
    return _step("withhold", exemplar, ExemplarState.WITHHELD, reason, by, at)


@transaction.atomic
def show_exemplar(*, exemplar: Exemplar, reason: str, by: Actor, at: datetime) -> Exemplar:
    """Put it back into the public register. Raises Refused, Stale, BadInput."""
    return _step("show", exemplar, ExemplarState.STANDING, reason, by, at)


def _step(name: str, exemplar: Exemplar, target: str, reason: str, by: Actor, at: datetime) -> Exemplar:
    row = Exemplar.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=exemplar.pk)
    if row.merged_into_id is not None:
        raise Refused("Trang này đã gộp vào trang khác. Làm ở trang còn lại.")
    if row.state == target and tends_register(by, row, at) is None:
        return row
    words = " ".join(tidy(reason).split())
    if refusal := EXEMPLAR.refusal(name, dossier=row, actor=by, at=at):
        raise Refused(refusal)
    if not words:
        raise BadInput("Ghi lý do.", field="reason")
    if len(words) > REASON:
        raise BadInput(f"Viết lý do không quá {REASON} ký tự.", field="reason")
    EXEMPLAR.apply(name, dossier=row, by=by, at=at, note=words)
    record(f"{name}_exemplar", row, by=by, at=at, facts={"state": row.state}, personal={"reason": words})
    return row

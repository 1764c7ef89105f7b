"""The same act on many rows: row by row, each in its own transaction, each with its own answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Nomination

NOT_FOUND = "Không tìm thấy hồ sơ này trong phạm vi của anh/chị."


@dataclass(frozen=True, slots=True)
class RowResult:
    """What happened to one row: done, or the sentence why not. `number` is empty when the row was not found."""

    id: int
    number: str
    ok: bool
    sentence: str


def each(
    ids: Iterable[int], operation: Callable[[Nomination], object], *, among: "QuerySet[Nomination]"
) -> list[RowResult]:
    """Do `operation` to each dossier of `ids` that is `among` those the person may see; in the order given, each once.

    A refusal or unusable input of one row is told and touches no other row.
    """
    wanted = list(dict.fromkeys(ids))
    found = {row.pk: row for row in among.filter(pk__in=wanted).select_related("unit", "plan", "subject")}
    return [_one(found[pk], operation) if pk in found else RowResult(pk, "", False, NOT_FOUND) for pk in wanted]


def _one(nomination: Nomination, operation: Callable[[Nomination], object]) -> RowResult:
    try:
        with transaction.atomic():
            operation(nomination)
    except (Refused, BadInput) as error:
        return RowResult(nomination.pk, nomination.number, False, str(error))
    return RowResult(nomination.pk, nomination.number, True, "Đã xong.")

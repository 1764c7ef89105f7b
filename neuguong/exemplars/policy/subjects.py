"""May this person say whether two records are one subject?"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.models import DuplicatePair, Subject, SubjectMerge
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission


def tends_subjects(actor: Actor, subjects: Sequence[Subject], at: datetime) -> str | None:
    """The office tends the records below it, a unit its own; a record shared with another unit is the office's.

    Records of units that are no more count with their successors': nothing is done in the old unit's name.
    """
    if actor.account_id is None:
        return "Việc này cần một người đã đăng nhập."
    on = local_day(at)
    office = scope_of(actor.account_id, Permission.KEEP_LEDGER, on=on, inherited=True)
    if all(office.covers(one.unit) for one in subjects):
        return None
    own = scope_of(actor.account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    if not all(own.covers(one.unit) for one in subjects):
        return "Chỉ cơ quan thường trực, hoặc đơn vị đối với đối tượng của chính mình, làm được việc này."
    ids = [one.pk for one in subjects]
    merges = SubjectMerge.objects.filter(Q(kept_id__in=ids) | Q(absorbed_id__in=ids), undone_at=None)
    if merges.exclude(kept__unit_id=F("absorbed__unit_id")).exists():
        return "Đối tượng này đã được cơ quan thường trực gộp chung với đơn vị khác. Nhờ cơ quan thường trực làm."
    return None


def decides_pair(actor: Actor, pair: DuplicatePair, at: datetime) -> str | None:
    """Whoever tends both records says whether they are one."""
    return tends_subjects(actor, (pair.first, pair.second), at)


def of_one_kind(_actor: Actor, pair: DuplicatePair, _at: datetime) -> str | None:
    """A household and its head, a team and its leader are honoured apart (Law 06/2022)."""
    if pair.first.kind == pair.second.kind:
        return None
    return (
        "Một bên là cá nhân, một bên là hộ gia đình hoặc tập thể: khen thưởng riêng nên không gộp được. "
        "Nếu chỉ là ghi nhầm loại, trả hồ sơ lại để đơn vị sửa loại đối tượng."
    )

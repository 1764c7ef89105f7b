"""May this person say whether two records are one subject, or erase what is known of one?"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q

from neuguong.core.actor import Actor
from neuguong.core.periods import local_day
from neuguong.exemplars.enums import NominationState as S
from neuguong.exemplars.enums import PublicationState
from neuguong.exemplars.models import DuplicatePair, Nomination, Story, Subject, SubjectMerge
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

UNDER_WAY = (S.DRAFT, S.SUBMITTED, S.RETURNED)
ERASED = "Dữ liệu cá nhân của đối tượng này đã được xóa nên không làm tiếp được việc này."


def subject_remains(_actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """Nobody is recognised of whom nothing is known any more: the register's line would lose its name."""
    return ERASED if nomination.subject.erased_at else None


def erases_subject(actor: Actor, subject: Subject, at: datetime) -> str | None:
    """The office erases, once nothing about the subject is under way, and only where it may read every dossier."""
    on = local_day(at)
    if actor.account_id is None or not scope_of(actor.account_id, Permission.KEEP_LEDGER, on=on, inherited=True).covers(
        subject.unit
    ):
        return "Chỉ cơ quan thường trực xóa được dữ liệu cá nhân của đối tượng."
    if SubjectMerge.objects.filter(absorbed=subject, undone_at=None).exists():
        return "Đối tượng này đã được gộp vào đối tượng khác. Mở đối tượng ấy để xóa."
    dossiers = Nomination.objects.filter(subject=subject)
    going_on = Q(state__in=UNDER_WAY) | Q(verified_at__isnull=False, first_packaged_at=None, closed_at=None)
    if dossiers.filter(going_on).exists():
        return (
            "Còn hồ sơ về đối tượng này đang soạn, đang xét hoặc chờ vào gói quý. "
            "Rút hồ sơ hoặc xử lý xong rồi mới xóa được."
        )
    if Story.objects.filter(exemplar__subject=subject, state=PublicationState.PUBLISHED).exists():
        return "Câu chuyện về đối tượng này đang được đăng. Gỡ xuống rồi mới xóa được."
    sent = dossiers.filter(sent_at__isnull=False)
    if sent.exclude(pk__in=visible_to(actor.account_id, on).values("pk")).exists():
        return "Có hồ sơ về đối tượng này mà anh/chị không xem được. Nhờ người khác của cơ quan thường trực xóa."
    return None


def tends_subjects(actor: Actor, subjects: Sequence[Subject], at: datetime) -> str | None:
    """The office tends the records below it, a unit its own; a record shared with another unit is the office's.

    Records of units that are no more count with their successors': nothing is done in the old unit's name.
    """
    if actor.account_id is None:
        return "Việc này cần một người đã đăng nhập."
    if any(one.erased_at for one in subjects):
        return ERASED
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

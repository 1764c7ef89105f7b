"""Guards of the organisation: who may give whom which role. None when open, otherwise the sentence a person reads."""

from datetime import date, datetime

from django.db.models import Q

from neuguong.core.actor import Actor, ActorKind
from neuguong.core.periods import local_day
from neuguong.org.enums import Basis, Role
from neuguong.org.models import Account, Council, CouncilSeat, Membership, Unit, UnitAncestor
from neuguong.org.queries.access import can, scope_of
from neuguong.org.roles import GRANTS, SEAT_ROLE, Permission

NOT_YOURS = "Đơn vị này do quản trị viên khác phụ trách. Nhờ người đó làm giúp."
NOT_THE_SYSTEM = "Việc này cần một người đã đăng nhập."
NOT_YOURSELF = (
    "Quản trị viên không tự giao cho mình vai trò xem được hồ sơ. "
    "Nhờ một quản trị viên khác, hoặc người giữ máy chủ dùng lệnh grant_role có ghi lý do."
)
SEAT_ROLES = frozenset(SEAT_ROLE.values())


def _is_system(by: Actor) -> bool:
    """A command on the server or a job: its audit says which; the machine's own lock guards it."""
    return by.kind is ActorKind.SYSTEM


def may_manage_accounts(by: Actor, *, unit: Unit, on: date, subtree: bool = False) -> str | None:
    """Whether the accounts of a unit (with `subtree`: and of everything below) are in this person's hands."""
    if _is_system(by):
        return None
    if by.account_id is None:
        return NOT_THE_SYSTEM
    scope = scope_of(by.account_id, Permission.MANAGE_ACCOUNTS, on=on)
    if not subtree:
        return None if scope.covers(unit) else NOT_YOURS
    above = UnitAncestor.objects.filter(unit=unit, ancestor_id__in=scope.tops)
    return None if above.exists() else NOT_YOURS


def may_shape_units(by: Actor, *, parent: Unit | None, on: date) -> str | None:
    """Whether somebody may begin, change or end units below `parent`; a new top only the system makes."""
    if _is_system(by):
        return None
    if parent is None:
        return "Đơn vị cao nhất chỉ lập được lúc thiết lập ban đầu hoặc bằng lệnh load_units."
    return may_manage_accounts(by, unit=parent, on=on, subtree=True)


def reorganises(by: Actor, owner: Unit, at: datetime) -> str | None:
    """Acts on units are recorded by the standing office of the top they lie below."""
    if _is_system(by) or can(by.account_id, Permission.REORGANISE, unit=owner, on=local_day(at)):
        return None
    return "Chỉ cơ quan thường trực ghi việc sắp xếp đơn vị thuộc phạm vi của mình."


def may_grant(by: Actor, *, account: Account, unit: Unit, role: str, subtree: bool, on: date) -> str | None:
    """Whether `by` may give `account` this role here: inside the own scope, and nobody arms themself."""
    if refusal := may_manage_accounts(by, unit=unit, on=on, subtree=subtree):
        return refusal
    if by.account_id == account.pk and Permission.SEE_DOSSIERS in GRANTS[Role(role)]:
        return NOT_YOURSELF
    return None


def may_seat(by: Actor, *, account: Account, council: Council, on: date) -> str | None:
    """Whether `by` may seat `account` in a council; every seat sees dossiers."""
    if refusal := may_manage_accounts(by, unit=council.unit, on=on):
        return refusal
    return NOT_YOURSELF if by.account_id == account.pk else None


def may_manage_account(by: Actor, *, account: Account, on: date) -> str | None:
    """Whether `by` may reset, lock or hand over an account: every present and coming role of it is in scope.

    Otherwise the administrator of a commune could open the account of a district's official who also sits there.
    """
    if _is_system(by):
        return None
    if by.account_id is None:
        return NOT_THE_SYSTEM
    scope = scope_of(by.account_id, Permission.MANAGE_ACCOUNTS, on=on)
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    units = [m.unit for m in Membership.objects.filter(still, account=account).select_related("unit")]
    units += [
        s.council.unit for s in CouncilSeat.objects.filter(still, account=account).select_related("council__unit")
    ]
    if not units:
        units = [m.unit for m in Membership.objects.filter(account=account).select_related("unit")]
    if units and all(scope.covers(unit) for unit in units):
        return None
    return NOT_YOURS


def may_deactivate(by: Actor, *, account: Account, on: date) -> str | None:
    """Nobody locks themself out, nor the last technical administrator."""
    if by.account_id == account.pk:
        return "Anh/chị không tự khóa tài khoản của mình. Nhờ một quản trị viên khác."
    if refusal := may_manage_account(by, account=account, on=on):
        return refusal
    administrators = Membership.objects.on(on).filter(role=Role.TECHNICAL, account__is_active=True)
    if administrators.filter(account=account).exists() and not administrators.exclude(account=account).exists():
        return "Đây là quản trị viên duy nhất. Giao vai trò quản trị cho người khác rồi mới khóa được."
    return None


def may_delegate(by: Actor, *, head: Account, unit: Unit, on: date) -> str | None:
    """The head delegates, or the administrator of the unit writes a signed delegation down."""
    holds = Membership.objects.on(on).filter(
        account=head, account__is_active=True, unit=unit, role=Role.UNIT_HEAD, basis=Basis.APPOINTED
    )
    if not holds.exists():
        return (
            "Chỉ người đứng đầu đang được phân công ở đơn vị mới ủy quyền được; người được ủy quyền không ủy quyền lại."
        )
    if by.account_id == head.pk:
        return None
    return may_manage_accounts(by, unit=unit, on=on)


def heads(account_id: int | None, unit: Unit, on: date) -> bool:
    """Whether somebody leads a unit in their own right on a day."""
    rows = Membership.objects.on(on).filter(account_id=account_id or 0, unit=unit, account__is_active=True)
    return rows.filter(role=Role.UNIT_HEAD, basis=Basis.APPOINTED).exists()


def may_substitute(by: Actor, *, held: Membership, stand_in: Account, on: date) -> str | None:
    """Who is away names a colleague of the unit, or the unit's head does; beyond the unit it is the administrator's.

    As with a delegation nobody lends what was lent to them, and nobody takes a role by naming themself.
    """
    unit = held.unit
    if may_grant(by, account=stand_in, unit=unit, role=held.role, subtree=held.subtree, on=on) is None:
        return None
    if by.account_id != held.account_id and not heads(by.account_id, unit, on):
        return f"Chỉ người vắng mặt, người đứng đầu {unit.name} hoặc quản trị viên cử được người làm thay."
    if held.role == Role.TECHNICAL:
        return "Quản trị viên vắng mặt thì nhờ quản trị viên khác giao vai trò."
    if stand_in.pk == by.account_id:
        return "Anh/chị không tự cử mình làm thay. Nhờ người vắng mặt hoặc quản trị viên ghi."
    if not Membership.objects.on(max(held.valid_from, on)).filter(account=stand_in, unit=unit).exists():
        return f"Người làm thay phải đang được phân công ở {unit.name}."
    return None


def confirms_roles(by: Actor, *, unit: Unit, on: date) -> str | None:
    """The unit's head answers for the accounts of the unit, or who acts as head that day."""
    rows = Membership.objects.on(on).filter(account_id=by.account_id or 0, unit=unit, role=Role.UNIT_HEAD)
    return None if rows.exists() else f"Chỉ người đứng đầu {unit.name} xác nhận tài khoản của đơn vị."


def may_end(by: Actor, *, membership: Membership, on: date) -> str | None:
    """Who lent a role may take it back, a head what somebody of the unit lent; everything else is the administrator's."""
    if membership.basis != Basis.APPOINTED and by.account_id == membership.on_behalf_of_id:
        return None
    if membership.basis == Basis.SUBSTITUTE and heads(by.account_id, membership.unit, on):
        return None
    return may_manage_accounts(by, unit=membership.unit, on=on, subtree=membership.subtree)


def tends_mail(by: Actor, at: datetime) -> str | None:
    """The office whose notices they are, and who keeps the accounts, see to mail that did not go out."""
    on = local_day(at)
    for permission in (Permission.KEEP_LEDGER, Permission.MANAGE_ACCOUNTS):
        scope = scope_of(by.account_id, permission, on=on) if by.account_id is not None else None
        if scope is not None and (scope.units or scope.tops):
            return None
    return "Chỉ cơ quan thường trực và quản trị viên xem, gửi lại thư chưa gửi được."


def records_publicity(by: Actor, unit: Unit, at: datetime) -> str | None:
    """What a unit does to make examples known is written down by its own people; for all below also by the office."""
    if can(by.account_id, Permission.RECORD_PUBLICITY, unit=unit, on=local_day(at)):
        return None
    return f"Chỉ cán bộ đầu mối, người đứng đầu {unit.name}, biên tập viên hoặc cơ quan thường trực ghi việc này."

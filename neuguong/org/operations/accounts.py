"""Accounts: making them, letting people in by a one-time secret, locking them."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.clock import OFFICE_ZONE
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letter
from neuguong.core.periods import local_day
from neuguong.core.text import fold, nfc, sort_key
from neuguong.org.enums import CodePurpose
from neuguong.org.models import Account, Invitation
from neuguong.org.operations.holding import hold
from neuguong.org.operations.memberships import end_delegations_of
from neuguong.org.policy import may_deactivate, may_manage_account
from neuguong.org.queries.invitations import CODE_LENGTH, digest_of, is_spoken

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are read for one another: 0 O, 1 I L
CODE_LIFE = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Secret:
    """A one-time secret as it is shown once; the database keeps its digest only."""

    text: str
    expires_at: datetime
    purpose: str

    @property
    def grouped(self) -> str:
        """A code in groups as it is read out: ABCDE-FGHJK. A link's token stays as it is."""
        return f"{self.text[:5]}-{self.text[5:]}" if is_spoken(self.text) else self.text


@transaction.atomic
def create_account(
    *,
    username: str,
    full_name: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    email: str = "",
    title: str = "",
    phone: str = "",
    password: str | None = None,
    must_change_password: bool = False,
    is_demonstration: bool = False,
) -> Account:
    """Make an account that is nothing anywhere yet. Without a password it opens by an invitation only.

    Raises BadInput for a user name or an address that is taken or misshapen, and for a weak password (a
    demonstration may have weak ones).
    """
    username, email, full_name = nfc(username).strip(), email.strip().lower(), " ".join(nfc(full_name).split())
    if not full_name:
        raise BadInput("Ghi họ và tên.", field="full_name")
    _check_username(username)
    _check_email(email)
    account = Account(
        username=username,
        email=email or None,
        full_name=full_name,
        title=nfc(title).strip(),
        phone=phone.strip(),
        is_demonstration=is_demonstration,
        must_change_password=must_change_password,
        created_at=recorded_at or at,
        sort_key=sort_key(full_name, person=True),
        search_text=fold(f"{full_name} {username} {email}")[:400],
    )
    if password and not is_demonstration:
        _check_password(password, account)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:  # the same form sent twice at one moment
        raise BadInput(f"Tên đăng nhập “{username}” đã có người dùng. Chọn tên khác.", field="username") from None
    personal = {"username": username, "full_name": full_name, "email": email}
    record("create_account", account, by=by, at=at, recorded_at=recorded_at, personal=personal)
    return account


@transaction.atomic
def change_account(
    *,
    account: Account,
    full_name: str,
    email: str,
    title: str,
    phone: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Account:
    """Mend how a person is written and reached; the user name stays. Raises Refused and BadInput."""
    if refusal := may_manage_account(by, account=account, on=local_day(at)):
        raise Refused(refusal)
    full_name, email = " ".join(nfc(full_name).split()), email.strip().lower()
    if not full_name:
        raise BadInput("Ghi họ và tên.", field="full_name")
    if email != (account.email or ""):
        _check_email(email)
    new = {"full_name": full_name, "email": email or None, "title": nfc(title).strip(), "phone": phone.strip()}
    changed = {key: [getattr(account, key), value] for key, value in new.items() if getattr(account, key) != value}
    if not changed:
        return account
    for key, value in new.items():
        setattr(account, key, value)
    account.sort_key = sort_key(full_name, person=True)
    account.search_text = fold(f"{full_name} {account.username} {email}")[:400]
    account.save(update_fields=[*new, "sort_key", "search_text"])
    record(
        "change_account",
        account,
        by=by,
        at=at,
        recorded_at=recorded_at,
        facts={"columns": sorted(changed)},
        personal=changed,
    )
    return account


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        raise BadInput(
            "Tên đăng nhập chỉ gồm chữ, số và các dấu . _ - + @, không có khoảng trắng.", field="username"
        ) from None
    if len(username) > 60:
        raise BadInput("Tên đăng nhập dài nhất 60 ký tự.", field="username")
    if Account.objects.filter(username__iexact=username).exists():
        raise BadInput(f"Tên đăng nhập “{username}” đã có người dùng. Chọn tên khác.", field="username")


def _check_email(email: str) -> None:
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput("Địa chỉ thư chưa đúng, ví dụ: ten@coquan.gov.vn.", field="email") from None
    if Account.objects.filter(email__iexact=email).exists():
        raise BadInput("Địa chỉ thư này đã gắn với một tài khoản khác.", field="email")


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages), field="password") from None


@transaction.atomic
def set_password(
    *, account: Account, password: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Account:
    """The person's own new password; open codes and the duty to change it fall away. BadInput when too weak."""
    _check_password(password, account)
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    _expire_secrets(account, at=at)
    record("set_password", account, by=by, at=at, recorded_at=recorded_at)
    return account


@transaction.atomic
def issue_code(*, account: Account, by: Actor, at: datetime, recorded_at: datetime | None = None) -> Secret:
    """A code of ten letters that the administrator reads out or writes down, for somebody who forgot the password.

    Valid 72 hours and for one use; an older code or link of this account ends. The old password works until then,
    so that a code issued by mistake locks nobody out. Raises Refused.
    """
    secret = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return _issue(account, CodePurpose.RESET, secret, by=by, at=at, recorded_at=recorded_at)


@transaction.atomic
def invite(*, account: Account, by: Actor, at: datetime, recorded_at: datetime | None = None) -> Secret:
    """The token of a link by which a new person sets the first password; 72 hours, one use. Raises Refused."""
    return _issue(account, CodePurpose.INVITE, secrets.token_urlsafe(32), by=by, at=at, recorded_at=recorded_at)


def _issue(
    account: Account, purpose: CodePurpose, secret: str, *, by: Actor, at: datetime, recorded_at: datetime | None
) -> Secret:
    hold(account)
    if refusal := may_manage_account(by, account=account, on=local_day(at)):
        raise Refused(refusal)
    if not account.is_active:
        raise Refused("Tài khoản đang khóa. Mở khóa trước khi cấp mã.")
    _expire_secrets(account, at=at)
    return _keep(account, purpose, secret, by=by, at=at, recorded_at=recorded_at)


def _keep(
    account: Account, purpose: CodePurpose, secret: str, *, by: Actor, at: datetime, recorded_at: datetime | None
) -> Secret:
    row = Invitation.objects.create(
        account=account,
        purpose=purpose,
        digest=digest_of(secret),
        made_by_id=by.account_id,
        made_at=at,
        expires_at=at + CODE_LIFE,
    )
    facts = {"purpose": purpose, "expires_at": row.expires_at}
    record("issue_code", account, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return Secret(secret, row.expires_at, purpose)


@transaction.atomic
def request_link(
    *, login: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> tuple[Account, Secret] | None:
    """A link for somebody who forgot the password and has an address to send it to; None when there is nobody.

    Anybody can ask for anybody, so open codes of the administrator and the old password stay valid.
    """
    name = nfc(login).strip()
    account = Account.objects.filter(Q(username__iexact=name) | Q(email__iexact=name), is_active=True).first()
    if account is None or not account.email:
        return None
    token = secrets.token_urlsafe(32)
    return account, _keep(account, CodePurpose.RESET, token, by=by, at=at, recorded_at=recorded_at)


def note_sign_in(*, account: Account, by: Actor, at: datetime) -> None:
    """Leave in the audit that somebody came in, and from where."""
    record("sign_in", account, by=by, at=at)


def _expire_secrets(account: Account, *, at: datetime) -> None:
    Invitation.objects.filter(account=account, used_at=None, expires_at__gt=at).update(expires_at=at)


@transaction.atomic
def use_code(
    *, code: str, password: str, by: Actor, at: datetime, username: str = "", recorded_at: datetime | None = None
) -> Account:
    """Trade a one-time secret for a password of one's own, once. A code needs its user name, a link does not.

    Other open secrets of the account end. Raises BadInput; of two browsers with the same secret one wins.
    """
    row = Invitation.objects.select_related("account", "made_by").filter(digest=digest_of(code)).first()
    if row is None or (is_spoken(code) and not _same_person(row.account, username)):
        raise BadInput(
            "Tên đăng nhập hoặc mã chưa đúng. Xem lại từng chữ, hoặc nhờ quản trị viên cấp mã mới.", field="code"
        )
    account = row.account
    if not account.is_active:
        raise BadInput("Tài khoản này đang khóa. Liên hệ quản trị viên của cơ quan.", field="code")
    _check_password(password, account)
    taken = Invitation.objects.filter(pk=row.pk, used_at=None, expires_at__gt=at).update(used_at=at)
    if taken != 1:
        raise BadInput("Mã này đã dùng hoặc đã hết hạn. Nhờ quản trị viên cấp mã mới.", field="code")
    _expire_secrets(account, at=at)
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record("use_code", account, by=by, at=at, recorded_at=recorded_at, facts={"purpose": row.purpose})
    if row.purpose == CodePurpose.RESET:
        _tell_of_reset(account, row, at=at)
    return account


def _tell_of_reset(account: Account, row: Invitation, *, at: datetime) -> None:
    """Whoever used a code, its owner learns of it: an administrator cannot enter an account unseen."""
    giver = f" do {row.made_by.full_name} cấp" if row.made_by else ""
    body = (
        f"Mật khẩu của tài khoản {account.username} vừa được đặt lại bằng mã hoặc liên kết{giver} "
        f"lúc {row.made_at.astimezone(OFFICE_ZONE):%H:%M %d/%m/%Y}. "
        "Nếu không phải anh/chị làm, báo ngay cho lãnh đạo cơ quan."
    )
    write_letter(
        key=f"password-reset:{row.pk}", recipient_id=account.pk, subject="Mật khẩu vừa được đặt lại", body=body, at=at
    )


def _same_person(account: Account, typed: str) -> bool:
    name = nfc(typed).strip().lower()
    return bool(name) and name in {account.username.lower(), (account.email or "").lower()}


@transaction.atomic
def deactivate(
    *, account: Account, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None
) -> Account:
    """Lock an account: its sessions end, its secrets and the delegations it gave stop. Its history stays."""
    hold(account, by=by)  # two administrators locking each other leave one
    if refusal := may_deactivate(by, account=account, on=local_day(at)):
        raise Refused(refusal)
    if not reason.strip():
        raise BadInput("Ghi lý do khóa tài khoản.", field="reason")
    return lock(account=account, reason=reason, by=by, at=at, recorded_at=recorded_at)


def lock(*, account: Account, reason: str, by: Actor, at: datetime, recorded_at: datetime | None = None) -> Account:
    """The act itself, after its guard (also the last step of a hand-over)."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    _expire_secrets(account, at=at)
    last_day: date = local_day(at) - timedelta(days=1)
    end_delegations_of(account, last_day=last_day, by=by, at=at, recorded_at=recorded_at)
    record(
        "deactivate_account", account, by=by, at=at, recorded_at=recorded_at,
        facts={"is_active": [True, False]}, personal={"reason": nfc(reason).strip()},
    )  # fmt: skip
    return account


@transaction.atomic
def reactivate(*, account: Account, by: Actor, at: datetime, recorded_at: datetime | None = None) -> Account:
    """Open a locked account again; it gets in by a new code only. Raises Refused."""
    hold(account)
    if refusal := may_manage_account(by, account=account, on=local_day(at)):
        raise Refused(refusal)
    account.is_active = True
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    record("reactivate_account", account, by=by, at=at, recorded_at=recorded_at, facts={"is_active": [False, True]})
    return account

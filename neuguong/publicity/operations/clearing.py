"""From the writer's desk to the public site: send, return, clear, publish at an hour, take down, read again."""

from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.outbox import write_letters
from neuguong.core.periods import local_day
from neuguong.core.typed import one_line
from neuguong.exemplars.models import Exemplar
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.queries.publicity import clearing_units
from neuguong.publicity.enums import ArticleState
from neuguong.publicity.models import Article, Binding, Passed, SignOff
from neuguong.publicity.operations.articles import held
from neuguong.publicity.policy.articles import clears_article, writes_article
from neuguong.publicity.queries.articles import exemplars_of, hands_in, to_read_again
from neuguong.publicity.queries.gate import Reading, digest_of, key_of, read_article
from neuguong.publicity.workflows import ARTICLE

S = ArticleState
FURTHEST = timedelta(days=366)


def _move(name: str, row: Article, *, by: Actor, at: datetime, note: str = "", **also: Any) -> Article:
    before = row.state
    ARTICLE.apply(name, dossier=row, by=by, at=at, note=note, also=also)
    personal = {"note": note} if note else None
    record(f"{name}_article", row, by=by, at=at, facts={"state": [before, row.state]}, personal=personal)
    return row


@transaction.atomic
def send_article(*, article: Article, seen_version: int | None = None, by: Actor, at: datetime) -> Article:
    """Ask for clearance; refused with every place that nothing checked says. Pressed twice, sent once."""
    row = held(article, None)
    if row.state == S.SENT and writes_article(by, row, at) is None:
        return row
    row = held(article, seen_version)
    _move("send", row, by=by, at=at)
    units = clearing_units(row.plan, at=at) or [row.plan.unit]
    people = {one.pk for unit in units for one in in_charge(Permission.CLEAR_ARTICLE, unit=unit, on=local_day(at))}
    _tell(people - {by.account_id}, row, "send", f"Bài “{row.title}” chờ duyệt", "Đọc bài rồi duyệt hoặc trả lại.", at)
    return row


@transaction.atomic
def take_back_article(*, article: Article, by: Actor, at: datetime) -> Article:
    """Go on writing what was sent, cleared or taken down; it is cleared anew afterwards. Raises Refused."""
    row = held(article, None)
    if row.state == S.DRAFT and writes_article(by, row, at) is None:
        return row
    return _move("take_back", row, by=by, at=at, publish_at=None, expire_at=None)


@transaction.atomic
def return_article(*, article: Article, reason: str, by: Actor, at: datetime) -> Article:
    """Give it back to its writers with what is to be mended. Raises Refused, BadInput."""
    row = held(article, None)
    note = one_line(reason, 600, "reason", "Ghi điều cần sửa.")
    _move("return", row, by=by, at=at, note=note)
    _tell(hands_in(row) - {by.account_id}, row, "return", f"Bài “{row.title}” được trả lại", f"Cần sửa: {note}", at)
    return row


@transaction.atomic
def clear_article(*, article: Article, seen_version: int | None = None, by: Actor, at: datetime) -> Article:
    """Clear the text that somebody read: by an agency that the plan names, by nobody who wrote it (KH 87, III.3)."""
    row = held(article, None)
    if row.state == S.CLEARED and clears_article(by, row, at) is None:
        return row
    row = held(article, seen_version)
    _move("clear", row, by=by, at=at)
    told = f"Bài “{row.title}” đã được duyệt"
    _tell(hands_in(row) - {by.account_id}, row, "clear", told, "Đăng ngay hoặc hẹn giờ đăng.", at)
    return row


@transaction.atomic
def publish_article(
    *, article: Article, publish_at: datetime | None = None, expire_at: datetime | None = None, by: Actor, at: datetime
) -> Article:
    """Put a cleared text on the site, now or at an hour, perhaps until another. At its hour nobody has to be there.

    What it rests on is written down, so that a claim that changes afterwards hides it at once.
    Raises Refused, BadInput.
    """
    row = held(article, None)
    begins = publish_at or at
    if row.state == S.PUBLISHED and ARTICLE.refusal("take_down", dossier=row, actor=by, at=at) is None:
        return row
    if begins < at - timedelta(minutes=1) or begins > at + FURTHEST:
        raise BadInput("Giờ đăng phải từ bây giờ đến trước một năm nữa.", field="publish_at")
    expire_at = expire_at.replace(second=0, microsecond=0) if expire_at else None  # kept pages go by the minute
    if expire_at is not None and expire_at <= begins:
        raise BadInput("Giờ hết hạn phải sau giờ đăng.", field="expire_at")
    _move("publish", row, by=by, at=at, publish_at=begins, expire_at=expire_at, read_at=at)
    _rest(row, read_article(row, on=local_day(at)))
    return row


@transaction.atomic
def take_down_article(*, article: Article, reason: str, by: Actor, at: datetime) -> Article:
    """Take it off the site at once. Raises Refused, BadInput."""
    row = held(article, None)
    if row.state == S.TAKEN_DOWN:
        return row
    return _move("take_down", row, by=by, at=at, note=one_line(reason, 300, "reason", "Ghi lý do gỡ."))


@transaction.atomic
def drop_article(*, article: Article, by: Actor, at: datetime) -> Article:
    """Put a draft aside; its texts stay readable in the database. Raises Refused."""
    row = held(article, None)
    return row if row.state == S.DROPPED else _move("drop", row, by=by, at=at)


def _rest(row: Article, reading: Reading) -> None:
    Binding.objects.filter(article=row).delete()
    Binding.objects.bulk_create(
        Binding(article=row, claim_id=one.claim, claim_version=one.version, follows=one.follows)
        for one in reading.rests
    )


@transaction.atomic
def read_again(*, article: Article, by: Actor, at: datetime) -> bool:
    """Read a published text once more against what is checked today; whether it may be shown again.

    A claim block tells the corrected claim by then; typed words that a correction took back keep it hidden.
    """
    row = held(article, None)
    if row.state != S.PUBLISHED:
        return False
    reading = read_article(row, on=local_day(at))
    if reading.open:
        return False
    row.read_at = at
    row.save(update_fields=["read_at"])
    _rest(row, reading)
    record("read_article_again", row, by=by, at=at, facts={"claims": sorted({one.claim for one in reading.rests})})
    return True


def read_all_again(*, by: Actor, at: datetime, about: Exemplar | None = None) -> int:
    """Read again every published text that hides because something it rests on moved; how many are shown again."""
    rows = to_read_again()
    if about is not None:
        rows = rows.filter(about__exemplar=about)
    return sum(read_again(article=row, by=by, at=at) for row in rows.order_by("pk").distinct())


@transaction.atomic
def pass_place(*, article: Article, words: str, reason: str, by: Actor, at: datetime) -> Passed:
    """Say why a number, day or superlative needs no proof in this article (a date of history). Who clears decides.

    The same words again are the same row. Raises Refused, BadInput.
    """
    row = held(article, None)
    if refusal := clears_article(by, row, at):
        raise Refused(refusal)
    if by.account_id in hands_in(row):
        raise Refused("Người đã viết bài không tự bỏ qua chỗ nào.")
    if row.state not in (S.DRAFT, S.SENT):
        raise Refused("Bài đã duyệt. Trả lại hoặc lấy về trước.")
    key, why = key_of(words), one_line(reason, 500, "reason", "Ghi vì sao chỗ này không cần minh chứng.")
    open_places = {key_of(one.text) for one in read_article(row, on=local_day(at)).open}
    if twin := Passed.objects.filter(article=row, words=key, taken_back_at=None).first():
        return twin
    if key not in open_places:
        raise BadInput("Chỗ này không còn trong bài. Tải lại trang.", field="words")
    found = Passed.objects.create(article=row, words=key, reason=why, passed_by_id=by.account_id, passed_at=at)
    record("pass_place", found, by=by, at=at, facts={"article": row.pk}, personal={"words": words, "reason": why})
    return found


@transaction.atomic
def enter_sign_off(
    *, article: Article, exemplar: Exemplar, signer_name: str, signed_on: date, note: str = "",
    scan: tuple[str, BinaryIO | bytes] | None = None, by: Actor, at: datetime,
) -> SignOff:  # fmt: skip
    """Note that somebody in it has read these very words and agrees. Entered again it is one. Raises Refused, BadInput."""
    row = held(article, None)
    if refusal := writes_article(by, row, at):
        raise Refused(refusal)
    if exemplar.pk not in {one.pk for one in exemplars_of(row)}:
        raise BadInput("Người này không ở trong bài.", field="exemplar")
    if signed_on > local_day(at):
        raise BadInput("Ngày đồng ý không thể sau hôm nay.", field="signed_on")
    digest = digest_of(row)
    if twin := SignOff.objects.filter(article=row, exemplar=exemplar, digest=digest).first():
        return twin
    name = one_line(signer_name, 120, "signer_name", "Ghi ai đã đọc và đồng ý.")
    how = one_line(note, 300, "note", "" if scan else "Tải bản chụp có chữ ký, hoặc ghi họ đã đồng ý bằng cách nào.")
    link = f"publicity.article:{row.pk}"
    file = accept_upload(name=scan[0], content=scan[1], by=by, at=at, link=link) if scan else None
    found = SignOff.objects.create(
        article=row, exemplar=exemplar, digest=digest, signer_name=name, signed_on=signed_on, note=how, scan=file,
        entered_by_id=by.account_id, entered_at=at,
    )  # fmt: skip
    record(
        "enter_sign_off", found, by=by, at=at, facts={"article": row.pk, "exemplar": exemplar.pk, "signed_on": signed_on},
        personal={"signer_name": name, "note": how},
    )  # fmt: skip
    return found


def _tell(people: set[int | None] | set[int], row: Article, what: str, subject: str, body: str, at: datetime) -> None:
    keys = {pk: f"article:{row.pk}:{what}:{row.version}:{pk}" for pk in people if pk is not None}
    write_letters(keys, subject=subject[:200], body=body, link=f"publicity.article:{row.pk}", at=at)

"""What verification found out: answers to the law's checklist, and checks on site (KH 87, III.3: khách quan, trung thực)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_day
from neuguong.core.photo_time import taken_at
from neuguong.exemplars.enums import ChecklistReply, PhotoTime, VisitOpinion
from neuguong.exemplars.models import ChecklistAnswer, FieldVisit, Nomination, VisitPhoto
from neuguong.exemplars.operations.words import take, tidy
from neuguong.exemplars.policy import answers_checklist, checks_on_site
from neuguong.exemplars.reading.checklist import checklist_on

MOST_PHOTOS = 12
LONGEST = 4000
PHOTO = "Chỉ nhận ảnh chụp (JPEG, PNG, WebP, HEIC) ở lần kiểm tra thực tế."


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered to one question; `seen` is the id of the answer that the page showed, 0 for none."""

    item: str
    reply: str
    asked_of: str = ""
    note: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitWords:
    """What was written down on site."""

    visited_at: datetime
    place: str
    people_met: str
    adverse_asked_of: str
    adverse_found: bool
    adverse_words: str = ""
    opinion: str
    opinion_words: str = ""


@dataclass(frozen=True, slots=True)
class BroughtPhoto:
    """A photo as it comes in; `file_time` is the hour of the file on the telephone, when the browser said it."""

    name: str
    content: bytes
    file_time: datetime | None = None


def _line(text: str, most: int, field: str, missing: str = "") -> str:
    return _words(" ".join(tidy(text).split()), most, field, missing)


def _words(text: str, most: int, field: str, missing: str = "") -> str:
    text = tidy(text).strip()
    if missing and not text:
        raise BadInput(missing, field=field)
    if len(text) > most:
        raise BadInput(f"Viết ngắn lại, không quá {most} ký tự: đang có {len(text)}.", field=field)
    return text


@transaction.atomic
def answer_checklist(
    *, nomination: Nomination, replies: Sequence[Reply], by: Actor, at: datetime
) -> tuple[ChecklistAnswer, ...]:
    """Keep what was answered to questions of the checklist in force; what did not change makes no new row.

    Earlier answers stay as history. Raises Refused, BadInput, and Stale when a colleague answered meanwhile.
    """
    take(nomination)
    if refusal := answers_checklist(by, nomination, at):
        raise Refused(refusal)
    current = checklist_on(local_day(at))
    asked = {one.code for one in current.of_kind(nomination.kind)}
    newest = {row.item: row for row in ChecklistAnswer.objects.filter(nomination=nomination).order_by("id")}
    made = []
    for one in replies:
        if one.item not in asked or one.reply not in ChecklistReply.values:
            raise BadInput("Chọn một trong các trả lời.", field=one.item)
        words = (one.reply, _line(one.asked_of, 200, one.item), _line(one.note, 500, one.item))
        last = newest.get(one.item)
        if last and words == (last.reply, last.asked_of, last.note):
            continue
        if (last.pk if last else 0) != one.seen:
            raise Stale("Người khác trong cơ quan vừa trả lời nội dung này. Tải lại trang để xem rồi ghi tiếp.")
        made.append(
            ChecklistAnswer(
                nomination=nomination, list_code=current.code, item=one.item, reply=words[0], asked_of=words[1],
                note=words[2], answered_by_id=by.account_id, answered_at=at,
            )
        )  # fmt: skip
    if made:
        ChecklistAnswer.objects.bulk_create(made)
        record(
            "answer_checklist", nomination, by=by, at=at,
            facts={"list": current.code, "answers": {row.item: row.reply for row in made}},
            personal={row.item: [row.asked_of, row.note] for row in made},
        )  # fmt: skip
    return tuple(made)


@transaction.atomic
def record_visit(
    *,
    nomination: Nomination,
    words: VisitWords,
    photos: Sequence[BroughtPhoto] = (),
    client_key: str,
    replaces: FieldVisit | None = None,
    by: Actor,
    at: datetime,
) -> FieldVisit:
    """Keep one on-site check with its photos. Sent again under the same key it is the same check and adds nothing.

    A mistake is mended by another check that `replaces` the earlier one. Raises Refused and BadInput.
    """
    take(nomination)
    if by.account_id is None:
        raise Refused("Việc này cần một người đã đăng nhập.")
    key = client_key.strip()
    if not key or len(key) > 60:
        raise BadInput("Thiếu khóa gửi. Tải lại trang rồi ghi lại.")
    if found := FieldVisit.objects.filter(client_key=key).first():
        return _the_same(found, nomination, words, by, at)
    if refusal := checks_on_site(by, nomination, at):
        raise Refused(refusal)
    visit = FieldVisit.objects.create(
        nomination=nomination,
        client_key=key,
        replaces=_replaced(nomination, replaces),
        entered_by_id=by.account_id,
        recorded_at=at,
        **_checked(words, at),
    )
    kept = _keep_photos(visit, photos, by=by, at=at)
    record(
        "record_visit", visit, by=by, at=at,
        facts={
            "nomination": nomination.pk, "visited_at": visit.visited_at, "opinion": visit.opinion, "photos": kept,
            "adverse_found": visit.adverse_found, "replaces": visit.replaces_id,
        },
        personal={
            "place": visit.place, "people_met": visit.people_met, "adverse_asked_of": visit.adverse_asked_of,
            "adverse_words": visit.adverse_words, "opinion_words": visit.opinion_words,
        },
    )  # fmt: skip
    return visit


def _the_same(found: FieldVisit, nomination: Nomination, words: VisitWords, by: Actor, at: datetime) -> FieldVisit:
    """The check that came in before under this key; other words under it must not get lost unsaid."""
    if (found.nomination_id, found.entered_by_id) != (nomination.pk, by.account_id):
        raise Refused("Khóa gửi này đã dùng cho lần kiểm tra khác. Tải lại trang rồi ghi lại.")
    if any(getattr(found, name) != value for name, value in _checked(words, at).items()):
        raise Refused(
            "Máy chủ đã nhận lần kiểm tra này từ lần gửi trước, nên phần vừa sửa chưa được ghi. Mở hồ sơ và chọn "
            "“Ghi lần thay” để sửa."
        )
    return found


def _replaced(nomination: Nomination, replaces: FieldVisit | None) -> FieldVisit | None:
    if replaces is None:
        return None
    if replaces.nomination_id != nomination.pk:
        raise BadInput("Lần kiểm tra được thay không thuộc hồ sơ này.", field="replaces")
    if replaces.replaced_by.exists():
        raise BadInput("Lần kiểm tra này đã có lần khác thay. Tải lại trang để xem.", field="replaces")
    return replaces


def _checked(words: VisitWords, at: datetime) -> dict[str, object]:
    if words.visited_at > at:
        raise BadInput("Lúc kiểm tra không thể sau bây giờ.", field="visited_at")
    if words.opinion not in VisitOpinion.values:
        raise BadInput("Chọn ý kiến.", field="opinion")
    said = "Ghi thông tin trái chiều đã nghe được."
    adverse = _words(words.adverse_words, LONGEST, "adverse_words", said if words.adverse_found else "")
    return {
        "visited_at": words.visited_at,
        "place": _line(words.place, 200, "place", "Ghi nơi kiểm tra."),
        "people_met": _words(words.people_met, LONGEST, "people_met", "Ghi đã gặp ai."),
        "adverse_asked_of": _line(words.adverse_asked_of, 300, "adverse_asked_of", "Ghi đã hỏi ai."),
        "adverse_found": words.adverse_found,
        "adverse_words": adverse,
        "opinion": words.opinion,
        "opinion_words": _words(words.opinion_words, LONGEST, "opinion_words"),
    }


def _keep_photos(visit: FieldVisit, photos: Sequence[BroughtPhoto], *, by: Actor, at: datetime) -> int:
    if len(photos) > MOST_PHOTOS:
        raise BadInput(f"Mỗi lần kiểm tra nhận nhiều nhất {MOST_PHOTOS} ảnh.", field="photos")
    link = f"exemplars.nomination:{visit.nomination_id}"
    for one in photos:
        try:
            file = accept_upload(name=one.name, content=one.content, by=by, at=at, link=link)
        except BadInput as wrong:
            raise BadInput(str(wrong), field="photos") from wrong
        if not file.media_type.startswith("image/"):
            raise BadInput(PHOTO, field="photos")
        moment = taken_at(one.content)
        source = PhotoTime.CAMERA if moment else PhotoTime.FILE if one.file_time else PhotoTime.UNKNOWN
        VisitPhoto.objects.create(visit=visit, file=file, taken_at=moment or one.file_time, taken_from=source)
    return len(photos)

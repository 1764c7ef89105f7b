"""Photos of articles: taken in, chosen from a dossier, described, taken out again."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import IntegrityError, transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.file_check import GONE
from neuguong.core.models import StoredFile
from neuguong.core.renditions import extent_of
from neuguong.core.typed import one_line
from neuguong.exemplars.models import Exemplar
from neuguong.exemplars.queries.publication import PHOTOS, photos_of
from neuguong.org.models import Unit
from neuguong.programme.models import Plan
from neuguong.publicity.models import Photo
from neuguong.publicity.models.photo import CREDIT, REASON, WORDS
from neuguong.publicity.policy.photos import keeps_photos, may_leave_dossier
from neuguong.publicity.queries.photos import published_with

REFUSED_FILE = "Tệp không qua được kiểm tra."


@dataclass(frozen=True, slots=True)
class Told:
    """What is written about a photo: in words, who took it, its main point in hundredths, whether the honoured are seen.

    `exemplar` is who of the register is known to be seen; once said it stays.
    """

    words: str
    credit: str
    focal_x: int = 50
    focal_y: int = 50
    shows_person: bool = True
    exemplar: Exemplar | None = None


def _checked(told: Told) -> Told:
    for name in ("focal_x", "focal_y"):
        if not 0 <= getattr(told, name) <= 100:
            raise BadInput("Ghi một số từ 0 đến 100.", field=name)
    return Told(
        one_line(told.words, WORDS, "words", "Mô tả ảnh bằng lời cho người không nhìn thấy."),
        one_line(told.credit, CREDIT, "credit", "Ghi ai chụp ảnh."),
        told.focal_x, told.focal_y, told.shows_person, told.exemplar,
    )  # fmt: skip


def _keeper(unit: Unit, by: Actor, at: datetime) -> None:
    if refusal := keeps_photos(by, unit, at):
        raise Refused(refusal)


@transaction.atomic
def add_photo(
    *, plan: Plan, unit: Unit, name: str, content: BinaryIO | bytes, told: Told, by: Actor, at: datetime
) -> Photo:
    """Take a new picture (JPEG, PNG, WebP, HEIC) into the library of a plan; it waits until its file was checked.

    A picture that is there already stays as it is and is given back. Raises Refused, BadInput; then nothing was kept.
    """
    _keeper(unit, by, at)
    told = _checked(told)
    file = accept_upload(name=name, content=content, by=by, at=at)
    return _take_in(plan, unit, file, told, told.exemplar, by=by, at=at)


@transaction.atomic
def choose_photo(*, exemplar: Exemplar, file: StoredFile, told: Told, by: Actor, at: datetime) -> Photo:
    """Take a photo of an exemplar's dossier into the library, while its consent for photos holds. Raises Refused, BadInput."""
    _keeper(exemplar.unit, by, at)
    if refusal := may_leave_dossier(exemplar, at):
        raise Refused(refusal)
    told = _checked(told)
    if not photos_of(exemplar).filter(file=file).exists():
        raise BadInput("Chọn một ảnh trong hồ sơ.", field="file")
    return _take_in(exemplar.plan, exemplar.unit, file, told, exemplar, by=by, at=at)


def _take_in(
    plan: Plan, unit: Unit, file: StoredFile, told: Told, exemplar: Exemplar | None, *, by: Actor, at: datetime
) -> Photo:
    there = Photo.objects.filter(plan=plan, digest=file.digest, removed_at=None).select_related("file")
    twin = there.first()
    if twin is not None and twin.file.state not in GONE:
        return twin
    if twin is not None:  # its bytes are gone; the same picture may be brought again
        _take_out(twin, REFUSED_FILE, by=by, at=at)
    extent = extent_of(file) if file.media_type in PHOTOS else None
    if extent is None:
        raise BadInput("Tệp này không phải ảnh. Hãy chọn ảnh JPEG, PNG, WebP hoặc HEIC.", field="file")
    row = Photo(
        plan=plan, unit=unit, exemplar=exemplar, file=file, digest=file.digest, width=extent[0], height=extent[1],
        words=told.words, credit=told.credit, focal_x=told.focal_x, focal_y=told.focal_y,
        shows_person=told.shows_person, added_by_id=by.account_id, added_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same picture in the same moment
        return there.get()
    facts = {"plan": plan.pk, "digest": file.digest, "exemplar": exemplar.pk if exemplar else None,
             "shows_person": row.shows_person}  # fmt: skip
    record("add_photo", row, by=by, at=at, facts=facts, personal={"words": row.words, "credit": row.credit})
    return row


@transaction.atomic
def change_photo_words(*, photo: Photo, told: Told, by: Actor, at: datetime) -> Photo:
    """Describe a photo anew, or move its main point. The same words change nothing. Raises Refused, BadInput.

    The words are read against what is checked with the whole article, so under a published one they stay as they are.
    """
    row = _there(photo, by, at)
    told = _checked(told)
    names = ["words", "credit", "focal_x", "focal_y", "shows_person", *(["exemplar"] if told.exemplar else [])]
    before = {name: getattr(row, name) for name in names if getattr(row, name) != getattr(told, name)}
    if not before:
        return row
    if "words" in before and (told_in := published_with(row)):
        raise BadInput(
            f"Ảnh đang có trong bài đã đăng “{told_in.title}”, mà lời mô tả đã được đọc đối chiếu cùng bài. "
            "Gỡ bài rồi mới đổi lời mô tả; điểm chính của ảnh vẫn đổi được.",
            field="words",
        )
    for name in before:
        setattr(row, name, getattr(told, name))
    row.save(update_fields=list(before))
    written = ("words", "credit")
    facts: dict[str, object] = {
        name: [value, getattr(row, name)] for name, value in before.items() if name not in (*written, "exemplar")
    }
    if "exemplar" in before:
        facts["exemplar"] = row.exemplar_id
    personal = {name: [value, getattr(row, name)] for name, value in before.items() if name in written}
    record("change_photo_words", row, by=by, at=at, facts=facts, personal=personal or None)
    return row


@transaction.atomic
def remove_photo(*, photo: Photo, reason: str, by: Actor, at: datetime) -> Photo:
    """Take a photo out of the library: no article shows it any more. Pressed twice it is once. Raises Refused, BadInput."""
    row = _locked(photo)
    _keeper(row.unit, by, at)
    if row.removed_at is None:
        _take_out(row, one_line(reason, REASON, "reason", "Ghi lý do bỏ ảnh."), by=by, at=at)
    return row


def _locked(photo: Photo) -> Photo:
    return Photo.objects.select_for_update(of=("self",)).select_related("unit", "file", "exemplar").get(pk=photo.pk)


def _there(photo: Photo, by: Actor, at: datetime) -> Photo:
    row = _locked(photo)
    _keeper(row.unit, by, at)
    if row.removed_at is not None:
        raise Refused("Ảnh này đã được bỏ khỏi kho. Tải lại trang để xem kho ảnh mới nhất.")
    return row


def _take_out(row: Photo, reason: str, *, by: Actor, at: datetime) -> None:
    row.removed_at, row.removed_reason = at, reason
    row.save(update_fields=["removed_at", "removed_reason"])
    record("remove_photo", row, by=by, at=at, personal={"reason": reason})

"""Photos of articles: taken in once, described, drawn in real sizes, shown only while somebody agrees to it."""

import io
from datetime import date

import pikepdf
import pytest
from django.core.files.storage import default_storage
from PIL import Image

from neuguong.core.erasing import forget_file, remove_erased_bytes
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, AuditPersonal, StoredFile
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.org.enums import Role
from neuguong.publicity.models import Photo
from neuguong.publicity.operations.photos import Told, add_photo, change_photo_words, choose_photo, remove_photo
from neuguong.publicity.queries.photos import (
    SQUARE,
    WIDE,
    agreed_exemplars,
    evidence_to_choose,
    hindrances,
    photo_of,
    photos_in,
    photos_visible_to,
    rendition,
    sizes_of,
)
from tests import factories as make
from tests.factories import actor, moment
from tests.publicity.conftest import picture

AT = moment(2025, 4, 10)
DAY = AT.date()
TOLD = Told("Ông Thuận bên vườn bưởi", "Trần Văn Ảnh")


def add(plan, account, content: bytes = b"", *, name="vuon.jpg", told=TOLD, unit=None) -> Photo:
    content = content or picture()
    photo = add_photo(
        plan=plan, unit=unit or plan.unit, name=name, content=content, told=told, by=actor(account), at=AT
    )
    return Photo.objects.select_related("file", "exemplar").get(pk=photo.pk)


# Taking in


def test_a_photo_comes_in_with_its_words_and_who_took_it(plan, editor):
    photo = add(plan, editor)
    assert [photo] == list(photos_in(plan))
    assert (photo.words, photo.credit, photo.width, photo.height) == (
        "Ông Thuận bên vườn bưởi",
        "Trần Văn Ảnh",
        800,
        600,
    )
    assert photo.file.state == "clean"
    entry = AuditEntry.objects.get(verb="add_photo")
    assert "Thuận" not in str(entry.facts)
    kept = AuditPersonal.objects.get(entry=entry).values
    assert (kept["words"], kept["credit"]) == (photo.words, photo.credit)


def test_a_photo_of_a_telephone_in_heic_becomes_one_that_every_machine_shows(plan, editor):
    photo = add(plan, editor, picture(kind="HEIF"), name="IMG_0001.HEIC")
    assert (photo.file.media_type, photo.file.name, photo.width) == ("image/jpeg", "IMG_0001.jpg", 800)


def test_the_same_picture_is_in_the_library_once(plan, editor):
    first = add(plan, editor)
    assert add(plan, editor, told=Told("Khác", "Khác")) == first
    assert photos_in(plan).get().words == TOLD.words
    assert add(plan, editor, picture(tint=200)) != first


def test_a_picture_that_was_taken_out_may_be_brought_again(plan, editor):
    first = add(plan, editor)
    remove_photo(photo=first, reason="Trùng ảnh khác", by=actor(editor), at=AT)
    assert remove_photo(photo=first, reason="Bấm lại", by=actor(editor), at=AT).removed_reason == "Trùng ảnh khác"
    again = add(plan, editor)
    assert again != first
    assert (list(photos_in(plan)), photo_of(plan, first.pk)) == ([again], None)


def test_a_picture_whose_bytes_are_gone_may_be_brought_again(plan, editor):
    first = add(plan, editor)
    StoredFile.objects.filter(pk=first.file_id).update(state="refused")
    again = add(plan, editor)
    assert again != first
    assert Photo.objects.get(pk=first.pk).removed_reason == "Tệp không qua được kiểm tra."


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Told(" ", "Ai"), "words"),
        (Told("ả" * 201, "Ai"), "words"),
        (Told("Ảnh", ""), "credit"),
        (Told("Ảnh", "Ai", 101), "focal_x"),
        (Told("Ảnh", "Ai", 50, -1), "focal_y"),
    ],
)
def test_what_is_missing_is_named_by_its_field_and_nothing_is_kept(plan, editor, told, field):
    with pytest.raises(BadInput) as wrong:
        add(plan, editor, told=told)
    assert wrong.value.field == field
    assert not StoredFile.objects.exists()


def test_a_paper_is_no_photo(plan, editor):
    with pytest.raises(BadInput, match="không phải ảnh"):
        add(plan, editor, _pdf(), name="giay.pdf")
    assert not Photo.objects.exists()


def _pdf() -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_only_who_writes_for_a_unit_keeps_its_photos(cast, plan, editor):
    for account in (cast.author, cast.office, cast.chair, cast.admin):
        with pytest.raises(Refused, match="người được giao viết bài"):
            add(plan, account)
    own = make.make_account("own_editor", "Lê Biên Tập")
    make.give_role(own, Role.EDITOR, cast.dien_tho)
    photo = add(plan, own, unit=cast.dien_tho)
    whole = add(plan, editor, picture(tint=200))
    assert set(photos_visible_to(own.pk, DAY)) == {photo}
    assert set(photos_visible_to(editor.pk, DAY)) == {photo, whole}
    with pytest.raises(Refused):
        remove_photo(photo=whole, reason="Không phải của mình", by=actor(own), at=AT)
    assert set(photos_visible_to(cast.office.pk, DAY)) == set()


# Describing


def test_words_and_main_point_may_be_changed_and_leave_a_trace(plan, editor):
    photo = add(plan, editor)
    told = Told("Vườn bưởi", TOLD.credit, 20, 80, shows_person=False)
    for _ in range(2):
        change_photo_words(photo=photo, told=told, by=actor(editor), at=AT)
    photo.refresh_from_db()
    assert (photo.words, photo.focal_x, photo.focal_y, photo.shows_person) == ("Vườn bưởi", 20, 80, False)
    assert AuditEntry.objects.filter(verb="change_photo_words").count() == 1
    remove_photo(photo=photo, reason="Ảnh mờ", by=actor(editor), at=AT)
    with pytest.raises(Refused, match="đã được bỏ"):
        change_photo_words(photo=photo, told=TOLD, by=actor(editor), at=AT)


def test_the_words_of_a_photo_stay_as_they_were_read_while_an_article_with_it_is_published(newsroom):
    photo = add(newsroom.plan, newsroom.editor)
    figure = {"type": "figure", "data": {"photo": photo.pk, "caption": ""}}
    row = newsroom.published({"type": "paragraph", "data": {"text": "Ông Thuận trồng bưởi."}}, figure)
    for words in ("Ông Thuận thu 99 tấn", "Vườn"):
        with pytest.raises(BadInput, match=f"bài đã đăng “{row.title}”"):
            change_photo_words(photo=photo, told=Told(words, TOLD.credit), by=actor(newsroom.editor), at=AT)
    moved = change_photo_words(
        photo=photo, told=Told(TOLD.words, TOLD.credit, 10, 20), by=actor(newsroom.editor), at=AT
    )
    assert (moved.words, moved.focal_x) == (TOLD.words, 10)


# Drawings


@pytest.mark.parametrize(
    ("size", "shape", "found"),
    [
        ((2000, 1000), "", [(480, 240), (960, 480), (1600, 800)]),
        ((1200, 1600), "", [(480, 640), (960, 1280), (1200, 1600)]),
        ((300, 400), "", [(300, 400)]),
        ((480, 320), "", [(480, 320)]),
        ((2000, 1000), WIDE, [(480, 270), (960, 540), (1600, 900)]),
        ((600, 900), WIDE, [(480, 270), (600, 338)]),
        ((600, 900), SQUARE, [(480, 480), (600, 600)]),
    ],
)
def test_a_photo_is_drawn_in_real_sizes_and_never_enlarged(plan, editor, size, shape, found):
    photo = add(plan, editor, picture(*size))
    sizes = sizes_of(photo, shape)
    assert [(one.width, one.height) for one in sizes] == found
    for one in sizes:
        with Image.open(rendition(photo, one.width, shape)) as image:
            assert (image.format, image.size) == ("WEBP", (one.width, one.height))
    assert rendition(photo, 5000, shape) == rendition(photo, sizes[-1].width, shape)


def test_a_cut_keeps_the_main_point(plan, editor):
    left = add(plan, editor, picture(2000, 500), told=Told("Ảnh", "Ai", 0, 50))
    right = change_photo_words(photo=left, told=Told("Ảnh", "Ai", 100, 50), by=actor(editor), at=AT)
    tones = []
    for one in (left, right):
        with Image.open(rendition(one, 480, SQUARE)) as image:
            tones.append(image.convert("L").getpixel((240, 240)))
    assert abs(tones[0] - tones[1]) > 100


def test_a_drawing_is_made_once_and_goes_with_the_bytes(plan, editor, cast):
    photo = add(plan, editor)
    path = rendition(photo, 480)
    made = path.stat().st_mtime_ns
    assert rendition(photo, 480).stat().st_mtime_ns == made
    assert not list(path.parent.glob("*.part*"))
    forget_file(file=photo.file, by=actor(cast.office), at=AT)
    photo.file.refresh_from_db()
    assert rendition(photo, 480) is None
    remove_erased_bytes()
    assert list(path.parent.iterdir()) == []


def test_nothing_is_drawn_before_the_file_was_checked_or_when_it_is_lost(plan, editor):
    photo = add(plan, editor)
    StoredFile.objects.filter(pk=photo.file_id).update(state="waiting")
    photo.file.refresh_from_db()
    assert rendition(photo, 480) is None
    StoredFile.objects.filter(pk=photo.file_id).update(state="clean")
    photo.file.refresh_from_db()
    default_storage.delete(photo.file.path)
    assert rendition(photo, 480) is None


# From a dossier, and who agreed


def choose(page, photo, account) -> Photo:
    return choose_photo(exemplar=page, file=photo.file, told=TOLD, by=actor(account), at=AT)


def test_a_photo_of_a_dossier_is_chosen_only_with_consent_for_photos(cast, plan, editor, recognised, in_dossier):
    photo = in_dossier(recognised)
    with pytest.raises(Refused, match="Chưa có phiếu đồng ý"):
        choose(recognised, photo, editor)
    assert list(agreed_exemplars(editor.pk, plan, DAY)) == []
    make.signed_consent(recognised, cast.office, ("story", "portal"))
    assert list(evidence_to_choose(editor.pk, recognised, DAY)) == []
    make.signed_consent(recognised, cast.office)
    assert list(agreed_exemplars(editor.pk, plan, DAY)) == [recognised]
    assert list(evidence_to_choose(editor.pk, recognised, DAY)) == [photo]
    assert list(evidence_to_choose(cast.office.pk, recognised, DAY)) == []
    chosen = choose(recognised, photo, editor)
    assert (chosen.exemplar, chosen.unit, chosen.file) == (recognised, recognised.unit, photo.file)
    assert hindrances(chosen, on=DAY) == ()
    for one in recognised.consents.all():
        withdraw_consent(consent=one, withdrawn_on=DAY, way="phone", by=actor(cast.office), at=AT)
    assert "đã được rút" in " ".join(hindrances(chosen, on=DAY))
    assert list(evidence_to_choose(editor.pk, recognised, DAY)) == []


def test_a_file_of_another_dossier_is_not_chosen(cast, editor, recognised, in_dossier, plan):
    make.signed_consent(recognised, cast.office)
    other = add(plan, editor, picture(tint=90))
    with pytest.raises(BadInput, match="Chọn một ảnh trong hồ sơ"):
        choose_photo(exemplar=recognised, file=other.file, told=TOLD, by=actor(editor), at=AT)


def test_a_photo_with_somebody_in_it_waits_for_everybody_the_article_is_about(cast, plan, editor, recognised):
    photo = add(plan, editor)
    assert hindrances(photo, on=DAY) == ()
    assert len(hindrances(photo, on=DAY, of=[recognised])) == 2  # story and photo
    make.signed_consent(recognised, cast.office)
    assert hindrances(photo, on=DAY, of=[recognised]) == ()
    assert len(hindrances(photo, on=date(2025, 3, 1), of=[recognised])) == 2
    place = change_photo_words(photo=photo, told=Told("Cánh đồng", "Ai", shows_person=False), by=actor(editor), at=AT)
    assert hindrances(place, on=date(2025, 3, 1), of=[recognised]) == ()


def test_a_photo_that_was_taken_out_is_shown_nowhere(plan, editor):
    photo = add(plan, editor)
    gone = remove_photo(photo=photo, reason="Ảnh mờ", by=actor(editor), at=AT)
    assert hindrances(gone, on=DAY) == ("Ảnh đã được bỏ khỏi kho.",)

"""Photos of an event: public only while somebody vouches for everybody and each exemplar's own paper holds."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import StoredFile
from neuguong.publicity.models import EventPhoto
from neuguong.publicity.operations.attendees import invite_exemplars
from neuguong.publicity.operations.event_photos import add_event_photo, remove_event_photo
from neuguong.publicity.queries.event_photos import photos_of_event, public_photos
from tests import factories as make
from tests.publicity.hall import Hall, exemplar

AT = make.moment(2025, 3, 8)
DAY = AT.date()


@pytest.fixture
def hall(cast, plan) -> Hall:
    return Hall(cast, plan)


@pytest.fixture
def event(hall):
    return hall.announced(is_public=True, starts_at=make.moment(2025, 3, 7), at=make.moment(2025, 3, 4))


def brought(event, by, *people, agreed_by="Nguyễn Thu Hà", **fields):
    told = {"file_name": "a.jpg", "content": make.jpeg(), "caption": "Học sinh tặng hoa", **fields}
    made = add_event_photo(event=event, agreed_by=agreed_by, exemplars=people, by=make.actor(by), at=AT, **told)
    StoredFile.objects.update(state="clean")
    made.refresh_from_db()
    return made


def shown_today(event):
    return public_photos(event.slug, DAY)


def test_a_photo_is_public_only_when_somebody_vouches(event, cast):
    silent, vouched = brought(event, cast.author, agreed_by=" "), brought(event, cast.author)
    assert shown_today(event) == [vouched]
    assert [why for _, why in photos_of_event(event, DAY)] == [
        "Chưa có người xác nhận mọi người trong ảnh đã đồng ý.",
        "",
    ]
    StoredFile.objects.filter(pk=vouched.file_id).update(state="waiting")
    assert shown_today(event) == []
    assert silent.agreed_by == ""


def test_somebody_of_the_register_must_have_agreed_to_photos(hall, event, cast):
    one = exemplar(hall)
    photo = brought(event, cast.author, one)
    assert shown_today(event) == []
    make.signed_consent(one, cast.office, ("story", "portal"), ("photo", "portal"), day=DAY)
    assert shown_today(event) == [photo]
    type(one).objects.filter(pk=one.pk).update(state="revoked")
    assert shown_today(event) == []


def test_a_photo_is_taken_off_at_once_with_a_reason(event, cast):
    photo, by = brought(event, cast.author), make.actor(cast.author)
    with pytest.raises(BadInput):
        remove_event_photo(photo=photo, reason=" ", by=by, at=AT)
    with pytest.raises(Refused):
        remove_event_photo(photo=photo, reason="x", by=make.actor(cast.neighbour), at=AT)
    remove_event_photo(photo=photo, reason="Phụ huynh yêu cầu", by=by, at=AT)
    assert shown_today(event) == []
    with pytest.raises(BadInput):
        brought(event, cast.author, file_name="a.pdf")
    with pytest.raises(Refused):
        brought(event, cast.neighbour)


def test_desk_and_portal_show_it_by_the_same_gate(hall, event, cast, client):
    one = exemplar(hall)
    invite_exemplars(event=event, exemplar_ids=[one.pk], part="speaker", by=make.actor(cast.author), at=AT)
    client.force_login(cast.author)
    sent = {
        "file": SimpleUploadedFile("a.jpg", make.jpeg(), "image/jpeg"), "caption": "Kể chuyện nghề", "agreed_by": "Hà",
        "exemplars": [str(one.pk)],
    }  # fmt: skip
    address = reverse("desk:event_photo_add", args=[event.pk])
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {"caption": "Giữ chữ này"}).status_code == 422
    StoredFile.objects.update(state="clean")
    photo = EventPhoto.objects.get()
    assert "Chưa có phiếu đồng ý" in client.get(reverse("desk:event_photos", args=[event.pk])).content.decode()
    assert client.get(reverse("desk:event_photo", args=[photo.pk])).status_code == 200
    client.logout()
    public = reverse("portal:event_photo", args=[event.slug, photo.pk])
    assert client.get(public).status_code == 404
    make.signed_consent(one, cast.office, ("story", "portal"), ("photo", "portal"), day=DAY)
    answer = client.get(public)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=60")
    page = client.get(reverse("portal:event", args=[event.slug])).content.decode()
    assert public in page
    assert "Lê Văn Thuận" not in page

"""The link of an invitation: yes or no without signing in, for nobody but who holds the link."""

import pytest
import time_machine
from django.urls import reverse

from neuguong.publicity.models import Attendee
from neuguong.publicity.operations.attendees import Guest, invite_guests, remove_attendee
from neuguong.web.links import invitation_path
from tests.factories import actor, moment
from tests.publicity.hall import Hall

EARLIER = moment(2025, 3, 4)


@pytest.fixture
def row(cast, plan) -> Attendee:
    event = Hall(cast, plan).announced(starts_at=moment(2025, 3, 20), at=EARLIER)
    guests = [Guest("Nguyễn Thị Ba", "", "ba@example.vn"), Guest("Trần Ân")]
    invite_guests(event=event, guests=guests, part="delegate", by=actor(cast.author), at=EARLIER)
    return Attendee.objects.get(name="Nguyễn Thị Ba")


def test_the_link_shows_programme_and_code_and_names_nobody(row, client):
    answer = client.get(invitation_path(row.pk))
    page = answer.content.decode()
    assert (answer.status_code, "sessionid" in answer.cookies) == (200, False)
    assert all(part in page for part in ("Gặp mặt điển hình", "Tôn vinh điển hình", "Tôi sẽ dự", 'class="qr"'))
    assert "Thực hiện Kế hoạch số 87/KH-UBND ngày 11/04/2023." in " ".join(page.split())
    assert not any(name in page for name in ("Nguyễn Thị Ba", "Trần Ân", "ba@example.vn"))
    assert (answer.headers["X-Robots-Tag"], answer.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    row.refresh_from_db()
    assert row.answer == ""


def test_a_press_answers_and_another_changes_it(row, client):
    for answer, words in (("yes", "đã trả lời: sẽ dự"), ("no", "đã trả lời: không dự")):
        assert client.post(invitation_path(row.pk), {"answer": answer}).status_code == 302
        assert words in client.get(invitation_path(row.pk)).content.decode()
    assert 'class="qr"' not in client.get(invitation_path(row.pk)).content.decode()
    assert client.post(invitation_path(row.pk), {"answer": "co-le"}).status_code == 422


def test_a_guessed_or_cut_link_opens_nothing(row, client):
    forged = invitation_path(row.pk).replace(f"{row.pk}:", f"{row.pk + 1}:")
    for address in (forged, invitation_path(row.pk)[:-4] + "/", reverse("portal:invitation", args=["x" * 43])):
        assert client.get(address).status_code == 404
        assert client.post(address, {"answer": "yes"}).status_code == 404


def test_after_the_beginning_nobody_answers_and_a_withdrawn_invitation_is_gone(row, cast, client):
    with time_machine.travel(moment(2025, 3, 20, 10), tick=False):
        answer = client.post(invitation_path(row.pk), {"answer": "yes"})
        assert (answer.status_code, "đã bắt đầu" in answer.content.decode()) == (409, True)
        assert "Tôi sẽ dự" not in client.get(invitation_path(row.pk)).content.decode()
    remove_attendee(attendee=row, reason="Nhầm", by=actor(cast.author), at=EARLIER)
    assert client.get(invitation_path(row.pk)).status_code == 404

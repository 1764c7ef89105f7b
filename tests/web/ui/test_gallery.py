"""The gallery as people reach it."""

from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from tests.conftest import Cast


def test_a_stranger_is_asked_to_sign_in_first(client: Client, db: None):
    response = client.get(reverse("ui:gallery"))
    assert response.status_code == HTTPStatus.FOUND
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_whoever_is_signed_in_sees_the_gallery_in_their_own_frame(client: Client, cast: Cast):
    client.force_login(cast.author)
    page = client.get(reverse("ui:gallery")).content.decode()
    assert "Bảng thành phần" in page
    assert "Nguyễn Thu Hà" in page
    assert "Xã Diên Thọ" in page

"""The page on which the office chooses delegates by rule."""

import pytest
from django.urls import reverse

from tests.factories import moment
from tests.publicity.hall import Hall, exemplar
from tests.web.desk.conftest import soup, words


@pytest.mark.clause("III.3.b")
def test_the_office_proposes_takes_off_adds_and_invites(cast, march, as_one):
    hall, office = Hall(cast, march), as_one(cast.office)
    exemplar(hall, "Một Người"), exemplar(hall, "Hai Người", unit=cast.dien_an)
    event = hall.announced(unit=cast.district, by=cast.office, kind="congress", starts_at=moment(2025, 5, 28))

    def at(name, *more):
        return reverse(f"desk:event_delegates{name}", args=[event.pk, *more])

    assert "Chưa lập danh sách" in words(soup(office.get(at(""))))
    assert office.post(at("_propose"), {"rule": "congress_2025"}).status_code == 302
    page = soup(office.get(at("")))
    assert [row.select_one("td span").contents[0].strip() for row in page.select("tbody tr")] == [
        "Hai Người",
        "Một Người",
    ]
    assert "Nữ: 0, quy tắc là ít nhất 30." in words(page)
    line = page.select_one("[name=line]")["value"]
    assert office.post(at("_remove"), {"line": line, "reason": " "}).status_code == 422
    assert office.post(at("_remove"), {"line": line, "reason": "Đi xa"}).status_code == 302
    more = exemplar(hall, "Ba Người")
    assert "Thêm Ba Người" in words(soup(office.get(at("") + "?q=ba")))
    assert office.post(at("_add"), {"exemplar": more.pk, "reason": "Thay"}).status_code == 302
    assert office.post(at("_add"), {"exemplar": 10**30, "reason": "x"}).status_code == 422
    assert office.post(at("_invite")).status_code == 302
    assert set(event.attendees.values_list("name", flat=True)) == {"Một Người", "Ba Người"}
    assert {office.get(at("_paper", kind)).status_code for kind in ("docx", "xlsx")} == {200}
    assert as_one(cast.leader).get(at("")).status_code == 403

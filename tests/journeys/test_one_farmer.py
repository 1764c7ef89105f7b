"""One farmer spelt two ways: found, merged, introduced again, and taken apart when it was a mistake after all."""

import pytest
from playwright.sync_api import expect

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Nomination
from tests import factories as make
from tests.factories import moment

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_one_farmer_spelt_two_ways_is_merged_gets_a_dossier_and_is_unmerged(cast, plan, window):
    start_demo_clock(at=moment(2025, 3, 10, 9))
    sector = plan.sectors.first().code
    first, second = (
        make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=sector, birth_year="1970")
        for name in ("Nguyễn Văn Hà", "Ng. V. Hà")
    )
    for one in (first, second):
        make.send(one, cast.head, at=moment(2025, 3, 9))

    office = window()
    office.sign_in("office")
    page = office.page
    page.get_by_role("link", name="Đối tượng trùng").first.click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("Một bên viết tắt họ hoặc chữ đệm.")
    page.get_by_role("link", name="So sánh").click()
    page.get_by_label("Căn cứ để gộp").fill("Đã hỏi thôn Gò Đình: cùng một người.")
    page.get_by_role("button", name="Gộp hai bản ghi").click()
    page.get_by_role("dialog").get_by_role("button", name="Gộp hai bản ghi").click()
    expect(page.locator(".messages")).to_contain_text("Đã gộp hai bản ghi về Nguyễn Văn Hà")
    expect(page.locator("tbody tr")).to_have_count(2)

    clerk = window(phone=True)
    clerk.sign_in("author")
    page = clerk.open("/ban-lam-viec/ho-so/gioi-thieu/")
    page.get_by_label("Cá nhân").check()
    page.get_by_label("Họ tên, tên tập thể hoặc tên hộ").fill("nguyen v. ha")
    page.get_by_role("button", name="Lập hồ sơ và viết tiếp").click()
    page.get_by_label("Nguyễn Văn Hà, 1970").check()
    page.get_by_role("button", name="Lập hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nguyễn Văn Hà")
    third = Nomination.objects.exclude(pk__in=[first.pk, second.pk]).get()
    assert third.subject_id == first.subject_id

    page.goto(f"{clerk.address}/ban-lam-viec/doi-tuong/{first.subject_id}/")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Bỏ gộp").click()
    page.get_by_label("Ng. V. Hà (bản đã gộp vào)").check()
    page.get_by_label("Lý do bỏ gộp").fill("Hai anh em trùng tên.")
    page.get_by_role("button", name="Bỏ gộp").click()
    expect(page.locator(".messages")).to_contain_text("lại là hai bản ghi")
    expect(page.locator("tbody tr")).to_have_count(1)
    held = {one.pk: Nomination.objects.get(pk=one.pk).subject_id for one in (first, second, third)}
    assert held == {first.pk: first.subject_id, second.pk: second.subject_id, third.pk: second.subject_id}

    page = office.open("/ban-lam-viec/doi-tuong/trung/")
    expect(page.get_by_role("heading", name="Không có cặp nào")).to_be_visible()

"""The pieces that every page is made of: they say why, and they work without a script."""

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from neuguong.core.workflow import Open, Step
from neuguong.web.ui.samples import SampleForm, samples


def soup(template: str, **context: object) -> BeautifulSoup:
    return BeautifulSoup(render_to_string(template, context), "html.parser")


@pytest.fixture
def gallery() -> BeautifulSoup:
    request = RequestFactory().get("/_ui/", {"page": "2"})
    return soup("ui/gallery.html", request=request, csrf_token="token", **samples())


def test_the_gallery_shows_every_component(gallery):
    shown = {
        ".pill",
        ".c",
        ".opens",
        ".tl",
        ".quota",
        ".task",
        ".pager",
        ".files",
        ".empty",
        ".note",
        ".field",
        ".dialog",
    }
    assert {css for css in shown if not gallery.select(css)} == set()


def test_nothing_in_the_gallery_has_the_name_of_something_else(gallery):
    names = [tag["id"] for tag in gallery.select("[id]")]
    assert sorted(names) == sorted(set(names))


def test_what_describes_a_control_exists(gallery):
    named = {tag["id"] for tag in gallery.select("[id]")}
    wanted = set()
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for tag in gallery.select(f"[{attribute}]"):
            wanted |= set(tag[attribute].split())
    assert wanted - named == set()


def test_a_page_has_one_heading_and_a_way_past_the_furniture(gallery):
    assert [tag.get_text() for tag in gallery.select("h1")] == ["Bảng thành phần"]
    assert gallery.select_one("a.skip")["href"] == f"#{gallery.main['id']}"


def test_no_page_needs_an_inline_script_or_style(gallery):
    assert gallery.select("[style], style, script:not([src])") == []
    assert [tag for tag in gallery.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []


def step(name: str, *, reason: str | None = None, needs_note: bool = False) -> Open:
    return Open(Step(name, name.title(), ("draft",), "sent", (), needs_note=needs_note), reason)


def actions(*steps: Open) -> BeautifulSoup:
    return soup("ui/_actions.html", steps=steps, action="/ho-so/1/", main="send", version=4, csrf_token="token")


def test_a_closed_step_can_be_reached_and_says_why():
    page = actions(step("verify", reason="Người lập hồ sơ không được tự thẩm định."))
    button = page.button
    assert (button["type"], button["aria-disabled"], button.get("disabled")) == ("button", "true", None)
    assert page.find(id=button["aria-describedby"]).get_text() == "Người lập hồ sơ không được tự thẩm định."
    assert page.select("form") == []


def test_an_open_step_is_a_form_of_its_own():
    form = actions(step("send")).form
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert sent == {"csrfmiddlewaretoken": "token", "step": "send", "version": "4"}
    assert (form["method"], form["action"]) == ("post", "/ho-so/1/")
    assert "btn-go" in form.button["class"]


def test_a_step_that_needs_a_reason_asks_for_it_before_it_is_sent():
    page = actions(step("return", needs_note=True))
    assert page.textarea["name"] == "note"
    assert page.textarea.has_attr("required")
    assert page.find(attrs={"for": page.textarea["id"]}).get_text() == "Lý do"


def test_a_refused_form_lists_each_mistake_with_a_link_to_its_field():
    form = SampleForm({"born": "58"})
    page = soup("ui/_errors.html", form=form)
    assert page.h2.get_text() == "Chưa lưu được: có 6 chỗ cần sửa"
    fields = BeautifulSoup(
        "".join(render_to_string("ui/_field.html", {"field": field}) for field in form), "html.parser"
    )
    targets = [link["href"].removeprefix("#") for link in page.select("a")]
    assert len(targets) == 6
    assert [target for target in targets if not fields.find(id=target)] == []


def test_a_wrong_field_tells_the_screen_reader_too():
    page = soup("ui/_field.html", field=SampleForm({"born": "58"})["born"])
    control = page.input
    assert control["aria-invalid"] == "true"
    assert control["class"] == ["inp"]
    assert page.find(id=control["aria-describedby"]).get_text(strip=True) == "Ghi đủ bốn chữ số, ví dụ 1958."


def test_forms_of_libraries_look_like_ours():
    page = BeautifulSoup(str(SampleForm()), "html.parser")
    assert len(page.select(".field")) == 7
    assert len(page.select("fieldset legend")) == 1


def test_one_page_needs_no_pager_but_says_how_many():
    page = soup(
        "ui/_pager.html", page=Paginator(range(3), 20).page(1), request=RequestFactory().get("/"), words="hồ sơ"
    )
    assert page.p.get_text() == "1–3 trong 3 hồ sơ"
    assert page.select("a") == []


def test_a_list_too_long_to_count_still_turns_its_pages():
    page = SimpleNamespace(has_previous=True, has_next=True, number=3, num_text="dòng 41–60")
    links = soup("ui/_pager.html", page=page, request=RequestFactory().get("/", {"q": "x"})).select("a")
    assert [link["href"] for link in links] == ["?q=x&page=2", "?q=x&page=3", "?q=x&page=4"]


def test_an_open_place_of_the_quota_is_named():
    pips = samples()["pips"]
    page = soup("ui/_quota.html", title="Chỉ tiêu", count=2, required=3, pips=pips)
    assert page.select_one(".quota-n b").get_text() == "2/3"
    assert [re.sub(r"\s+", " ", li.get_text(" ")) for li in page.select(".pips .off")] == ["Còn thiếu 01 điển hình"]


def test_a_notice_of_a_person_is_never_markup():
    page = soup("ui/_notice.html", kind="d", title="<script>1</script>", text="<b>x</b>")
    assert page.select("script, b") == []

"""What leaves the site with a link: the words of the head, the card, the poster, the radio version; gone with the consent."""

import io
import json
from datetime import date

import pikepdf
import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageChops

from neuguong.core.attachments import keep
from neuguong.core.drawings import drop_drawings
from neuguong.core.enums import FileState
from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Exemplar, Story
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.withholding import withhold_exemplar
from neuguong.publicity.queries.sharing import exemplar_card, exemplar_poster, radio_script
from neuguong.publicity.reading.speech import script as read_aloud
from tests import factories as make
from tests.factories import actor, moment
from tests.publicity.conftest import picture, shelf

__all__ = ["shelf"]

AT = moment(2025, 3, 10)
DAY = AT.date()
TOLD = "Ông trồng bưởi từ năm 1998. Đến nay ông có 2 ha bưởi, thu 35 tấn.\n\nBảy hộ học theo."
LONG = "Nguyễn Thị Quỳnh Như Ý và các hộ gia đình trong tổ hợp tác trồng bưởi da xanh thôn Phước Lương, xã Diên Thọ"
ALL = (("story", "portal"), ("photo", "portal"), ("story", "radio"))


@pytest.fixture
def told(enter, cast) -> Exemplar:
    """Somebody whose story and photo are published, with a checked claim."""
    page = enter()
    file = keep(name="vuon.jpg", content=picture(900, 700), by=actor(cast.author), at=AT)
    StoredFile.objects.filter(pk=file.pk).update(state=FileState.CLEAN, checked_at=AT)
    Story.objects.create(
        exemplar=page, summary=TOLD, photo=file, photo_words="Vườn bưởi sai quả", state="published", published_at=AT
    )
    nomination = page.recognitions.get().nomination
    type(nomination).objects.filter(pk=nomination.pk).update(achievement_summary="Ông có 2 ha bưởi, thu 35 tấn.")
    nomination.refresh_from_db()
    make.settle_claims(nomination)
    return page


def at(page, name="") -> str:
    return f"/guong/{page.slug}/{name}"


def head_of(visitor, page) -> BeautifulSoup:
    answer = visitor.get(at(page))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def meta(head, name) -> str:
    return head.select_one(f"meta[property='{name}'], meta[name='{name}']")["content"]


# The head


def test_the_head_says_what_the_page_is_and_where_its_card_lies(enter, visitor, settings):
    settings.SITE_URL = "https://guong.example.vn"
    page = enter()
    head = head_of(visitor, page)
    address = f"https://guong.example.vn{at(page)}"
    assert head.select_one("link[rel=canonical]")["href"] == address
    assert {name: meta(head, name) for name in ("og:title", "og:type", "og:url", "og:image", "twitter:card")} == {
        "og:title": page.name,
        "og:type": "profile",
        "og:url": address,
        "og:image": f"{address}the-chia-se.jpg",
        "twitter:card": "summary_large_image",
    }
    assert (meta(head, "og:image:width"), meta(head, "og:image:height")) == ("1200", "630")
    assert page.name in meta(head, "og:image:alt")


def things(head) -> dict[str, dict]:
    graph = json.loads(head.select_one("script[type='application/ld+json']").string)
    assert graph["@context"] == "https://schema.org"
    return {one["@type"]: one for one in graph["@graph"]}


def test_the_data_for_search_engines_say_nothing_that_the_page_does_not(told, cast, visitor):
    make.signed_consent(told, cast.office)
    head = head_of(visitor, told)
    found = things(head)
    assert set(found) == {"Person", "BreadcrumbList"}
    shown = " ".join(head.select_one("main").get_text(" ").split())
    person = found["Person"]
    assert set(person) == {"@type", "@id", "name", "url", "award", "affiliation", "image"}
    for words in (person["name"], person["affiliation"]["name"]):
        assert words in shown
    assert person["image"]["caption"] == head.select_one("figure img")["alt"]
    steps = [one["name"] for one in found["BreadcrumbList"]["itemListElement"]]
    assert steps == [*(one.get_text() for one in head.select("main .crumb a")), told.name]


def test_a_group_is_no_person_and_no_name_ends_the_block(enter, visitor):
    page = enter("Tổ </script><script>alert(1)</script> & “hòa giải”", kind="collective")
    answer = visitor.get(at(page)).content.decode()
    assert "<script>alert" not in answer
    found = things(head_of(visitor, page))
    assert set(found) == {"Organization", "BreadcrumbList"}
    assert found["Organization"]["name"] == page.name


# The card


def card_of(visitor, page) -> Image.Image:
    answer = visitor.get(at(page, "the-chia-se.jpg"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 630))
        return image.convert("L")


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def test_the_card_shows_the_photo_only_while_its_consent_holds(told, cast, visitor):
    plain = card_of(visitor, told)
    consent = make.signed_consent(told, cast.office)
    pictured = card_of(visitor, told)
    assert not same(plain, pictured)
    assert exemplar_card(told.slug, on=DAY).photo
    withdraw_consent(consent=consent, withdrawn_on=DAY, way="phone", by=actor(cast.office), at=AT)
    assert same(card_of(visitor, told), plain)
    assert exemplar_card(told.slug, on=DAY).photo == ""


def test_consent_for_the_story_alone_puts_no_photo_on_card_or_poster(told, cast):
    make.signed_consent(told, cast.office, ("story", "portal"))
    assert exemplar_card(told.slug, on=DAY).photo == ""
    assert exemplar_poster(told.slug, on=DAY).photo == ""


def test_a_card_is_drawn_once_and_anew_after_all_were_thrown_away(told, visitor, shelf):
    card_of(visitor, told)
    drawn = list((shelf / "drawings").rglob("*.jpg"))
    card_of(visitor, told)
    assert list((shelf / "drawings").rglob("*.*")) == drawn
    drop_drawings()
    assert not (shelf / "drawings").exists()
    card_of(visitor, told)
    assert [one.name for one in (shelf / "drawings").rglob("*.jpg")] == [drawn[0].name]


@pytest.mark.parametrize("name", ["Ý", LONG, LONG * 2, "Khôngcókhoảngtrắng" * 9, "#set page() [*đậm*] $x$ \\ @a <b>"])
def test_any_name_has_a_card_and_a_one_page_poster(enter, visitor, name):
    page = enter(name[:200])
    card_of(visitor, page)
    answer = visitor.get(at(page, "ap-phich.pdf"))
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert len(paper.pages) == 1


# The poster


def test_the_poster_is_an_a4_sheet_with_a_checked_sentence(told, cast, visitor):
    make.signed_consent(told, cast.office)
    answer = visitor.get(at(told, "ap-phich.pdf"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f'inline; filename="ap-phich-{told.slug}.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert [round(float(one) * 25.4 / 72) for one in paper.pages[0].MediaBox] == [0, 0, 210, 297]
    poster = exemplar_poster(told.slug, on=DAY)
    assert poster.sentence == "Đến nay ông có 2 ha bưởi, thu 35 tấn."
    assert (poster.title, poster.lines[0], poster.photo_words) == (told.name, told.unit.name, "Vườn bưởi sai quả")
    assert poster.photo


def test_without_consent_the_poster_tells_the_award_and_nothing_of_the_story(told, cast):
    consent = make.signed_consent(told, cast.office)
    withdraw_consent(consent=consent, withdrawn_on=DAY, way="phone", by=actor(cast.office), at=AT)
    poster = exemplar_poster(told.slug, on=DAY)
    assert (poster.sentence, poster.photo, poster.photo_words) == ("", "", "")
    assert "Quyết định số 415/QĐ-UBND" in poster.lines[1]


def test_of_whom_the_public_sees_no_page_there_is_no_card_no_poster_and_no_script(told, cast, visitor):
    make.signed_consent(told, cast.office, *ALL)
    names = ("the-chia-se.jpg", "ap-phich.pdf", "phat-thanh/")
    assert {visitor.get(at(told, name)).status_code for name in names} == {200}
    withhold_exemplar(exemplar=told, reason="Công an", by=actor(cast.office), at=AT)
    assert {visitor.get(at(told, name)).status_code for name in names} == {404}
    assert {visitor.get(f"/guong/khong-co/{name}").status_code for name in names} == {404}


# The radio


def test_the_radio_version_needs_consent_for_the_radio_too(told, cast, visitor):
    make.signed_consent(told, cast.office)
    assert visitor.get(at(told, "phat-thanh/")).status_code == 404
    assert "Bản phát thanh" not in visitor.get(at(told)).content.decode()
    make.signed_consent(told, cast.office, *ALL)
    page = BeautifulSoup(visitor.get(at(told, "phat-thanh/")).content, "html.parser")
    assert [one.get_text() for one in page.select(".radio-text p")] == list(TOLD.split("\n\n"))
    lines = (told.name, told.unit.name, *TOLD.split("\n\n"))
    seconds = read_aloud("\n".join(lines), slot=None).full_seconds
    assert f"Đọc khoảng {seconds} giây" in page.get_text()
    assert "Bản phát thanh" in visitor.get(at(told)).content.decode()
    for one in told.consents.all():
        withdraw_consent(consent=one, withdrawn_on=DAY, way="phone", by=actor(cast.office), at=AT)
    assert visitor.get(at(told, "phat-thanh/")).status_code == 404
    assert radio_script(told.slug, on=date(2025, 3, 9)) is None  # taken down: no day brings it back

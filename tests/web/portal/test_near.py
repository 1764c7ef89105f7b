"""Words that find little are answered with what may have been meant; a page leads to others like it."""

from datetime import date

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neuguong.exemplars.models import Story
from neuguong.exemplars.queries.near import words_in_common
from tests import factories as make
from tests.factories import moment


def offered(visitor, words: str) -> list[str]:
    page = BeautifulSoup(visitor.get("/guong/", {"q": words}).content, "html.parser")
    return [" ".join(one.get_text(" ").split()) for one in page.select(".near a")]


def also(visitor, slug: str) -> list[str]:
    page = BeautifulSoup(visitor.get(f"/guong/{slug}/").content, "html.parser")
    return [one.get_text() for one in page.select("[aria-labelledby=cung] .reg-i a")]


def test_a_letter_too_many_or_two_changed_places_still_lead_to_the_name(enter, visitor):
    enter("Đỗ Thị Lành")
    enter("Trần Văn Mận")
    assert offered(visitor, "do thi lahn") == ["Đỗ Thị Lành, Xã Diên Thọ"]
    assert offered(visitor, "do thi lanhh") == ["Đỗ Thị Lành, Xã Diên Thọ"]
    assert offered(visitor, "tran van man oi") == ["Trần Văn Mận, Xã Diên Thọ"]


def test_a_word_of_a_sector_or_a_commune_leads_to_its_page(kh, visitor):
    assert offered(visitor, "nong nghep") == ["Lĩnh vực Nông nghiệp"]
    assert offered(visitor, "dien an") == ["Xã Diên An"]


def test_words_near_to_nothing_offer_nothing(enter, visitor):
    enter("Đỗ Thị Lành")
    assert offered(visitor, "xyzqw kkk") == []


def test_nobody_who_left_the_register_is_offered(enter, visitor):
    one = enter("Đỗ Thị Lành")
    type(one).objects.update(state="revoked")
    assert offered(visitor, "do thi lahn") == []


def test_words_that_found_enough_are_left_alone(enter, visitor):
    for number in range(4):
        enter(f"Đỗ Thị Lành {number}")
    assert offered(visitor, "do thi lanh") == []


def test_others_like_it_share_sector_then_area_and_are_always_the_same(enter, visitor, cast):
    one = enter("Một", cast.dien_tho, sector="y-te")
    enter("Cùng xã", cast.dien_tho, sector="nong-nghiep")
    enter("Cùng lĩnh vực", cast.dien_an, sector="y-te", on=date(2024, 1, 5))
    enter("Cùng cả hai", cast.dien_tho, sector="y-te", on=date(2023, 5, 5))
    enter("Không chung gì", cast.dien_an, sector="nong-nghiep", kind="collective")
    assert also(visitor, one.slug) == ["Cùng cả hai", "Cùng lĩnh vực", "Cùng xã"]


def test_a_successor_belongs_to_the_same_area(enter, visitor, cast, merged):
    one = enter("Một", cast.dien_tho, sector="y-te")
    enter("Ở xã mới", merged, sector="nong-nghiep")
    assert also(visitor, one.slug) == ["Ở xã mới"]


def tells(page, office, words: str, *channels: tuple[str, str]):
    """The page with a published story, and a signed paper for these channels."""
    Story.objects.create(exemplar=page, summary=words, state="published", published_at=moment(2024, 6, 1))
    if channels:
        make.signed_consent(page, office, *channels)
    return page


PORTAL = ("story", "portal")
GROWS = "Ông trồng bưởi da xanh, ủ phân trùn quế và chỉ bà con cách tỉa cành."


def test_two_growers_are_nearer_than_a_grower_and_a_teacher_of_the_same_commune(enter, visitor, cast):
    one = tells(enter("Một", cast.dien_tho), cast.office, GROWS, PORTAL)
    tells(
        enter("Cô giáo", cast.dien_tho, sector="y-te"),
        cast.office,
        "Cô dạy chữ ban đêm cho trẻ em nghèo trong xóm.",
        PORTAL,
    )
    grows = "Anh chuyển vườn tạp sang trồng bưởi, tự ủ phân trùn quế, tỉa cành theo mùa."
    tells(enter("Trồng bưởi", cast.dien_an, sector="y-te"), cast.office, grows, PORTAL)
    enter("Cùng xã cùng lĩnh vực", cast.dien_tho, on=date(2023, 5, 5))
    enter("Không chung gì", cast.dien_an, sector="y-te")
    assert also(visitor, one.slug) == ["Cùng xã cùng lĩnh vực", "Trồng bưởi", "Cô giáo"]


def test_the_words_of_who_has_not_agreed_or_is_gone_count_for_nothing(enter, visitor, cast):
    one = tells(enter("Một", cast.dien_tho), cast.office, GROWS, PORTAL)
    far = {"sector": "y-te", "kind": "collective"}
    tells(enter("Chỉ phát thanh", cast.dien_an, **far), cast.office, GROWS, ("story", "radio"))
    tells(enter("Không phiếu", cast.dien_an, **far), cast.office, GROWS)
    gone = tells(enter("Đã gỡ", cast.dien_an, **far), cast.office, GROWS, PORTAL)
    type(gone).objects.filter(pk=gone.pk).update(state="revoked")
    assert also(visitor, one.slug) == []
    tells(enter("Đã đồng ý", cast.dien_an, **far), cast.office, GROWS, PORTAL)
    assert also(visitor, one.slug) == ["Đã đồng ý"]


def test_without_a_story_of_its_own_nobodys_words_are_read(enter, visitor, cast):
    one = enter("Một", cast.dien_tho)
    tells(enter("Trồng bưởi", cast.dien_an, sector="y-te"), cast.office, GROWS, PORTAL)
    assert also(visitor, one.slug) == []


def test_words_cost_the_same_however_many_tell(enter, visitor, cast):
    one = tells(enter("Một", cast.dien_tho), cast.office, GROWS, PORTAL)
    tells(enter("Hai", cast.dien_an, sector="y-te"), cast.office, GROWS, PORTAL)

    def asked() -> int:
        visitor.get(f"/guong/{one.slug}/")
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(f"/guong/{one.slug}/").status_code == 200
        return len(queries)

    few = asked()
    for number in range(12):
        tells(enter(f"Người {number}", cast.dien_an, sector="y-te"), cast.office, f"Chị dạy chữ, lớp {number}.", PORTAL)
    assert asked() == few


def test_rare_words_weigh_more_than_words_that_everybody_uses():
    said = {number: f"giúp bà con trong xóm việc {number}" for number in range(9)}
    found = words_in_common("giúp bà con trong xóm trồng bưởi da xanh", said | {9: "trồng bưởi da xanh trên đồi"})
    assert (found[9] >= 4, {found[number] for number in range(9)}) == (True, {0})
    assert words_in_common("", {1: "trồng bưởi"}) == {1: 0}

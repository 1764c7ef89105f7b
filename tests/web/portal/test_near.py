"""Words that find little are answered with what may have been meant; a page leads to others like it."""

from datetime import date

from bs4 import BeautifulSoup


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

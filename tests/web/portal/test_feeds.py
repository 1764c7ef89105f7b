"""Feeds of the register: what it shows, never a story, and nobody who was taken down."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
import time_machine
from django.urls import reverse

from neuguong.exemplars.operations.revoking import revoke_exemplar
from neuguong.web.portal.feeds import ENTRIES
from tests.factories import actor, moment

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LINE = "Cá nhân, Xã Diên Thọ, lĩnh vực Nông nghiệp. Được công nhận ngày 20/05/2024."


def names(visitor, address: str) -> list[str]:
    """Who stands in a feed, whatever its kind, in its order."""
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    if address.endswith("json"):
        return [item["title"] for item in json.loads(answer.content)["items"]]
    tree = ElementTree.fromstring(answer.content)
    return [
        one.text or "" for one in (*tree.iterfind("./channel/item/title"), *tree.iterfind("./a:entry/a:title", ATOM))
    ]


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_the_newest_stand_first_in_the_whole_register_a_sector_and_a_unit(cast, visitor, enter, kind):
    enter("Lê Văn Thuận", cast.dien_tho)
    enter("Tổ hòa giải", cast.dien_an, kind="collective", sector="y-te", on=date(2024, 8, 1))
    found = {
        where: names(visitor, reverse(f"portal:{where}_feed", args=[*args, kind]))
        for where, args in (("register", []), ("sector", ["y-te"]), ("unit", [cast.dien_tho.ref]))
    }
    assert found == {
        "register": ["Tổ hòa giải", "Lê Văn Thuận"], "sector": ["Tổ hòa giải"], "unit": ["Lê Văn Thuận"],
    }  # fmt: skip


def test_an_entry_says_who_where_since_when_and_leads_to_the_page(visitor, enter):
    one = enter("Lê Văn Thuận")
    page = f"http://testserver{reverse('portal:exemplar', args=[one.slug])}"
    feed = json.loads(visitor.get(reverse("portal:register_feed", args=["json"])).content)
    assert feed["items"] == [
        {
            "id": page, "url": page, "title": "Lê Văn Thuận", "content_text": LINE,
            "date_published": "2024-05-20T00:00:00+07:00", "tags": ["Nông nghiệp"],
        }
    ]  # fmt: skip
    item = ElementTree.fromstring(visitor.get(reverse("portal:register_feed", args=["rss"])).content).find(".//item")
    told = {tag: item.findtext(tag) for tag in ("title", "link", "description", "guid", "pubDate")}
    assert told == {
        "title": "Lê Văn Thuận", "link": page, "description": LINE, "guid": page,
        "pubDate": "Mon, 20 May 2024 00:00:00 +0700",
    }  # fmt: skip


def test_who_was_revoked_is_gone_from_every_feed_at_once(cast, visitor, enter):
    one = enter("Vũ Thị Hạnh", cast.dien_tho)
    addresses = [
        reverse(f"portal:{where}_feed", args=[*args, kind])
        for where, args in (("register", []), ("sector", ["nong-nghiep"]), ("unit", [cast.dien_tho.ref]))
        for kind in ("rss", "atom", "json")
    ]
    assert {address: names(visitor, address) for address in addresses} == dict.fromkeys(addresses, ["Vũ Thị Hạnh"])
    revoke_exemplar(
        exemplar=one, document_number="90/QĐ-UBND", decided_on=date(2025, 3, 9), reason="Khai không đúng.",
        by=actor(cast.office), at=moment(2025, 3, 9),
    )  # fmt: skip
    assert {address: names(visitor, address) for address in addresses} == dict.fromkeys(addresses, [])


def test_a_feed_is_short_and_costs_the_same_however_many_there_are(visitor, enter, django_assert_num_queries):
    address = reverse("portal:register_feed", args=["rss"])
    visitor.get(address)
    for number in range(ENTRIES + 3):
        enter(f"Người số {number}")
    assert len(names(visitor, address)) == ENTRIES
    with django_assert_num_queries(3):
        visitor.get(address)


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_what_no_file_can_hold_is_left_out_of_a_name(visitor, enter, kind):
    one = enter("Lê Văn Thuận")
    type(one).objects.update(name="Lê\x0bVăn\x02 Thuận")  # pasted long ago, before anybody looked
    (name,) = names(visitor, reverse("portal:register_feed", args=[kind]))
    assert "Thuận" in name


@pytest.mark.parametrize("address", ["/tin/guong.pdf", "/tin/linh-vuc/khong-co.rss", "/tin/don-vi/khong-co.rss"])
def test_what_there_is_no_feed_of_is_not_found(visitor, kh, address):
    assert visitor.get(address).status_code == 404


def test_the_pages_name_their_feeds(cast, visitor, enter):
    enter("Lê Văn Thuận", cast.dien_tho)
    for page, feed in (
        (reverse("portal:register"), reverse("portal:register_feed", args=["atom"])),
        (reverse("portal:sector", args=["nong-nghiep"]), reverse("portal:sector_feed", args=["nong-nghiep", "atom"])),
        (reverse("portal:unit", args=["dien-tho"]), reverse("portal:unit_feed", args=["dien-tho", "atom"])),
    ):
        said = visitor.get(page).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" title="Atom" href="{feed}">' in said
        assert f'<a href="{feed}" type="application/atom+xml">Atom</a>' in said


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_feed_without_an_entry_stays_the_same_while_nobody_is_recognised(visitor, kh, kind):
    address = reverse("portal:sector_feed", args=["y-te", kind])
    before = visitor.get(address).content
    with time_machine.travel(moment(2025, 3, 12), tick=False):
        assert visitor.get(address).content == before

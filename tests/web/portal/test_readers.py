"""Under an exemplar's page readers tell who follows it and write to it, without a script or a cookie, also in a flood."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neuguong.core.actor import Actor
from neuguong.core.errors import Refused
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import ExemplarMessage, Replication, Story
from neuguong.exemplars.operations.messages import Written, pass_message, send_message
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.replications import Seen, check_replication, show_replication
from neuguong.exemplars.operations.withholding import withhold_exemplar
from neuguong.exemplars.reading.manners import limits
from neuguong.web.portal.voices import gate
from tests import factories as make
from tests.factories import actor, moment

NOON = moment(2025, 3, 10, 12)
PLACE = {
    "kind": "household", "who": "Hộ bà Xuân", "since": "03/2024", "learned": "Ủ phân trùn quế", "result": "Được 9 tấn",
    "contact": "0905 111 222",
}  # fmt: skip
WORDS = {"words": "Cảm ơn bác, cháu ủ phân theo bác.", "name": "Nguyễn Thị Lan", "email": "lan@example.vn"}


@pytest.fixture(autouse=True)
def _fresh(kh):
    cache.clear()


@pytest.fixture
def page(enter, cast):
    return enter()


@pytest.fixture
def told(page, cast):
    """The same page with a story that its person agreed to."""
    Story.objects.create(exemplar=page, summary="Ông trồng bưởi.", state="published", published_at=NOON)
    make.signed_consent(page, cast.office, ("story", "portal"))
    return page


def path_of(page, what) -> str:
    return reverse(f"portal:{what}", args=[page.slug])


def opened(visitor, path) -> str:
    return re.search(r'name="token" value="([^"]+)"', visitor.get(path).content.decode())[1]


def sent(visitor, page, what, *, token=None, after=10, **fields):
    """Open the form at noon and send it some seconds later."""
    path, typed = path_of(page, what), WORDS if what == "message" else PLACE
    with time_machine.travel(NOON, tick=False):
        token = token or opened(visitor, path)
    with time_machine.travel(NOON + timedelta(seconds=after), tick=False):
        return visitor.post(path, {**typed, "token": token, **fields})


def code_in(answer) -> str:
    return re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", answer.content.decode())[0]


def text_of(visitor, path) -> str:
    return " ".join(visitor.get(path).content.decode().split())


def test_the_page_leads_to_both_and_neither_sets_a_cookie_or_needs_a_script(cast, page, visitor):
    text = text_of(visitor, f"/guong/{page.slug}/")
    assert {path_of(page, "replicate"), path_of(page, "message")} <= set(re.findall(r'href="([^"]+)"', text))
    answers = [visitor.get(path_of(page, what)) for what in ("replicate", "message")]
    answers += [sent(visitor, page, "replicate", place=str(cast.dien_an.pk)), sent(visitor, page, "message")]
    for answer in answers:
        assert answer.status_code == 200
        assert not answer.cookies
        assert b"<script" not in answer.content
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("what", ["replicate", "message"])
def test_a_form_sent_twice_has_one_receipt_and_whoever_has_the_code_follows_it_and_takes_it_back(
    cast, page, visitor, what
):
    with time_machine.travel(NOON, tick=False):
        token = opened(visitor, path_of(page, what))
    place = {"place": str(cast.dien_an.pk)} if what == "replicate" else {}
    first, second = (sent(visitor, page, what, token=token, after=after, **place) for after in (10, 12))
    code = code_in(first)
    assert code == code_in(second)
    assert Replication.objects.count() + ExemplarMessage.objects.count() == 1
    found = visitor.post("/phieu/", {"code": code.lower()}).content.decode()
    assert "Rút lại lời này" in found
    assert not {"Xuân", "Lan", "0905"} & set(re.findall(r"\w+", found))
    gone = visitor.post("/phieu/", {"code": code, "act": "withdraw"}).content.decode()
    assert "Đã rút" in gone
    assert "Rút lại lời này" not in gone
    assert visitor.post("/phieu/", {"code": code, "act": "withdraw"}).status_code == 200
    made = Replication.objects.first() or ExemplarMessage.objects.first()
    assert made.state == "withdrawn"


@pytest.mark.parametrize(
    ("what", "case", "sentence"),
    [
        ("message", {"after": 1}, "Trang gửi nhanh quá"),
        ("message", {"website": "http://mua-ngay.example"}, "phải để trống"),
        ("message", {"words": "a" * 601}, "601 ký tự"),
        ("message", {"email": "lan@"}, "chưa đúng"),
        ("replicate", {"after": 13 * 3600}, "Trang mở đã lâu"),
        ("replicate", {"place": "999999"}, "Ở đâu"),
        ("replicate", {"since": "ngày xưa"}, "03/2024"),
        ("replicate", {"who": ""}, "Ghi tên"),
    ],
)
def test_what_is_not_taken_in_says_why_and_keeps_the_words(cast, page, visitor, what, case, sentence):
    place = {"place": str(cast.dien_an.pk)} if what == "replicate" else {}
    answer = sent(visitor, page, what, **{**place, **case})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in text
    assert ("Nguyễn Thị Lan" if what == "message" else "Ủ phân trùn quế") in text
    assert not Replication.objects.exists()
    assert not ExemplarMessage.objects.exists()


def test_one_address_sends_ten_an_hour_and_its_words_stay_in_the_form(page, visitor):
    answers = [sent(visitor, page, "message") for _ in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert "Chờ một giờ" in answers[-1].content.decode()
    assert WORDS["words"] in answers[-1].content.decode()
    kept = AuditEntry.objects.filter(verb="send_message").values_list("facts", flat=True)
    assert "127.0.0.1" not in str([*kept, *ExemplarMessage.objects.values_list()])


def test_a_page_that_is_not_public_takes_nothing_in(cast, page, visitor):
    withhold_exemplar(exemplar=page, reason="Công an", by=actor(cast.office), at=NOON)
    for what in ("replicate", "message"):
        assert visitor.get(path_of(page, what)).status_code == 404
        assert visitor.post(path_of(page, what), {}).status_code == 404
    assert visitor.get(reverse("portal:message", args=["khong-co"])).status_code == 404


def test_a_printed_address_of_a_merged_page_writes_to_the_page_that_took_it_in(enter, cast, page, visitor):
    old = enter("Ng. V. Hà", cast.dien_tho)
    type(old).objects.filter(pk=old.pk).update(merged_into=page)
    assert sent(visitor, old, "message").status_code == 200
    assert ExemplarMessage.objects.get().exemplar == page


@pytest.mark.clause("III.3.b")
def test_what_was_seen_stands_on_the_page_of_the_exemplar_and_of_the_unit(cast, page, visitor):
    sent(visitor, page, "replicate", place=str(cast.dien_an.pk))
    seen = Seen(NOON.date(), "Gặp bà.", "03/2024", "Ủ phân trùn quế bón bưởi.", "Thu 9 tấn quả.", ["9 tấn quả"])
    row = check_replication(replication=Replication.objects.get(), seen=seen, by=actor(cast.neighbour), at=NOON)
    pages = (f"/guong/{page.slug}/", "/don-vi/dien-an/")
    assert not any("Thu 9 tấn quả." in text_of(visitor, path) for path in pages)
    show_replication(replication=row, by=actor(cast.office), at=NOON)
    for path in pages:
        text = text_of(visitor, path)
        assert "Thu 9 tấn quả." in text
        assert "từ tháng 03/2024" in text
        assert not {"Xuân", "0905"} & set(re.findall(r"\w+", text))
    assert "Thu 9 tấn quả." not in text_of(visitor, "/don-vi/dien-tho/")


def test_a_message_stands_under_the_page_with_a_first_name_while_the_story_does(cast, told, visitor):
    sent(visitor, told, "message", may_show="on")
    pass_message(message=ExemplarMessage.objects.get(), show=True, by=actor(cast.office), at=NOON)
    text = text_of(visitor, f"/guong/{told.slug}/")
    assert WORDS["words"] in text
    assert "Lan," in text
    assert not {"Nguyễn Thị Lan", "lan@example.vn"} & {one for one in WORDS.values() if one in text}
    withdraw_consent(
        consent=told.consents.get(), withdrawn_on=NOON.date(), way="phone", note="", by=actor(cast.office), at=NOON
    )
    assert WORDS["words"] not in text_of(visitor, f"/guong/{told.slug}/")


BY_FORM, BY_HAND = 160, 3000


def test_a_flood_from_many_addresses_leaves_so_many_rows_and_everybody_a_polite_answer(cast, page, visitor):
    """Within one minute: posts from as many addresses as posts, each with a form of its own; then thousands past the form."""
    most, path = limits().messages_of_page, path_of(page, "message")
    with time_machine.travel(NOON, tick=False):
        tokens = [gate.new_pass().token for _ in range(BY_FORM)]
    codes, queries, last = [], set(), None
    with time_machine.travel(NOON + timedelta(seconds=30), tick=False):
        for number, token in enumerate(tokens):
            typed = {"words": f"Mua ngay {number % 7}", "token": token}
            with CaptureQueriesContext(connection) as asked:
                last = visitor.post(path, typed, REMOTE_ADDR=f"10.0.{number >> 8}.{number & 255}")
            codes.append(last.status_code)
            if last.status_code == 429:
                queries.add(len(asked))
    assert (codes.count(200), codes.count(429)) == (most, BY_FORM - most)
    assert queries == {5}  # and none of them writes: what counts addresses is not filled
    assert "gửi lại giúp" in last.content.decode()
    assert f"Mua ngay {(BY_FORM - 1) % 7}" in last.content.decode()
    assert last.headers["Retry-After"] == "3600"
    for number in range(BY_HAND):
        with pytest.raises(Refused, match="gửi lại giúp"):
            send_message(
                exemplar=page, written=Written(f"Vay nhanh {number}"), code=f"C{number}", form_key=f"k{number}",
                by=Actor.public("form:flood", origin=f"10.1.{number >> 8}.{number & 255}"), at=NOON,
            )  # fmt: skip
    assert ExemplarMessage.objects.count() == most
    assert AuditEntry.objects.filter(verb="send_message").count() == most
    # the rest of the site goes on
    assert sent(visitor, page, "replicate", place=str(cast.dien_an.pk)).status_code == 200

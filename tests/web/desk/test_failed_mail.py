"""Mail that no try brought out: who sees how much of it and why, and lets it go out again."""

import pytest
from django.urls import reverse

from neuguong.core.models import AuditEntry, Letter, TextMessage
from neuguong.core.outbox import GAVE_UP, TRIES
from neuguong.org.enums import Role
from neuguong.org.queries.mail import why
from tests import factories as make
from tests.factories import moment
from tests.web.desk.conftest import soup, words

AT, HERE, AGAIN = moment(2025, 3, 9), "desk:failed_mail", "desk:failed_mail_again"


def gone_wrong(recipient, *, number=1, failed="SMTPServerDisconnected", kind=Letter, **fields):
    fields = {"tries": TRIES, "failed": failed, "next_try_at": None} | fields
    more = {"subject": "Hồ sơ HS-1 được trả lại"} if kind is Letter else {}
    return kind.objects.create(
        key=f"k{kind.__name__}{number}", body="Thiếu số liệu.", message_id=f"m{kind.__name__}{number}", written_at=AT,
        recipient=recipient, **more, **fields,
    )  # fmt: skip


def listed(client) -> list[str]:
    return [words(row) for row in soup(client.get(reverse(HERE))).select("tbody tr")]


@pytest.fixture
def technical(cast):
    account = make.make_account("quantri", "Lê Quản Trị")
    make.give_role(account, Role.TECHNICAL, cast.district, subtree=True)
    return account


def test_office_and_administrator_read_how_many_failed_and_why_and_nothing_of_what_they_say(
    cast, march, as_one, technical
):
    gone_wrong(cast.author)
    gone_wrong(cast.head, number=2, kind=TextMessage, failed="GatewayRefused 503")
    gone_wrong(cast.head, number=3, tries=2, next_try_at=AT)  # still tried
    gone_wrong(None, number=4, address="b@example.vn", failed="SMTPRecipientsRefused")
    for account in (cast.office, technical):
        page = soup(as_one(account).get(reverse(HERE)))
        text = words(page.main)
        assert "3 thư, tin nhắn không gửi được" in text
        assert "Nguyễn Thu Hà" in text
        assert "Không nối được với máy chủ gửi. Máy chủ hoạt động lại thì gửi lại." in text
        assert "Người ngoài hệ thống" in text
        assert not any(secret in str(page) for secret in ("HS-1", "Thiếu số liệu", "b@example.vn"))
    assert as_one(cast.author).get(reverse(HERE)).status_code == 403
    assert "3 thư, tin nhắn không gửi được" in words(soup(as_one(cast.office).get(reverse("desk:reminders"))).main)


def test_the_chosen_ones_wait_to_go_out_again_once_and_the_audit_keeps_why(cast, march, as_one):
    letter, other = gone_wrong(cast.author), gone_wrong(cast.head, number=2)
    text = gone_wrong(cast.author, kind=TextMessage)
    office = as_one(cast.office)
    chosen = {"mail": [f"thu-{letter.pk}", f"tin-{text.pk}", "thu-x", "la-1", f"thu-{'9' * 19}"]}
    said = [words(soup(office.post(reverse(AGAIN), chosen, follow=True)).main) for _ in range(2)]
    assert "Đã đưa 2 thư vào hàng chờ gửi lại." in said[0]
    assert "Các thư này đã gửi được hoặc đang chờ gửi lại." in said[1]
    letter.refresh_from_db()
    assert (letter.tries, letter.failed, letter.message_id) == (0, "SMTPServerDisconnected", "mLetter1")
    assert letter.next_try_at is not None
    entries = AuditEntry.objects.filter(verb="send_again").values_list("object_id", "facts")
    assert [(int(pk), facts) for pk, facts in entries.order_by("pk")] == [
        (letter.pk, {"failed": "SMTPServerDisconnected", "tries": TRIES}),
        (text.pk, {"failed": "SMTPServerDisconnected", "tries": TRIES}),
    ]  # fmt: skip
    assert [Letter.objects.get(pk=other.pk).next_try_at, len(listed(office))] == [None, 1]
    assert "Chưa chọn thư nào" in words(soup(office.post(reverse(AGAIN), {}, follow=True)).main)
    assert as_one(cast.author).post(reverse(AGAIN), chosen).status_code == 403


def test_mail_of_people_elsewhere_is_nobody_elses(cast, march, as_one):
    elsewhere = make.make_unit("ubnd-khac", "UBND huyện khác")
    stranger = make.make_account("khac", "Người Nơi Khác")
    make.give_role(stranger, Role.UNIT_OFFICER, elsewhere)
    letter, office = gone_wrong(stranger), as_one(cast.office)
    assert listed(office) == []
    office.post(reverse(AGAIN), {"mail": [f"thu-{letter.pk}"]})
    assert Letter.objects.get().next_try_at is None


def test_what_the_server_said_is_told_in_plain_words():
    told = {failed: why(failed).partition(".")[0] for failed in (
        "SMTPRecipientsRefused", "SMTPDataError 550", "SMTPAuthenticationError 535", "ConnectionRefusedError 111",
        "gaierror -2", "TimeoutError", "GatewayRefused 503", GAVE_UP, "ValueError",
    )}  # fmt: skip
    assert told == {
        "SMTPRecipientsRefused": "Máy chủ thư không nhận địa chỉ người nhận",
        "SMTPDataError 550": "Máy chủ thư không nhận địa chỉ người nhận",
        "SMTPAuthenticationError 535": "Máy chủ thư không cho hệ thống đăng nhập",
        "ConnectionRefusedError 111": "Không nối được với máy chủ gửi",
        "gaierror -2": "Không nối được với máy chủ gửi",
        "TimeoutError": "Không nối được với máy chủ gửi",
        "GatewayRefused 503": "Cổng tin nhắn trả lời lỗi",
        GAVE_UP: "Máy dừng giữa chừng mỗi lần gửi",
        "ValueError": "Máy chủ trả lời lỗi (ValueError)",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_few_queries(cast, march, as_one, count, django_assert_num_queries):
    for number in range(count):
        gone_wrong(cast.author, number=number)
    office = as_one(cast.office)
    office.get(reverse(HERE))
    with django_assert_num_queries(13):
        assert len(listed(office)) == count

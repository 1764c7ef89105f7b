"""Readers write to an exemplar; the office reads first; the unit gives it to the person; little of it is public."""

from datetime import date

import pytest

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, Letter, StateChange
from neuguong.exemplars.enums import MessageState, NotPassed
from neuguong.exemplars.models import Exemplar, ExemplarMessage
from neuguong.exemplars.operations.erasure import erase_message
from neuguong.exemplars.operations.messages import (
    Written,
    give_messages,
    give_with_reply,
    hide_message,
    pass_message,
    reject_messages,
    send_message,
    withdraw_message,
)
from neuguong.exemplars.operations.withholding import withhold_exemplar
from neuguong.exemplars.queries.messages import (
    Wanted,
    first_name,
    message_list,
    message_tasks,
    messages_visible_to,
    public_messages,
)
from neuguong.exemplars.queries.publication import PublicStory
from neuguong.exemplars.queries.receipts import behind_code, receipt
from neuguong.exemplars.reading.manners import Limits
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment

READER = Actor.public("form:ab12")
SENT, READ = moment(2025, 4, 1), moment(2025, 4, 2)
TODAY = date(2025, 4, 8)
STORY = PublicStory(("Từ năm 2021…",), "", ())
CODE = "ABCDEFGHJK"


@pytest.fixture
def page(cast, kh) -> Exemplar:
    in_state("recognised", cast, kh)
    return Exemplar.objects.get()


@pytest.fixture
def sent(page) -> ExemplarMessage:
    return send(page)


def send(page, number=1, **words) -> ExemplarMessage:
    given = {
        "words": f"Cháu ủ phân theo bác, vườn xanh hẳn. {number}",
        "name": "Nguyễn Thị Lan",
        "email": "lan@example.vn",
    }
    code = CODE if number == 1 else f"ABCDEF{number:04d}"
    return send_message(
        exemplar=page, written=Written(**{**given, **words}), code=code, form_key=f"key-{number}", by=READER, at=SENT
    )


def passed(cast, row, *, show=False) -> ExemplarMessage:
    return pass_message(message=row, show=show, by=actor(cast.office), at=READ)


def reject(cast, *rows, who="office", reason=NotPassed.SPAM):
    return reject_messages(messages=rows, reason=reason, by=actor(cast[who]), at=READ)


def who_reads(cast) -> set[str]:
    people = [name for name in vars(cast) if hasattr(cast[name], "username")]
    return {name for name in people if messages_visible_to(cast[name].pk, TODAY).exists()}


def test_only_the_office_reads_it_until_it_is_approved(cast, sent):
    assert who_reads(cast) == {"office", "office_second"}
    passed(cast, sent)
    assert who_reads(cast) == {"office", "office_second", "author", "head"}


def test_a_form_sent_twice_is_one_message(page, sent):
    assert send(page) == sent
    entry = AuditEntry.objects.get(verb="send_message")
    assert "Lan" not in str(entry.facts)
    assert "Lan" in str(entry.personal.values)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"words": "\n "}, "words"),
        ({"words": "a" * 601}, "words"),
        ({"name": "a" * 81}, "name"),
        ({"email": "lan@"}, "email"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(page, words, field):
    with pytest.raises(BadInput) as wrong:
        send(page, **words)
    assert wrong.value.field == field
    assert not ExemplarMessage.objects.exists()


def test_rules_point_out_personal_data_insults_and_what_was_sent_before(cast, page, sent):
    send(page, 2, words="Gọi 0905 123 456, đồ lừa đảo")
    send(page, 3, words="CHÁU ủ phân theo bác; vườn xanh hẳn 1")
    flags = {row.id: row.flags for row in message_list(cast.office.pk, TODAY, Wanted()).rows}
    assert [flags[pk] for pk in sorted(flags)] == [(), ("số điện thoại", "lời xúc phạm"), ("lời đã gửi trước đó",)]
    found = {
        flag: len(message_list(cast.office.pk, TODAY, Wanted(flag=flag)).rows) for flag in ("any", "none", "phone", "x")
    }
    assert found == {"any": 2, "none": 1, "phone": 1, "x": 0}


def test_an_approved_message_goes_to_the_unit_which_gives_it_to_the_person(cast, page, sent):
    assert message_tasks(cast.office.pk, TODAY).to_read == 1
    assert message_tasks(cast.author.pk, TODAY).to_give == 0
    passed(cast, sent)
    passed(cast, ExemplarMessage.objects.get())
    assert AuditEntry.objects.filter(verb="pass_message").count() == 1
    assert {one.recipient for one in Letter.objects.filter(subject="Có lời nhắn gửi điển hình")} == {
        cast.author,
        cast.head,
    }
    assert message_tasks(cast.author.pk, TODAY).to_give == 1
    give_messages(messages=[sent], by=actor(cast.author), at=READ)
    assert give_messages(messages=[sent], by=actor(cast.author), at=READ) == []
    assert (receipt(CODE).what, receipt(CODE).state_label) == ("message", "đã đến người nhận")


def test_the_persons_reply_goes_to_the_sender(cast, sent):
    passed(cast, sent)
    with pytest.raises(BadInput):
        give_with_reply(message=sent, reply=" ", by=actor(cast.author), at=READ)
    for _ in range(2):
        give_with_reply(message=sent, reply="Cảm ơn cháu, ghé vườn chơi.", by=actor(cast.author), at=READ)
    letter = Letter.objects.get(address="lan@example.vn")
    assert "ghé vườn chơi" in letter.body


@pytest.mark.parametrize("who", ["neighbour", "chair", "stranger"])
def test_nobody_else_decides_or_gives(cast, sent, who):
    with pytest.raises(Refused):
        pass_message(message=sent, show=False, by=actor(cast[who]), at=READ)
    with pytest.raises(Refused):
        reject(cast, sent, who=who)
    passed(cast, sent)
    with pytest.raises(Refused):
        give_messages(messages=[sent], by=actor(cast[who]), at=READ)
    with pytest.raises(Refused):
        hide_message(message=sent, reason="x", by=actor(cast[who]), at=READ)


def test_many_are_rejected_at_once_for_one_reason_and_their_addresses_are_forgotten(
    cast, page, django_assert_num_queries
):
    rows = [send(page, number) for number in range(1, 41)]
    passed(cast, rows[0])
    with pytest.raises(BadInput):
        reject(cast, *rows, reason="")
    with django_assert_num_queries(14):
        done = reject(cast, *rows)
    assert len(done) == 39  # what was approved meanwhile is left alone
    assert set(ExemplarMessage.objects.values_list("state", "reason", "email")) == {
        ("passed", "", "lan@example.vn"), ("rejected", "spam", ""),
    }  # fmt: skip
    assert StateChange.objects.filter(object_type="exemplars.exemplarmessage", step="reject").count() == 39
    assert AuditEntry.objects.get(verb="reject_messages").facts["messages"] == [one.pk for one in done]
    assert reject(cast, *rows) == []
    found = receipt("ABCDEF0002")
    assert (found.state, found.reason) == ("rejected", "Quảng cáo hoặc gửi hàng loạt")


def test_what_was_rejected_by_mistake_is_passed_on_after_all(cast, sent):
    reject(cast, sent)
    assert passed(cast, ExemplarMessage.objects.get()).state == MessageState.PASSED


def test_it_is_public_only_with_the_senders_tick_the_offices_approval_and_the_story(cast, page):
    cases = [(False, False, 0), (True, False, 0), (True, True, 1)]
    for number, (agreed, approved, many) in enumerate(cases, start=1):
        passed(cast, send(page, number, may_show=agreed), show=approved)
        assert len(public_messages(page.slug, STORY)) == many, (agreed, approved)
    with pytest.raises(BadInput, match="không đồng ý"):
        passed(cast, send(page, 9), show=True)
    (one,) = public_messages(page.slug, STORY)
    assert (one.name, "3" in one.words) == ("Lan", True)
    assert public_messages(page.slug, None) == ()
    withhold_exemplar(exemplar=page, reason="Công an", by=actor(cast.office), at=READ)
    assert public_messages(page.slug, STORY) == ()


def test_personal_data_never_becomes_public(cast, page):
    row = send(page, may_show=True, words="Gọi cháu 0905 123 456")
    with pytest.raises(BadInput, match="số điện thoại"):
        passed(cast, row, show=True)
    assert passed(cast, row).shown_at is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Nguyễn Thị Lan", "Lan"), ("Cô Ba (Diên An)", "Ba"), ("", ""), ("0905123456", ""), ("lan@example.vn", "")],
)
def test_at_most_a_first_name_is_shown(typed, name):
    assert first_name(typed) == name


def test_the_office_takes_it_from_the_page_and_the_sender_takes_it_back(cast, page):
    row = passed(cast, send(page, may_show=True), show=True)
    with pytest.raises(BadInput):
        hide_message(message=row, reason=" ", by=actor(cast.office), at=READ)
    for _ in range(2):
        hide_message(message=row, reason="Người nhận không muốn", by=actor(cast.office), at=READ)
    assert AuditEntry.objects.filter(verb="hide_message").count() == 1
    assert public_messages(page.slug, STORY) == ()
    second = passed(cast, send(page, 2, may_show=True), show=True)
    withdraw_message(message=behind_code("ABCDEF0002"), by=READER, at=READ)
    withdraw_message(message=second, by=READER, at=READ)
    assert public_messages(page.slug, STORY) == ()
    assert ExemplarMessage.objects.get(pk=second.pk).email == ""
    with pytest.raises(Refused):
        withdraw_message(message=row, by=actor(cast.office), at=READ)


def test_when_many_wait_the_next_is_asked_to_come_back(page, sent, monkeypatch):
    for most in (Limits(1, 9, 9, 9), Limits(9, 1, 9, 9)):
        monkeypatch.setattr("neuguong.exemplars.queries.messages.limits", lambda most=most: most)
        with pytest.raises(Refused, match="gửi lại giúp"):
            send(page, 2)
    assert ExemplarMessage.objects.count() == 1


def test_the_page_is_gone_and_takes_no_message(cast, page):
    withhold_exemplar(exemplar=page, reason="Công an", by=actor(cast.office), at=READ)
    with pytest.raises(Refused):
        send(page)


def test_what_is_decided_is_erased_on_request(cast, page):
    row = send(page, may_show=True)
    with pytest.raises(Refused, match="chưa có kết quả"):
        erase_message(message=row, reason="Đơn số 7", by=actor(cast.office), at=READ)
    row = give_messages(messages=[passed(cast, row, show=True)], by=actor(cast.author), at=READ)[0]
    for _ in range(2):
        row = erase_message(message=row, reason="Đơn số 7", by=actor(cast.office), at=READ)
    assert (row.words, row.name, row.email, row.shown_name, row.shown_at) == ("(đã xóa)", "", "", "", None)
    assert AuditEntry.objects.filter(verb="erase_message").count() == 1
    kept = [
        getattr(one, "personal", None) for one in AuditEntry.objects.filter(object_type="exemplars.exemplarmessage")
    ]
    assert "Lan" not in str([one.values for one in kept if one])

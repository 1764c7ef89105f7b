"""Who sees which dossiers, what the lists and the page of one dossier say, and what waits for whom."""

from datetime import date

import pytest

from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.bulk import each
from neuguong.exemplars.operations.drafts import Edit, save_draft
from neuguong.exemplars.operations.nominations import Award, set_awards, verify_nomination
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.exemplars.queries.nominations import (
    Filters,
    dossier,
    existing_like,
    listing,
    place_in_queue,
    units_to_choose,
    visible_to,
)
from neuguong.exemplars.queries.subjects import subjects_like
from neuguong.exemplars.queries.tasks import tasks_of
from neuguong.org.enums import LineageKind, Role
from neuguong.org.models import UnitLineage
from neuguong.programme.queries.plans import rules_of
from tests import factories as make
from tests.exemplars.conftest import draft_of, in_state, recognise
from tests.factories import actor, moment

AT = moment(2025, 3, 21)
ON = AT.date()
STATES = ("draft", "submitted", "returned", "verified", "declined", "recognised", "withdrawn")
SENT = frozenset(STATES) - {"draft", "withdrawn"}  # the withdrawn one was never sent
PAGE = ("subject", "unit", "plan", "sector", "movement", "initiative", "created_by")


@pytest.fixture
def seven(cast, kh):
    """One dossier of Diên Thọ in each state."""
    return {state: in_state(state, cast, kh, name=f"Người {number}") for number, state in enumerate(STATES)}


def seen(account) -> frozenset[str]:
    return frozenset(visible_to(account.pk, ON).values_list("state", flat=True))


def test_each_person_sees_exactly_these_dossiers(cast, seven):
    people = ("author", "head", "neighbour", "office", "chair", "secretary", "leader", "admin", "stranger")
    assert {name: seen(cast[name]) for name in people} == {
        "author": frozenset(STATES), "head": frozenset(STATES), "neighbour": frozenset(),
        "office": SENT, "chair": SENT, "secretary": SENT, "leader": SENT,
        "admin": frozenset(), "stranger": frozenset(),
    }  # fmt: skip


def test_a_successor_reads_what_its_predecessors_left(cast, seven):
    successor = make.make_unit("xa-moi", "Xã Mới", parent=cast.district, valid_from=date(2025, 3, 15))
    UnitLineage.objects.create(
        predecessor=cast.dien_tho, successor=successor, kind=LineageKind.MERGED, act="NQ 1",
        effective_on=date(2025, 3, 15), recorded_at=AT,
    )  # fmt: skip
    clerk = make.make_account("clerk", "Ngô Văn Tí")
    make.give_role(clerk, Role.UNIT_OFFICER, successor, since=date(2025, 3, 15))
    assert seen(clerk) == frozenset(STATES)


def test_the_office_sees_the_draft_it_types_from_paper_and_no_other(cast, seven, kh):
    mine = make.make_nomination(cast.dien_an, kh, cast.office)
    drafts = visible_to(cast.office.pk, ON).filter(state="draft")
    assert [row.pk for row in drafts] == [mine.pk]


def numbers(cast, **filters) -> set[str]:
    found = listing(visible_to(cast.author.pk, ON), Filters(**filters))
    assert found.total == len(found.rows)
    return {row.state for row in found.rows}


def test_a_list_is_narrowed_by_state_sector_kind_unit_round_and_words(cast, seven):
    assert numbers(cast) == set(STATES)
    assert numbers(cast, state="verified") == {"verified"}
    assert numbers(cast, round_code="2025-Q1") == set(SENT)
    assert numbers(cast, sector="y-te") == set()
    assert numbers(cast, kind="household") == set()
    assert numbers(cast, unit=cast.dien_an.pk) == set()
    assert numbers(cast, q="nguoi 3") == {"verified"}
    assert numbers(cast, q="hs 2025 0004") == {"verified"}
    assert numbers(cast, q="xa dien tho", state="draft") == {"draft"}
    assert numbers(cast, q="'; drop table --") == set()


def test_a_list_is_sorted_by_given_name_as_a_vietnamese_reader_expects(cast, kh):
    for name in ("Trần Văn Út", "Lê Thị Ánh", "Võ An", "Đỗ Đức"):
        draft_of(cast, kh, name=name)
    rows = listing(visible_to(cast.author.pk, ON), sort="name").rows
    assert [row.name for row in rows] == ["Võ An", "Lê Thị Ánh", "Đỗ Đức", "Trần Văn Út"]


def test_pages_follow_each_other_and_a_page_too_far_is_the_last(cast, kh):
    for number in range(5):
        draft_of(cast, kh, name=f"Người {number}")
    visible = visible_to(cast.author.pk, ON)
    pages = [listing(visible, sort="name", page=page, per_page=2) for page in (1, 2, 3, 99, -1)]
    assert [[row.name[-1] for row in one.rows] for one in pages] == [["0", "1"], ["2", "3"], ["4"], ["4"], ["0", "1"]]
    assert {(one.total, one.pages, one.more) for one in pages} == {(5, 3, False)}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_two_queries(cast, kh, rows, django_assert_num_queries):
    for number in range(rows):
        draft_of(cast, kh, name=f"Người {number}")
    visible = visible_to(cast.author.pk, ON)
    with django_assert_num_queries(2):
        assert len(listing(visible, Filters(state="draft")).rows) == rows
    # The database is asked first how common the words are.
    with django_assert_num_queries(3):
        assert len(listing(visible, Filters(q="nguoi")).rows) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_dossier_costs_the_same_queries_with_one_and_with_three_of_everything(
    cast, kh, rows, django_assert_num_queries
):
    nomination = draft_of(cast, kh)
    awards = [Award(f"Giấy khen {number}") for number in range(rows)]
    set_awards(nomination=nomination, awards=awards, by=actor(cast.author), at=AT)
    for number in range(rows):
        make.attach_file(nomination, cast.author, at=AT, digest=f"{number:064d}")
    page = visible_to(cast.author.pk, ON).select_related(*PAGE).get(pk=nomination.pk)
    rules_of(kh)  # a version's document is read once per process
    with django_assert_num_queries(10):
        told = dossier(page, actor(cast.author), AT)
    assert (len(told.awards), len(told.evidence)) == (rows, rows)


def page_of(nomination: Nomination, person):
    return dossier(Nomination.objects.select_related(*PAGE).get(pk=nomination.pk), actor(person), AT)


def test_the_page_tells_what_happened_who_did_it_and_by_which_paper(cast, kh):
    told = page_of(in_state("recognised", cast, kh), cast.leader)
    assert [(row.step, row.label, row.who, row.detail) for row in told.timeline] == [
        ("create", "Lập bản nháp", "Nguyễn Thu Hà", ""),
        ("submit", "Gửi hồ sơ", "Võ Thành Nhân", "đúng hạn, quý I/2025"),
        ("verify", "Đạt thẩm định", "Phạm Minh Đức", ""),
        ("recognise_council", "Hội đồng công nhận", "Bùi Văn Ấn",
         "Quyết định số 415/QĐ-UBND, ngày 20/03/2025, biên bản họp số 02/BB-HĐ ngày 20/03/2025"),
    ]  # fmt: skip


def test_the_page_says_when_something_was_entered_on_a_later_day(cast, kh):
    nomination = in_state("submitted", cast, kh)
    verify_nomination(
        nomination=nomination, by=actor(cast.office), at=moment(2025, 3, 12), recorded_at=moment(2025, 3, 18)
    )
    assert [row.recorded_on for row in page_of(nomination, cast.office).timeline] == [None, None, date(2025, 3, 18)]


def test_the_page_warns_of_what_could_be_better(cast, kh):
    told = page_of(draft_of(cast, kh), cast.author)
    assert told.warnings == (
        f"Trích ngang có {told.summary_words} từ; nên viết 40–120 từ.",
        "Chưa trả lời tiêu chí: Gương mẫu; Hoàn thành nhiệm vụ.",
        "Chưa có minh chứng.",
    )


def test_the_page_shows_held_back_texts_and_who_else_is_writing(cast, kh):
    nomination = draft_of(cast, kh, achievement_summary="")
    for person, text in (("author", "Có 18 con bò."), ("head", "Thu 35 tấn.")):
        edit = Edit("achievement_summary", text, "", f"{person}:1", AT)
        save_draft(nomination=nomination, edits=[edit], by=actor(cast[person]), at=AT)
    told = page_of(nomination, cast.author)
    assert [(row.label, row.text, row.current, row.by) for row in told.held_back] == [
        ("Trích ngang thành tích", "Thu 35 tấn.", "Có 18 con bò.", "Võ Thành Nhân")
    ]
    assert [(row.name, row.label) for row in told.others] == [("Võ Thành Nhân", "Trích ngang thành tích")]


def test_the_page_says_whom_the_dossier_waits_for(cast, kh):
    waiting = {}
    for state in STATES:
        told = page_of(in_state(state, cast, kh, name=f"Người ở {state}"), cast.author)
        waiting[state] = (told.waiting, told.waiting_for)
    assert waiting == {
        "draft": ("Chờ người đứng đầu gửi", ("Võ Thành Nhân",)),
        "submitted": ("Chờ thẩm định", ("Phạm Minh Đức", "Hồ Thị Ngọc")),
        "returned": ("Chờ đơn vị bổ sung và gửi lại", ("Nguyễn Thu Hà", "Võ Thành Nhân")),
        "verified": ("Chờ Hội đồng công nhận", ("Bùi Văn Ấn",)),
        "declined": ("", ()),
        "recognised": ("", ()),
        "withdrawn": ("", ()),
    }


def test_the_reason_of_a_return_stands_on_the_page_until_it_is_sent_again(cast, kh):
    nomination = in_state("returned", cast, kh)
    assert page_of(nomination, cast.author).returned_note == "Thiếu số liệu năm 2024."
    make.send(nomination, cast.head, at=moment(2025, 3, 20))
    assert page_of(nomination, cast.author).returned_note == ""


def waiting_for(account) -> dict[str, list[str]]:
    tasks = tasks_of(account.pk, ON)
    lists = {name: [row.title for row in getattr(tasks, name).rows] for name in tasks.__dataclass_fields__}
    return {name: titles for name, titles in lists.items() if titles}


def test_each_person_is_told_what_waits_for_them(cast, kh, seven):
    draft_of(cast, kh, name="Chưa đủ", sector="")
    assert {name: waiting_for(cast[name]) for name in ("author", "head", "office", "chair", "leader", "neighbour")} == {
        "author": {"returned": ["Người 2"], "drafts": ["Người 0", "Chưa đủ"]},
        "head": {"returned": ["Người 2"], "drafts": ["Chưa đủ"], "to_send": ["Người 0"]},
        "office": {"to_verify": ["Người 1"]},
        "chair": {"to_recognise": ["Người 3"]},
        "leader": {},
        "neighbour": {},
    }
    assert tasks_of(cast.author.pk, ON).returned.rows[0].note == "Thiếu số liệu năm 2024."


def test_what_the_unit_recognised_still_waits_for_the_chair_until_the_council_has(cast, kh):
    nomination = in_state("verified", cast, kh)
    recognise_in_unit(nomination=nomination, document_number="", decided_on=ON, by=actor(cast.head), at=AT)
    assert waiting_for(cast.chair) == {"to_recognise": ["Lê Văn Thuận"]}
    recognise(nomination, cast, at=AT)
    assert waiting_for(cast.chair) == {}


def test_the_office_is_not_asked_to_judge_what_it_typed_itself(cast, kh):
    make.send(make.make_nomination(cast.dien_tho, kh, cast.office), cast.office)
    assert waiting_for(cast.office) == {}
    assert waiting_for(cast.office_second) == {"to_verify": ["Lê Văn Thuận"]}


def test_a_dossier_knows_its_neighbours_in_the_queue(cast, kh):
    queue = [in_state("submitted", cast, kh, name=f"Người {number}") for number in range(3)]
    place = place_in_queue(queue[1], visible_to(cast.office.pk, ON))
    assert (place.position, place.total, place.previous_id, place.next_id) == (2, 3, queue[0].pk, queue[2].pk)
    assert place_in_queue(draft_of(cast, kh), visible_to(cast.office.pk, ON)).next_id == queue[0].pk


def test_somebody_introduced_before_is_offered_again(cast, kh):
    draft_of(cast, kh, name="Đỗ Thị Lành")
    draft_of(cast, kh, name="Đỗ Thị Lành Hạnh")
    make.make_nomination(cast.dien_an, kh, cast.neighbour, name="Đỗ Thị Lành")
    assert [row.name for row in subjects_like(cast.dien_tho, "do thi lanh")] == ["Đỗ Thị Lành", "Đỗ Thị Lành Hạnh"]
    assert [row.name for row in existing_like(cast.dien_tho, "LÀNH")] == ["Đỗ Thị Lành", "Đỗ Thị Lành Hạnh"]
    assert subjects_like(cast.dien_tho, "") == ()
    assert subjects_like(cast.dien_tho, "Nguyễn") == ()


def test_the_units_to_choose_from_are_those_in_scope(cast):
    assert [name for _, name in units_to_choose(cast.author.pk, ON)] == ["Xã Diên Thọ"]
    assert len(units_to_choose(cast.office.pk, ON)) == 4
    assert units_to_choose(cast.office.pk, ON, most=3) == ()


def test_a_bulk_act_answers_row_by_row(cast, kh):
    make.give_role(cast.office, Role.UNIT_HEAD, cast.dien_an)
    good = in_state("submitted", cast, kh)
    draft = draft_of(cast, kh)
    own = make.send(make.make_nomination(cast.dien_an, kh, cast.neighbour), cast.office)
    results = each(
        [good.pk, own.pk, 999_999, draft.pk, good.pk],
        lambda one: verify_nomination(nomination=one, by=actor(cast.office), at=AT),
        among=visible_to(cast.office.pk, ON),
    )
    assert [(row.id, row.ok) for row in results] == [
        (good.pk, True), (own.pk, False), (999_999, False), (draft.pk, False),
    ]  # fmt: skip
    assert [row.sentence.split(" nên ")[0] for row in results[:3]] == [
        "Đã xong.",
        "Anh/chị đã lập, sửa, đính kèm hoặc gửi hồ sơ này",
        "Không tìm thấy hồ sơ này trong phạm vi của anh/chị.",
    ]
    assert set(Nomination.objects.filter(state="verified")) == {good}

"""Likely duplicates are found on saving and at night, say why, and stay away once somebody has decided."""

from datetime import date

import pytest
from django.db import connection

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry, StateChange
from neuguong.core.tasks import call_job
from neuguong.exemplars.models import DuplicatePair, Nomination, Subject, SubjectKey, Sweep, TextBand
from neuguong.exemplars.operations import likely
from neuguong.exemplars.operations.likely import sweep_batch
from neuguong.exemplars.operations.merging import dismiss_pair, merge_subjects, reopen_pair
from neuguong.exemplars.operations.nominations import edit_nomination
from neuguong.exemplars.queries.likely import AT_ONCE, copied_from
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.exemplars.queries.subjects import pair_listing, pairs_visible_to, subjects_like, subjects_visible_to
from neuguong.org.models import UnitLineage
from tests import factories as make
from tests.exemplars.conftest import draft_of
from tests.exemplars.reading.test_overlap import OTHER, STORY
from tests.factories import actor, moment

AT = moment(2025, 3, 11)
DAY = date(2025, 3, 11)


def of_neighbour(cast, kh, **fields) -> Nomination:
    """A dossier of Diên An."""
    return make.make_nomination(cast.dien_an, kh, cast.neighbour, **fields)


def pairs() -> set[tuple[str, str, str]]:
    rows = DuplicatePair.objects.select_related("first", "second")
    return {(row.first.name, row.second.name, row.certainty) for row in rows}


def seen_by(account) -> list[tuple[str, str]]:
    rows = pair_listing(pairs_visible_to(account.pk, DAY)).rows
    return [(row.first.title, row.second.title) for row in rows]


def sweep_all() -> list[tuple[int, int]]:
    done = []
    while not (batch := sweep_batch(at=AT, size=2)).done:
        done.append((batch.read, batch.found))
    return done


def test_opening_a_dossier_under_another_spelling_tells_at_once(cast, kh):
    draft_of(cast, kh, name="Nguyễn Văn Hà")
    draft_of(cast, kh, name="Ng. V. Hà")
    draft_of(cast, kh, name="Trần Thị Đào")
    assert pairs() == {("Nguyễn Văn Hà", "Ng. V. Hà", "possible")}
    row = pair_listing(pairs_visible_to(cast.author.pk, DAY)).rows[0]
    assert row.why == ("Một bên viết tắt họ hoặc chữ đệm.", "Cùng đơn vị.")


def test_two_of_one_name_in_two_units_are_no_pair_until_something_else_speaks_for_it(cast, kh):
    one = draft_of(cast, kh, name="Nguyễn Văn Hà", achievement_summary=STORY)
    two = of_neighbour(cast, kh, name="Nguyễn Văn Hà", achievement_summary=STORY)
    assert pairs() == set()
    make.send(one, cast.head)
    assert pairs() == set()  # the neighbour's is a draft: no draft is compared
    make.send(two, cast.neighbour_head)
    assert pairs() == {("Nguyễn Văn Hà", "Nguyễn Văn Hà", "sure")}


def test_a_successor_s_dossier_meets_its_predecessor_s(cast, kh):
    draft_of(cast, kh, name="Nguyễn Văn Hà")
    UnitLineage.objects.create(
        predecessor=cast.dien_tho, successor=cast.dien_an, kind="merged", act="Nghị quyết thử", effective_on=DAY,
        recorded_at=AT,
    )  # fmt: skip
    of_neighbour(cast, kh, name="Nguyễn Văn Hà")
    assert pairs() == {("Nguyễn Văn Hà", "Nguyễn Văn Hà", "possible")}
    assert "unit_lineage" in DuplicatePair.objects.get().reasons


def test_a_name_corrected_before_sending_takes_the_pair_away(cast, kh):
    draft_of(cast, kh, name="Nguyễn Văn Hà")
    second = draft_of(cast, kh, name="Nguyễn Văn Hạ")
    assert len(pairs()) == 1
    edit_nomination(nomination=second, changes={"name": "Trần Thị Đào"}, by=actor(cast.author), at=AT)
    make.send(second, cast.head)
    assert pairs() == set()


def test_the_same_text_under_another_name_is_found_when_sent(cast, kh):
    make.send(draft_of(cast, kh, name="Lê Văn Thuận", achievement_summary=STORY), cast.head)
    make.send(of_neighbour(cast, kh, name="Trần Thị Đào", achievement_summary=STORY), cast.neighbour_head)
    assert pairs() == {("Lê Văn Thuận", "Trần Thị Đào", "possible")}


def test_copied_from_says_which_dossier_how_much_and_where(cast, kh):
    first = draft_of(cast, kh, achievement_summary=STORY)
    copy = of_neighbour(cast, kh, name="Trần Thị Đào", achievement_summary=f"{OTHER} {STORY}")
    assert copied_from(copy) == ()  # a draft is compared with nobody's draft
    make.send(first, cast.head)
    (found,) = copied_from(copy)
    assert found.nomination_id == first.pk
    assert 0.4 < found.ratio < 0.6
    assert found.sample.startswith("Từ tháng 6/2021 ông nuôi trùn quế")
    assert copied_from(text=STORY)[0].ratio == 1
    assert copied_from(text=OTHER) == ()
    assert copied_from(first) == ()


def test_what_somebody_found_to_be_two_does_not_come_back(cast, kh):
    one, two = (draft_of(cast, kh, name=name) for name in ("Nguyễn Văn Hà", "Nguyễn Văn Hạ"))
    dismiss_pair(one=one.subject, other=two.subject, by=actor(cast.author), at=AT, note="Hai anh em.")
    make.send(two, cast.head)
    sweep_all()
    pair = DuplicatePair.objects.get()
    assert pair.state == "dismissed"
    assert seen_by(cast.author) == []
    assert StateChange.objects.get(step="dismiss").note == "Hai anh em."
    assert AuditEntry.objects.filter(verb="dismiss_pair", object_id=str(pair.pk)).exists()
    reopen_pair(one=two.subject, other=one.subject, by=actor(cast.author), at=AT)
    assert seen_by(cast.author) == [("Nguyễn Văn Hà", "Nguyễn Văn Hạ")]


def test_a_decision_holds_when_one_of_the_two_takes_in_a_third(cast, kh):
    one, two, three = (
        draft_of(cast, kh, name=name).subject for name in ("Nguyễn Văn Hà", "Nguyễn Văn Hạ", "Ng. V. Hà")
    )
    by = actor(cast.author)
    dismiss_pair(one=one, other=two, by=by, at=AT)
    dismiss_pair(one=three, other=two, by=by, at=AT)
    merge_subjects(kept=one, absorbed=three, reason="Cùng một người.", by=by, at=AT)
    sweep_all()
    assert set(DuplicatePair.objects.values_list("state", flat=True)) == {"dismissed", "merged"}


@pytest.mark.parametrize("who", ["neighbour", "chair", "leader", "admin", "stranger"])
def test_nobody_decides_about_others_records(cast, kh, who):
    one, two = (draft_of(cast, kh, name=name).subject for name in ("Nguyễn Văn Hà", "Nguyễn Văn Hạ"))
    sentence = "Chỉ cơ quan thường trực, hoặc đơn vị đối với đối tượng của chính mình, làm được việc này."
    for act in (dismiss_pair, reopen_pair):
        with pytest.raises(Refused, match=sentence):
            act(one=one, other=two, by=actor(cast[who]), at=AT)
    assert DuplicatePair.objects.get().state == "open"


def test_a_job_decides_nothing_and_one_record_is_no_pair(cast, kh):
    one, two = (draft_of(cast, kh, name=name).subject for name in ("Nguyễn Văn Hà", "Nguyễn Văn Hạ"))
    with pytest.raises(Refused, match="Việc này cần một người đã đăng nhập."):
        dismiss_pair(one=one, other=two, by=make.JOB, at=AT)
    with pytest.raises(BadInput, match="Chọn hai đối tượng khác nhau."):
        dismiss_pair(one=one, other=one, by=actor(cast.author), at=AT)
    dismiss_pair(one=one, other=two, by=actor(cast.author), at=AT)
    with pytest.raises(Refused, match="không làm được bước “Không trùng”"):
        dismiss_pair(one=one, other=two, by=actor(cast.author), at=AT)


def test_a_unit_never_learns_of_anothers_record_through_a_pair(cast, kh):
    one = draft_of(cast, kh, name="Nguyễn Văn Hà", place="thôn Gò Đình", birth_year="1970")
    two = of_neighbour(cast, kh, name="Nguyễn Văn Hà", place="thôn Gò Đình", birth_year="1970")
    sweep_all()
    assert len(pairs()) == 1
    assert [seen_by(cast[who]) for who in ("author", "neighbour", "office")] == [[], [], []]  # both are drafts
    make.send(one, cast.head)
    assert seen_by(cast.office) == []  # the other is still a draft: the office knows nothing of it
    make.send(two, cast.neighbour_head)
    assert [len(seen_by(cast[who])) for who in ("author", "neighbour", "office")] == [0, 0, 1]
    assert set(subjects_visible_to(cast.author.pk, DAY)) == {one.subject}
    assert set(subjects_visible_to(cast.office.pk, DAY)) == {one.subject, two.subject}
    assert set(subjects_visible_to(cast.admin.pk, DAY)) == set()
    assert two.pk not in set(visible_to(cast.author.pk, DAY).values_list("pk", flat=True))


def test_a_clerk_is_offered_other_spellings_of_the_own_unit_only(cast, kh):
    draft_of(cast, kh, name="Nguyễn Văn Hà")
    of_neighbour(cast, kh, name="Nguyễn Văn Hà")
    assert [(row.name, row.unit_id) for row in subjects_like(cast.dien_tho, "Ng. V. Hà")] == [
        ("Nguyễn Văn Hà", cast.dien_tho.pk)
    ]


def test_the_night_finds_what_was_loaded_without_saving_and_reads_nothing_twice(cast, kh):
    for name in ("Nguyễn Văn Hà", "Trần Thị Đào", "Nguyễn Văn Hạ", "Lý Thị Mỹ", "Lí Thị Mĩ"):
        draft_of(cast, kh, name=name)
    for model in (DuplicatePair, SubjectKey, TextBand, likely.SubjectReading):
        model.objects.all().delete()
    assert sweep_all() == [(2, 0), (2, 1), (1, 1)]
    assert pairs() == {("Nguyễn Văn Hà", "Nguyễn Văn Hạ", "possible"), ("Lý Thị Mỹ", "Lí Thị Mĩ", "possible")}
    state = Sweep.objects.get()
    assert (state.read, state.found, state.finished_at) == (5, 2, AT)
    assert sweep_all() == [(0, 0), (0, 0), (0, 0)]
    Subject.objects.filter(name="Trần Thị Đào").update(name="Nguyễn Văn Ha")
    assert sum(read for read, _ in sweep_all()) == 1
    assert len(pairs()) == 4


def test_a_sweep_that_was_cut_off_goes_on_where_it_was(cast, kh):
    for n in range(4):
        draft_of(cast, kh, name=f"Người {n}")
    sweep_batch(at=AT, size=3)
    assert Sweep.objects.get().last_subject == Subject.objects.order_by("pk")[2].pk
    assert sweep_batch(at=AT, size=3).done is False
    assert sweep_batch(at=AT, size=3).done is True


def test_a_batch_that_dies_before_its_pairs_are_stored_is_read_again(cast, kh, monkeypatch):
    for name in ("Nguyễn Văn Hà", "Nguyễn Văn Hạ"):
        draft_of(cast, kh, name=name)
    for model in (DuplicatePair, SubjectKey, likely.SubjectReading):
        model.objects.all().delete()

    def dies(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(likely, "_write_pairs", dies)
        with pytest.raises(KeyboardInterrupt):
            sweep_batch(at=AT)
    assert sum(found for _, found in sweep_all()) == 1


def test_finding_costs_the_same_few_queries_with_one_like_it_and_with_three(cast, kh, django_assert_num_queries):
    one = draft_of(cast, kh, name="Nguyễn Văn Hà").subject
    draft_of(cast, kh, name="Nguyễn Văn Hạ")
    with django_assert_num_queries(20):
        likely.look_for_duplicates(subject=one, at=AT)
    for name in ("Ng. V. Hà", "Nguyễn Hà"):
        draft_of(cast, kh, name=name)
    with django_assert_num_queries(20):
        likely.look_for_duplicates(subject=one, at=AT)


def test_no_statement_of_the_night_grows_with_how_many_look_alike(cast):
    """The connection keeps its last 128 statements: as large as a batch's candidates they filled a gigabyte."""
    for year in range(30):
        Subject.objects.bulk_create(
            Subject(kind="individual", name="Nguyễn Văn Hà", unit=cast.dien_tho, birth_year=1950 + year)
            for _ in range(15)
        )
    values: list[int] = []

    def count(execute, sql, params, many, context):
        if not many and sql.startswith("SELECT"):
            values.append(len(params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert sweep_batch(at=AT).read == 450
    assert len(values) > 450  # each is searched for by itself
    assert max(values) <= 2 * AT_ONCE + 1  # both sides of a pair, and its state


def test_the_list_of_pairs_costs_two_queries_with_one_and_with_three(cast, kh, django_assert_num_queries):
    for name in ("Nguyễn Văn Hà", "Nguyễn Văn Hạ"):
        draft_of(cast, kh, name=name)
    visible = pairs_visible_to(cast.author.pk, DAY)
    with django_assert_num_queries(2):
        assert len(pair_listing(visible).rows) == 1
    draft_of(cast, kh, name="Ng. V. Hà")
    with django_assert_num_queries(2):
        assert len(pair_listing(visible).rows) == 3


def test_the_nightly_job_goes_through_everybody_and_tells_what_it_did(cast, kh):
    for name in ("Nguyễn Văn Hà", "Nguyễn Văn Hạ"):
        draft_of(cast, kh, name=name)
    for model in (DuplicatePair, SubjectKey, likely.SubjectReading):
        model.objects.all().delete()
    assert call_job("sweep_duplicates") == "đã đọc 2 đối tượng, thêm 1 cặp nghi trùng"
    assert call_job("sweep_duplicates") == "đã đọc 0 đối tượng, thêm 0 cặp nghi trùng"

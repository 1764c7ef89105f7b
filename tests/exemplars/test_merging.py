"""Two records made one and two again: nothing is lost, each later act lands where a person says."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import DuplicatePair, Exemplar, Nomination, Recognition, Subject, SubjectMerge
from neuguong.exemplars.operations.merging import dismiss_pair, merge_subjects, unmerge_subjects
from neuguong.exemplars.operations.nominations import edit_nomination
from neuguong.exemplars.queries.register import page_instead, public_exemplar, public_rows, register, register_version
from neuguong.exemplars.queries.subjects import later_dossiers, life, subjects_visible_to
from tests import factories as make
from tests.exemplars.conftest import draft_of, in_state, recognise
from tests.exemplars.test_concurrency import together
from tests.factories import actor, moment

AT = moment(2025, 3, 25)
LATER = moment(2025, 3, 28)
WHY = "Đã hỏi thôn Gò Đình: cùng một người."


@pytest.fixture
def two(cast, kh) -> tuple[Nomination, Nomination]:
    """One farmer spelt two ways in Diên Thọ."""
    return draft_of(cast, kh, name="Nguyễn Văn Hà", place="thôn Gò Đình"), draft_of(
        cast, kh, name="Ng. V. Hà", birth_year="1970"
    )


def merge(cast, kept, absorbed, *, who="author", **more) -> SubjectMerge:
    return merge_subjects(
        **{"kept": kept.subject, "absorbed": absorbed.subject, "reason": WHY, "by": actor(cast[who]), "at": AT, **more}
    )


def unmerge(cast, one: SubjectMerge, *, who="author", **more) -> SubjectMerge:
    words = {"merge": one, "reason": "Nhầm hai anh em.", "by": actor(cast[who]), "at": LATER, **more}
    return unmerge_subjects(**words)


def subject_of(*nominations: Nomination) -> list[int]:
    return [Nomination.objects.get(pk=one.pk).subject_id for one in nominations]


def test_a_merge_brings_all_dossiers_together_and_keeps_what_both_said(cast, two):
    first, second = two
    done = merge(cast, first, second, take=["birth_year"])
    assert subject_of(first, second) == [first.subject_id] * 2
    kept, absorbed = Subject.objects.get(pk=first.subject_id), Subject.objects.get(pk=second.subject_id)
    assert (kept.name, kept.birth_year, kept.place) == ("Nguyễn Văn Hà", 1970, "thôn Gò Đình")
    assert (absorbed.name, absorbed.birth_year) == ("Ng. V. Hà", 1970)
    assert [(row.nomination_id, row.before_id) for row in done.moved.all()] == [(second.pk, absorbed.pk)]
    assert "ng v ha" in Nomination.objects.get(pk=second.pk).search_text  # still found as it was written
    assert [row.number for row in life(kept, cast.author.pk, AT.date()).dossiers] == [second.number, first.number]
    assert set(subjects_visible_to(cast.author.pk, AT.date())) == {kept}
    entry = AuditEntry.objects.get(verb="merge_subjects")
    assert (entry.object_id, entry.facts["nominations"], entry.actor) == (
        str(done.pk), [second.pk], f"person:{cast.author.pk}",
    )  # fmt: skip
    assert "Hà" not in str(entry.facts)


def test_unmerging_at_once_restores_everything(cast, two):
    first, second = two
    before = list(Subject.objects.order_by("pk").values())
    texts = [Nomination.objects.get(pk=one.pk).search_text for one in two]
    done = unmerge(cast, merge(cast, first, second, take=["name", "birth_year"]))
    assert list(Subject.objects.order_by("pk").values()) == before
    assert subject_of(first, second) == [first.subject_id, second.subject_id]
    assert [Nomination.objects.get(pk=one.pk).search_text for one in two] == texts
    assert (done.undone_at, done.undone_by_id, done.undone_reason) == (LATER, cast.author.pk, "Nhầm hai anh em.")
    assert DuplicatePair.objects.get().state == "dismissed"  # known to be two: it does not come back as a question
    assert AuditEntry.objects.get(verb="unmerge_subjects").facts["nominations"] == [second.pk]


def test_a_dossier_added_since_lands_where_the_person_says(cast, kh, two):
    first, second = two
    done = merge(cast, first, second)
    third, fourth = (draft_of(cast, kh, name="", kind="", subject=first.subject, at=AT) for _ in range(2))
    assert [row.id for row in later_dossiers(done, cast.author.pk, LATER).seen] == [third.pk, fourth.pk]
    with pytest.raises(BadInput, match=f"Chọn đối tượng cho từng hồ sơ lập sau khi gộp: {fourth.number}."):
        unmerge(cast, done, goes_to={third.pk: "absorbed"})
    unmerge(cast, done, goes_to={third.pk: "absorbed", fourth.pk: "kept"})
    assert subject_of(first, second, third, fourth) == [
        first.subject_id, second.subject_id, second.subject_id, first.subject_id,
    ]  # fmt: skip


def test_an_edit_made_since_lands_where_the_person_says(cast, two):
    first, second = two
    for field, where, expected in (
        ("place", "absorbed", (["thôn Gò Đình", "thôn Phước Lương"])),
        ("name", "kept", (["Nguyễn Văn Hà Em", "Ng. V. Hà"])),
    ):
        done = merge(cast, first, second)
        text = expected[1] if where == "absorbed" else expected[0]
        edit_nomination(
            nomination=Nomination.objects.get(pk=first.pk), changes={field: text}, by=actor(cast.author), at=AT
        )
        unmerge(cast, done, edits_to={field: where})
        assert [getattr(Subject.objects.get(pk=one.subject_id), field) for one in two] == expected


def test_a_chosen_subject_that_was_absorbed_meanwhile_gives_the_dossier_to_who_holds_its_life(cast, kh, two):
    first, second = two
    stale = Subject.objects.get(pk=second.subject_id)
    merge(cast, first, second)
    third = draft_of(cast, kh, name="", kind="", subject=stale, at=AT)
    assert third.subject_id == first.subject_id


def test_a_unit_whose_dossier_was_joined_to_anothers_record_may_go_on_with_it(cast, kh):
    mine, theirs = (
        draft_of(cast, kh, name="Nguyễn Văn Hà"),
        make.make_nomination(cast.dien_an, kh, cast.neighbour, name="Nguyễn Văn Hà"),
    )
    make.send(mine, cast.head)
    make.send(theirs, cast.neighbour_head)
    merge(cast, mine, theirs, who="office")
    again = make.make_nomination(cast.dien_an, kh, cast.neighbour, name="", kind="", subject=mine.subject, at=AT)
    assert again.subject_id == mine.subject_id
    with pytest.raises(BadInput, match="không thuộc đơn vị này"):
        make.make_nomination(cast.health, kh, cast.health_officer, name="", kind="", subject=mine.subject, at=AT)


def test_a_draft_that_the_office_may_not_see_goes_to_the_record_of_its_own_unit(cast, kh):
    mine, theirs = (
        draft_of(cast, kh, name="Nguyễn Văn Hà"),
        make.make_nomination(cast.dien_an, kh, cast.neighbour, name="Nguyễn Văn Hà"),
    )
    make.send(mine, cast.head)
    make.send(theirs, cast.neighbour_head)
    done = merge(cast, mine, theirs, who="office")
    hidden = make.make_nomination(cast.dien_an, kh, cast.neighbour, name="", kind="", subject=mine.subject, at=AT)
    own = draft_of(cast, kh, name="", kind="", subject=mine.subject, at=AT)
    assert later_dossiers(done, cast.office.pk, LATER).seen == ()
    unmerge(cast, done, who="office")
    assert subject_of(hidden, own) == [theirs.subject_id, mine.subject_id]


class TestRefusals:
    """Each with its sentence, and nothing written."""

    def test_without_a_reason(self, cast, two):
        with pytest.raises(BadInput, match="Ghi căn cứ để gộp"):
            merge(cast, *two, reason="  ")
        done = merge(cast, *two)
        with pytest.raises(BadInput, match="Ghi lý do bỏ gộp."):
            unmerge(cast, done, reason="")
        with pytest.raises(BadInput, match="không quá 2.000 ký tự"):
            unmerge(cast, done, reason="a" * 2001)

    def test_one_and_the_same(self, cast, two):
        with pytest.raises(BadInput, match="Chọn hai đối tượng khác nhau"):
            merge(cast, two[0], two[0])

    @pytest.mark.parametrize(
        "who", ["neighbour", "neighbour_head", "chair", "secretary", "leader", "admin", "stranger"]
    )
    def test_somebody_elses_records(self, cast, two, who):
        with pytest.raises(Refused, match="hoặc đơn vị đối với đối tượng của chính mình"):
            merge(cast, *two, who=who)
        done = merge(cast, *two)
        with pytest.raises(Refused, match="hoặc đơn vị đối với đối tượng của chính mình"):
            unmerge(cast, done, who=who)

    def test_a_job(self, cast, two):
        with pytest.raises(Refused, match="cần một người đã đăng nhập"):
            merge(cast, *two, by=make.JOB)

    def test_a_person_and_a_household(self, cast, kh, two):
        house = draft_of(cast, kh, name="Hộ ông Nguyễn Văn Hà", kind="household")
        with pytest.raises(Refused, match="Một bên là cá nhân, một bên là hộ gia đình hoặc tập thể"):
            merge(cast, two[0], house)

    def test_who_is_absorbed_already(self, cast, kh, two):
        third = draft_of(cast, kh, name="Nguyễn Văn Hạ")
        merge(cast, *two)
        absorbed = Nomination(subject=Subject.objects.get(name="Ng. V. Hà"))
        with pytest.raises(Stale, match="“Ng. V. Hà” đã được gộp vào “Nguyễn Văn Hà” ngày 25/03/2025."):
            merge(cast, third, absorbed)
        with pytest.raises(Stale, match="đã được gộp vào"):
            merge(cast, absorbed, third)
        with pytest.raises(Stale, match="đã được gộp vào"):
            dismiss_pair(one=absorbed.subject, other=third.subject, by=actor(cast.author), at=AT)

    def test_undone_before(self, cast, two):
        done = merge(cast, *two)
        unmerge(cast, done)
        with pytest.raises(Stale, match="Lần gộp này đã được bỏ trước đó."):
            unmerge(cast, done)

    def test_merged_on_since(self, cast, kh, two):
        third = draft_of(cast, kh, name="Nguyễn Văn Hạ")
        done = merge(cast, *two)
        onward = merge(cast, third, two[0])
        with pytest.raises(Refused, match="“Nguyễn Văn Hà” đã được gộp tiếp vào “Nguyễn Văn Hạ” ngày 25/03/2025"):
            unmerge(cast, done)
        unmerge(cast, onward)
        unmerge(cast, done)
        assert subject_of(*two, third) == [two[0].subject_id, two[1].subject_id, third.subject_id]

    def test_a_record_that_the_office_shares_between_units_is_the_offices(self, cast, kh, two):
        theirs = make.make_nomination(cast.dien_an, kh, cast.neighbour, name="Nguyễn Văn Hà")
        done = merge(cast, two[0], theirs, who="office")
        sentence = "Đối tượng này đã được cơ quan thường trực gộp chung với đơn vị khác. Nhờ cơ quan thường trực làm."
        with pytest.raises(Refused, match=sentence):
            merge(cast, *two)
        with pytest.raises(Refused, match="hoặc đơn vị đối với đối tượng của chính mình"):
            unmerge(cast, done)

    def test_the_database_keeps_a_subject_from_being_absorbed_twice(self, cast, kh, two):
        merge(cast, *two)
        rows = {"kept": draft_of(cast, kh, name="Trần Thị Đào").subject, "merged_at": AT, "reason": WHY}
        absorbed = Subject.objects.get(name="Ng. V. Hà")
        for wrong in (
            {"absorbed": absorbed},
            {"absorbed": rows["kept"]},
            {"absorbed": two[0].subject, "undone_at": AT},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                SubjectMerge.objects.create(**rows, **wrong)


class TestTheRegister:
    """Both recognised under one plan: one page is seen, both addresses work, and un-merging gives both back."""

    @pytest.fixture
    def pages(self, cast, kh) -> tuple[Nomination, Nomination]:
        return in_state("recognised", cast, kh, name="Nguyễn Văn Hà"), in_state(
            "recognised", cast, kh, name="Ng. V. Hà"
        )

    def test_one_page_shows_the_recognitions_of_both(self, cast, pages):
        first, second = pages
        slugs = [one.recognitions.get().exemplar.slug for one in pages]
        version = register_version()
        merge(cast, first, second)
        assert [row.slug for row in public_rows(register())] == [slugs[0]]
        assert public_exemplar(slugs[1]) is None
        assert page_instead(slugs[1]) == slugs[0]
        assert page_instead("khong-co") is None
        assert len(public_exemplar(slugs[0]).recognitions) == 2
        assert register_version() > version

    def test_unmerging_gives_both_their_pages_back(self, cast, pages):
        before = list(Exemplar.objects.order_by("pk").values())
        acts = list(Recognition.objects.order_by("pk").values())
        done = merge(cast, *pages)
        version = register_version()
        unmerge(cast, done)
        assert list(Exemplar.objects.order_by("pk").values()) == before
        assert list(Recognition.objects.order_by("pk").values()) == acts
        assert register_version() > version

    def test_a_page_of_the_absorbed_alone_goes_along_and_comes_back(self, cast, kh):
        plain, shown = draft_of(cast, kh, name="Nguyễn Văn Hà"), in_state("recognised", cast, kh, name="Ng. V. Hà")
        page = Exemplar.objects.get()
        done = merge(cast, plain, shown)
        assert Exemplar.objects.get().subject_id == plain.subject_id
        unmerge(cast, done)
        assert (Exemplar.objects.get().subject_id, Exemplar.objects.get().slug) == (shown.subject_id, page.slug)

    def test_what_was_recognised_since_goes_with_its_dossier(self, cast, kh, pages):
        first, second = pages
        done = merge(cast, first, second)
        third = in_state("verified", cast, kh, name="", kind="", subject=first.subject)
        recognise(third, cast, at=moment(2025, 3, 26))
        assert Exemplar.objects.filter(merged_into=None).count() == 1
        unmerge(cast, done, goes_to={third.pk: "absorbed"})
        pages_of = {one.pk: one.recognitions.get().exemplar.subject_id for one in (first, second, third)}
        assert pages_of == {first.pk: first.subject_id, second.pk: second.subject_id, third.pk: second.subject_id}
        assert Exemplar.objects.filter(merged_into=None).count() == 2

    def test_recognised_first_after_the_merge_each_gets_a_page_of_its_own(self, cast, kh):
        first, second = (
            in_state("verified", cast, kh, name="Nguyễn Văn Hà"),
            in_state("verified", cast, kh, name="Ng. V. Hà"),
        )
        done = merge(cast, first, second)
        for one in (first, second):
            recognise(Nomination.objects.get(pk=one.pk), cast, at=moment(2025, 3, 26))
        assert Exemplar.objects.count() == 1
        unmerge(cast, done)
        assert {(row.subject_id, row.name) for row in Exemplar.objects.all()} == {
            (first.subject_id, "Nguyễn Văn Hà"), (second.subject_id, "Ng. V. Hà"),
        }  # fmt: skip

    def test_three_merged_one_into_another_come_apart_again(self, cast, kh, pages):
        third = in_state("recognised", cast, kh, name="Nguyễn Văn Hạ")
        before = list(Exemplar.objects.order_by("pk").values())
        inner = merge(cast, *pages)
        outer = merge(cast, third, pages[0])
        assert [row.name for row in public_rows(register())] == ["Nguyễn Văn Hạ"]
        assert len(public_exemplar(before[2]["slug"]).recognitions) == 3
        assert {page_instead(row["slug"]) for row in before[:2]} == {before[2]["slug"]}
        unmerge(cast, outer)
        assert page_instead(before[1]["slug"]) == before[0]["slug"]
        unmerge(cast, inner)
        assert list(Exemplar.objects.order_by("pk").values()) == before


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_crosswise_at_once_one_stands(cast, two):
    first, second = two

    def merges(kept: Nomination, absorbed: Nomination) -> Callable[[], object]:
        return lambda: merge(cast, kept, absorbed).pk

    answers = together(merges(first, second), merges(second, first))
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    assert SubjectMerge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_dossier_opened_while_two_records_are_merged_is_about_who_is_left(cast, kh, two):
    first, second = two
    stale = Subject.objects.get(pk=second.subject_id)
    answers = together(
        lambda: merge(cast, first, second).pk,
        lambda: draft_of(cast, kh, name="", kind="", subject=stale, at=AT).pk,
    )
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, Stale)]
    if SubjectMerge.objects.exists():
        assert set(Nomination.objects.values_list("subject_id", flat=True)) == {first.subject_id}

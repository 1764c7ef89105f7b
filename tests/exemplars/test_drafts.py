"""No word is lost: saving as one types, two browsers, offline, sent again."""

from datetime import timedelta

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import DraftText, Nomination
from neuguong.exemplars.operations.drafts import Edit, save_draft, settle_text
from neuguong.exemplars.operations.nominations import edit_nomination
from tests.exemplars.conftest import draft_of, in_state
from tests.factories import actor, moment

AT = moment(2025, 3, 4)
FIELD = "achievement_summary"


def edit(text: str, base: str = "", key: str = "pc:1", field: str = FIELD) -> Edit:
    return Edit(field, text, base, key, AT)


@pytest.fixture
def blank(cast, kh):
    """A draft whose summary is still empty."""
    return draft_of(cast, kh, achievement_summary="")


@pytest.fixture
def save(cast, blank):
    """Save edits as the author, or as somebody else."""

    def saves(*edits: Edit, by=cast.author, at=AT):
        return save_draft(nomination=Nomination.objects.get(pk=blank.pk), edits=edits, by=actor(by), at=at)

    return saves


def texts(nomination: Nomination) -> set[str]:
    return set(DraftText.objects.filter(nomination=nomination, field=FIELD).values_list("text", flat=True))


def stands(nomination: Nomination) -> str:
    return Nomination.objects.get(pk=nomination.pk).achievement_summary


def test_every_field_saves_itself_and_the_answer_says_what_stands(save, blank):
    edits = [
        edit("Lê Văn Thuần", "Lê Văn Thuận", "pc:1", "name"), edit("ông", "", "pc:2", "form_of_address"),
        edit("1974", "", "pc:3", "birth_year"), edit("thôn Gò Đình", "", "pc:4", "place"),
        edit("nông dân", "", "pc:5", "position"), edit("4", "", "pc:6", "members"),
        edit("18 con bò.", "", "pc:7"), edit("Nuôi trùn quế", "", "pc:8", "initiative"),
        edit("direct", "", "pc:9", "labour"), edit("commune", "", "pc:10", "influence"),
        edit("y-te", "nong-nghiep", "pc:11", "sector"), edit("Đóng góp đủ.", "", "pc:12", "answers:guong-mau"),
    ]  # fmt: skip
    saved = save(*edits)
    assert set(saved.saved) == {one.field for one in edits}
    assert (saved.errors, saved.held_back, saved.version) == ({}, (), 2)
    assert saved.texts == {one.field: one.text for one in edits}
    row = Nomination.objects.get(pk=blank.pk)
    assert (row.subject.name, row.subject.birth_year, row.sector.code) == ("Lê Văn Thuần", 1974, "y-te")
    assert row.initiative.unit_id == row.unit_id
    assert "le van thuan" in row.search_text
    assert "nuoi trun que" in row.search_text


def test_a_field_that_cannot_take_its_text_says_why_and_the_others_are_saved(save, blank):
    saved = save(edit("19", "", "pc:1", "birth_year"), edit("18 con bò.", "", "pc:2"))
    assert saved.errors == {"birth_year": "Ghi đủ bốn chữ số, ví dụ 1958."}
    assert saved.saved == (FIELD,)
    assert stands(blank) == "18 con bò."


def test_two_browsers_that_were_both_offline_lose_nothing(save, blank, cast):
    save(edit("Có 18 con bò.", "", "pc:1"))
    later = save(edit("Thu 35 tấn phân.", "", "phone:1"), by=cast.head)
    assert stands(blank) == "Có 18 con bò."
    assert [(row.text, row.written_by_id) for row in later.held_back] == [("Thu 35 tấn phân.", cast.head.pk)]
    assert texts(blank) == {"Có 18 con bò.", "Thu 35 tấn phân."}


def test_one_person_with_two_browsers_is_two_browsers(save, blank):
    save(edit("Có 18 con bò.", "", "pc:1"))
    assert len(save(edit("Thu 35 tấn phân.", "", "phone:1")).held_back) == 1
    assert texts(blank) == {"Có 18 con bò.", "Thu 35 tấn phân."}


@pytest.mark.parametrize(("use", "after"), [(True, "Thu 35 tấn phân."), (False, "Có 18 con bò.")])
def test_either_text_can_be_chosen_and_the_other_stays_recoverable(save, blank, cast, use, after):
    save(edit("Có 18 con bò.", "", "pc:1"))
    held = save(edit("Thu 35 tấn phân.", "", "phone:1"), by=cast.head).held_back[0]
    settle_text(text=held, use=use, by=actor(cast.author), at=AT)
    assert stands(blank) == after
    assert texts(blank) == {"Có 18 con bò.", "Thu 35 tấn phân."}
    assert not DraftText.objects.filter(held_back=True, settled_at=None).exists()
    settle_text(text=held, use=not use, by=actor(cast.author), at=AT)  # a second press
    assert stands(blank) == after


def test_an_earlier_text_can_be_brought_back(save, blank, cast):
    save(edit("Có 18 con bò." + " Số liệu năm 2024." * 10, "", "pc:1"))
    save(edit("Viết lại.", "", "pc:2"))
    first = DraftText.objects.get(text__startswith="Có 18")
    settle_text(text=first, use=True, by=actor(cast.author), at=AT)
    assert stands(blank).startswith("Có 18 con bò.")
    assert "Viết lại." in texts(blank)


def test_an_edit_sent_again_counts_once(save, blank):
    one = edit("Có 18 con bò.", "", "pc:1")
    assert save(one).version == 2
    again = save(one)
    assert (again.version, again.saved, again.held_back) == (2, (), ())


def test_an_edit_sent_again_after_somebody_wrote_on_does_not_quarrel(save, blank, cast):
    one = edit("Có 18 con bò.", "", "pc:1")
    save(one)
    save(edit("Có 18 con bò, 2 con bê.", "Có 18 con bò.", "phone:1"), by=cast.head)
    assert save(one).held_back == ()
    assert stands(blank) == "Có 18 con bò, 2 con bê."


def test_a_browser_whose_answer_got_lost_does_not_disagree_with_itself(save, blank):
    """The first save arrived, its answer did not: the next edit still names the old base."""
    save(edit("Có 18", "", "pc:1"))
    assert save(edit("Có 18 con bò.", "", "pc:2")).held_back == ()
    assert stands(blank) == "Có 18 con bò."


def test_an_older_edit_of_the_same_browser_that_arrives_late_changes_nothing(save, blank):
    save(edit("Có 18 con bò.", "", "pc:7"))
    assert save(edit("Có 18", "", "pc:6")).held_back == ()
    assert stands(blank) == "Có 18 con bò."


def test_a_held_back_text_sent_again_is_held_back_once_and_grows_with_its_writer(save, blank, cast):
    save(edit("Có 18 con bò.", "", "pc:1"))
    for key, text in (("phone:1", "Thu 35"), ("phone:1", "Thu 35"), ("phone:2", "Thu 35 tấn.")):
        held = save(edit(text, "", key), by=cast.head).held_back
    assert [row.text for row in held] == ["Thu 35 tấn."]
    assert DraftText.objects.filter(held_back=True).count() == 1


def test_the_same_words_from_two_browsers_are_no_conflict(save, blank, cast):
    save(edit("Có 18 con bò.", "", "pc:1"))
    assert save(edit("Có 18 con bò.\r\n", "", "phone:1"), by=cast.head).held_back == ()


def test_letters_composed_in_two_ways_are_the_same_text(save, blank, cast):
    save(edit("Thuận", "", "pc:1"))
    decomposed = "Thua\u0323\u0302n"
    assert save(edit("Thuận và con", decomposed, "phone:1"), by=cast.head).held_back == ()
    assert stands(blank) == "Thuận và con"


def test_typing_on_is_one_row_but_a_long_text_deleted_is_kept(save, blank):
    long = "Từ năm 2021 nuôi trùn quế. " * 8
    for serial, text in enumerate(["Từ", "Từ năm", long, "", "V", "Viết lại"], start=1):
        save(edit(text, "", f"pc:{serial}"))
    assert texts(blank) == {long.strip(), "Viết lại"}
    assert DraftText.objects.filter(nomination=blank, field=FIELD).count() == 2


def test_words_replaced_by_somebody_else_are_kept_however_few(save, blank, cast):
    save(edit("18", "", "pc:1"))
    save(edit("19", "18", "phone:1"), by=cast.head)
    assert texts(blank) == {"18", "19"}


def test_a_full_form_keeps_what_it_replaces(cast, kh):
    nomination = draft_of(cast, kh, achievement_summary="Bản đầu.")
    edit_nomination(nomination=nomination, changes={FIELD: "Bản sau."}, by=actor(cast.head), at=AT)
    assert texts(nomination) == {"Bản đầu.", "Bản sau."}


def test_a_browsers_clock_is_believed_only_where_it_can_be_true(save, blank):
    hour = timedelta(hours=1)
    for serial, (written, text) in enumerate([(AT - hour, "một"), (AT + hour, "hai hai"), (AT - 99 * hour, "ba")], 1):
        save(Edit(FIELD, text, "", f"b{serial}:1", written))
    assert set(DraftText.objects.filter(field=FIELD).values_list("text", "written_at")) == {
        ("một", AT - hour), ("hai hai", AT), ("ba", AT),
    }  # fmt: skip


@pytest.mark.parametrize("person", ["neighbour", "office", "stranger", "leader"])
def test_nobody_else_types_in_a_units_draft(save, cast, person):
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối"):
        save(edit("x"), by=cast[person])


def test_after_sending_the_words_stand_still(cast, kh):
    nomination = in_state("submitted", cast, kh)
    with pytest.raises(Refused, match="“đã gửi” nên không sửa được"):
        save_draft(nomination=nomination, edits=[edit("x")], by=actor(cast.author), at=AT)


def test_an_unknown_field_is_told_and_harms_nothing(save, blank):
    saved = save(edit("verified", "", "pc:1", "state"), edit("x", "", "pc:2", "answers:khong-co"))
    assert saved.errors == {
        "state": "Ô này không có trong hồ sơ.", "answers:khong-co": "Kế hoạch không có tiêu chí này.",
    }  # fmt: skip
    assert Nomination.objects.get(pk=blank.pk).version == 1


def test_a_held_back_text_that_cannot_stand_is_refused_with_its_sentence(save, blank, cast):
    save(edit("1974", "", "pc:1", "birth_year"))
    held = save(edit("74", "", "phone:1", "birth_year"), by=cast.head).held_back[0]
    with pytest.raises(BadInput, match="Ghi đủ bốn chữ số"):
        settle_text(text=held, use=True, by=actor(cast.author), at=AT)


HOSTILE = ("\x00", "a\x00b", "\ud800", "x" * 70, "answers:", "answers:\x00", "answers:" + "x" * 80, "../", "name ")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_field_nobody_drew_is_told_and_stored_nowhere(save, blank, name):
    before = DraftText.objects.count()
    saved = save(edit("chữ", "khác", "pc:1", name))
    assert list(saved.errors.values()) in (["Ô này không có trong hồ sơ."], ["Kế hoạch không có tiêu chí này."])
    assert DraftText.objects.count() == before


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "Có\r\n18", "x" * 30_000])
def test_whatever_a_browser_sends_is_kept_or_refused_with_a_sentence(save, blank, cast, text):
    save(edit("Bản đầu.", "", "pc:1"))
    for key, base in (("k\x00:1", ""), ("k" * 90, "Bản đầu."), ("\ud800:2", "")):
        saved = save(edit(text, base, key), by=cast.head)
        assert len(saved.held_back) + len(saved.saved) + len(saved.errors) <= 1
    assert save(edit("y" * 20_001, stands(blank), "z:1")).errors == {
        FIELD: "Dài quá 20.000 ký tự: đang có 20001. Viết gọn lại."
    }

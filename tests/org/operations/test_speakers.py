"""A unit keeps its own roster of speakers, the office everybody's; nobody is deleted, and nobody stands there twice."""

from dataclasses import replace
from datetime import date

import pytest

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry
from neuguong.org.models import Speaker, UnitLineage
from neuguong.org.operations.speakers import SpeakerWords, change_speaker, end_speaker, enter_speaker
from neuguong.org.queries.speakers import speakers_kept_by, speakers_to_choose, speakers_visible_to
from tests.factories import actor, moment

AT = moment(2025, 3, 10)
DAY = AT.date()
WORDS = SpeakerWords("propagandist", "Đặng Thị Sâm", "Làm kinh tế vườn", date(2024, 1, 15), position="Hội Nông dân xã")


def enter(cast, *, unit=None, by=None, words=WORDS, **more) -> Speaker:
    return enter_speaker(unit=unit or cast.dien_tho, words=words, by=actor(by or cast.author), at=AT, **more)


def test_a_units_people_and_the_office_keep_its_roster_and_nobody_else(cast):
    assert enter(cast).name == "Đặng Thị Sâm"
    assert enter(cast, by=cast.office, words=replace(WORDS, name="Hồ Văn Bảy")).unit == cast.dien_tho
    for stranger in (cast.neighbour, cast.leader, cast.admin):
        with pytest.raises(Refused, match="Xã Diên Thọ"):
            enter(cast, by=stranger, words=replace(WORDS, name="Ai Đó"))
    assert Speaker.objects.count() == 2


def test_somebody_stands_on_a_units_roster_once(cast):
    first = enter(cast, form_key="k")
    assert enter(cast, form_key="k", words=replace(WORDS, name="Khác")).pk == first.pk
    with pytest.raises(BadInput, match="đã có trong danh sách") as wrong:
        enter(cast)
    assert wrong.value.field == "name"
    enter(cast, words=replace(WORDS, position="Trường Tiểu học"))
    enter(cast, account=cast.head)
    with pytest.raises(BadInput, match="Võ Thành Nhân đã có"):
        enter(cast, account=cast.head)
    assert [one.name for one in Speaker.objects.all()] == ["Võ Thành Nhân", "Đặng Thị Sâm", "Đặng Thị Sâm"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"topics": ""}, "topics"),
        ({"topics": "x" * 401}, "topics"),
        ({"kind": "singer"}, "kind"),
        ({"valid_until": date(2024, 1, 14)}, "valid_until"),
    ],
)
def test_what_is_wrong_is_named(cast, changes, field):
    with pytest.raises(BadInput) as wrong:
        enter(cast, words=replace(WORDS, **changes))
    assert wrong.value.field == field


def test_who_ended_speaks_no_more_and_stays_with_the_reason(cast):
    row = enter(cast)
    with pytest.raises(BadInput, match="từ 15/01/2024"):
        end_speaker(speaker=row, ended_on=date(2025, 3, 11), reason="Chuyển đi", by=actor(cast.head), at=AT)
    with pytest.raises(BadInput, match="lý do"):
        end_speaker(speaker=row, ended_on=DAY, reason=" ", by=actor(cast.head), at=AT)
    for _ in range(2):
        end_speaker(speaker=row, ended_on=DAY, reason="Chuyển công tác", by=actor(cast.head), at=AT)
    assert AuditEntry.objects.filter(verb="end_speaker").count() == 1
    on = {day: Speaker.objects.on(day).exists() for day in (date(2025, 3, 9), DAY)}
    assert on == {date(2025, 3, 9): True, DAY: False}
    with pytest.raises(Refused, match="đã thôi"):
        change_speaker(speaker=row, words=WORDS, version=1, by=actor(cast.author), at=AT)
    assert enter(cast).pk != row.pk  # may come back


def test_a_card_that_has_run_out_counts_no_more(cast):
    enter(cast, words=replace(WORDS, valid_until=date(2024, 12, 31)))
    on = {day: Speaker.objects.on(day).exists() for day in (date(2024, 1, 14), date(2024, 12, 31), date(2025, 1, 1))}
    assert on == {date(2024, 1, 14): False, date(2024, 12, 31): True, date(2025, 1, 1): False}


def test_two_who_put_right_the_same_row_do_not_overwrite_each_other(cast):
    row = enter(cast)
    change_speaker(speaker=row, words=replace(WORDS, topics="Chuyển đổi số"), version=1, by=actor(cast.head), at=AT)
    with pytest.raises(Stale):
        change_speaker(speaker=row, words=replace(WORDS, phone="0900"), version=1, by=actor(cast.author), at=AT)
    row.refresh_from_db()
    assert (row.topics, row.phone, row.version) == ("Chuyển đổi số", "", 2)


def test_a_commune_reads_and_chooses_the_districts_speakers_but_not_its_neighbours(cast):
    own, neighbours = enter(cast), enter(cast, unit=cast.dien_an, by=cast.neighbour)
    districts = enter(cast, unit=cast.district, by=cast.office)
    assert set(speakers_visible_to(cast.author.pk, DAY)) == {own, districts}
    assert set(speakers_to_choose(cast.author.pk, DAY)) == {own, districts}
    assert set(speakers_kept_by(cast.author.pk, DAY)) == {own}
    assert set(speakers_visible_to(cast.office.pk, DAY)) == {own, neighbours, districts}
    assert set(speakers_visible_to(cast.admin.pk, DAY)) == set()


def test_after_a_merger_the_successor_keeps_the_roster(cast):
    row = enter(cast)
    UnitLineage.objects.create(
        predecessor=cast.dien_tho, successor=cast.dien_an, kind="merged", act="NQ 1", effective_on=date(2025, 7, 1),
        recorded_at=AT,
    )  # fmt: skip
    at = moment(2025, 7, 2)
    assert set(speakers_kept_by(cast.neighbour.pk, at.date())) == {row}
    end_speaker(speaker=row, ended_on=at.date(), reason="Nghỉ hưu", by=actor(cast.neighbour), at=at)

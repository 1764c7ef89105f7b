"""Talks: the unit that held one writes it down, whoever spoke; a slip is withdrawn; the year is counted by speaker and unit."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.models import AuditEntry, StoredFile
from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Speaker
from neuguong.org.operations.speakers import SpeakerWords, end_speaker, enter_speaker
from neuguong.publicity.models import TalkSession
from neuguong.publicity.operations.sessions import Talk, record_talk, withdraw_talk
from neuguong.publicity.queries.sessions import talk_year, talks_visible_to, told_in, years_of
from neuguong.publicity.queries.talk_year import talk_year_workbook
from tests import factories as make
from tests.core.papers.reading import cells
from tests.exemplars.conftest import in_state
from tests.factories import actor, moment

AT = moment(2025, 3, 25)
DAY = AT.date()
TALK = Talk(date(2025, 3, 21), "Nhà văn hóa thôn Phước Tuy 1", "residents", 45, "Làm giàu từ vườn đồi")
SPEAKER = SpeakerWords("propagandist", "Đặng Thị Sâm", "Làm kinh tế vườn", date(2024, 1, 15))


@pytest.fixture
def exemplar(cast, plan) -> Exemplar:
    in_state("recognised", cast, plan, sector=plan.sectors.first().code)
    return Exemplar.objects.get()


def entered(cast, *, unit=None, by=None, name="Đặng Thị Sâm") -> Speaker:
    return enter_speaker(
        unit=unit or cast.dien_tho,
        words=replace(SPEAKER, name=name),
        by=actor(by or cast.author),
        at=moment(2025, 3, 1),
    )


def held_talk(cast, speaker, *, unit=None, by=None, at=AT, told=(), file=("anh.jpg", None), **more) -> TalkSession:
    talk = replace(TALK, **{name: more.pop(name) for name in list(more) if hasattr(TALK, name)})
    talk = replace(talk, held_on=min(talk.held_on, at.date()))
    content = (file[0], file[1] or make.jpeg()) if file else None
    return record_talk(
        unit=unit or cast.dien_tho, speaker=speaker, talk=talk, told=told, file=content, by=actor(by or cast.author),
        at=at, **more,
    )  # fmt: skip


@pytest.mark.clause("III.3.c")
def test_a_unit_writes_down_what_a_speaker_of_the_district_told_at_its_place(cast, exemplar):
    speaker = entered(cast, unit=cast.district, by=cast.office)
    row = held_talk(cast, speaker, told=[exemplar])
    assert (row.unit, row.speaker, told_in(row).pages) == (cast.dien_tho, speaker, (exemplar,))
    assert StoredFile.objects.get(pk=row.file_id).link == f"org.speaker:{speaker.pk}"
    entry = AuditEntry.objects.get(verb="record_talk")
    assert (entry.facts["told"], entry.facts["audience_count"]) == ([exemplar.pk], 45)


def test_nobody_writes_down_talks_of_another_unit_except_the_office(cast):
    speaker = entered(cast)
    for stranger in (cast.neighbour, cast.leader, cast.admin):
        with pytest.raises(Refused):
            held_talk(cast, speaker, by=stranger)
    assert held_talk(cast, speaker, by=cast.office).unit == cast.dien_tho


def test_a_speaker_of_the_neighbour_cannot_be_chosen(cast):
    with pytest.raises(BadInput, match="trong danh sách") as wrong:
        held_talk(cast, entered(cast, unit=cast.dien_an, by=cast.neighbour))
    assert wrong.value.field == "speaker"


def test_the_speaker_stood_on_the_roster_on_the_day_of_the_talk(cast):
    speaker = entered(cast)
    end_speaker(speaker=speaker, ended_on=date(2025, 3, 21), reason="Nghỉ", by=actor(cast.head), at=AT)
    with pytest.raises(BadInput, match="không có tên"):
        held_talk(cast, speaker)
    assert held_talk(cast, speaker, held_on=date(2025, 3, 20)).held_on == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": " "}, "place"),
        ({"topics": ""}, "topics"),
        ({"audience": "nobody"}, "audience"),
        ({"audience_count": 0}, "audience_count"),
        ({"audience_count": 100_001}, "audience_count"),
        ({"held_on": date(1999, 12, 31)}, "held_on"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(cast, changes, field):
    speaker = entered(cast)
    with pytest.raises(BadInput) as wrong:
        held_talk(cast, speaker, **changes)
    assert (wrong.value.field, TalkSession.objects.count(), StoredFile.objects.count()) == (field, 0, 0)


def test_a_talk_that_is_still_to_come_is_not_written_down(cast):
    with pytest.raises(BadInput, match="chưa tới"):
        record_talk(
            unit=cast.dien_tho, speaker=entered(cast), talk=replace(TALK, held_on=date(2025, 3, 26)),
            by=actor(cast.author), at=AT,
        )  # fmt: skip


def test_the_same_form_twice_is_one_talk(cast):
    speaker = entered(cast)
    assert held_talk(cast, speaker, form_key="k").pk == held_talk(cast, speaker, form_key="k").pk
    assert (TalkSession.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_who_was_revoked_is_not_told_of_and_later_only_counted(cast, exemplar):
    speaker = entered(cast)
    row = held_talk(cast, speaker, told=[exemplar])
    Exemplar.objects.update(state="revoked")
    assert (told_in(row).pages, told_in(row).hidden) == ((), 1)
    with pytest.raises(BadInput, match="không còn trong sổ"):
        held_talk(cast, speaker, told=[exemplar])


def test_a_talk_is_taken_back_once_with_a_reason_and_never_edited(cast):
    row = held_talk(cast, entered(cast))
    with pytest.raises(BadInput):
        withdraw_talk(session=row, reason=" ", by=actor(cast.author), at=AT)
    with pytest.raises(Refused):
        withdraw_talk(session=row, reason="Nhầm", by=actor(cast.neighbour), at=AT)
    withdraw_talk(session=row, reason="Nhầm ngày", by=actor(cast.author), at=AT)
    with pytest.raises(Stale):
        withdraw_talk(session=row, reason="Nhầm ngày", by=actor(cast.author), at=AT)
    for change in ({"audience_count": 90}, {"withdraw_reason": "Khác"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TalkSession.objects.update(**change)


def test_who_sees_the_board_of_a_unit_reads_its_talks(cast):
    row = held_talk(cast, entered(cast))
    readers = {
        who: talks_visible_to(cast[who].pk, DAY).filter(pk=row.pk).exists()
        for who in ("author", "head", "office", "leader", "neighbour", "admin")
    }
    assert readers == {"author": True, "head": True, "office": True, "leader": True, "neighbour": False, "admin": False}


def test_the_year_counts_each_speaker_and_each_unit_without_what_was_taken_back(cast, exemplar):
    districts = entered(cast, unit=cast.district, by=cast.office, name="Hồ Văn Bảy")
    own = entered(cast)
    held_talk(cast, districts, told=[exemplar])
    held_talk(cast, own, audience_count=30)
    held_talk(cast, districts, unit=cast.dien_an, by=cast.neighbour, told=[exemplar], audience_count=100)
    gone = held_talk(cast, own)
    withdraw_talk(session=gone, reason="Nhầm", by=actor(cast.author), at=AT)
    held_talk(cast, own, held_on=date(2024, 5, 2))
    year = talk_year(cast.office.pk, DAY, 2025)
    assert [(one.name, one.sessions, one.listeners, one.told) for one in year.speakers] == [
        ("Hồ Văn Bảy", 2, 145, 2),
        ("Đặng Thị Sâm", 1, 30, 0),
    ]
    assert [(one.name, one.sessions, one.listeners, one.told) for one in year.units] == [
        ("Xã Diên An", 1, 100, 1),
        ("Xã Diên Thọ", 2, 75, 1),
    ]
    assert [one.name for one in talk_year(cast.author.pk, DAY, 2025).units] == ["Xã Diên Thọ"]
    assert years_of(cast.office.pk, DAY) == [2025, 2024]
    book = talk_year_workbook(year, organisation="Huyện Diên Khánh", at=AT)
    found = cells(book, sheet=2)
    assert (found["B5"], found["C5"], found["D5"], found["E5"]) == ("'Xã Diên An'", "1", "100", "1")
    assert "Phước Tuy" in str(cells(book, sheet=3))


def test_the_year_costs_the_same_queries_however_many_talks(cast, exemplar, django_assert_num_queries):
    speaker = entered(cast)
    for number in range(1, 4):
        held_talk(cast, speaker, told=[exemplar], form_key=str(number))
        if number in (1, 3):
            with django_assert_num_queries(6):
                talk_year(cast.office.pk, DAY, 2025)

"""Files beside the text: whose they are, once each, and never erased."""

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Evidence
from neuguong.exemplars.operations.evidence import recaption, remove
from neuguong.exemplars.queries.nominations import evidence_in, visible_to
from tests import factories as make
from tests.exemplars.conftest import draft_of, in_state
from tests.factories import actor, moment

AT = moment(2025, 3, 4)


def test_the_same_file_twice_is_one_piece_of_evidence(cast, kh):
    nomination = draft_of(cast, kh)
    one = make.attach_file(nomination, cast.author, at=AT)
    assert make.attach_file(nomination, cast.author, at=AT) == one
    assert make.attach_file(nomination, cast.author, at=AT, digest="e" * 64) != one
    assert Evidence.objects.count() == 2


def test_a_caption_can_be_changed_and_a_file_taken_out_but_not_erased(cast, kh):
    evidence = make.attach_file(draft_of(cast, kh), cast.author, at=AT)
    recaption(evidence=evidence, caption="  Sổ  xuất, trang 9 ", by=actor(cast.head), at=AT)
    assert Evidence.objects.get().caption == "Sổ xuất, trang 9"
    with pytest.raises(BadInput, match="Chú thích dài quá 200 ký tự: đang có 201"):
        recaption(evidence=evidence, caption="x" * 201, by=actor(cast.head), at=AT)
    remove(evidence=evidence, by=actor(cast.author), at=AT)
    assert Evidence.objects.get().removed_at == AT
    with pytest.raises(Refused, match="Tệp này đã được bỏ"):
        remove(evidence=evidence, by=actor(cast.author), at=AT)


def test_files_stand_still_after_sending_and_for_other_units(cast, kh):
    nomination = draft_of(cast, kh)
    evidence = make.attach_file(nomination, cast.author, at=AT)
    with pytest.raises(Refused, match="Chỉ cán bộ đầu mối"):
        remove(evidence=evidence, by=actor(cast.neighbour), at=AT)
    make.send(nomination, cast.head)
    for act in (lambda: remove(evidence=evidence, by=actor(cast.author), at=AT),
                lambda: make.attach_file(nomination, cast.author, at=AT, digest="e" * 64)):  # fmt: skip
        with pytest.raises(Refused, match="không sửa được"):
            act()


def test_a_forged_number_reaches_no_other_units_file(cast, kh):
    evidence = make.attach_file(draft_of(cast, kh), cast.author, at=AT)
    on = AT.date()
    found = {
        name: evidence_in(visible_to(cast[name].pk, on), evidence.pk) is not None
        for name in ("author", "head", "neighbour", "office", "admin", "stranger")
    }
    assert found == {
        "author": True, "head": True, "neighbour": False, "office": False, "admin": False, "stranger": False,
    }  # fmt: skip
    remove(evidence=evidence, by=actor(cast.author), at=AT)
    assert evidence_in(visible_to(cast.author.pk, on), evidence.pk) is None


def test_thirty_files_are_enough(cast, kh):
    nomination = draft_of(cast, kh)
    for number in range(30):
        make.attach_file(nomination, cast.author, at=AT, digest=f"{number:064d}")
    with pytest.raises(BadInput, match="nhiều nhất 30 tệp"):
        make.attach_file(nomination, cast.author, at=AT, digest="f" * 64)


def test_the_office_reads_the_files_of_what_was_sent(cast, kh):
    evidence = make.attach_file(draft_of(cast, kh, name="Trần Văn Út"), cast.author, at=AT)
    make.send(evidence.nomination, cast.head)
    in_state("draft", cast, kh)
    assert evidence_in(visible_to(cast.office.pk, AT.date()), evidence.pk) == evidence

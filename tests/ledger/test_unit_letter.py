"""The unit's own letter: what its dossiers say now, in the name the plan gives to units of its kind."""

from io import BytesIO

import docx
import pytest

from neuguong.core.errors import BadInput
from neuguong.ledger.queries.unit_letter import locality, short_title, unit_letter, unit_letter_content
from neuguong.org.models import Unit
from tests import factories as make
from tests.factories import moment
from tests.ledger.packaging import load_87, sent

pytestmark = pytest.mark.clause("IV.2")
AT = moment(2025, 3, 11)


@pytest.fixture
def kh87(cast):
    return load_87()


def names(unit, plan, period="2025-Q1", at=AT) -> set[str]:
    return {line.name for line in unit_letter_content(unit=unit, plan=plan, period=period, at=at).lines}


def test_it_lists_what_was_sent_and_what_waits_for_the_heads_signature(kh87, cast):
    sent(kh87, cast.dien_tho, cast.author, cast.head, name="Đỗ Thị Lành")
    make.make_nomination(cast.dien_tho, kh87, cast.author, name="Võ Văn Mười", sector="agriculture")
    make.make_nomination(cast.dien_an, kh87, cast.neighbour, name="Người xã khác", sector="agriculture")
    assert names(cast.dien_tho, kh87) == {"Đỗ Thị Lành", "Võ Văn Mười"}
    assert names(cast.dien_tho, kh87, at=moment(2025, 3, 15)) == {"Đỗ Thị Lành"}
    assert names(cast.dien_tho, kh87, "2024-Q4") == set()


def test_a_commune_writes_as_its_committee_and_an_office_as_itself(kh87, cast):
    commune = unit_letter_content(unit=cast.dien_tho, plan=kh87, period="2025-Q1", at=AT)
    office = unit_letter_content(unit=cast.health, plan=kh87, period="2025-Q1", at=AT)
    assert (commune.issuer, commune.authority) == ("Ủy ban nhân dân xã Diên Thọ", "TM. Ủy ban nhân dân")
    assert (office.issuer, office.authority) == ("Phòng Y tế", "")


def test_the_paper_counts_what_it_lists(kh87, cast):
    sent(kh87, cast.dien_tho, cast.author, cast.head, name="Đỗ Thị Lành")
    document = docx.Document(BytesIO(unit_letter(unit=cast.dien_tho, plan=kh87, period="2025-Q1", at=AT)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "giới thiệu 01 điển hình tiêu biểu quý I/2025, gồm 00 tập thể, 01 cá nhân" in text
    listed = next(table for table in document.tables if table.cell(0, 0).text == "STT")
    assert [row.cells[1].text for row in listed.rows if row.cells[0].text.isdigit()] == ["Đỗ Thị Lành"]


def test_a_quarter_the_plan_does_not_have_is_bad_input(kh87, cast):
    with pytest.raises(BadInput):
        unit_letter(unit=cast.dien_tho, plan=kh87, period="2030-Q1", at=AT)


@pytest.mark.parametrize(
    ("title", "authority", "printed"),
    [
        ("Chủ tịch Ủy ban nhân dân", "TM. Ủy ban nhân dân", "Chủ tịch"),
        ("Phó Chủ tịch UBND xã", "TM. Ủy ban nhân dân", "Phó Chủ tịch"),
        ("Chủ tịch", "TM. Ủy ban nhân dân", "Chủ tịch"),
        ("Trưởng phòng", "", "Trưởng phòng"),
        ("", "", "Thủ trưởng đơn vị"),
    ],
)
def test_the_signers_office_is_not_named_twice(title, authority, printed):
    assert short_title(title, authority) == printed


@pytest.mark.parametrize(
    ("kind", "unit", "place", "printed"),
    [
        ("commune", "Xã Suối Trong", "Huyện Núi Xa, tỉnh Khánh Hòa", "Suối Trong"),
        ("commune", "Thị trấn Núi Xa", "", "Núi Xa"),
        ("commune", "Phường 1", "Quận 5, Thành phố Hồ Chí Minh", "Phường 1"),
        ("agency", "Phòng Nội vụ", "Huyện Núi Xa, tỉnh Khánh Hòa", "Núi Xa"),
        ("school", "Trường Tiểu học Suối Trong", "Xã Suối Trong, huyện Núi Xa", "Suối Trong"),
    ],
)
def test_before_the_day_a_commune_writes_its_own_name_and_others_where_they_sit(kind, unit, place, printed):
    assert locality(Unit(kind=kind, name=unit, place=place)) == printed

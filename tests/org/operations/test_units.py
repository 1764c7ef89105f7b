"""Loading the register: whole, again, dry, and with mistakes that are told with their lines."""

from datetime import date
from pathlib import Path

import pytest

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import AuditEntry
from neuguong.org.enums import UnitKind
from neuguong.org.models import Block, BlockMembership, Unit, UnitAncestor, UnitLineage, UnitTile
from neuguong.org.operations.units import create_unit, load_units
from neuguong.org.operations.units_file import UnitErrors
from tests import factories as make
from tests.reforms import District

FILE = Path(__file__).parents[3] / "neuguong" / "org" / "data" / "dien-khanh.toml"
TEXT = FILE.read_text(encoding="utf-8")
NOW = make.moment(2023, 4, 11)

SMALL = """
[[unit]]
ref = "xa-a"
kind = "commune"
name = "Xã A"
parent = "huyen"
valid_from = 2020-01-01

[[unit]]
ref = "huyen"
kind = "state_committee"
name = "UBND huyện"
valid_from = 2020-01-01
"""


def load(text: str, **more):
    return load_units(text=text, by=make.JOB, at=NOW, **more)


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(UnitErrors) as caught:
        load(text)
    return [(problem.line, problem.sentence) for problem in caught.value.problems]


@pytest.mark.django_db
def test_the_shipped_register_loads_with_its_tree_lineage_and_blocks():
    load(TEXT)
    assert Unit.objects.count() == TEXT.count("\n[[unit]]")
    assert UnitLineage.objects.count() == TEXT.count("\n[[lineage]]")
    assert Block.objects.count() == TEXT.count("\n[[block]]")
    commune = Unit.objects.get(ref="dien-xuan")
    above = list(UnitAncestor.objects.filter(unit=commune).order_by("depth").values_list("ancestor__ref", flat=True))
    assert above == ["dien-xuan", "ubnd-dien-khanh", "ubnd-khanh-hoa"]


@pytest.mark.django_db
def test_a_merged_commune_is_in_its_cluster_from_the_day_it_exists():
    load(TEXT)
    days = {m.unit.ref: (m.valid_from, m.valid_to) for m in BlockMembership.objects.filter(block__ref="cum-xa-2")}
    assert days["dien-xuan"] == (date(2023, 1, 1), date(2024, 11, 1))
    assert days["xuan-dong"] == (date(2024, 11, 1), date(2025, 7, 1))


@pytest.mark.django_db
def test_loading_the_same_file_again_changes_nothing():
    first = load(TEXT)
    entries = AuditEntry.objects.count()
    again = load(TEXT)
    assert (again.created, again.changed) == ([], [])
    assert len(first.created) == again.unchanged
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_a_dry_run_tells_and_keeps_nothing():
    result = load(SMALL, dry_run=True)
    assert result.created == ["huyen", "xa-a"]
    assert not Unit.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_changed_name_is_told_with_before_and_after():
    load(SMALL)
    result = load(SMALL.replace("Xã A", "Xã Á"))
    assert result.changed == [("xa-a", {"name": ("Xã A", "Xã Á"), "short_name": ("Xã A", "Xã Á")})]
    assert Unit.objects.get(ref="xa-a").search_text == "xa a"


@pytest.mark.django_db
def test_a_unit_that_moves_takes_everything_below_it_along():
    load(
        SMALL + '\n[[unit]]\nref = "thon"\nkind = "hamlet"\nname = "Thôn 1"\nparent = "xa-a"\nvalid_from = 2020-01-01\n'
    )
    other = '\n[[unit]]\nref = "tinh"\nkind = "state_committee"\nname = "UBND tỉnh"\nvalid_from = 2020-01-01\n'
    load(SMALL.replace('parent = "huyen"', 'parent = "tinh"') + other)
    above = UnitAncestor.objects.filter(unit__ref="thon").order_by("depth").values_list("ancestor__ref", flat=True)
    assert list(above) == ["thon", "xa-a", "tinh"]


@pytest.mark.django_db
def test_each_mistake_of_form_is_told_with_its_line():
    text = SMALL.replace('kind = "commune"', 'kind = "xã"').replace('name = "Xã A"', "name = 5")
    text = text.replace("valid_from = 2020-01-01\n\n", 'valid_from = "năm 2020"\nmàu = 1\n\n'.replace("màu", "mau"), 1)
    found = problems(text)
    assert [line for line, _ in found] == [4, 5, 7, 8]
    assert "“xã” không có; chọn một trong: state_committee" in found[0][1]
    assert found[1][1] == "“name” phải là chữ trong dấu nháy."
    assert found[2][1] == "“valid_from” phải là ngày dạng 2024-11-01."
    assert found[3][1] == "không biết “mau” trong [[unit]]."


@pytest.mark.django_db
def test_each_mistake_of_sense_is_told_with_its_line():
    text = SMALL.replace('parent = "huyen"', 'parent = "tinh"') + (
        '\n[[unit]]\nref = "xa-a"\nkind = "commune"\nname = "Xã A nữa"\nvalid_from = 2021-01-01\nvalid_to = 2020-01-01\n'
        '\n[[lineage]]\npredecessor = "huyen"\nsuccessor = "khong-co"\nkind = "merged"\nact = "NQ"\non = 2024-11-01\n'
    )
    assert problems(text) == [
        (6, "không có đơn vị cấp trên “tinh”."),
        (16, "“xa-a” đã dùng ở dòng 2; mỗi đơn vị một khóa riêng."),
        (20, "ngày không còn phải sau ngày bắt đầu."),
        (24, "không có đơn vị “khong-co”."),
    ]
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_a_circle_of_parents_is_a_mistake():
    text = SMALL + 'parent = "xa-a"\n'
    assert [line for line, _ in problems(text)] == [6, 14]


@pytest.mark.django_db
def test_two_living_units_never_share_a_code():
    text = SMALL.replace('name = "Xã A"', 'name = "Xã A"\nofficial_code = "1"') + 'official_code = "1"\n'
    assert problems(text) == [(15, "mã 1 cùng lúc thuộc “xa-a” (dòng 2).")]


@pytest.mark.django_db
def test_a_file_that_is_not_toml_is_told_with_its_line():
    found = problems("[[unit]]\nref = ")
    assert len(found) == 1
    assert found[0][0] == 2


@pytest.mark.django_db
def test_a_file_without_units_is_refused():
    assert problems('source = "x"') == [(1, "tệp không có đơn vị nào.")]


def test_an_administrator_makes_units_below_the_own_one_only(cast):
    told = {"kind": UnitKind.HAMLET, "valid_from": date(2020, 1, 1), "at": make.moment(2025, 3, 10)}
    made = create_unit(ref="thon-1", name="Thôn 1", parent=cast.dien_tho, by=make.actor(cast.admin), **told)
    assert made.ancestry.count() == 3
    with pytest.raises(Refused):
        create_unit(ref="thon-2", name="Thôn 2", parent=cast.dien_tho, by=make.actor(cast.office), **told)
    with pytest.raises(Refused):
        create_unit(ref="tinh", name="Tỉnh", parent=None, by=make.actor(cast.admin), **told)
    with pytest.raises(BadInput):
        create_unit(ref="thon-1", name="Thôn 1", parent=cast.dien_tho, by=make.actor(cast.admin), **told)


@pytest.mark.django_db
def test_each_mistake_of_a_tile_is_told_with_its_line():
    tile = '\n[[tile]]\nunit = "{}"\ncolumn = {}\nrow = 1\n'
    assert problems(SMALL + tile.format("xa-a", 13)) == [(17, "“column” phải từ 1 đến 12.")]
    assert problems(SMALL + tile.format("xa-b", 1)) == [(16, "không có đơn vị “xa-b”.")]
    assert problems(SMALL + tile.format("xa-a", 1) + tile.format("xa-a", 2)) == [(21, "“xa-a” đã có ô ở dòng 15.")]
    assert problems(SMALL + tile.format("xa-a", 1) + tile.format("huyen", 1)) == [
        (20, "ô của “huyen” trùng ô của “xa-a” (dòng 15).")
    ]


@pytest.mark.django_db
def test_a_tile_that_moves_is_told():
    tile = '\n[[tile]]\nunit = "xa-a"\ncolumn = 1\nrow = 1\nmark = "K"\n'
    assert load(SMALL + tile).created == ["huyen", "xa-a", "tile xa-a"]
    assert load(SMALL + tile.replace("row = 1", "row = 2")).changed == [("tile xa-a", {"row": (1, 2)})]


def test_an_act_from_a_file_brings_the_places_of_its_new_units(db):
    District(planned=False).carry_out()
    assert UnitTile.objects.get(unit__ref="xuan-dong").squares == {(1, 1), (1, 2)}

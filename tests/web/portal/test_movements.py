"""A movement's page shows who was found through it, as the register does, and nobody else."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from neuguong.exemplars.models import Exemplar, Nomination
from neuguong.programme.models import Movement


@pytest.fixture
def movement(kh) -> Movement:
    return Movement.objects.create(plan=kh, name="Chung sức xây dựng nông thôn mới", valid_from=date(2023, 1, 1))


def through(movement: Movement, exemplar: Exemplar) -> None:
    Nomination.objects.filter(recognitions__exemplar=exemplar).update(movement=movement)


def lines(visitor, path: str, inside: str) -> list[str]:
    page = BeautifulSoup(visitor.get(path).content, "html.parser")
    return [" ".join(one.get_text(" ").split()) for one in page.select(inside)]


PAGE = "/phong-trao/chung-suc-xay-dung-nong-thon-moi/"


def test_a_movement_shows_who_was_found_through_it(enter, movement, visitor):
    one, _other = enter("Đỗ Thị Lành"), enter("Trần Văn Mận")
    through(movement, one)
    assert lines(visitor, PAGE, ".reg-i a") == ["Đỗ Thị Lành"]
    assert lines(visitor, "/phong-trao/", ".sectors a") == ["Chung sức xây dựng nông thôn mới 1 gương"]


def test_whoever_left_the_register_leaves_the_movement(enter, movement, visitor):
    one = enter("Đỗ Thị Lành")
    through(movement, one)
    Exemplar.objects.update(state="revoked")
    assert lines(visitor, PAGE, ".reg-i a") == []
    assert lines(visitor, "/phong-trao/", ".sectors a") == ["Chung sức xây dựng nông thôn mới 0 gương"]


def test_of_two_pages_of_one_person_the_remaining_one_is_shown(enter, movement, visitor):
    one, other = enter("Nguyễn Văn Hà"), enter("Ng. V. Hà")
    through(movement, other)
    Exemplar.objects.filter(pk=other.pk).update(merged_into=one)
    assert lines(visitor, PAGE, ".reg-i a") == ["Nguyễn Văn Hà"]


def test_a_movement_that_has_not_begun_is_not_told_yet(movement, visitor):
    Movement.objects.update(valid_from=date(2026, 1, 1))
    assert visitor.get(PAGE).status_code == 404
    assert "Chưa có phong trào nào" in visitor.get("/phong-trao/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_a_fixed_number_of_times(rows, enter, movement, visitor, django_assert_num_queries):
    for number in range(rows):
        through(movement, enter(f"Người {number}"))
    for path, asked in {"/phong-trao/": 4, PAGE: 6}.items():
        with django_assert_num_queries(asked):
            visitor.get(path)

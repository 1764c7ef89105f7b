"""Letters, colours and icons: every state can be read without colour."""

import re
from pathlib import Path

import pytest

from neuguong.exemplars.enums import NominationState
from neuguong.ledger.enums import EXTENDED_LETTER, LETTERS
from neuguong.web.ui.looks import CELLS, PILLS, cell, icon, icons, status

TEMPLATES = Path(__file__).resolve().parents[3] / "neuguong"
SHEETS = TEMPLATES / "web" / "ui" / "static" / "ui"


def test_every_icon_that_a_template_names_is_drawn():
    named = set()
    for path in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r"{%\s*icon\s+\"([^\"]+)\"", path.read_text(encoding="utf-8")))
    assert named - set(icons()) == set()
    assert {drawing for _, drawing in PILLS.values()} - set(icons()) == set()


def test_an_icon_is_decoration():
    assert icon("check").startswith('<svg class="ic" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path')


def test_an_unknown_icon_is_noticed():
    with pytest.raises(KeyError):
        icon("no-such-icon")


def test_the_board_prints_the_letters_of_the_ledger():
    letters = {code: letter for code, (letter, _, _) in CELLS.items()}
    assert letters == {
        **{str(code): letter for code, letter in LETTERS.items()},
        "extended": EXTENDED_LETTER,
        "absent": "–",
    }


def test_no_two_states_share_a_letter():
    letters = [letter for letter, _, _ in CELLS.values()]
    assert sorted(letters) == sorted(set(letters))


def test_each_state_of_the_board_has_its_own_ground_in_the_sheet():
    board = (SHEETS / "board.css").read_text(encoding="utf-8")
    assert {css for _, css, _ in CELLS.values() if f".c-{css} {{" not in board} == set()


def test_each_state_of_a_dossier_has_a_pill():
    assert set(NominationState.values) - set(PILLS) == set()


def test_a_pill_says_its_state_in_words():
    assert status("late", "trễ 6 ngày") == '<span class="pill pill-t"><b aria-hidden="true">T</b>Trễ 6 ngày</span>'
    assert status("nil").endswith("Báo cáo không có</span>")


def test_a_pill_never_prints_markup_of_somebody_elses_words():
    assert "<i>" not in status("draft", "<i>x</i>")


def test_a_cell_with_an_address_is_a_link_that_says_everything():
    assert cell("late", count=2, words="Xã A, quý I: 2, trễ", url="/x?a=1&b=2") == (
        '<a class="c c-t" href="/x?a=1&amp;b=2"><b aria-hidden="true">T</b><i aria-hidden="true">2</i>'
        '<span class="vh">Xã A, quý I: 2, trễ</span></a>'
    )


def test_a_cell_of_a_unit_that_did_not_exist_is_no_link():
    assert cell("absent").startswith('<span class="c c-n">')


def test_a_cell_never_prints_markup_of_a_units_name():
    assert "<b>" not in cell("met", words="<b>Xã</b>", url='"><b>')

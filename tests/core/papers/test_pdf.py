"""Papers as PDF: data is words, never markup; the letters are there whatever fonts are."""

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from neuguong.core.papers.pdf import build_pdf
from tests.factories import moment

AT = moment(2025, 3, 10)
TEMPLATE = """#set document(title: "Giấy")
#set text(font: ("Tinos", "Libertinus Serif"))
#let d = json(bytes(sys.inputs.data))
#d.words
"""


@pytest.fixture
def template(tmp_path) -> Path:
    path = tmp_path / "giay.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def fonts_of(content: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(content)) as paper:
        return {str(font.BaseFont).partition("+")[2] for font in paper.pages[0].Resources.Font.values()}


def test_the_same_data_and_moment_give_the_same_bytes(template):
    first, second = (build_pdf(template, {"words": "Ấp Đường"}, fonts=settings.PAPER_FONTS, made_at=AT) for _ in "12")
    assert first == second
    assert fonts_of(first) == {"Tinos-Regular"}
    assert first != build_pdf(template, {"words": "khác"}, fonts=settings.PAPER_FONTS, made_at=AT)


def test_what_somebody_typed_sets_nothing(template):
    typed = '#pagebreak() $x$ *đậm* #image("/etc/passwd") \\ ]'
    content = build_pdf(template, {"words": typed}, fonts=settings.PAPER_FONTS, made_at=AT)
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 1
    assert fonts_of(content) == {"Tinos-Regular"}


def test_without_font_files_the_paper_still_has_its_words(template, tmp_path):
    content = build_pdf(template, {"words": "Ấp Đường"}, fonts=[tmp_path / "khong-co"], made_at=AT)
    assert fonts_of(content) == {"LibertinusSerif-Regular-Identity-H"}


def test_a_moment_without_a_zone_is_refused(template):
    with pytest.raises(ValueError, match="múi giờ"):
        build_pdf(template, {"words": ""}, fonts=(), made_at=AT.replace(tzinfo=None))


def test_nothing_loads_the_setter_before_a_paper_is_asked_for():
    program = "import neuguong.core.papers.pdf, sys; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=settings.ROOT).returncode == 0

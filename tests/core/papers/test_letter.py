"""An official letter measured in its own file: page, type, lines, wording, appendices. (NĐ 30/2020, Phụ lục I)"""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from neuguong.core.papers import (
    Code,
    Column,
    Group,
    Heading,
    Listing,
    OfficialLetter,
    Table,
    build_letter,
    build_letters,
)
from tests.core.papers.reading import MADE_AT, WP, W, names, paragraphs, part, style_facts, styled

LIST = Listing(
    title="Danh sách kèm theo",
    table=Table((Column("TT", 12), Column("Họ và tên", 100)), (Group("", ((1, "Trần Thị Ơn"),)),)),
)
LETTER = OfficialLetter(
    superior="Ủy ban nhân dân huyện Diên Khánh",
    issuer="Ủy ban nhân dân xã Diên Phú",
    symbol="UBND-NV",
    place="Diên Phú",
    subject="giới thiệu gương tốt quý I năm 2025",
    addressees=("Phòng Nội vụ huyện Diên Khánh",),
    paragraphs=("Ủy ban nhân dân xã báo cáo như sau.", "Kính đề nghị xem xét."),
    authority="TM. Ủy ban nhân dân",
    signer_title="KT. Chủ tịch\nPhó Chủ tịch",
    signer_name="Nguyễn Văn Đạt",
    recipients=("Như trên", "Lưu: VT, NV"),
    number=5,
    dated_on=date(2025, 1, 5),
)


def built(**changes) -> bytes:
    return build_letter(replace(LETTER, **changes), made_at=MADE_AT)


def png(shade: int) -> bytes:
    out = BytesIO()
    Image.new("L", (8, 8), shade).save(out, "PNG")
    return out.getvalue()


def millimetres(twips: str) -> float:
    return round(int(twips) * 25.4 / 1440, 1)


def sections(package: bytes) -> list[dict[str, object]]:
    found = []
    for section in part(package, "word/document.xml").iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        found.append(
            {
                "paper": (millimetres(size.get(f"{W}w")), millimetres(size.get(f"{W}h"))),
                "margins": tuple(millimetres(margins.get(f"{W}{side}")) for side in ("top", "bottom", "left", "right")),
                "numbered from": section.find(f"{W}pgNumType").get(f"{W}start"),
                "first number hidden": section.find(f"{W}titlePg") is not None,
            }
        )
    return found


def test_the_letter_says_everything_in_the_decreed_order():
    assert paragraphs(part(built(), "word/document.xml")) == [
        ("Papersuperior", "ỦY BAN NHÂN DÂN"),
        ("Papersuperior", "HUYỆN DIÊN KHÁNH"),
        ("Paperissuer", "ỦY BAN NHÂN DÂN"),
        ("Paperissuer", "XÃ DIÊN PHÚ"),
        ("Papernation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Papermotto", "Độc lập - Tự do - Hạnh phúc"),
        ("Papernumber", "Số: 05/UBND-NV"),
        ("Papersubject", "V/v giới thiệu gương tốt\nquý I năm 2025"),
        ("Paperplaceanddate", "Diên Phú, ngày 05 tháng 01 năm 2025"),
        ("Paperaddressee", "Kính gửi: Phòng Nội vụ huyện Diên Khánh"),
        ("Paperbody", "Ủy ban nhân dân xã báo cáo như sau."),
        ("Paperbody", "Kính đề nghị xem xét./."),
        ("Paperrecipients", "Nơi nhận:"),
        ("Paperrecipient", "- Như trên;"),
        ("Paperrecipient", "- Lưu: VT, NV."),
        ("Papersigner", "TM. ỦY BAN NHÂN DÂN"),
        ("Papersigner", "KT. CHỦ TỊCH"),
        ("Papersigner", "PHÓ CHỦ TỊCH"),
        ("Papersignername", "Nguyễn Văn Đạt"),
    ]


def test_the_page_is_a4_with_the_decreed_margins():
    assert sections(built()) == [
        {
            "paper": (210.0, 297.0),
            "margins": (20.0, 20.0, 30.0, 15.0),
            "numbered from": "1",
            "first number hidden": True,
        }
    ]


@pytest.mark.parametrize(
    ("style", "size", "bold", "slope", "align"),
    [
        ("Papernation", "12", "bold", "upright", "center"),
        ("Papermotto", "13", "bold", "upright", "center"),
        ("Papersuperior", "12", "regular", "upright", "center"),
        ("Paperissuer", "12", "bold", "upright", "center"),
        ("Papernumber", "13", "regular", "upright", "center"),
        ("Paperplaceanddate", "13", "regular", "italic", "center"),
        ("Papersubject", "12", "regular", "upright", "center"),
        ("Papertitle", "14", "bold", "upright", "center"),
        ("Papersubtitle", "14", "bold", "upright", "center"),
        ("Paperaddressee", "14", "regular", "upright", "center"),
        ("Paperbody", "14", "regular", "upright", "both"),
        ("Paperbasis", "14", "regular", "italic", "both"),
        ("Papersigner", "14", "bold", "upright", "center"),
        ("Papersignername", "14", "bold", "upright", "center"),
        ("Paperrecipients", "12", "bold", "italic", "left"),
        ("Paperrecipient", "11", "regular", "upright", "left"),
        ("Paperpagenumber", "14", "regular", "upright", "center"),
        ("Paperappendix", "14", "bold", "upright", "center"),
        ("Paperattachedto", "14", "regular", "italic", "center"),
    ],
)
def test_every_line_is_set_in_its_decreed_type_in_all_scripts(style, size, bold, slope, align):
    assert style_facts(built(), style) == {
        "size": size,
        "bold": bold,
        "slope": slope,
        "align": align,
        "fonts": "Times New Roman",
        "language": "vi-VN",
    }


def test_a_paragraph_of_the_body_is_indented_12_7_mm_and_followed_by_6_points():
    styles = part(built(), "word/styles.xml")
    body = next(node for node in styles.iter(f"{W}style") if node.get(f"{W}styleId") == "Paperbody")
    assert millimetres(body.find(f"{W}pPr/{W}ind").get(f"{W}firstLine")) == 12.7
    spacing = body.find(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}after"), spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("120", "264", "auto")


def test_no_foreign_typeface_is_left_in_the_file():
    styles = part(built(), "word/styles.xml")
    fonts = {value for node in styles.iter(f"{W}rFonts") for value in node.attrib.values()}
    assert fonts == {"Times New Roman"}
    assert names(built()) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/settings.xml",
        "word/styles.xml",
        "docProps/core.xml",
    ]


def drawn_lines(package: bytes) -> list[float]:
    """Lengths in millimetres of the drawn lines in the two cells of the head."""
    lengths = []
    for paragraph, width in zip(
        [node for node in part(package, "word/document.xml").iter(f"{W}p") if node.find(f"{W}pPr/{W}pBdr") is not None],
        (70.0, 95.0, 165.0),
        strict=False,
    ):
        indent = paragraph.find(f"{W}pPr/{W}ind")
        lengths.append(width - millimetres(indent.get(f"{W}left")) - millimetres(indent.get(f"{W}right")))
    return [round(length, 1) for length in lengths]


def test_lines_are_drawn_as_long_as_the_motto_and_two_fifths_of_the_issuer():
    issuer, motto = drawn_lines(built(issuer="Phòng Nội vụ"))
    assert 55.8 <= motto <= 56.3
    assert 33.5 / 3 <= issuer <= 33.5 / 2
    assert "_" not in "".join(text for _, text in paragraphs(part(built(), "word/document.xml")))


def test_the_two_cells_of_the_head_have_fixed_widths_and_no_padding():
    table = next(part(built(), "word/document.xml").iter(f"{W}tbl"))
    assert [millimetres(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")] == [70.0, 95.0]
    assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
    assert table.find(f"{W}tblPr/{W}tblBorders") is None
    assert {node.get(f"{W}w") for node in table.find(f"{W}tblPr/{W}tblCellMar")} == {"0"}


def test_several_addressees_stand_under_the_colon_with_dashes():
    package = built(addressees=("Phòng Nội vụ", "Hội đồng huyện;"))
    assert styled(package, "Paperaddressees") == ["Kính gửi:"]
    assert styled(package, "Paperaddresseeline") == ["- Phòng Nội vụ;", "- Hội đồng huyện."]
    assert styled(package, "Paperaddressee") == []


def test_a_paper_that_is_not_a_letter_has_its_kind_as_title():
    package = built(kind="Báo cáo", bases=("Căn cứ Luật Thi đua, khen thưởng", "Căn cứ Kế hoạch"), addressees=())
    assert styled(package, "Papertitle") == ["BÁO CÁO"]
    assert styled(package, "Papersubtitle") == ["giới thiệu gương tốt quý I năm 2025"]
    assert styled(package, "Papersubject") == []
    assert styled(package, "Paperbasis") == ["Căn cứ Luật Thi đua, khen thưởng;", "Căn cứ Kế hoạch."]


def test_an_unsigned_draft_leaves_room_for_number_day_and_name():
    package = built(number=None, dated_on=None, drafted_on=date(2025, 3, 14), signer_name=None, appendices=(LIST,))
    assert styled(package, "Papernumber") == ["Số:      /UBND-NV"]
    assert styled(package, "Paperplaceanddate") == ["Diên Phú, ngày      tháng 3 năm 2025"]
    assert styled(package, "Papersignername") == []
    assert styled(package, "Paperattachedto") == [
        "(Kèm theo Công văn số      /UBND-NV ngày      tháng 3 năm 2025 của Ủy ban nhân dân xã Diên Phú)"
    ]


def test_the_page_number_is_in_the_running_header_and_not_on_page_one():
    package = built()
    relations = {
        node.get("Id"): node.get("Target") for node in part(package, "word/_rels/document.xml.rels").iterchildren()
    }
    fields = {}
    for reference in part(package, "word/document.xml").iter(f"{W}headerReference"):
        target = relations[reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]
        header = part(package, f"word/{target}")
        fields[reference.get(f"{W}type")] = [node.text for node in header.iter(f"{W}instrText")]
    assert fields == {"default": ["PAGE"], "first": []}


def test_each_appendix_is_a_section_of_its_own_numbered_from_one():
    package = built(appendices=(LIST, replace(LIST, title="Tổng hợp", landscape=False)))
    assert styled(package, "Paperappendix") == ["Phụ lục I", "Phụ lục II"]
    assert styled(package, "Paperappendixtitle") == ["DANH SÁCH KÈM THEO", "TỔNG HỢP"]
    assert [section["paper"] for section in sections(package)] == [(210.0, 297.0), (297.0, 210.0), (210.0, 297.0)]
    assert {section["numbered from"] for section in sections(package)} == {"1"}
    assert {section["first number hidden"] for section in sections(package)} == {True}


def test_a_single_appendix_has_no_numeral():
    assert styled(built(appendices=(LIST,)), "Paperappendix") == ["Phụ lục"]


def test_headings_and_tables_stand_inside_the_text_and_the_paper_still_ends_with_its_mark():
    package = built(paragraphs=("Mở đầu.\nĐoạn hai.", Heading("I. Kết quả"), Heading("1. Số lượng", 2), LIST.table))
    assert styled(package, "Paperpart") == ["I. KẾT QUẢ"]
    assert styled(package, "Paperitem") == ["1. Số lượng"]
    assert styled(package, "Paperbody") == ["Mở đầu.", "Đoạn hai.", "./."]
    assert styled(package, "Papercell") == ["1", "Trần Thị Ơn"]


def test_minutes_are_signed_by_two_and_say_below_who_gets_them():
    package = built(kind="Biên bản", signer_title="Chủ trì", second_signer="Thư ký", signer_name="", authority="")
    said = paragraphs(part(package, "word/document.xml"))
    place = [style for style, _ in said].index("Papersigner")
    assert said[place : place + 3] == [
        ("Papersigner", "THƯ KÝ"), ("Papersigner", "CHỦ TRÌ"), ("Paperrecipients", "Nơi nhận:"),
    ]  # fmt: skip


def test_codes_stand_side_by_side_at_the_end_each_picture_once_in_the_file():
    codes = tuple(Code(png(shade), f"Mã <{place}> & chữ") for place, shade in enumerate((0, 0, 255)))
    package = build_letters([replace(LETTER, codes=codes), LETTER], made_at=MADE_AT)
    assert package == build_letters([replace(LETTER, codes=codes), LETTER], made_at=MADE_AT)
    assert styled(package, "Papercodewords") == ["Mã <0> & chữ", "Mã <1> & chữ", "Mã <2> & chữ"]
    drawn = list(part(package, "word/document.xml").iter(f"{WP}inline"))
    assert [one.find(f"{WP}docPr").get("id") for one in drawn] == ["1", "2", "3"]
    assert [one.find(f"{WP}docPr").get("descr") for one in drawn] == styled(package, "Papercodewords")
    assert {(extent.get("cx"), extent.get("cy")) for one in drawn for extent in one.iter(f"{WP}extent")} == {
        (str(36 * 36_000), str(36 * 36_000))
    }
    assert [name for name in names(package) if "media" in name] == ["word/media/image1.png", "word/media/image2.png"]


def test_typed_text_cannot_become_markup_or_break_the_file():
    package = built(paragraphs=("<w:p>A & B</w:p> \x07\x00\u202e]]>",), signer_name="<b>Đạt</b>")
    assert styled(package, "Paperbody") == ["<w:p>A & B</w:p> ]]>./."]
    assert styled(package, "Papersignername") == ["<b>Đạt</b>"]


def test_a_table_wider_than_the_page_is_refused():
    wide = Table((Column("Cột", 166),), (Group("", (("x",),)),))
    with pytest.raises(ValueError, match="166 mm"):
        built(paragraphs=(wide,))

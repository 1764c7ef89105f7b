"""What the gallery shows: every component in every state. People, villages and numbers are invented."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator

from neuguong.web.ui.looks import CELLS, icons

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class SampleStep:
    """A step as `ui/_actions.html` reads it."""

    name: str
    label: str
    open: bool = True
    reason: str = ""
    needs_note: bool = False


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Họ và tên",
        help_text="Như trong giấy tờ, có dấu",
        error_messages={"required": "Ghi họ và tên như trong giấy tờ của người được giới thiệu."},
    )
    born = forms.RegexField(
        r"^(19|20)[0-9]{2}$", label="Năm sinh", error_messages={"invalid": "Ghi đủ bốn chữ số, ví dụ 1958."}
    )
    sector = forms.ChoiceField(
        label="Lĩnh vực", choices=[("", "Chọn một lĩnh vực"), ("edu", "Giáo dục và đào tạo"), ("farm", "Nông nghiệp")]
    )
    kind = forms.ChoiceField(
        label="Đối tượng",
        widget=forms.RadioSelect,
        choices=[("individual", "Cá nhân"), ("collective", "Tập thể"), ("household", "Hộ gia đình")],
        error_messages={"required": "Chọn cá nhân, tập thể hay hộ gia đình."},
    )
    summary = forms.CharField(
        label="Trích ngang thành tích", widget=forms.Textarea(attrs={"rows": 3}), help_text="Khoảng 40 đến 120 từ"
    )
    paper = forms.FileField(label="Minh chứng", required=False, help_text="PDF, JPG, PNG; tối đa 15 MB mỗi tệp")
    checked = forms.BooleanField(
        label="Đã đối chiếu với sổ theo dõi của thôn", error_messages={"required": "Đối chiếu xong rồi đánh dấu ô này."}
    )


def samples() -> dict[str, Any]:
    """Everything the gallery's template needs besides the frame."""
    return {
        "icon_names": sorted(icons()),
        "cells": list(CELLS),
        "cell_counts": {"met": 3, "late": 1},
        "dossier_pills": _pairs(
            draft="bản nháp",
            submitted="đã gửi",
            returned="bị trả lại",
            in_review="đang thẩm định",
            verified="đạt thẩm định",
            declined="không đạt",
            recognised="đã công nhận",
            forwarded="đã trình cấp trên",
            withdrawn="đã rút",
        ),
        "claim_pills": _pairs(
            open="chưa có minh chứng", backed="có minh chứng", checked="đã kiểm", corrected="đã sửa", rejected="bị bác"
        ),
        "empty_form": SampleForm(prefix="a"),
        "refused_form": SampleForm({"b-born": "58"}, prefix="b"),
        "steps": [
            SampleStep(
                "verify", "Đạt thẩm định", open=False, reason="Chưa mở: ý 2 chưa kết luận, ý 4 đang chờ xã trả lời."
            ),
            SampleStep("submit", "Gửi hồ sơ"),
            SampleStep("return", "Trả lại", needs_note=True),
        ],
        "confirm": {"submit": "Gửi hồ sơ lên cơ quan thường trực?"},
        "events": [
            {"title": "Người đứng đầu gửi", "by": "Trần Quang Vinh", "at": datetime(2025, 2, 27, 16, 32, tzinfo=ZONE)},
            {
                "title": "Trả lại",
                "by": "Phạm Minh Đức",
                "at": datetime(2025, 3, 6, 10, 12, tzinfo=ZONE),
                "note": "41 vụ hòa giải thành tính từ năm nào đến năm nào?",
            },
            {"title": "Đang thẩm định", "by": "Phạm Minh Đức", "state": "now"},
            {"title": "Hội đồng xét", "state": "next"},
        ],
        "page": Paginator(range(278), 20).page(2),
        "rows": _rows(),
        "pips": [
            {"title": "Cá nhân", "text": "Lê Văn Thuận"},
            {"title": "Tập thể", "text": "Chi hội Phụ nữ"},
            {"title": "Còn thiếu", "text": "01 điển hình", "off": True},
        ],
        "rounds": [
            {"name": "Quý I", "text": "trước 15/3", "now": True},
            {"name": "Quý II", "text": "trước 15/6"},
            {"name": "Quý III", "text": "trước 15/9"},
            {"name": "Quý IV", "text": "trước 15/12"},
        ],
        "today": date(2025, 3, 11),
        "later": date(2025, 5, 24),
    }


def _pairs(**labels: str) -> list[tuple[str, str]]:
    return list(labels.items())


def _rows() -> list[dict[str, Any]]:
    return [
        {"name": "Lê Văn Thuận", "ref": "HS-2025-0087, cá nhân", "unit": "Xã Diên Thọ", "code": "in_review",
         "status": "đang thẩm định", "backed": "3/5", "on": date(2025, 2, 27)},
        {"name": "Chi hội Phụ nữ thôn Gò Đình", "ref": "HS-2025-0079, tập thể", "unit": "Xã Diên Thọ",
         "code": "verified", "status": "đạt thẩm định", "backed": "6/6", "on": date(2025, 2, 21)},
        {"name": "Hộ ông Huỳnh Văn Phước", "ref": "HS-2025-0075, hộ gia đình", "unit": "Xã Diên Sơn",
         "code": "returned", "status": "bị trả lại", "backed": "2/4", "on": date(2025, 2, 19)},
    ]  # fmt: skip

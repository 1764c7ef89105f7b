"""Reach figures from a file: the page, the empty sample, the list of what ran to be filled in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.papers import Column, Group, Table, build_csv
from neuguong.publicity.operations.reach import Taken, take_reach
from neuguong.publicity.queries.told import to_measure
from neuguong.publicity.reading.reach_file import CODE, DAY, HEADINGS, INTERACTIONS, REACHED, ReachErrors
from neuguong.web.desk.publicity.forms import ReachForm
from neuguong.web.desk.publicity.scope import must_record
from neuguong.web.downloads import made_file

SHOWN = 100  # wrong lines named one by one
MEANING = (
    (CODE, "số ở trang của lần phát, đăng; có sẵn trong danh sách tải về", True),
    (DAY, "ngày xem số liệu, dạng 15/03/2025", True),
    (REACHED, "bao nhiêu lượt nghe, xem, đọc, tính từ lúc phát, đăng đến ngày đo", True),
    (INTERACTIONS, "thích, bình luận, chia sẻ; để trống nếu không có", False),
)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Any) -> HttpResponse:
    """Take a file in: all of it, or nothing and every wrong line."""
    must_record(request)
    form = ReachForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_reach(content=form.cleaned_data["file"].read(), by=request.actor, at=request.now)
        except ReachErrors as wrong:
            problems = [str(one) for one in wrong.problems]
        else:
            messages.success(request, _told(taken))
            return redirect("desk:broadcasts")
    context = {
        "form": form, "problems": problems[:SHOWN], "more": max(0, len(problems) - SHOWN), "columns": MEANING,
    }  # fmt: skip
    return render(request, "desk/publicity/reach.html", context, status=422 if form.errors or problems else 200)


def _told(taken: Taken) -> str:
    parts = [f"{taken.new} số liệu mới"]
    parts += [f"{taken.replaced} số thay số cũ cùng ngày"] if taken.replaced else []
    parts += [f"{taken.same} số đã có, không đổi"] if taken.same else []
    parts += [f"{taken.empty} dòng chưa có số, bỏ qua"] if taken.empty else []
    return f"Đã nhập tệp\n{', '.join(parts)}."


@require_safe
def sample(request: Any) -> HttpResponseBase:
    """The columns, without a line."""
    must_record(request)
    columns = tuple(Column(name, 30) for name in HEADINGS)
    return made_file(build_csv(Table(columns, (Group(),))), "mau-so-lieu-tiep-can.csv")


@require_safe
def to_fill(request: Any) -> HttpResponseBase:
    """What ran in the last year, one line each, to be filled in and sent back."""
    must_record(request)
    columns = tuple(Column(name, 30) for name in (*HEADINGS, "Ngày phát, đăng", "Kênh", "Nội dung"))
    rows = tuple(
        (one.pk, None, None, None, one.ran_on, one.outlet.name, one.title)
        for one in to_measure(request.user.pk, request.today)
    )
    return made_file(build_csv(Table(columns, (Group(rows=rows),))), f"lan-phat-dang-{request.today:%Y-%m-%d}.csv")

"""Times real requests and queries against a baseline measured in turn with them, in the same run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.urls import reverse

from neuguong.core.papers import Column, Group, Sheet, Table, build_workbook
from neuguong.exemplars.models import Nomination
from neuguong.ledger.queries.board import board
from neuguong.org.models import Account
from neuguong.web.bench.fill import NOW, Filled

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the answer; times in milliseconds of server time."""

    name: str
    median_ms: float
    p95_ms: float
    baseline_ms: float
    ratio: float


def in_turn(name: str, act: Callable[[], None], baseline: Callable[[], None], times: int) -> Result:
    """Alternate the two, so that whatever else the machine does falls on both; two rounds first to warm up."""
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 2):
        for kind, call in enumerate((act, baseline)):
            begin = time.perf_counter()
            call()
            if turn >= 2:
                spent[kind].append((time.perf_counter() - begin) * 1000)
    median, bare = statistics.median(spent[0]), statistics.median(spent[1])
    p95 = sorted(spent[0])[max(0, round(len(spent[0]) * 0.95) - 1)]
    return Result(name, round(median, 2), round(p95, 2), round(bare, 2), round(median / bare, 2))


def _signed_in(account: Account) -> Client:
    client = Client(SERVER_NAME=HOST)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def visit(who: Client, path: str) -> Callable[[], None]:
    """Ask for a page, which must come."""

    def call() -> None:
        answer = who.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    return call


def screens(filled: Filled, times: int) -> list[Result]:
    """The screens of an official of the whole province, of one of a district, and the public register.

    Each stands beside the bare view behind the same sign-in.
    """
    province, district = _signed_in(filled.official), _signed_in(filled.district_official)
    visitor = Client(SERVER_NAME=HOST)
    near = Nomination.objects.filter(state="verified", unit__parent=filled.district).first()
    dossier = reverse("desk:nomination", args=[near.pk if near else 0])
    dossiers, register, home = reverse("desk:nominations"), reverse("portal:register"), reverse("desk:home")
    pages = (
        ("list, province", province, dossiers),
        ("list, province, one state", province, f"{dossiers}?state=submitted"),
        ("search, province, three common words", province, f"{dossiers}?q=hien+dat+ha"),
        ("dossier, province", province, dossier),
        ("home, province", province, home),
        ("list, district", district, dossiers),
        ("search, district, three common words", district, f"{dossiers}?q=hien+dat+ha"),
        ("dossier, district", district, dossier),
        ("home, district", district, home),
        ("board, district of 60 units", district, reverse("desk:board")),
        ("register", visitor, register),
        ("register, one common word", visitor, f"{register}?q=huong"),
    )
    bare = {
        id(province): visit(province, reverse("bench_bare")),
        id(district): visit(district, reverse("bench_bare")),
    }
    return [in_turn(name, visit(who, path), bare.get(id(who), bare[id(district)]), times) for name, who, path in pages]


def ledger(filled: Filled, times: int) -> list[Result]:
    """The ledger of the whole province, every duty and period, beside the bare aggregate of its dossiers."""
    day = NOW.date()
    return [
        in_turn(
            "ledger, every unit", lambda: _rows(board(plan=filled.plan, on=day)), _bare_aggregate, max(3, times // 10)
        ),
        in_turn(
            "ledger, every unit, one quarter",
            lambda: _rows(board(plan=filled.plan, on=day, period="2025-Q1")),
            _bare_aggregate,
            max(3, times // 10),
        ),
    ]


def sheets(times: int) -> Result:
    """The package's workbook beside the same cells written with the library alone."""
    import io  # noqa: PLC0415

    import xlsxwriter  # noqa: PLC0415

    header = ("TT", "Họ tên", "Đơn vị", "Lĩnh vực", "Trích ngang")
    rows = tuple((n, f"Nguyễn Văn {n}", "Xã Diên Thọ", "Nông nghiệp", "Trồng 1,2 ha bưởi, " * 8) for n in range(2_000))
    table = Table(columns=tuple(Column(text, 40) for text in header), groups=(Group(rows=rows),))

    def ours() -> None:
        _ok(bool(build_workbook((Sheet(name="Danh sách", table=table),), title="Gói quý", author="", made_at=NOW)))

    def library() -> None:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            sheet = book.add_worksheet("Danh sách")
            for y, row in enumerate((header, *rows)):
                for x, cell in enumerate(row):
                    sheet.write(y, x, cell)

    return in_turn("package workbook, 2,000 lines", ours, library, max(3, times // 10))


def explain() -> str:
    """How the database answers the ledger's aggregate: kept with the figures."""
    begin = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(begin + _AGGREGATE)
        return "\n".join(" ".join(str(part) for part in row) for row in cursor.fetchall())


_AGGREGATE = "SELECT unit_id, round_code, COUNT(*) FROM exemplars_nomination WHERE sent_at IS NOT NULL GROUP BY unit_id, round_code"


def _bare_aggregate() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_AGGREGATE)
        _ok(bool(cursor.fetchall()))


def _rows(found: object) -> None:
    _ok(bool(found.rows))  # type: ignore[attr-defined]


def _ok(fine: bool) -> None:
    if not fine:
        raise RuntimeError("the measured thing answered nothing")

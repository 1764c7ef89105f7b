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


def screens(filled: Filled, times: int) -> list[Result]:
    """The signed-in screens and the public register, each beside the bare signed-in view."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(filled.official, backend="allauth.account.auth_backends.AuthenticationBackend")
    visitor = Client(SERVER_NAME=HOST)
    dossier = Nomination.objects.filter(state="verified", unit=filled.unit).first() or Nomination.objects.first()
    pages = {
        "list": (client, reverse("desk:nominations")),
        "list, one state": (client, reverse("desk:nominations") + "?state=submitted"),
        "search, two words": (client, reverse("desk:nominations") + "?q=hien+dat+ha"),
        "dossier": (client, reverse("desk:nomination", args=[dossier.pk])),  # type: ignore[union-attr]
        "register": (visitor, reverse("portal:register")),
        "register, search": (visitor, reverse("portal:register") + "?q=huong"),
    }

    def visit(who: Client, path: str) -> Callable[[], None]:
        def call() -> None:
            answer = who.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")

        return call

    return [in_turn(name, visit(who, path), visit(client, reverse("bench_bare")), times) for name, (who, path) in pages.items()]


def ledger(filled: Filled, times: int) -> list[Result]:
    """The board of one district beside the bare view; the ledger of the whole province beside the bare aggregate."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(filled.official, backend="allauth.account.auth_backends.AuthenticationBackend")
    units = frozenset(filled.district.children.values_list("pk", flat=True))
    day = NOW.date()
    return [
        in_turn(
            f"board query, one district of {len(units)} units",
            lambda: _rows(board(plan=filled.plan, on=day, unit_ids=units)),
            lambda: _ok(client.get(reverse("bench_bare")).status_code == 200),
            times,
        ),
        in_turn(
            "ledger, every unit", lambda: _rows(board(plan=filled.plan, on=day)), _bare_aggregate, max(3, times // 10)
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

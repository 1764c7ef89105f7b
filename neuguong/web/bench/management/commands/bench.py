"""`manage.py bench`: what the screens cost, as ratios to a bare signed-in view in the same run."""

import json
import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test.utils import override_settings

from neuguong.web.bench.duplicates import measure_duplicates
from neuguong.web.bench.fill import FULL, SMALL, fill
from neuguong.web.bench.letters import measure_letters
from neuguong.web.bench.measure import explain, ledger, screens, sheets
from neuguong.web.bench.portal import measure_portal
from neuguong.web.bench.reading import readings
from neuguong.web.bench.units import measure_act, measure_year


class Command(BaseCommand):
    """Fills a scratch database beside the real one, measures, throws it away."""

    help = "Đo thời gian các trang chính so với một trang mốc. Ví dụ: manage.py bench --small --json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, how often, which form."""
        parser.add_argument("--small", action="store_true", help="300 đơn vị, 6.000 hồ sơ thay cho cả tỉnh")
        parser.add_argument(
            "--duplicates", type=int, default=0, metavar="N", help="chỉ đo việc tìm trùng trên N đối tượng"
        )
        parser.add_argument(
            "--letters", type=int, default=0, metavar="N",
            help="chỉ đo việc gửi N thư bằng hai tiến trình nền tới một máy chủ thư tại chỗ, một tiến trình bị dừng giữa chừng",
        )  # fmt: skip
        parser.add_argument(
            "--ledger-year", type=int, default=0, metavar="N", help="chỉ đo việc lập sổ một năm cho N đơn vị"
        )
        parser.add_argument("--reorganisation", type=int, default=0, metavar="N", help="chỉ đo việc sáp nhập N đơn vị")
        parser.add_argument(
            "--portal", type=int, default=0, metavar="N", help="chỉ đo cổng công khai và bản xuất tĩnh với N gương"
        )
        parser.add_argument("--kills", type=int, default=1, help="dừng tiến trình mấy lần khi đo gửi thư (mặc định 1)")
        parser.add_argument("--times", type=int, default=60, help="số lần đo mỗi trang (mặc định 60)")
        parser.add_argument("--json", action="store_true", help="chỉ in JSON ra đầu ra chuẩn")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all measurements on a fresh scratch database."""
        size = SMALL if options["small"] else FULL
        with tempfile.TemporaryDirectory(prefix="neuguong-bench-") as folder:
            migrated = os.environ.get("NEUGUONG_MIGRATED", "")  # the suite's own: it need not be made once more
            if connection.vendor == "sqlite" and not Path(migrated).is_file():  # the suite runs on PostgreSQL
                migrated = ""
            if connection.vendor == "sqlite":
                connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
                if migrated:
                    shutil.copyfile(migrated, Path(folder) / "bench.sqlite3")
            real = connection.settings_dict["NAME"]
            with redirect_stdout(sys.stderr):  # the cache table announces itself; standard output is for the answer
                connection.creation.create_test_db(
                    verbosity=0, autoclobber=True, serialize=False, keepdb=bool(migrated)
                )
            try:
                if (alone := _one_thing(options, folder)) is not None:
                    sys.stdout.write(json.dumps({"database": connection.vendor, **alone}, indent=2) + "\n")
                    return
                print(f"Nạp {size.units} đơn vị, {size.nominations} hồ sơ…", file=sys.stderr)
                filled = fill(size)
                with override_settings(  # every page is drawn
                    ROOT_URLCONF="neuguong.web.bench.urls",
                    ALLOWED_HOSTS=["127.0.0.1"],
                    STATIC_ROOT=f"{folder}/static",
                    MERGED_ROOT=f"{folder}/merged",
                    PAGES_KEPT=0,
                ):
                    call_command("collectstatic", interactive=False, verbosity=0)  # pages ask for their addresses
                    found = [
                        *screens(filled, options["times"]),
                        *ledger(filled, options["times"]),
                        sheets(options["times"]),
                        *readings(options["times"]),
                    ]
                plan = explain()
            finally:
                connection.creation.destroy_test_db(real, verbosity=0)
        answer = {
            "database": connection.vendor,
            "size": asdict(size),
            "results": [asdict(row) for row in found],
            "explain": plan,
        }
        if options["json"]:
            print(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        for row in found:
            print(
                f"{row.name:<45} {row.median_ms:>9} ms  p95 {row.p95_ms:>9} ms  mốc {row.baseline_ms:>8} ms  × {row.ratio}"
            )
        print(plan)


def _one_thing(options: dict[str, Any], folder: str) -> dict[str, Any] | None:
    """What was asked for by itself; None when it is the screens."""
    if options["duplicates"]:
        with override_settings(DEBUG=False):  # Django would keep the text of every statement
            swept, one = measure_duplicates(options["duplicates"], options["times"])
        return {"sweep": asdict(swept), "one": asdict(one)}
    if options["letters"]:
        return asdict(measure_letters(options["letters"], options["kills"], folder))
    if options["ledger_year"]:
        return asdict(measure_year(options["ledger_year"], options["times"]))
    if options["portal"]:
        return measure_portal(options["portal"], options["times"], folder)
    return asdict(measure_act(options["reorganisation"], options["times"])) if options["reorganisation"] else None

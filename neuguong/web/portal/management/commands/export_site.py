"""The public site as plain files in a folder."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from neuguong.core.clock import real_now
from neuguong.web.portal.export.run import Export
from neuguong.web.portal.export.tree import Busy

EXAMPLE = """
Ví dụ:
  manage.py export_site /srv/cong       ghi vào /srv/cong/site; lần sau chỉ ghi trang đã đổi
  EXPORT_DIR=/srv/cong manage.py work   tự chạy mỗi 5 phút

In ra {"pages", "written", "removed", "broken", "failed"}. Địa chỉ đã gỡ ghi ở removed.txt, trang vừa ghi lại ở changed.txt.
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", default=settings.EXPORT_DIR, help="thư mục; mặc định là EXPORT_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"]:
            raise CommandError("Cho biết thư mục: manage.py export_site DIR, hoặc đặt EXPORT_DIR.")
        try:
            outcome = Export(Path(options["folder"])).run(at=real_now())
        except Busy:
            raise CommandError("Một lần xuất khác đang chạy trên thư mục này. Chờ nó xong rồi chạy lại.") from None
        except (ImproperlyConfigured, RuntimeError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False, indent=1))
        if outcome.failed:
            raise CommandError(f"{len(outcome.failed)} trang không vẽ được; các trang ấy không có trong bản xuất.")

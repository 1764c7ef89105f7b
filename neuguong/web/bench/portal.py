"""What the public site costs: pages kept and pages drawn, served by gunicorn; the export, served by nginx."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from neuguong.core.audit_seal import seal
from neuguong.core.enums import FileState
from neuguong.core.models import DemoClock, StoredFile
from neuguong.exemplars.models import Claim, Consent, ConsentGrant, Correction, Exemplar, Nomination, Proof, Story
from neuguong.exemplars.reading.statements import statements
from neuguong.publicity.models import Article, ArticleExemplar
from neuguong.web.bench.bare import BARE
from neuguong.web.bench.fill import NOW, Filled, Size, fill
from neuguong.web.bench.letters import database_url
from neuguong.web.bench.load import Asked, per_second
from neuguong.web.bench.measure import HOST, Result, in_turn, visit
from neuguong.web.bench.reading import PARAGRAPH
from neuguong.web.portal.export.run import Export

ROOT = Path(__file__).resolve().parents[3]
RECOGNISED = 0.45  # of the dossiers that `fill` makes
ROUNDS = 9  # pairs of measurements under load, at most
BATCH = 8  # requests sent to nginx together, so that it is not the generator that is measured
NOT_MEASURED = "not measured: no nginx"
NGINX = Template(
    """
daemon off; pid $folder/nginx.pid; error_log $folder/nginx.log error; worker_processes 1; $user
events { worker_connections 256; }
http {
    access_log off; sendfile on; open_file_cache max=20000 inactive=60s; open_file_cache_valid 10s;
    keepalive_requests 10000000; default_type text/html;
    client_body_temp_path $folder/nb; proxy_temp_path $folder/np; fastcgi_temp_path $folder/nf;
    uwsgi_temp_path $folder/nu; scgi_temp_path $folder/ns;
    map "$$request_method:$$args" $$living { default 1; "GET:" 0; "HEAD:" 0; }
    server {
        listen 127.0.0.1:$port;
        root $folder/export/site;
        charset utf-8;
        location / {
            if ($$living) { return 418; }
            error_page 418 = @living;
            try_files $${uri}index.html $$uri $$uri/index.html @living;
            add_header Cache-Control "public, max-age=60";
            add_header X-Content-Type-Options nosniff;
        }
        location @living { return 503; }
    }
    server { listen 127.0.0.1:$bare; root $folder/plain; }
}
"""
)


@dataclass(frozen=True, slots=True)
class Load:
    """Requests a second of the two in turn, medians; `ratio` is the median over the pairs, with its least and most."""

    name: str
    per_second: int
    bare_per_second: int
    ratio: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Exported:
    """Seconds of the runs: everything, nothing new, after one correction; beside asking for the same pages only."""

    exemplars: int
    pages: int
    files: int
    first_s: float
    drawing_alone_s: float
    ratio: float
    unchanged_s: float
    one_changed_s: float
    one_changed_written: int


def measure_portal(exemplars: int, times: int, folder: str) -> dict[str, Any]:
    """Everything about the public site, on a register of about so many."""
    filled = fill(Size(units=300, per_district=60, nominations=round(exemplars / RECOGNISED)))
    told = _tell(filled)
    page, article = reverse("portal:exemplar", args=[told.slug]), reverse("portal:article", args=[_write(told)])
    with override_settings(
        ROOT_URLCONF="neuguong.web.bench.urls", ALLOWED_HOSTS=[HOST], STATIC_ROOT=f"{folder}/static", PAGES_KEPT=0,
        SITE_URL=f"http://{HOST}", EXPORT_URL="",
    ):  # fmt: skip
        call_command("collectstatic", interactive=False, verbosity=0)
        drawn = [_drawn(name, path, times) for name, path in (("exemplar", page), ("article", article))]
        exported = _exported(Path(folder) / "export")
    _as_on_a_real_site()
    with _gunicorn(folder) as port:
        pairs = [(name, Asked(port, path), Asked(port, f"{BARE}{path[1:]}")) for name, path in _pages(page)]
        kept = [_load(name, ours, bare, times) for name, ours, bare in pairs]
    return {
        "drawn": [asdict(one) for one in drawn], "kept": [asdict(one) for one in kept], "export": asdict(exported),
        "nginx": _nginx(Path(folder), page, times),
    }  # fmt: skip


def _as_on_a_real_site() -> None:
    """Real time, and every act sealed by the worker up to now."""
    DemoClock.objects.all().delete()
    while seal(timezone.now()):
        pass


def _pages(page: str) -> tuple[tuple[str, str], ...]:
    return (
        ("front page, kept", reverse("portal:home")),
        ("register, kept", reverse("portal:register")),
        ("exemplar with story, kept", page),
    )


def _tell(filled: Filled) -> Exemplar:
    """One exemplar with everything that a page may show: story, consent, checked claims with proofs."""
    told = Exemplar.objects.order_by("pk")[0]
    dossier = Nomination.objects.get(recognitions__exemplar=told)
    Nomination.objects.filter(pk=dossier.pk).update(achievement_summary=PARAGRAPH)
    for one in statements(PARAGRAPH):
        claim = Claim.objects.create(
            nomination=dossier, start=one.start, end=one.end, kind=one.kind, quote=PARAGRAPH[one.start : one.end],
            state="checked", made_at=NOW, decided_at=NOW, decided_by=filled.official,
        )  # fmt: skip
        Proof.objects.create(claim=claim, kind="decision", number="41/QĐ-UBND", office="UBND xã", added_at=NOW)
    scan = StoredFile.objects.create(
        digest="c" * 64, name="phieu.pdf", media_type="application/pdf", size=10, path="phieu.pdf", uploaded_at=NOW,
        state=FileState.CLEAN, checked_at=NOW,
    )  # fmt: skip
    paper = Consent.objects.create(
        exemplar=told, giver="self", signer_name=told.name, given_on=date(2024, 1, 2), scan=scan,
        entered_by=filled.official, entered_at=NOW,
    )  # fmt: skip
    ConsentGrant.objects.create(consent=paper, purpose="story", channel="portal")
    Story.objects.create(exemplar=told, summary=PARAGRAPH, state="published", published_at=NOW)
    return told


def _write(told: Exemplar) -> str:
    """An article about somebody, with every claim of the dossier in a block of its own; its address."""
    blocks = [{"id": "p", "type": "paragraph", "data": {"text": PARAGRAPH}}]
    claims = Claim.objects.filter(nomination__recognitions__exemplar=told)
    blocks += [{"id": f"c{one.pk}", "type": "claim", "data": {"claim": one.pk}} for one in claims]
    article = Article.objects.create(
        plan=told.plan, unit=told.plan.unit, slug="bai-do", title="Bài để đo", lead="Một bài về điển hình.", blocks=blocks,
        state="published", publish_at=NOW, read_at=NOW, created_at=NOW,
    )  # fmt: skip
    ArticleExemplar.objects.create(article=article, exemplar=told)
    return article.slug


def _drawn(name: str, page: str, times: int) -> Result:
    """A page drawn anew each time beside its own template drawn from what the view had found."""
    visitor = Client(SERVER_NAME=HOST)
    bare = reverse("bench_prepared", args=[page[1:]])
    return in_turn(f"{name}, drawn", visit(visitor, page), visit(visitor, bare), times)


def _exported(folder: Path) -> Exported:
    first, seconds = _timed(lambda: Export(folder).run(at=NOW))
    asked = Export(folder)
    sample = [f"/guong/{slug}/" for slug in Exemplar.objects.order_by("?").values_list("slug", flat=True)[:300]]
    _, alone = _timed(lambda: [asked.visitor.get(one) for one in sample])
    alone *= first.pages / len(sample)
    again = Export(folder)
    _, unchanged = _timed(lambda: again.run(at=NOW))
    if again.tree.written:
        raise RuntimeError(f"written though nothing changed: {again.tree.written}")
    other = Exemplar.objects.order_by("pk")[1]  # nobody wrote of this one: one page changes
    Correction.objects.create(exemplar=other, said="3", true="4", corrected_on=NOW.date(), recorded_at=NOW)
    changed, once = _timed(lambda: Export(folder).run(at=NOW))
    files = sum(1 for one in (folder / "site").rglob("*") if one.is_file())
    return Exported(
        Exemplar.objects.count(), first.pages, files, round(seconds, 1), round(alone, 1), round(seconds / alone, 2),
        round(unchanged, 1), round(once, 1), changed.written,
    )  # fmt: skip


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    made = act()
    return made, time.perf_counter() - begin


def _load(name: str, ours: Asked, bare: Asked, times: int) -> Load:
    """In turn, so that whatever else the machine does falls on both; a second each, less where only a few are wanted."""
    seconds = min(1.0, times / 20)
    for one in (ours, bare):
        per_second(one, seconds / 2)  # every process draws once
    pairs = [(per_second(ours, seconds), per_second(bare, seconds)) for _ in range(min(ROUNDS, times))]
    ratios = sorted(mine / theirs for mine, theirs in pairs)
    median = [round(statistics.median(column)) for column in zip(*pairs, strict=True)]
    return Load(
        name, median[0], median[1], round(statistics.median(ratios), 2), round(ratios[0], 2), round(ratios[-1], 2)
    )


@contextmanager
def _gunicorn(folder: str) -> Iterator[int]:
    """The site as `make run` serves it, on the scratch database."""
    port = _free_port()
    environment = os.environ | {"DATABASE_URL": database_url(), "NEUGUONG_DATA": folder}
    environment["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE)
    command = [sys.executable, "-m", "gunicorn", "neuguong.web.bench.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "75"]
    with _running([*command, "--log-level", "error"], environment, port):
        yield port


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT)  # noqa: S603  our own command
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def _nginx(folder: Path, page: str, times: int) -> dict[str, Any] | str:
    """The export as docs/operations.md serves it beside one file that nginx serves with nothing configured."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        return NOT_MEASURED
    (folder / "plain").mkdir()
    shutil.copyfile(folder / "export" / "site" / page[1:] / "index.html", folder / "plain" / "page.html")
    port, bare = _free_port(), _free_port()
    user = "user root;" if os.getuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(NGINX.substitute(folder=folder, port=port, bare=bare, user=user), encoding="utf-8")
    with _running([program, "-c", str(config)], dict(os.environ), bare):
        ours, plain = Asked(port, page, batch=BATCH), Asked(bare, "/page.html", batch=BATCH)
        return asdict(_load("exemplar of the export", ours, plain, times))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])

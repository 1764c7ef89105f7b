"""The public site as files: whole, without a broken link, and with nothing that the gate forbids."""

import io
import json
import threading
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from PIL import Image

from neuguong.core.attachments import keep
from neuguong.core.enums import FileState
from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Exemplar, Story
from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.exemplars.operations.revoking import correct_exemplar, revoke_exemplar
from neuguong.exemplars.operations.withholding import withhold_exemplar
from neuguong.org.models import Account
from neuguong.web.portal import tasks, views
from neuguong.web.portal.export import run as export_run
from neuguong.web.portal.export.run import Export, Outcome
from neuguong.web.portal.export.tree import Busy, Tree
from tests import factories as make
from tests.factories import actor, moment

AT = moment(2025, 3, 10)
LIVE = "https://neu-guong.example"
NAME = "Vũ Thị Hạnh"
TOLD = "Chị hiến 200 m² đất làm đường.\n\nBảy hộ làm theo."


@pytest.fixture(autouse=True)
def _known_by_a_name(settings) -> None:
    settings.SITE_URL, settings.EXPORT_URL = LIVE, ""
    settings.ALLOWED_HOSTS = ["neu-guong.example", "testserver"]


@pytest.fixture
def told(enter, cast) -> Exemplar:
    """Somebody whose story and photo are published by a signed consent."""
    page = enter(NAME)
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "green").save(out, "JPEG")
    file = keep(name="duong.jpg", content=out.getvalue(), by=actor(cast.author), at=AT)
    StoredFile.objects.filter(pk=file.pk).update(state=FileState.CLEAN, checked_at=AT)
    Story.objects.create(
        exemplar=page, summary=TOLD, photo=file, photo_words="Con đường mới", state="published", published_at=AT
    )
    return page


def export(folder: Path) -> Outcome:
    return Export(folder).run(at=AT)


def files(folder: Path) -> dict[str, bytes]:
    """Everything that a web server would show."""
    site = folder / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def pages(folder: Path) -> dict[str, str]:
    return {name: body.decode() for name, body in files(folder).items() if name.endswith(".html")}


def links(text: str) -> set[str]:
    """Every address that a page of HTML names, read by a parser that knows nothing of ours."""
    soup = BeautifulSoup(text, "html.parser")
    found = {tag[name] for name in ("href", "src", "action", "poster") for tag in soup.find_all(attrs={name: True})}
    return found | {part.split()[0] for tag in soup.find_all(srcset=True) for part in tag["srcset"].split(",")}


def file_at(address: str) -> str:
    """What a plain web server looks for."""
    path = urlsplit(address).path.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def broken(folder: Path, own: str = LIVE) -> set[tuple[str, str]]:
    """Links of the pages to files that are not there; what leads to the living site is asked of it elsewhere."""
    there = files(folder)
    return {
        (name, link)
        for name, text in pages(folder).items()
        for link in links(text)
        if (whole := urljoin(f"{own}/{name.removesuffix('index.html')}", unescape(link))).startswith(own)
        if not link.startswith(("http", "#")) and file_at(whole) not in there
    }


def revoke(one: Exemplar, cast) -> None:
    revoke_exemplar(
        exemplar=one, document_number="90/QĐ-UBND", decided_on=date(2025, 3, 9), reason="Khai không đúng.",
        by=actor(cast.office), at=AT,
    )  # fmt: skip


def test_every_public_page_becomes_a_file_under_a_name_that_any_server_understands(cast, told, enter, tmp_path):
    make.signed_consent(told, cast.office)
    for number in range(views.ROWS):
        enter(f"Người số {number}")
    outcome = export(tmp_path)
    names = files(tmp_path).keys()
    assert {
        "index.html", "guong/index.html", "guong/trang/2/index.html", f"guong/{told.slug}/index.html",
        f"guong/{told.slug}/anh.webp", "don-vi/dien-tho/index.html", "don-vi/dien-tho/trang/2/index.html",
        "linh-vuc/nong-nghiep/index.html", "linh-vuc/nong-nghiep/trang/2/index.html", "linh-vuc/y-te/index.html",
        "gioi-thieu/index.html", "tin/guong.rss", "tin/guong.atom", "tin/guong.json", "tin/linh-vuc/y-te.rss",
        "tin/don-vi/dien-tho.json", "tin/bai/linh-vuc/y-te.atom", "tin/bai/don-vi/dien-tho.rss", "robots.txt", "sitemap.xml", "sitemap-trang.xml", "sitemap-guong-1.xml", "404.html",
        "static/portal/all.css",
    } <= names  # fmt: skip
    assert (outcome.broken, outcome.failed, outcome.removed) == ([], [], [])
    assert files(tmp_path)[f"guong/{told.slug}/anh.webp"][8:12] == b"WEBP"


def test_no_link_leads_nowhere(cast, told, enter, tmp_path):
    make.signed_consent(told, cast.office)
    for number in range(views.ROWS):
        enter(f"Người số {number}")
    export(tmp_path)
    assert broken(tmp_path) == set()


def test_what_needs_a_server_leads_to_the_living_site(cast, told, visitor, tmp_path):
    export(tmp_path)
    there = pages(tmp_path)
    home = BeautifulSoup(there["index.html"], "html.parser")
    assert home.find("form")["action"] == f"{LIVE}/guong/"
    outside = {link for text in there.values() for link in links(text) if link.startswith(LIVE)}
    assert {f"{LIVE}/gioi-thieu-guong/", f"{LIVE}/viec-tot/", f"{LIVE}/phieu/", f"{LIVE}/lay-y-kien/"} <= outside
    assert f"{LIVE}/guong/?nam=2024" in outside
    page = BeautifulSoup(there[f"guong/{told.slug}/index.html"], "html.parser")
    assert page.find("meta", property="og:image")["content"] == f"{LIVE}/guong/{told.slug}/the-chia-se.jpg"
    for link in outside:
        answer = visitor.get(link.removeprefix(LIVE), headers={"host": "neu-guong.example"})
        assert answer.status_code == 200, link


def test_nothing_of_the_staff_is_in_it(cast, told, tmp_path):
    make.signed_consent(told, cast.office)
    export(tmp_path)
    everything = {
        name: body.decode(errors="replace") for name, body in files(tmp_path).items() if "static/" not in name
    }
    names = set(Account.objects.values_list("full_name", flat=True))
    assert {(file, name) for file, text in everything.items() for name in names if name in text} == set()
    staff = ("/ban-lam-viec", "/tai-khoan", "/_ui")
    assert {
        link for text in pages(tmp_path).values() for link in links(text) if any(one in link for one in staff)
    } == set()
    assert not any("sessionid" in text or "csrf" in text for text in everything.values())


def test_a_second_run_writes_nothing_when_nothing_changed(cast, told, tmp_path):
    make.signed_consent(told, cast.office)
    first = export(tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*") if path.is_file()}
    second = export(tmp_path)
    assert first.written == len(stamps)
    assert (second.written, second.removed, second.pages) == (0, [], first.pages)
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    assert (tmp_path / "changed.txt").read_text() == ""


def test_only_what_changed_is_written_anew_and_named_for_the_cdn(cast, told, enter, tmp_path):
    one = enter("Lê Văn Thuận")
    export(tmp_path)
    correct_exemplar(exemplar=one, said="Tổ 5", true="Tổ 6", by=actor(cast.office), at=AT)
    assert export(tmp_path).written == 1
    assert (tmp_path / "changed.txt").read_text() == f"/guong/{one.slug}/\n"
    assert "Tổ 6" in pages(tmp_path)[f"guong/{one.slug}/index.html"]


def test_with_consent_withdrawn_story_and_photo_are_gone_with_the_next_run_and_named(cast, told, tmp_path):
    consent = make.signed_consent(told, cast.office)
    export(tmp_path)
    assert any("Bảy hộ" in text for text in pages(tmp_path).values())
    withdraw_consent(consent=consent, withdrawn_on=date(2025, 3, 10), way="phone", by=actor(cast.office), at=AT)
    assert export(tmp_path).removed == [f"guong/{told.slug}/anh.webp"]
    assert not any("Bảy hộ" in text or "anh.webp" in text for text in pages(tmp_path).values())
    assert json.loads((tmp_path / "removed.json").read_text()) == [
        {"path": f"/guong/{told.slug}/anh.webp", "at": AT.isoformat()}
    ]
    assert f"/guong/{told.slug}/\n" in (tmp_path / "changed.txt").read_text()


@pytest.mark.parametrize("act", ["revoke", "withhold"])
def test_who_is_taken_down_is_on_no_page_feed_or_list_after_the_next_run_and_is_named_beside_the_site(
    cast, told, enter, tmp_path, act
):
    make.signed_consent(told, cast.office)
    enter("Lê Văn Thuận")
    export(tmp_path)
    assert any(NAME in text for text in pages(tmp_path).values())
    if act == "revoke":
        revoke(told, cast)
    else:
        withhold_exemplar(exemplar=told, reason="Công an", by=actor(cast.office), at=AT)
    gone = export(tmp_path).removed
    assert gone == [f"guong/{told.slug}/anh.webp", f"guong/{told.slug}/index.html"]
    left = {name: body.decode(errors="replace") for name, body in files(tmp_path).items() if "static/" not in name}
    assert {name for name, text in left.items() if NAME in text or told.slug in text} == set()
    assert (tmp_path / "removed.txt").read_text() == "".join(
        f"{AT.isoformat()} /guong/{told.slug}/{one}\n" for one in ("anh.webp", "")
    )
    assert broken(tmp_path) == set()


def test_what_was_removed_is_named_for_thirty_days_only(told, cast, tmp_path):
    make.signed_consent(told, cast.office)
    export(tmp_path)
    revoke(told, cast)
    export(tmp_path)
    (tmp_path / "site" / "ai-do-de-lai.html").write_text("")
    Export(tmp_path).run(at=moment(2025, 5, 1))
    assert [row["path"] for row in json.loads((tmp_path / "removed.json").read_text())] == ["/ai-do-de-lai.html"]


def test_a_run_that_is_cut_off_leaves_whole_files_and_the_next_one_sets_all_right(
    cast, told, enter, tmp_path, monkeypatch
):
    make.signed_consent(told, cast.office)
    export(tmp_path)
    before = files(tmp_path)
    enter("Lê Văn Thuận")
    revoke(told, cast)
    puts = Tree.put

    def cut_off(tree: Tree, file: str, body: bytes) -> bool:
        if len(tree.written) == 2:
            raise KeyboardInterrupt
        return puts(tree, file, body)

    monkeypatch.setattr(Tree, "put", cut_off)
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path)
    monkeypatch.undo()
    between = files(tmp_path)
    assert broken(tmp_path) == set()
    assert len({name for name in between if between[name] != before.get(name)}) == 2
    export(tmp_path)
    assert {name for name, body in files(tmp_path).items() if NAME.encode() in body} == set()
    assert f"guong/{told.slug}/index.html" not in files(tmp_path)
    assert not (tmp_path / "work").exists()


def test_a_file_that_lost_its_content_and_one_that_nobody_knows_are_set_right(told, tmp_path):
    export(tmp_path)
    whole = files(tmp_path)
    (tmp_path / "site" / "index.html").write_text("")
    (tmp_path / "site" / "guong" / "khong-co").mkdir()
    (tmp_path / "site" / "guong" / "khong-co" / "index.html").write_text("cũ")
    assert export(tmp_path).removed == ["guong/khong-co/index.html"]
    assert files(tmp_path) == whole
    (tmp_path / "manifest.json").write_text("{")
    assert export(tmp_path).written == 0  # every file was compared by itself
    assert files(tmp_path) == whole


def test_two_runs_at_once_are_refused(told, tmp_path):
    tree = Tree(tmp_path, "")
    refused = []

    def second() -> None:
        try:
            with Tree(tmp_path, "").held():
                pass
        except Busy:
            refused.append(1)

    with tree.held():
        other = threading.Thread(target=second)
        other.start()
        other.join()
        with pytest.raises(CommandError, match="đang chạy"):
            call_command("export_site", str(tmp_path), stdout=io.StringIO())
    assert refused == [1]


def test_a_page_that_cannot_be_drawn_is_left_out_and_said(told, cast, enter, tmp_path, monkeypatch):
    make.signed_consent(told, cast.office)
    export(tmp_path)
    draws = export_run.Visitor.get

    def fails(visitor, address):
        answer = draws(visitor, address)
        return type(answer)(500, "text/html", b"", public=False) if address == f"/guong/{told.slug}/" else answer

    monkeypatch.setattr(export_run.Visitor, "get", fails)
    outcome = export(tmp_path)
    assert outcome.failed == [f"/guong/{told.slug}/"]
    assert f"guong/{told.slug}/index.html" in outcome.removed  # nobody could ask the gate about it
    assert broken(tmp_path) == set()


def test_without_a_front_page_nothing_is_touched(told, tmp_path, monkeypatch):
    export(tmp_path)
    before = files(tmp_path)
    monkeypatch.setattr(export_run.Visitor, "get", lambda *_: export_run.Answer(500, "text/html", b"", public=False))
    with pytest.raises(RuntimeError, match="front page"):
        export(tmp_path)
    assert files(tmp_path) == before


def test_files_that_are_read_under_another_name_say_so_in_feeds_and_lists(told, cast, settings, tmp_path):
    make.signed_consent(told, cast.office)
    settings.EXPORT_URL = "https://guong.example"
    export(tmp_path)
    there = files(tmp_path)
    assert f"<loc>https://guong.example/guong/{told.slug}/</loc>" in there["sitemap-guong-1.xml"].decode()
    assert f"<loc>{LIVE}/gioi-thieu-guong/</loc>" in there["sitemap-trang.xml"].decode()
    item = json.loads(there["tin/guong.json"])["items"][0]
    assert item["url"] == f"https://guong.example/guong/{told.slug}/"
    assert "Sitemap: https://guong.example/sitemap.xml" in there["robots.txt"].decode()
    settings.EXPORT_URL = ""
    assert export(tmp_path).written > 0
    assert "guong.example" not in files(tmp_path)["sitemap-guong-1.xml"].decode().replace("neu-guong.example", "")


def test_a_form_is_left_out_with_a_sentence_that_leads_to_the_living_page(told, tmp_path, monkeypatch):
    form = '<form method="post" action="."><input name="token" value="moi-lan-mot-khac"><button>Gửi</button></form>'
    drawn = views.show
    monkeypatch.setattr(
        views,
        "show",
        lambda *args, **more: HttpResponse(drawn(*args, **more).content.decode().replace("</h1>", f"</h1>{form}")),
    )
    export(tmp_path)
    text = pages(tmp_path)[f"guong/{told.slug}/index.html"]
    assert "moi-lan-mot-khac" not in text
    assert f'<a href="{LIVE}/guong/{told.slug}/">Mở trang gốc để gửi</a>' in text


def test_the_schedule_runs_it_where_a_folder_is_named(told, settings, tmp_path):
    settings.EXPORT_DIR = ""
    assert tasks.export_site(AT) == ""
    settings.EXPORT_DIR = str(tmp_path)
    assert tasks.export_site(AT).endswith("gỡ 0, lỗi 0")
    assert "index.html" in files(tmp_path)


def test_the_schedule_draws_nothing_while_nobody_has_done_anything_and_all_of_it_once_an_hour(
    told, cast, settings, tmp_path
):
    settings.EXPORT_DIR = str(tmp_path)
    consent = make.signed_consent(told, cast.office)
    tasks.export_site(AT)
    assert tasks.export_site(AT) == "không có gì mới"
    withdraw_consent(consent=consent, withdrawn_on=date(2025, 3, 10), way="phone", by=actor(cast.office), at=AT)
    assert "gỡ 1" in tasks.export_site(AT)
    assert tasks.export_site(moment(2025, 3, 11)) != "không có gì mới"  # another day
    with time_machine.travel(moment(2025, 3, 11, 10), tick=False):
        assert tasks.export_site(moment(2025, 3, 11)) != "không có gì mới"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("SITE_URL", "https://khac.example"), ("SITE_URL", "neu-guong.example"), ("EXPORT_URL", f"{LIVE}/cong")],
)
def test_an_address_that_cannot_be_right_is_refused(told, settings, tmp_path, name, wrong):
    setattr(settings, name, wrong)
    with pytest.raises(CommandError, match=name):
        call_command("export_site", str(tmp_path), stdout=io.StringIO())


def test_the_command_says_what_it_did(told, tmp_path):
    out = io.StringIO()
    call_command("export_site", str(tmp_path), stdout=out)
    said = json.loads(out.getvalue())
    assert said.keys() == {"pages", "written", "removed", "broken", "failed"}
    with pytest.raises(CommandError, match="thư mục"):
        call_command("export_site", stdout=out)

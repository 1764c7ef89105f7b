"""What people and programs type by mistake or on purpose: every page answers in words, keeps text as text, loses nothing."""

import json
import unicodedata
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import etree

from neuguong.core.clock import move_clock
from neuguong.exemplars.models import Evidence, Exemplar, Nomination
from neuguong.exemplars.operations.nominations import verify_nomination, withdraw_nomination
from neuguong.exemplars.operations.recognition import recognise_in_unit
from neuguong.ledger.models import Package
from neuguong.ledger.operations.packages import issue_package
from neuguong.ledger.queries.packages import file_of
from neuguong.ledger.queries.unit_letter import unit_letter
from neuguong.org.models import Unit
from tests import factories as make
from tests.core.papers.reading import S, W, cells, part, text_of
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words

SCRIPT = "<script>alert('Lê')</script><img src=x onerror=alert(1)>"
FORMULA = "=cmd|' /C calc'!A0"
EMOJI = "Tổ 🌾 Đồng Lúa 👩🏽‍🌾"
TOO_LONG = "Lê " * 3400
NUL = "Lê\x00Văn Thuận"
STRANGE = ["\x00", "\x00a", "a" * 10_000, "%00", "' OR 1=1 --", "‮", "=1+1", '"', "đ" * 300, "(", "NEAR(", "*"]
FIRST = {"kind": "individual", "form_key": "k"}


@pytest.fixture
def sector(march) -> str:
    return march.sectors.first().code


def dossier(cast, plan, name: str, **fields) -> Nomination:
    return make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=plan.sectors.first().code, **fields)


def issued(cast, plan, *names: str) -> Package:
    """The quarter's package with dossiers of these names in it; the first is in the register too."""
    for name in names:
        sent = make.send(dossier(cast, plan, name), cast.head)
        verify_nomination(nomination=sent, by=actor(cast.office), at=moment(2025, 3, 12))
    first = Nomination.objects.filter(state="verified").order_by("id").first()
    package = issue_package(plan=plan, round_code="2025-Q1", by=actor(cast.office), at=moment(2025, 3, 15))
    recognise_in_unit(
        nomination=first, document_number="41/QĐ-UBND", decided_on=date(2025, 3, 15), by=actor(cast.head),
        at=moment(2025, 3, 15, 10),
    )  # fmt: skip
    return package


# Questions in addresses


def strange(field: str) -> list[str]:
    """What to try in a field; the free search gets everything."""
    return STRANGE if field == "q" else STRANGE[:4]


def test_a_strange_question_gets_a_page(cast, march, as_one):
    dossier(cast, march, "Lê Văn Thuận")
    pages = {
        "nominations": ("office", ["q", "state", "unit", "sector", "kind", "round_code", "sort", "page"]),
        "board": ("office", ["on", "kind", "block", "year"]),
        "board_xlsx": ("office", ["on", "block"]),
        "people": ("admin", ["q", "unit", "state", "page"]),
        "notices": ("author", ["page"]),
        "clock": ("admin", ["day"]),
    }
    at = {who: as_one(cast[who]) for who, _ in pages.values()}
    answers = {
        (name, field, text[:12]): at[who].get(reverse(f"desk:{name}"), {field: text}).status_code
        for name, (who, fields) in pages.items()
        for field in fields
        for text in strange(field)
    }
    visitor = Client()
    public = {
        (field, text[:12]): visitor.get("/guong/", {field: text}).status_code
        for field in ("q", "sector", "unit", "kind", "year", "level", "page")
        for text in strange(field)
    }
    assert {place: code for place, code in answers.items() if code not in (200, 400, 404, 422)} == {}
    assert {field: code for field, code in public.items() if code not in (200, 400, 404)} == {}


@pytest.mark.parametrize("number", ["abc", "-1", "0", "1.5", "9" * 40, "²", ""])
def test_numbers_that_are_none_choose_nothing(cast, march, sector, as_one, number):
    mine = dossier(cast, march, "Lê Văn Thuận")
    office, author, admin = as_one(cast.office), as_one(cast.author), as_one(cast.admin)
    bulk = office.post(reverse("desk:nominations_bulk"), {"step": "verify", "ids": [number]})
    settle = author.post(reverse("desk:nomination_settle", args=[mine.pk]), {"text": number})
    seat = admin.post(reverse("desk:council_seat", args=[cast.council.pk]), {"person": number, "seat_code": "member"})
    stale = as_one(cast.head).post(
        reverse("desk:nomination_step", args=[mine.pk, "submit"]), {"version": number or "x"}
    )
    assert bulk.status_code in (200, 302)
    assert (settle.status_code, seat.status_code) == (404, 422)
    assert stale.status_code in (400, 409)
    mine.refresh_from_db()
    assert mine.state == "draft"


# Text in forms


@pytest.mark.parametrize("name", [TOO_LONG, NUL], ids=["10,000 letters", "NUL"])
def test_a_name_that_cannot_be_is_told_at_its_field(cast, march, as_one, name):
    answer = as_one(cast.author).post(reverse("desk:nomination_new"), FIRST | {"name": name})
    assert answer.status_code == 400
    assert words(soup(answer).select_one("#id_name_error"))
    assert Nomination.objects.count() == 0


def test_a_name_too_long_for_its_field_is_told_while_the_rest_is_saved(cast, march, as_one):
    mine = dossier(cast, march, "Lê Văn Thuận")
    edits = [
        {"field": field, "text": text, "base_text": base, "client_key": f"k:{field}", "written_at": ""}
        for field, text, base in (("name", TOO_LONG, "Lê Văn Thuận"), ("place", "Gò Đình", ""))
    ]
    answer = as_one(cast.author).post(
        reverse("desk:nomination_autosave", args=[mine.pk]), json.dumps({"edits": edits}), "application/json"
    )
    assert set(answer.json()["errors"]) == {"name"}
    mine.subject.refresh_from_db()
    assert (mine.subject.name, mine.subject.place) == ("Lê Văn Thuận", "Gò Đình")


@pytest.mark.parametrize("text", [TOO_LONG, NUL], ids=["10,000 letters", "NUL"])
def test_no_form_of_the_desk_breaks_over_strange_text(cast, march, as_one, text):
    mine = dossier(cast, march, "Lê Văn Thuận")
    sent = make.send(dossier(cast, march, "Đỗ Thị Lành"), cast.head)
    number = {"pk": cast.author.pk}
    forms = [
        ("author", "award_add", {"pk": mine.pk}, ["name", "document_number", "level", "decided_on"]),
        ("office", "nomination_step", {"pk": sent.pk, "step": "verify"}, ["version"]),
        ("head", "delegate", {}, ["document", "to", "unit", "valid_from"]),
        ("admin", "person_new", {}, ["full_name", "username", "email", "phone", "title", "unit", "document"]),
        ("admin", "person_edit", number, ["full_name", "email", "phone", "title"]),
        ("admin", "person_lock", number, ["reason"]),
        ("admin", "membership_new", number, ["document", "unit", "role"]),
        ("admin", "council_new", {}, ["name", "unit"]),
        ("admin", "clock", {}, ["day", "hour"]),
    ]
    for who, name, address, fields in forms:
        answer = as_one(cast[who]).post(reverse(f"desk:{name}", kwargs=address), dict.fromkeys(fields, text))
        assert answer.status_code in (302, 400, 409, 422), name


def test_a_search_finds_a_name_however_its_letters_were_composed(cast, march, as_one):
    apart = unicodedata.normalize("NFD", "Đỗ Thị Lành")
    as_one(cast.author).post(reverse("desk:nomination_new"), FIRST | {"name": apart})
    assert Nomination.objects.get().subject.name == unicodedata.normalize("NFC", apart)
    for asked in (apart, "Đỗ Thị Lành", "do thi lanh"):
        page = soup(as_one(cast.author).get(reverse("desk:nominations"), {"q": asked}))
        assert len(page.select("#hang tbody tr")) == 1


# What was typed stays text


def every_page(cast, package: Package, as_one) -> dict[str, str]:
    """Each page on which a name may stand, for the people who read it."""
    office, author = as_one(cast.office), as_one(cast.author)
    first = Nomination.objects.exclude(state="draft").order_by("id").first()
    draft = Nomination.objects.get(state="draft")
    obligation = reverse("desk:obligation", args=[first.unit.obligations.get(period="2025-Q1").pk])
    slug = Exemplar.objects.get().slug
    pages = {
        "home": author.get("/ban-lam-viec/"),
        "office": office.get("/ban-lam-viec/"),
        "list": office.get(reverse("desk:nominations")),
        "dossier": office.get(reverse("desk:nomination", args=[first.pk])),
        "edit": author.get(reverse("desk:nomination_edit", args=[draft.pk])),
        "board": office.get(reverse("desk:board")),
        "obligation": author.get(obligation),
        "packages": office.get(reverse("desk:packages")),
        "package": office.get(reverse("desk:package", args=[package.pk])),
        "notices": author.get(reverse("desk:notices")),
        "again": author.post(reverse("desk:nomination_new"), FIRST | {"name": first.subject.name}),
        "register": Client().get("/guong/"),
        "exemplar": Client().get(f"/guong/{slug}/"),
        "portal": Client().get("/"),
    }
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    return {name: page.content.decode() for name, page in pages.items()}


@pytest.fixture
def at_the_close(march):
    """The demonstration stands at noon of the day after the cut-off."""
    move_clock(to=moment(2025, 3, 15, 12), by=make.JOB)
    return march


def test_markup_in_names_is_shown_and_never_runs(cast, at_the_close, as_one):
    Unit.objects.filter(pk=cast.dien_tho.pk).update(name=f"Xã {SCRIPT}", short_name=SCRIPT)
    dossier(cast, at_the_close, f"Nháp {SCRIPT}")
    package = issued(cast, at_the_close, SCRIPT, f"Bà {SCRIPT}")
    pages = every_page(cast, package, as_one)
    assert {name for name, text in pages.items() if "<script>alert" in text or "<img src=x" in text} == set()
    telling = {name for name, text in pages.items() if "&lt;script&gt;alert" in text}
    assert {"list", "dossier", "edit", "board", "package", "register", "exemplar"} <= telling


@pytest.mark.parametrize("name", [SCRIPT, FORMULA, EMOJI, "A & B <C> ]]>", "@SUM(1)", "+84 905"])
def test_names_stay_text_in_every_file(cast, at_the_close, as_one, name):
    Unit.objects.filter(pk=cast.dien_tho.pk).update(name=name, short_name=name)
    package = issued(cast, at_the_close, name)
    office = as_one(cast.office)
    board = office.get(reverse("desk:board_xlsx")).content
    books = [board, bytes(file_of(package, "sheet").content)]
    for book in books:
        assert formulas_and_links(book) == []
        assert f"'{name}'" in {
            value for sheet in (1, 2) if has_sheet(book, sheet) for value in cells(book, sheet).values()
        }
    own = unit_letter(
        unit=Unit.objects.get(pk=cast.dien_tho.pk), plan=at_the_close, period="2025-Q1", at=moment(2025, 3, 15)
    )
    for paper in (bytes(file_of(package, "letter").content), own):
        said = [text_of(node).replace("\u00a0", " ") for node in part(paper, "word/document.xml").iter(f"{W}p")]
        assert any(name in text for text in said)


def has_sheet(book: bytes, number: int) -> bool:
    with ZipFile(BytesIO(book)) as archive:
        return f"xl/worksheets/sheet{number}.xml" in archive.namelist()


def formulas_and_links(book: bytes) -> list[str]:
    """Whatever in a workbook could be computed or opened."""
    with ZipFile(BytesIO(book)) as archive:
        sheets = [etree.fromstring(archive.read(one)) for one in archive.namelist() if "worksheets/sheet" in one]
    return [node.tag for sheet in sheets for tag in ("f", "hyperlink") for node in sheet.iter(f"{S}{tag}")]


# Wrong moments and wrong files


def test_what_was_withdrawn_cannot_be_sent_from_an_old_page(cast, march, as_one):
    mine = make.send(dossier(cast, march, "Lê Văn Thuận"), cast.head, at=moment(2025, 3, 6))
    withdraw_nomination(nomination=mine, note="Gửi nhầm.", by=actor(cast.head), at=moment(2025, 3, 7))
    answer = as_one(cast.head).post(
        reverse("desk:nomination_step", args=[mine.pk, "submit"]), {"version": mine.version}
    )
    mine.refresh_from_db()
    assert (answer.status_code, mine.state) == (409, "withdrawn")
    assert "rút" in words(soup(answer).main)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("phim.mp4", b"\x00\x00\x00\x18ftypmp42" + b"0" * 400, "Không nhận tệp loại"),
        ("so.pdf", b"PK\x03\x04" + b"0" * 400, ""),
        ("anh.jpg", b"", "trống"),
        ("lon.pdf", b"%PDF-1.7\n" + b"0" * (20 * 1024 * 1024 + 1), "20 MB"),
        ("a" * 400 + ".exe", b"MZ" + b"0" * 400, "Không nhận tệp loại"),
    ],
    ids=["a film", "an archive called PDF", "an empty file", "too large", "a program"],
)
def test_a_wrong_file_is_told_in_words_and_nothing_is_kept(cast, march, as_one, name, content, sentence):
    mine = dossier(cast, march, "Lê Văn Thuận")
    upload = SimpleUploadedFile(name, content, content_type="image/jpeg")
    answer = as_one(cast.author).post(
        reverse("desk:evidence_add", args=[mine.pk]), {"file": upload, "caption": "Ảnh ruộng"}
    )
    told = words(soup(answer).select_one("#mc-file_error"))
    assert answer.status_code == 400
    assert sentence in told
    assert soup(answer).select_one("#mc-caption")["value"] == "Ảnh ruộng"
    assert Evidence.objects.count() == 0

"""Finding nominations and exemplars by what a clerk remembers of them."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from neuguong.core import search
from neuguong.core.search import matching
from neuguong.core.text import fold
from neuguong.exemplars.models import Exemplar, Nomination, Subject
from neuguong.org.models import Unit
from neuguong.programme.models import Plan, Sector
from tests import factories as make

AT = make.moment(2025, 3, 10)
PEOPLE = ["Nguyễn Thị Hường", "Đặng Văn Đức", "Nguyễn Đức Hòa", "Tổ hòa giải thôn Đại Điền", "Hộ ông Lê Quý"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Plan:
    unit = make.make_unit("dien-tho", "Xã Diên Thọ")
    return Plan.objects.create(
        code="kh", unit=unit, number="1/KH", title="t", short_title="t", issued_on=AT, valid_from=AT, valid_until=AT
    )


def nominate(plan: Plan, name: str, number: int, unit: Unit | None = None) -> Nomination:
    subject = Subject.objects.create(
        kind="individual", unit=unit or plan.unit, name=name, search_text=fold(name), sort_key=""
    )
    return Nomination.objects.create(
        number=f"{number:05}",
        plan=plan,
        unit=unit or plan.unit,
        subject=subject,
        kind="individual",
        created_at=AT,
        edited_at=AT,
        search_text=fold(f"{name} {number:05}"),
        sort_key=f"{number:05}",
    )


@pytest.fixture
def nominations(plan: Plan) -> QuerySet[Nomination]:
    for number, name in enumerate(PEOPLE, start=1):
        nominate(plan, name, number)
    return Nomination.objects.order_by("sort_key")


def names(rows: QuerySet[Nomination]) -> list[str]:
    return [row.subject.name for row in rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("huong", [0]),
        ("HƯỜNG", [0]),
        ("đức", [1, 2]),
        ("duc", [1, 2]),
        ("d", [1, 2, 3]),
        ("hoà", [2, 3]),
        ("nguyen duc", [2]),
        ("duc nguyen", [2]),
        ("dien dai", [3]),
        ("quí", [4]),
        ("00002", [1]),
        ("uong", []),
        ("không có ai", []),
        ("", [0, 1, 2, 3, 4]),
        ("   ", [0, 1, 2, 3, 4]),
    ],
)
def test_words_are_found_by_their_beginnings_without_marks(
    nominations: QuerySet[Nomination], typed: str, found: list[int]
) -> None:
    assert names(matching(nominations, typed)) == [PEOPLE[n] for n in found]
    assert names(matching(nominations, typed, first_rows=True)) == [PEOPLE[n] for n in found]


@pytest.mark.parametrize("typed", ["duc", "d", "nguyen duc", "uong", "a_b%", "hoà"])
def test_common_words_find_the_same_rows(
    nominations: QuerySet[Nomination], typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_index = names(matching(nominations, typed))
    monkeypatch.setattr(search, "COMMON", 0)
    assert names(matching(nominations, typed, first_rows=True)) == by_index


@pytest.mark.parametrize(
    "typed",
    [
        "'",
        '"',
        "''--",
        "!!!",
        "()&|*:<->",
        "\x00",
        "%_",
        "' OR 1=1 --",
        '" OR "" NEAR(a b)',
        "search_text : duc",
        "AND OR NOT NEAR",
        "a" * 300,
        "đ" * 300,
        "á " * 150,
        "𠀀 ½ ²",
        "१२ कि",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ],
)
def test_no_text_breaks_the_search(nominations: QuerySet[Nomination], typed: str) -> None:
    assert names(matching(nominations, typed)) in ([], names(matching(nominations, fold(typed))))


def test_text_without_a_letter_finds_nothing(nominations: QuerySet[Nomination]) -> None:
    assert names(matching(nominations, "???")) == []


def test_operators_are_words_like_others(nominations: QuerySet[Nomination], plan: Plan) -> None:
    nominate(plan, "Near Or Not", 9)
    assert names(matching(nominations, "near OR not")) == ["Near Or Not"]


def test_the_index_follows_every_change(nominations: QuerySet[Nomination]) -> None:
    row = nominations.get(number="00001")
    Nomination.objects.filter(pk=row.pk).update(search_text=fold("Trần Thị Lụa"))
    assert names(matching(nominations, "huong")) == []
    assert names(matching(nominations, "lua")) == ["Nguyễn Thị Hường"]
    row.delete()
    assert names(matching(nominations, "lua")) == []


def test_search_keeps_to_other_filters_order_and_pages(nominations: QuerySet[Nomination], plan: Plan) -> None:
    other = make.make_unit("dien-an", "Xã Diên An")
    nominate(plan, "Lê Minh Đức", 6, unit=other)
    assert names(matching(nominations.filter(unit=other), "duc")) == ["Lê Minh Đức"]
    assert names(matching(nominations, "duc").filter(unit=other)) == ["Lê Minh Đức"]
    assert names(matching(nominations, "duc").order_by("-sort_key")[1:2]) == ["Nguyễn Đức Hòa"]
    assert matching(nominations, "duc").count() == 3
    assert names(matching(nominations.select_related("subject", "unit"), "duc le")) == ["Lê Minh Đức"]


def test_the_register_is_searched_alike(plan: Plan) -> None:
    sector = Sector.objects.create(plan=plan, code="s", name="s", short_name="s", emphasis="", clause="", position=1)
    subject = Subject.objects.create(
        kind="individual", unit=plan.unit, name="Đặng Văn Đức", search_text="dang van duc", sort_key=""
    )
    exemplar = Exemplar.objects.create(
        subject=subject,
        plan=plan,
        slug="dang-van-duc",
        name=subject.name,
        kind="individual",
        unit=plan.unit,
        sector=sector,
        year=2025,
        level="unit",
        recognised_on=AT,
        search_text="dang van duc",
        sort_key="",
    )
    assert list(matching(Exemplar.objects.all(), "đức")) == [exemplar]
    assert list(matching(Exemplar.objects.all(), "đông")) == []


def test_the_database_searches_by_its_index(plan: Plan) -> None:
    subject = Subject.objects.create(kind="individual", unit=plan.unit, name="x", search_text="", sort_key="")
    rows = [
        Nomination(
            number=f"{n}",
            plan=plan,
            unit=plan.unit,
            subject=subject,
            kind="individual",
            created_at=AT,
            edited_at=AT,
            search_text=f"nguoi thu {n:04} to{n:04}",
            sort_key=f"{n:04}",
        )  # fmt: skip
        for n in range(2000)
    ]
    Nomination.objects.bulk_create(rows)
    found = matching(Nomination.objects.all(), "to0123")
    assert [row.number for row in found] == ["123"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan_text = found.explain()
    if connection.vendor == "postgresql":
        assert "exemplars_nomination_fts" in plan_text
    else:
        assert "exemplars_nomination_fts VIRTUAL TABLE INDEX" in plan_text
        assert "SEARCH exemplars_nomination USING INTEGER PRIMARY KEY" in plan_text

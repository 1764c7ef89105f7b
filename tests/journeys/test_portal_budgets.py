"""What a first visit to any public page costs a phone: bytes, one style sheet, nothing that moves, the largest thing in the page."""

import gzip
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import URLPattern, reverse

from neuguong.core.clock import start_demo_clock
from neuguong.core.enums import FileState
from neuguong.core.models import StoredFile
from neuguong.programme.models import Movement
from neuguong.publicity.models import Article
from neuguong.publicity.operations.columns import open_column
from neuguong.publicity.operations.photos import Told, add_photo
from neuguong.web.portal.urls import urlpatterns
from tests import factories as make
from tests.factories import actor, moment
from tests.journeys.test_portal import AXE, RULES, register
from tests.publicity.conftest import picture
from tests.publicity.hall import Hall
from tests.publicity.newsroom import AT, open_newsroom, quoted, words

__all__ = ["register"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FIRST_VIEW = 150 * 1024  # bytes over the wire
HEADERS = 600  # bytes of an answer beside its body, generously
SHRUNK = ("text/css", "image/svg+xml", "text/javascript")  # served from their .gz files
# Public pages with something in their address; those without are found by themselves.
OF_SOMETHING = [
    "/guong/do-thi-lanh/", "/guong/?q=khong+co+ai", "/guong/?q=lanh", "/don-vi/dien-tho/", "/don-vi/dien-an/", "/linh-vuc/y-te/",
    "/ban-do/2023/",
]  # fmt: skip
WATCH = """
window.shifts = 0; window.largest = null;
new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.shifts += e.value }))
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(e => {
  window.largest = {url: e.url, text: e.element ? e.element.textContent : ''} }))
  .observe({type: 'largest-contentful-paint', buffered: true});
"""
BLOCKING = (
    """performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name)"""
)


def paths() -> list[str]:
    """Every public page that a browser shows."""
    plain = [one for one in urlpatterns if isinstance(one, URLPattern) and not one.pattern.converters]
    found = [reverse(f"portal:{one.name}") for one in plain]
    return [*(path for path in found if path.endswith("/")), *OF_SOMETHING]


class Visit:
    """One first visit in a browser of its own, with everything that went over the wire."""

    def __init__(self, one, path: str) -> None:
        self.answers: list = []
        page = one.page
        page.add_init_script(WATCH)
        page.on("response", lambda answer: self.answers.append(answer))
        page.goto(one.address + path, wait_until="networkidle")
        self.bytes = sum(HEADERS + self._size(answer) for answer in self.answers)
        self.html = self.answers[0].text()
        self.kind = self.answers[0].headers.get("content-type", "")
        self.blocking = page.evaluate(BLOCKING)
        self.fonts = {answer.url.rpartition("be-vietnam-pro-")[2] for answer in self.answers if ".woff2" in answer.url}
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(150)
        self.shifts = page.evaluate("window.shifts")
        self.largest = page.evaluate("window.largest")
        self.page = page

    @staticmethod
    def _size(answer) -> int:
        body = answer.body()
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        return len(gzip.compress(body)) if kind in SHRUNK else len(body)

    @property
    def largest_is_in_the_page(self) -> bool:
        """Whether the largest thing painted stands in the answer as served, as a picture's address or as words."""
        if self.largest and self.largest["url"]:
            return urlsplit(self.largest["url"]).path in self.html
        words = "".join((self.largest or {}).get("text", "").split())
        return bool(words) and words in "".join(BeautifulSoup(self.html, "html.parser").get_text().split())

    def faults(self) -> list[str]:
        """What axe finds."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return [one["id"] for one in self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]]


def over(window, paths: list[str], *, phone: bool) -> dict[str, object]:
    """What goes beyond a budget at a first visit, by path and budget."""
    wrong: dict[str, object] = {}
    for path in paths:
        visit = Visit(window(phone=phone), path)
        assert visit.answers[0].status == 200, path
        if not visit.kind.startswith("text/html"):
            continue
        found = {
            "bytes": visit.bytes if visit.bytes > FIRST_VIEW else "",
            "shifts": visit.shifts if visit.shifts >= 0.01 else "",
            "blocking": "" if [url.rpartition("/")[2] for url in visit.blocking] == ["all.css"] else visit.blocking,
            "largest": "" if visit.largest_is_in_the_page else visit.largest,
            "fonts": visit.fonts - {f"{part}-{weight}-normal.woff2" for part in ("latin", "vietnamese") for weight in (400, 600)},
            "axe": visit.faults(),
        }  # fmt: skip
        wrong |= {f"{path} {what}": value for what, value in found.items() if value}
    return wrong


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_first_visit_to_any_public_page_keeps_to_the_budgets(register, window, phone):
    assert over(window, paths(), phone=phone) == {}


@pytest.fixture
def telling(transactional_db, cast, settings, tmp_path) -> list[str]:
    """An article, one of photos, its radio page, their column, an event, a movement: their addresses."""
    settings.MEDIA_ROOT = tmp_path / "files"
    start_demo_clock(at=AT)
    room = open_newsroom(cast)
    make.signed_consent(room.page, cast.office, ("story", "portal"), ("story", "radio"))
    common = {"plan": room.plan, "unit": cast.district, "by": actor(room.editor), "at": AT}
    column = open_column(kind="column", name="Nhà nông", **common)
    photos = [
        add_photo(name="a.jpg", content=picture(1600, 1200, tint=tint), told=Told("Vườn bưởi", "Ai chụp"), **common)
        for tint in (1, 2, 3)
    ]
    StoredFile.objects.update(state=FileState.CLEAN, checked_at=AT)
    plain = room.published(*[words("Ông Thuận trồng bưởi.")] * 12, quoted(room.claim("35 tấn")))
    shown = [{"photo": one.pk, "caption": "Vườn bưởi"} for one in photos[1:]]
    figure = {"type": "figure", "data": {"photo": photos[0].pk, "caption": "Vườn bưởi"}}
    pictured = room.published(
        figure, {"type": "gallery", "data": {"photos": shown}}, words("Ông Thuận."), title="Ảnh vườn"
    )
    Article.objects.filter(pk=pictured.pk).update(column=column, cover=photos[0])
    event = Hall(cast, room.plan).announced(starts_at=moment(2025, 5, 20), at=AT, is_public=True)
    Movement.objects.create(plan=room.plan, name="Chung sức", valid_from=AT.date())
    return [
        f"/bai/{plain.slug}/", f"/bai/{pictured.slug}/", f"/bai/{plain.slug}/phat-thanh/", "/bai/", "/chuyen-muc/nha-nong/",
        reverse("portal:event", args=[event.slug]), "/phong-trao/chung-suc/", "/", "/don-vi/dien-tho/",
    ]  # fmt: skip


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_what_is_told_with_text_and_photos_keeps_to_them_too(telling, window, phone):
    assert over(window, telling, phone=phone) == {}


def test_nothing_moves_when_the_letters_come_late(register, window):
    one = window(phone=True)
    one.page.route("**/*.woff2", lambda route: (one.page.wait_for_timeout(300), route.continue_()))
    assert {path: Visit(one, path).shifts < 0.01 for path in ("/", "/guong/do-thi-lanh/")} == {
        "/": True, "/guong/do-thi-lanh/": True,
    }  # fmt: skip

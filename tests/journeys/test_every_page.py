"""Nothing on any page keeps anybody out: each template of the site, filled by the demonstration, is looked at by axe at a desk
and on a phone, and no page is wider than the phone."""

import pytest

from tests.demonstration import play
from tests.journeys import unlinked
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_portal import AXE, RULES
from tests.journeys.walk import NOBODY, Walk, laid_out

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("demonstration"),
    pytest.mark.django_db(transaction=True),
]
# Who follows the links, from whom most opens: the next ones open what is theirs alone.
PEOPLE = {NOBODY: "/"} | dict.fromkeys(
    (unlinked.OFFICE, unlinked.EDITOR, unlinked.CLERK, unlinked.HEAD, unlinked.ADMIN), "/ban-lam-viec/"
)
OF_A_PHONE = {"runOnly": ["target-size", "scrollable-region-focusable", "meta-viewport", "heading-order"]}
LOOK = """async (rules) => {
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['wider than the screen'] : []
  const found = await axe.run(document, rules)
  return wide.concat(found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target).join(', ')))
}"""


@pytest.fixture
def walk(transactional_db) -> Walk:
    """Every page of the site, once per template."""
    found = Walk()
    unlinked.day_one(found)
    play()
    for who, start in PEOPLE.items():
        found.follow(who, start)
    for act in unlinked.ALL:
        act(found)
    return found


def look(page, rules: dict) -> list[str]:
    """What is wrong with an open page."""
    return page.evaluate(LOOK, rules | {"resultTypes": ["violations"]})


def test_nothing_on_any_page_of_the_site_keeps_anybody_out(browser, walk):
    assert walk.missing == set()  # a new page to which no link of the demonstration leads needs an act in unlinked.py
    wrong = {}
    with laid_out(walk.seen) as address, browser.new_context(locale="vi-VN", bypass_csp=True) as context:
        page = context.new_page()
        page.add_init_script(AXE.read_text(encoding="utf-8"))
        tools = context.new_cdp_session(page)
        tools.send("Animation.enable")
        for name, seen in sorted(walk.seen.items()):
            page.set_viewport_size(DESKTOP)
            page.goto(f"{address}/{name}")
            tools.send("Animation.setPlaybackRate", {"playbackRate": 1000})  # what fades in is half pale for a moment
            wrong[f"{name} ({seen}), desk"] = look(page, RULES)
            page.set_viewport_size(PHONE)
            wrong[f"{name} ({seen}), phone"] = look(page, RULES if name.startswith("portal/") else OF_A_PHONE)
    assert {name: found for name, found in wrong.items() if found} == {}

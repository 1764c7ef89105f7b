"""Articles are in the export by themselves, and leave it with the next run after consent is withdrawn."""

from pathlib import Path

import time_machine

from neuguong.exemplars.operations.publication import withdraw_consent
from neuguong.web.portal.export.run import Export, Outcome
from tests.factories import actor
from tests.publicity.newsroom import AT, Newsroom, words

TITLE = "Vườn bưởi của ông Thuận"


def run(folder: Path) -> Outcome:
    with time_machine.travel(AT, tick=False):
        return Export(folder).run(at=AT)


def telling(folder: Path, text: str) -> set[str]:
    """The files of the export in which something is said."""
    site = folder / "site"
    found = {path for path in site.rglob("*") if path.is_file() and "static" not in path.parts}
    return {path.relative_to(site).as_posix() for path in found if text in path.read_bytes().decode(errors="replace")}


def test_an_article_is_exported_with_list_and_feed_and_gone_from_all_of_them_after_a_withdrawal(
    newsroom: Newsroom, settings, tmp_path
):
    settings.SITE_URL, settings.EXPORT_URL = "https://neu-guong.example", ""
    settings.ALLOWED_HOSTS = ["neu-guong.example"]
    row = newsroom.published(words("Ông Thuận trồng bưởi."), title=TITLE)
    first = run(tmp_path)
    assert (first.broken, first.failed) == ([], [])
    page = f"bai/{row.slug}/index.html"
    assert {page, "bai/index.html", "tin/bai.rss", "tin/bai.atom", "tin/bai.json"} <= telling(tmp_path, TITLE)
    consent = newsroom.page.consents.get()
    withdraw_consent(consent=consent, withdrawn_on=AT.date(), way="phone", by=actor(newsroom.cast.office), at=AT)
    assert page in run(tmp_path).removed
    assert telling(tmp_path, TITLE) == set()
    assert run(tmp_path).written == 0

"""The public site's one style sheet holds every rule of its parts, and every address in it leads somewhere."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from neuguong.web.ui.merged import merged, parts_of

ALL = "portal/all.css"


def test_the_sheet_is_made_of_these_in_this_order():
    parts = parts_of(ALL)
    assert parts[:4] == ["ui/tokens.css", "ui/base.css", "ui/controls.css", "ui/portal.css"]
    assert parts[-1] == "ui/print.css"
    assert {"portal/fonts.css", "portal/map.css", "portal/register.css", "portal/voices.css"} <= set(parts)


def test_every_file_that_the_sheet_names_is_served_by_us():
    addresses = set(re.findall(r'url\("([^"]+)"\)', merged(ALL)))
    assert addresses
    assert {one for one in addresses if not finders.find(str(Path("portal") / one).replace("portal/../", ""))} == set()


def test_no_rule_is_lost_and_no_comment_is_sent():
    sheet = merged(ALL)
    assert "/*" not in sheet
    rules = sum(Path(finders.find(part)).read_text(encoding="utf-8").count("}") for part in parts_of(ALL))
    assert sheet.count("}") == rules


def test_the_file_that_is_served_is_what_the_parts_say_now():
    found = finders.find(ALL)
    assert Path(found).read_text(encoding="utf-8") == merged(ALL)
    assert any(ALL in dict(finder.list([])) for finder in finders.get_finders())

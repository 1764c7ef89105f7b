"""No page of the desk offers a link that turns its reader away."""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests import factories as make

HOME = "/ban-lam-viec/"
PEOPLE = [
    "author",
    "head",
    "neighbour",
    "health_officer",
    "office",
    "chair",
    "secretary",
    "leader",
    "admin",
    "stranger",
]


def shape_of(path: str) -> str:
    """One address stands for all that differ by a number only."""
    return re.sub(r"\d+", "N", urlsplit(path).path)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_link_that_a_person_is_shown_opens(person, cast, march, as_one):
    sent = make.make_nomination(cast.dien_tho, march, cast.author, sector="agriculture")
    make.send(sent, cast.head)
    make.make_nomination(cast.dien_an, march, cast.neighbour, sector="agriculture", name="Trần Văn An")
    client = as_one(cast[person])
    waiting, seen, refused = deque([HOME]), {HOME}, {}
    while waiting:
        path = waiting.popleft()
        answer = client.get(path)
        if answer.status_code not in (200, 302):
            refused[path] = answer.status_code
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        for found in re.findall(r'href="([^"#]+)', answer.content.decode()):
            link = urljoin(path, unescape(found))
            if link.startswith(HOME) and shape_of(link) not in seen:
                seen.add(shape_of(link))
                waiting.append(link)
    assert refused == {}
    assert len(seen) > 3

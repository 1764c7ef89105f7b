"""A public page is drawn once and given out again, and never after the act that changed it."""

import ast
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neuguong.core.audit import record
from neuguong.core.audit_seal import seal
from neuguong.core.audit_version import MOST, audit_version
from neuguong.core.models import AuditEntry
from neuguong.exemplars.models import Exemplar, Story
from neuguong.exemplars.operations.publication import publish_story, take_down_story, withdraw_consent
from neuguong.exemplars.operations.revoking import correct_exemplar, revoke_exemplar
from neuguong.exemplars.operations.withholding import withhold_exemplar
from neuguong.ledger.models import Obligation
from neuguong.org.models import Unit
from neuguong.org.operations.accounts import note_sign_in
from neuguong.web.portal import views
from neuguong.web.portal.kept import OVERHEAD, Copy, Shelf
from neuguong.web.portal.version import public_stand
from tests import factories as make
from tests.architecture.source import python_files, tree
from tests.factories import actor, moment

AT = moment(2025, 3, 10)
TOLD = "Chị hiến 200 m² đất làm đường.\n\nBảy hộ làm theo."
NOW = AT.replace(second=0, microsecond=0)


@pytest.fixture(autouse=True)
def _copies_are_kept(settings) -> None:
    settings.PAGES_KEPT = 2**20


@pytest.fixture
def told(enter, cast) -> Exemplar:
    """Somebody whose story is published by a signed consent."""
    page = enter("Vũ Thị Hạnh")
    Story.objects.create(exemplar=page, summary=TOLD, state="published", published_at=AT)
    return page


def text(visitor: Client, path: str) -> str:
    return visitor.get(path).content.decode()


def test_the_second_visitor_gets_what_was_drawn_for_the_first_for_one_question(
    told, visitor, django_assert_num_queries
):
    first = visitor.get(f"/guong/{told.slug}/")
    with django_assert_num_queries(1):
        second = visitor.get(f"/guong/{told.slug}/")
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert "Set-Cookie" not in second.headers


ACTS = {
    "consent withdrawn": lambda one, by: withdraw_consent(
        consent=one.consents.get(), withdrawn_on=date(2025, 3, 10), way="phone", by=by, at=AT
    ),
    "taken down": lambda one, by: take_down_story(story=Story.objects.get(exemplar=one), reason="Sai.", by=by, at=AT),
    "revoked": lambda one, by: revoke_exemplar(
        exemplar=one, document_number="90/QĐ-UBND", decided_on=date(2025, 3, 9), reason="Sai.", by=by, at=AT
    ),
    "withheld": lambda one, by: withhold_exemplar(exemplar=one, reason="Công an", by=by, at=AT),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_what_is_taken_down_is_given_out_no_more_from_the_very_next_answer_on(told, cast, visitor, act):
    make.signed_consent(told, cast.office)
    page = f"/guong/{told.slug}/"
    assert "Bảy hộ" in text(visitor, page)
    assert "Bảy hộ" in text(visitor, page)
    ACTS[act](told, actor(cast.office))
    assert "Bảy hộ" not in text(visitor, page)
    if act in ("revoked", "withheld"):
        lists = ("/", "/guong/", "/linh-vuc/nong-nghiep/", "/don-vi/dien-tho/", "/tin/guong.rss")
        assert {path for path in lists if told.name in text(visitor, path)} == set()


def test_what_is_published_or_put_right_shows_at_once(told, cast, visitor):
    by = actor(cast.office)
    make.signed_consent(told, cast.office)
    take_down_story(story=Story.objects.get(exemplar=told), reason="Sửa.", by=by, at=AT)
    page = f"/guong/{told.slug}/"
    assert "Bảy hộ" not in text(visitor, page)
    publish_story(story=Story.objects.get(exemplar=told), by=by, at=AT)
    assert "Bảy hộ" in text(visitor, page)
    correct_exemplar(exemplar=told, said="Tổ 5", true="Tổ 6", by=by, at=AT)
    assert "Tổ 6" in text(visitor, page)


def test_a_take_down_while_the_page_is_drawn_leaves_no_copy_behind(told, cast, visitor, monkeypatch):
    consent, by = make.signed_consent(told, cast.office), actor(cast.office)
    show = views.show

    def drawn_meanwhile(*args, **more):
        answer = show(*args, **more)
        withdraw_consent(consent=consent, withdrawn_on=date(2025, 3, 10), way="phone", by=by, at=AT)
        return answer

    monkeypatch.setattr(views, "show", drawn_meanwhile)
    assert "Bảy hộ" in text(visitor, f"/guong/{told.slug}/")  # was true when it was read
    monkeypatch.undo()
    assert "Bảy hộ" not in text(visitor, f"/guong/{told.slug}/")


def test_what_the_clock_changes_is_drawn_anew_with_the_minute(cast, enter, visitor):
    enter()
    Unit.objects.filter(pk=cast.dien_tho.pk).update(valid_to=date(2025, 3, 11))
    page = "/don-vi/dien-tho/"
    assert "tồn tại đến hết" not in text(visitor, page)
    with time_machine.travel(moment(2025, 3, 11, 0, 0), tick=False):
        assert "tồn tại đến hết ngày 10/03/2025" in text(visitor, page)
    with time_machine.travel(AT + timedelta(seconds=59), tick=False):
        kept = public_stand()
    with time_machine.travel(AT + timedelta(seconds=60), tick=False):
        assert public_stand() != kept


def test_a_browser_that_has_the_page_is_told_so_without_drawing_it(told, visitor, django_assert_num_queries):
    page = f"/guong/{told.slug}/"
    etag = visitor.get(page).headers["ETag"]
    with django_assert_num_queries(1):
        answer = visitor.get(page, headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == etag
    fresh = Client()  # another process: nothing kept yet
    assert fresh.get(page, headers={"if-none-match": etag}).status_code == 304
    with django_assert_num_queries(1):
        assert fresh.get(page).status_code == 200
    assert fresh.get(page, headers={"if-none-match": '"cu"'}).status_code == 200


def test_who_is_signed_in_leaves_no_copy_and_gets_none(told, cast, client, django_assert_num_queries):
    client.force_login(cast.office)
    page = f"/guong/{told.slug}/"
    client.get(page)
    Story.objects.filter(exemplar=told).update(summary="Chữ khác.")  # past the operations: only a copy would not know
    assert "Chữ khác." not in text(client, page)
    make.signed_consent(told, cast.office)
    assert "Chữ khác." in text(client, page)


def test_only_what_everybody_may_keep_is_kept(told, cast, visitor):
    for path in ("/gioi-thieu-guong/", "/khong-co/", "/guong/khong-co/", "/tai-khoan/dang-nhap/"):
        visitor.get(path)
        with CaptureQueriesContext(connection) as asked:
            visitor.get(path)
        assert len(asked) > 1, path  # drawn, not taken from a copy
    assert visitor.post("/guong/").status_code == 405


def test_a_search_has_a_copy_of_its_own_and_head_is_answered_from_it(told, enter, visitor, django_assert_num_queries):
    enter("Lê Văn Thuận")
    assert "Lê Văn Thuận" not in text(visitor, "/guong/?q=hanh")
    assert "Lê Văn Thuận" in text(visitor, "/guong/?q=thuan")
    with django_assert_num_queries(1):
        assert visitor.head("/guong/?q=hanh").status_code == 200


def test_no_two_states_of_the_audit_have_one_version(cast):
    by, seen = make.JOB, [audit_version()]

    def act() -> None:
        record("correct_exemplar", cast.dien_tho, by=by, at=AT)
        seen.append(audit_version())

    def close(limit: int) -> None:
        seal(AT, limit=limit)
        seen.append(audit_version())

    for step in (act, act, lambda: close(1), act, lambda: close(5), act, act, lambda: close(1), lambda: close(1)):
        step()
    late = AuditEntry.objects.order_by("pk").first()
    AuditEntry.objects.bulk_create([AuditEntry(pk=late.pk - 1, **{**fields(late), "seal": None})])  # committed last
    seen.append(audit_version())
    assert len(set(seen)) == len(seen)


def fields(row: AuditEntry) -> dict:
    return {
        name: getattr(row, name)
        for name in ("effective_at", "recorded_at", "actor", "verb", "object_type", "object_id")
    }


def test_while_nobody_seals_nothing_is_answered_from_copies(told, visitor):
    row = {
        "effective_at": AT,
        "recorded_at": AT,
        "actor": "job:x",
        "verb": "x",
        "object_type": "org.unit",
        "object_id": "1",
    }
    visitor.get("/")
    AuditEntry.objects.bulk_create(AuditEntry(**row) for _ in range(MOST))
    assert public_stand() is None
    Exemplar.objects.filter(pk=told.pk).update(name="Tên Khác")
    assert "Tên Khác" in text(visitor, "/")


def test_acts_that_no_page_shows_let_the_copies_stand(cast, kh):
    before = public_stand()
    note_sign_in(account=cast.office, by=actor(cast.office), at=AT)
    record("extend_obligation", Obligation(pk=1), by=make.JOB, at=AT)
    assert public_stand() == before
    record("change_unit", cast.dien_tho, by=make.JOB, at=AT)
    assert public_stand() != before


def test_the_portal_shows_nothing_of_the_ledger():
    """So acts in the ledger need not throw copies away (portal/version.py)."""
    imports = {
        (path.name, part.module)
        for path in python_files("neuguong/web/portal")
        for part in ast.walk(tree(path))
        if isinstance(part, ast.ImportFrom) and (part.module or "").startswith("neuguong.ledger")
    }
    assert imports == set()


def test_the_shelf_gives_up_what_was_not_asked_for_longest():
    stand = (1, 1, NOW)
    shelf = Shelf(3 * (OVERHEAD + 100))
    keys = [("https", "a", f"/{number}") for number in range(4)]
    for key in keys[:3]:
        shelf.put(key, Copy(stand, b"x" * 100, {}))
    shelf.take(keys[0], stand)
    shelf.put(keys[3], Copy(stand, b"x" * 100, {}))
    assert [shelf.take(key, stand) is not None for key in keys] == [True, False, True, True]
    assert shelf.take(keys[0], (1, 2, NOW)) is None
    assert len(shelf) == 2

"""Which doors stand open without signing in, which open to a POST only, and what every answer says of itself."""

import logging
import re
from itertools import chain

import pytest
from django.core.cache import cache
from django.test import RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from neuguong.config.logs import Discreet
from neuguong.org.models import Invitation
from neuguong.org.operations.accounts import invite
from neuguong.web.security import origin_of
from tests import factories as make

ARGUMENTS = {"pk": 1, "other": 1, "evidence_pk": 1, "award_pk": 1, "reference": 1, "number": 1, "turn": 1, "token": "x" * 43, "step": "extend",
             "kind": "letter", "round_code": "2025-Q1", "period": "2025-Q1", "slug": "a", "ref": "a", "code": "a",
             "photo": 1, "year": 2023, "width": 480, "consent": 1}  # fmt: skip
PUBLIC = {
    "account_login", "account_logout", "account_reset_password", "account_code", "account_invitation",
    "account_first_run",
    "portal:home", "portal:register", "portal:exemplar", "portal:exemplar_photo", "portal:exemplar_card", "portal:exemplar_poster", "portal:exemplar_radio",
    "portal:article_card", "portal:article_poster", "portal:article_radio",
    "portal:unit", "portal:map", "portal:map_then", "portal:movements", "portal:movement", "portal:sector", "portal:about",
    "portal:articles", "portal:article", "portal:article_photo", "portal:article_feed", "portal:column",
    "portal:suggest", "portal:good_deed", "portal:follow", "portal:comments", "portal:comment",
    "portal:replicate", "portal:message",
    "portal:comment_confirm", "portal:robots", "portal:sitemap", "portal:sitemap_pages", "portal:sitemap_exemplars",
    "portal:register_feed", "portal:sector_feed", "portal:unit_feed", "portal:sector_article_feed", "portal:unit_article_feed", "portal:invitation", "portal:events", "portal:event", "portal:event_calendar", "portal:events_calendar", "portal:event_register", "portal:event_photo",
}  # fmt: skip
# Addresses that change something for whoever presses a button, and show no page of their own.
BUTTONS = {
    "desk:nominations_bulk", "desk:nomination_step", "desk:nomination_autosave", "desk:nomination_settle",
    "desk:event_step", "desk:event_guests", "desk:event_write", "desk:event_door_add", "desk:event_mark", "desk:event_attendee_remove",
    "desk:event_photo_add", "desk:event_photo_remove", "desk:event_delegates_propose", "desk:event_delegates_add", "desk:event_delegates_remove", "desk:event_delegates_invite",
    "desk:article_autosave", "desk:article_step", "desk:article_pass", "desk:article_sign_off",
    "desk:claim_act", "desk:award_add", "desk:award_remove", "desk:evidence_add", "desk:evidence_recaption", "desk:evidence_remove",
    "desk:obligation_step", "desk:duty_due", "desk:unit_paper_remark", "desk:paper_remark_answer", "desk:activity_add", "desk:activity_withdraw", "desk:package_reference", "desk:package_correct", "desk:notices_read",
    "desk:person_secret", "desk:person_lock", "desk:person_unlock",
    "desk:standards_new", "desk:standard_issue", "desk:standard_drop",
    "desk:plan_load", "desk:unit_plans_new", "desk:unit_plan_renew", "desk:unit_plan_issue", "desk:unit_plan_drop", "desk:unit_plan_remark",
    "desk:dissemination_know", "desk:dissemination_names", "desk:dissemination_tick", "desk:dissemination_close", "desk:dissemination_withdraw",
    "desk:substitute_appoint", "desk:substitute_end", "desk:recuse_colleague", "desk:conflict_declare",
    "desk:subject_apart",
    "desk:failed_mail_again", "desk:reminders_write", "desk:reminders_release", "desk:reminder_digest_act", "desk:reminder_letter_reference",
    "desk:report_begin", "desk:report_submit", "desk:report_answer", "desk:report_reference", "desk:report_overall_issue",
    "desk:report_overall_reference",
    "desk:reorganisation_upload", "desk:reorganisation_remove", "desk:reorganisation_try", "desk:reorganisation_record",
    "desk:reorganisation_take_back", "desk:reorganisation_drop",
}  # fmt: skip


def doors(patterns=None, space: str = "") -> list[tuple[str, URLPattern]]:
    """Every address of the site, by name."""
    found = []
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            found += doors(one.url_patterns, one.namespace or space)
        else:
            found.append((f"{space}:{one.name}" if space else one.name, one))
    return found


def address(name: str, pattern: URLPattern) -> str:
    kinds = {"kind": "ma"} if name == "desk:person_secret" else {}
    return reverse(name, kwargs={key: (ARGUMENTS | kinds)[key] for key in pattern.pattern.regex.groupindex})


def test_without_signing_in_only_the_public_addresses_answer(cast, client):
    closed = {
        name
        for name, pattern in doors()
        if client.get(address(name, pattern))
        .headers.get("Location", "")
        .startswith(f"{reverse('account_login')}?next=")
    }
    assert {name for name, _ in doors()} - closed == PUBLIC


def test_a_link_alone_changes_nothing(cast, client):
    client.force_login(cast.office)
    refused = {name for name, pattern in doors() if client.get(address(name, pattern)).status_code == 405}
    assert refused == BUTTONS


def test_a_form_of_another_site_changes_nothing(cast, client):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(cast.office)
    for name, pattern in doors():
        if name in BUTTONS:
            assert strict.post(address(name, pattern)).status_code == 403, name


def test_every_answer_is_kept_by_nobody_unless_it_is_public(cast, client):
    client.force_login(cast.office)
    answers = {name: client.get(address(name, pattern)) for name, pattern in doors()}
    keepable = {name for name, answer in answers.items() if "no-store" not in answer.headers["Cache-Control"]}
    assert keepable <= {name for name in PUBLIC if name.startswith("portal:")}
    assert {"portal:home", "portal:register", "portal:about"} <= keepable
    for name, answer in answers.items():
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name


def test_a_wrong_host_is_refused_with_the_same_headers(db, client):
    answer = client.get("/", headers={"host": "ke-gian.example"})
    assert answer.status_code == 400
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "bad", ["//ke-gian.example/", "https:ke-gian.example", "/\\ke-gian.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_our_own_pages_only(cast, client, bad):
    cache.clear()
    answer = client.post(reverse("account_login"), {"login": "author", "password": "author", "next": bad})
    assert answer.headers["Location"] == reverse("desk:home")


def test_signing_in_gives_a_new_session(cast, client):
    cache.clear()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post(reverse("account_login"), {"login": "author", "password": "author"})
    assert client.cookies["sessionid"].value != session.session_key
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_a_stranger_with_many_names_does_not_wipe_out_the_count_of_wrong_passwords(cast, client):
    cache.clear()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": "author", "password": "sai"})
    for number in range(400):
        cache.set(f"another-name-{number}", [1], 300)
    client.post(reverse("account_login"), {"login": "author", "password": "author"})
    assert "_auth_user_id" not in client.session
    cache.clear()


def test_an_open_link_never_stands_in_the_log(cast, client):
    token = invite(account=cast.author, by=make.actor(cast.admin), at=make.moment(2025, 3, 10)).text
    Invitation.objects.update(expires_at=make.moment(2100, 1, 1))
    written = []

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Collecting()
    handler.setFormatter(Discreet("%(message)s"))
    logging.getLogger("django").addHandler(handler)
    link = reverse("account_invitation", args=[token])
    try:
        type(client)(enforce_csrf_checks=True).post(link)  # refused, and noted
        for _ in range(30):
            client.get(link)  # too often, and noted
    finally:
        logging.getLogger("django").removeHandler(handler)
        cache.clear()
    assert any("/loi-moi/…" in line for line in written)
    assert [line for line in written if token in line] == []


def test_the_log_repeats_no_row_and_no_mail_address():
    error = "duplicate key\nDETAIL:  Key (full_name)=(Nguyễn Thu Hà) already exists.\nto ha@dientho.vn"
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed: %s", (error,), None)
    assert Discreet("%(message)s").format(record) == "failed: duplicate key\nDETAIL: …\nto …@…"


def test_behind_a_proxy_the_visitor_is_who_the_proxy_saw():
    request = RequestFactory().get("/", headers={"x-forwarded-for": "6.6.6.6, 203.0.113.7"})
    assert origin_of(request) == "127.0.0.1"
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        assert origin_of(request) == "203.0.113.7"


def test_no_page_has_a_script_or_a_style_of_its_own(cast, client):
    client.force_login(cast.office)
    pages = [client.get(address(name, pattern)) for name, pattern in doors() if name not in BUTTONS]
    texts = [page.content.decode() for page in pages if "text/html" in page.headers.get("Content-Type", "")]
    # schema.org's data stand in a script element of a type that no browser runs
    inside = [
        re.findall(
            r"<script(?! type=\"application/ld\+json\">)(?![^>]*\bsrc=)(?![^>]*nonce=)[^>]*>|\son\w+=\"|\sstyle=\"",
            text,
        )
        for text in texts
    ]
    assert texts
    assert list(chain(*inside)) == []

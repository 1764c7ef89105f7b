"""Whoever stepped back meets nothing of the dossier: not in a list, a count, an error, a file or the number of queries."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neuguong.core.clock import start_demo_clock
from neuguong.exemplars.models import Nomination, VisitPhoto
from neuguong.exemplars.operations.conflicts import declare_conflict, recuse
from neuguong.exemplars.operations.nominations import Award, set_awards, verify_nomination
from neuguong.ledger.models import Package
from neuguong.ledger.operations.packages import issue_package
from neuguong.ledger.operations.sending import send_nomination
from neuguong.web.desk.urls import urlpatterns
from tests import factories as make
from tests.factories import actor, moment
from tests.web.desk.conftest import soup, words
from tests.web.desk.test_forged_addresses import TYPED

NONE = 987_654_321  # no row has this number
SECRET_NAME = "Trương Thị Mật"
PAGES = ("home", "nominations", "board", "packages", "notices", "conflicts", "help", "delegate")
# Addresses whose number is a dossier's, or that of something in it.
OF_DOSSIERS = {
    "nomination", "nomination_step", "nomination_edit", "nomination_autosave", "nomination_settle", "award_add",
    "award_remove", "evidence_add", "evidence_recaption", "evidence_remove", "evidence_file", "evidence_thumbnail", "claims", "claim_act",
    "conflict_declare", "recuse_colleague", "substitute_appoint",
    "nomination_checklist", "nomination_visit", "visit_photo", "visit_photo_small", "visit_minutes",
}  # fmt: skip
# Numbered addresses of other things: their own tests hold them (test_forged_addresses.py).
OF_OTHERS = {
    "obligation", "obligation_step", "package", "package_reference", "package_correct", "package_file",
    "package_scan", "notice", "person", "person_edit", "person_secret", "person_lock", "person_unlock",
    "person_handover", "membership_new", "substitute_new", "membership_end", "council_seat", "council_unseat",
    "declaration_withdraw", "recusal_lift", "substitute_end",
    "standard", "standard_edit", "standard_issue", "standard_drop", "standard_paper", "standard_compare",
    "subject", "subject_compare", "subject_apart", "subject_unmerge", "subject_erase", "register_entry",
    "suggestion", "suggestion_photo", "replication", "replication_file", "exemplar_message", "comment_entry", "publication", "consent_form", "consent_scan",
    "activity_add", "activity_withdraw", "activity_file",
    "unit_paper", "unit_paper_new", "unit_paper_scan", "unit_paper_remark", "paper_remark_answer",
    "reminder_digest", "reminder_digest_act", "reminder_letter", "reminder_letter_file", "reminder_letter_reference",
    "reminder_letter_scan",
    "obstacle", "obstacle_file", "clarification",
    "report_begin", "report", "report_edit", "report_submit", "report_answer", "report_reference", "report_paper",
    "report_sent_paper", "report_scan", "report_issued_paper", "report_issued_scan",
    "reorganisation", "reorganisation_add", "reorganisation_upload", "reorganisation_remove", "reorganisation_try",
    "reorganisation_record", "reorganisation_take_back", "reorganisation_drop",
    "estimate", "estimate_edit",
    "outlet", "planned_run", "planned_run_edit", "broadcast",
    "event", "event_edit", "event_step", "event_people", "event_guests", "event_exemplars", "event_write", "event_cards",
    "event_paper", "event_door", "event_door_add", "event_mark", "event_attendee_remove",
    "event_delegates", "event_delegates_propose", "event_delegates_add", "event_delegates_remove", "event_delegates_invite",
    "event_delegates_paper", "event_photos", "event_photo_add", "event_photo", "event_photo_remove",
    "speaker", "speaker_edit", "talk", "talk_file",
    "unit_plan", "unit_plan_edit", "unit_plan_renew", "unit_plan_issue", "unit_plan_drop", "unit_plan_remark", "unit_plan_paper",
    "dissemination", "dissemination_know", "dissemination_names", "dissemination_tick", "dissemination_close",
    "dissemination_withdraw", "dissemination_list",
    "article", "article_edit", "article_autosave", "article_place", "article_step", "article_pass", "article_sign_off",
    "article_revisions", "article_preview", "article_sheet", "article_photo",
    "photo", "photo_picture", "photo_choose", "photo_choose_small",
    "reward", "reward_edit", "reward_scan", "reward_consent_scan",
}  # fmt: skip


@pytest.fixture
def closed(cast, plan) -> Nomination:
    """A dossier with a file and an award, and two others; office stepped back, leader is kin, the rest judge it."""
    start_demo_clock(at=moment(2025, 3, 12, 9))
    sector = plan.sectors.first().code
    for name in ("Một", "Hai"):
        make.send(make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=sector), cast.head)
    draft = make.make_nomination(cast.dien_tho, plan, cast.author, name=SECRET_NAME, sector=sector)
    make.attach_file(draft, cast.author, at=moment(2025, 3, 4))
    award = Award(name="Giấy khen", level="", document_number="41/QĐ", decided_on=None)
    set_awards(nomination=draft, awards=[award], by=actor(cast.author), at=moment(2025, 3, 4))
    send_nomination(nomination=draft, by=actor(cast.head), at=moment(2025, 3, 10))
    at = moment(2025, 3, 11)
    make.visit_photo(draft, cast.office_second, people_met=f"{SECRET_NAME}, chủ hộ")
    recuse(nomination=draft, account=cast.office, reason="Bạn học.", by=actor(cast.office), at=at)
    declare_conflict(nomination=draft, kind="kinship", note="em ruột", by=actor(cast.leader), at=at)
    return draft


@pytest.fixture(params=["office", "leader", "neighbour"])
def shut_out(request, cast, closed) -> str:
    """A verifier who stepped back, a leader who is kin, an officer of another unit."""
    return request.param


def addresses(dossier: Nomination | None) -> dict[str, str]:
    """Every address about a dossier: of this one, or of one that does not exist."""
    pk = dossier.pk if dossier else NONE
    evidence = dossier.evidence.get().pk if dossier else NONE
    award = dossier.awards.get().pk if dossier else NONE
    photo = VisitPhoto.objects.get(visit__nomination=dossier).pk if dossier else NONE
    visit = dossier.visits.get().pk if dossier else NONE
    found = {}
    for one in urlpatterns:
        if one.name in OF_DOSSIERS:
            groups = set(one.pattern.regex.groupindex)
            numbers = {"pk": evidence if one.name.startswith("evidence_") and len(groups) == 1 else pk}
            numbers |= {"evidence_pk": evidence, "award_pk": award, "step": "verify"}
            numbers["pk"] = pk if one.name == "evidence_add" else numbers["pk"]
            numbers["pk"] = photo if one.name.startswith("visit_photo") else numbers["pk"]
            numbers["pk"] = visit if one.name == "visit_minutes" else numbers["pk"]
            found[one.name] = reverse(f"desk:{one.name}", kwargs={key: numbers[key] for key in groups})
    return found


def asked(client: Client, method: str, address: str) -> tuple[int, str, int]:
    """Status, body without what changes on each page anyhow, and the number of queries."""
    typed = TYPED | {"kind": "kinship", "account": "1", "edits": "[]"}
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address, typed if method == "post" else None)
    body = answer.content.decode() if not answer.streaming else "a file"
    body = re.sub(r'datetime="[^"]+"', "", body.replace(address, "HERE"))  # the demonstration's clock runs on
    return (
        answer.status_code,
        re.sub(r"(csrfmiddlewaretoken\" value=|nonce=|csrf\S*: ?)\"?[\w-]+", "", body),
        len(queries),
    )


def test_every_numbered_address_is_of_a_dossier_or_of_something_else():
    numbered = {one.name for one in urlpatterns if "pk" in one.pattern.regex.groupindex}
    assert numbered == OF_DOSSIERS | OF_OTHERS


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_answers_as_for_a_dossier_that_does_not_exist(cast, closed, as_one, shut_out, method):
    client = as_one(cast[shut_out])
    client.get(reverse("desk:home"))
    here, nowhere = addresses(closed), addresses(None)
    assert set(here) == OF_DOSSIERS
    told = {name: (asked(client, method, here[name]), asked(client, method, nowhere[name])) for name in here}
    assert {name: pair for name, pair in told.items() if pair[0] != pair[1]} == {}
    assert {pair[0][0] for pair in told.values()} <= {404, 405}


def test_no_page_names_it_and_no_count_counts_it(cast, closed, as_one, shut_out):
    client = as_one(cast[shut_out])
    pages = {name: client.get(reverse(f"desk:{name}")).content.decode() for name in PAGES if name != "conflicts"}
    spoken = (SECRET_NAME, closed.number, f"/ho-so/{closed.pk}/", f"nomination:{closed.pk}")
    assert {(name, word) for name, text in pages.items() for word in spoken if word in text} == set()
    for query in ("?q=truong+thi+mat", f"?q={closed.number}", "?state=submitted&q=mat"):
        page = client.get(reverse("desk:nominations") + query)
        assert not any(word in page.content.decode() for word in spoken[2:] + (SECRET_NAME,))
        assert "Không có hồ sơ nào khớp" in page.content.decode()


def test_the_list_counts_two_of_three_with_as_many_queries_as_for_three(cast, closed, as_one):
    list_of = reverse("desk:nominations")
    seen = {}
    for name in ("office", "office_second"):
        client = as_one(cast[name])
        client.get(list_of)
        status, _, queries = asked(client, "get", list_of)
        seen[name] = (status, words(soup(client.get(list_of)).select_one("#hang .pager, #hang nav")), queries)
    assert ["2 hồ sơ" in seen["office"][1], "3 hồ sơ" in seen["office_second"][1]] == [True, True]
    assert seen["office"][2] - seen["office_second"][2] == 1  # which of their notices to keep back


def test_a_step_for_many_says_of_it_what_it_says_of_no_dossier(cast, closed, as_one):
    client = as_one(cast.office)
    say = {"step": "verify", "ids": [str(closed.pk), str(NONE)], "note": ""}
    rows = [words(tag) for tag in soup(client.post(reverse("desk:nominations_bulk"), say)).select("tbody tr")]
    assert len(rows) == 2
    assert len(set(rows)) == 1
    assert "Không tìm thấy hồ sơ này" in rows[0]


def test_notices_about_it_are_gone_and_open_nothing(cast, closed, as_one):
    client = as_one(cast.office)
    letter = cast.office.letters.get(link=f"exemplars.nomination:{closed.pk}")
    assert closed.number not in client.get(reverse("desk:notices")).content.decode()
    here, nowhere = (asked(client, "get", reverse("desk:notice", args=[pk])) for pk in (letter.pk, NONE))
    assert here == nowhere
    assert here[0] == 404


def test_opening_a_paper_dossier_of_the_same_name_shows_no_like_one(cast, closed, as_one):
    data = {"unit": str(cast.dien_tho.pk), "kind": "individual", "name": SECRET_NAME}
    shown = {
        name: closed.number in as_one(cast[name]).post(reverse("desk:nomination_new"), data).content.decode()
        for name in ("office", "office_second")
    }
    assert shown == {"office": False, "office_second": True}


def test_the_package_of_its_round_is_somebody_elses(cast, plan, closed, as_one):
    verify_nomination(nomination=closed, by=actor(cast.office_second), at=moment(2025, 3, 12))
    start_demo_clock(at=moment(2025, 3, 16, 9))
    client = as_one(cast.office)
    issue = reverse("desk:package_issue", args=["2025-Q1"])
    refused = client.post(issue, {"signer": ""})
    assert (refused.status_code, "Nhờ người khác trong cơ quan lập" in refused.content.decode()) == (409, True)
    assert not Package.objects.exists()
    package = issue_package(plan=plan, round_code="2025-Q1", by=actor(cast.office_second), at=moment(2025, 3, 16))
    for name, more in (("package", []), ("package_file", ["letter"]), ("package_file", ["sheet"])):
        here, nowhere = (asked(client, "get", reverse(f"desk:{name}", args=[pk, *more])) for pk in (package.pk, NONE))
        assert here == nowhere
        assert here[0] == 404
        assert as_one(cast.office_second).get(reverse(f"desk:{name}", args=[package.pk, *more])).status_code == 200
    text = client.get(reverse("desk:packages")).content.decode()
    assert package.running_number not in text
    assert "Do người khác trong cơ quan lập" in text

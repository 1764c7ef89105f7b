"""Acts that lead to the pages to which no link of the demonstration leads: errors, drafts, secrets, links of letters, what readers send."""

from datetime import date

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from neuguong.core.actor import Actor
from neuguong.exemplars.models import (
    DuplicatePair,
    Exemplar,
    Nomination,
    Objection,
    ObjectionWindow,
    Revocation,
    Standard,
    SubjectMerge,
    WindowEntry,
)
from neuguong.exemplars.operations.conflicts import declare_conflict
from neuguong.exemplars.operations.messages import Written, send_message
from neuguong.exemplars.operations.replications import Follower, tell_replication
from neuguong.ledger.models import Report, UnitPlan
from neuguong.org.enums import Role
from neuguong.org.models import Account, Membership, Reorganisation, Speaker, Unit
from neuguong.org.operations.accounts import invite
from neuguong.programme.models import Plan
from neuguong.publicity.models import Article, Attendee, TalkSession
from neuguong.publicity.operations.clearing import take_down_article
from neuguong.web import errors
from neuguong.web.accounts.adapter import Adapter
from neuguong.web.accounts.first_run import setup_token
from neuguong.web.links import address_of, arrival_path, invitation_path
from tests.factories import actor, give_role, moment
from tests.journeys.walk import NOBODY, Walk

OFFICE, EDITOR, CLERK, HEAD, ADMIN = "noivu.duc", "bientap", "dientho", "dientho.truong", "quantri"
NOW, READER = moment(2025, 3, 10, 8), Actor.public("form:1")
FIRST = {
    "full_name": "Lê Thị Sáu", "username": "sau.le", "email": "", "password": "ba-cay-dua-ngoai-ngo",
    "password_again": "ba-cay-dua-ngoai-ngo", "unit_name": "UBND xã Bình Minh", "unit_kind": "state_committee",
    "place": "Xã Bình Minh",
}  # fmt: skip


def person(username: str) -> Account:
    return Account.objects.get(username=username)


def day_one(walk: Walk) -> None:
    """An empty database, and an office that has loaded no plan; undone afterwards."""
    with transaction.atomic():
        walk.get(NOBODY, reverse("account_first_run"))
        walk.get(NOBODY, reverse("account_first_run"), data={"ma": setup_token()})
        walk.post(NOBODY, reverse("account_first_run"), **FIRST, ma=setup_token())
        give_role(person("sau.le"), Role.LEADER, Unit.objects.get(), subtree=True)
        walk.get("sau.le", reverse("desk:board"))
        transaction.set_rollback(True)
    walk.forget("sau.le")


def refusals(walk: Walk) -> None:
    """What comes instead of a page."""
    cache.clear()
    walk.get(NOBODY, "/khong-co/")
    walk.get(NOBODY, "/", headers={"host": "ke-gian.example"})
    walk.get(CLERK, reverse("desk:people"))
    walk.call(errors.server_error, "/")
    walk.take(Client(enforce_csrf_checks=True).post(reverse("account_login")), NOBODY, reverse("account_login"))
    walk.post(
        HEAD, reverse("desk:nomination_step", args=[Nomination.objects.filter(state="recognised")[0].pk, "submit"])
    )
    guess = {
        "username": CLERK,
        "code": "AAAAA-AAAAA",
        "password": FIRST["password"],
        "password_again": FIRST["password"],
    }
    for _ in range(6):
        walk.post(NOBODY, reverse("account_code"), **guess)
    cache.clear()


def accounts(walk: Walk) -> None:
    """Coming in, going out, and the secrets that an administrator hands over."""
    walk.get(CLERK, reverse("account_logout"))
    walk.post(NOBODY, reverse("account_reset_password"), login="khong.co")
    clerk = person(CLERK)
    walk.post(ADMIN, reverse("desk:person_secret", args=[clerk.pk, "ma"]))
    token = invite(account=clerk, by=actor(person(ADMIN)), at=NOW).text
    walk.get(NOBODY, reverse("account_invitation", args=[token]))
    walk.get(NOBODY, reverse("account_invitation", args=["x" * 43]))
    walk.get(HEAD, reverse("desk:role_review"))
    walk.get(ADMIN, reverse("ui:gallery"))
    # the sign-in library asks for this page when an account is locked while its password is being checked
    walk.call(lambda request: Adapter(request).respond_user_inactive(request, clerk), reverse("account_login"))


def drafts(walk: Walk) -> None:
    """What somebody is writing just now."""
    article = Article.objects.filter(state="draft")[0]
    for name in ("article_edit", "article_place", "article_revisions"):
        walk.get(EDITOR, reverse(f"desk:{name}", args=[article.pk]))
    plan, standard = UnitPlan.objects.get(state="draft"), Standard.objects.get(state="draft")
    walk.get(clerk_of(plan.unit), reverse("desk:unit_plan_edit", args=[plan.pk]))
    walk.get(clerk_of(standard.unit), reverse("desk:standard_edit", args=[standard.pk]))
    report = Report.objects.filter(state="draft")[0]
    walk.get(clerk_of(report.obligation.unit), reverse("desk:report_edit", args=[report.pk]))
    walk.get(HEAD, reverse("desk:dissemination_new"))
    walk.fill(CLERK, reverse("desk:estimate_new"), "form_key", title="Tờ rơi của xã")
    walk.get("diendien", reverse("desk:broadcast_new"))
    ids = [str(one.pk) for one in Nomination.objects.filter(state="submitted")[:2]]
    walk.post(OFFICE, reverse("desk:nominations_bulk"), step="return", ids=ids, note="Ghi rõ năm.", back="")


def clerk_of(unit: Unit) -> str:
    """Who writes for a unit."""
    return Membership.objects.filter(unit=unit, role="unit_officer")[0].account.username


def units_and_people(walk: Walk) -> None:
    """Acts on units and records that the demonstration has not seen, and who stepped back."""
    walk.fill(OFFICE, reverse("desk:reorganisation_new"), "act", act="Nghị quyết 1/NQ", effective_on="01/07/2025")
    act = Reorganisation.objects.get()
    walk.fill(OFFICE, reverse("desk:reorganisation_add", args=[act.pk, "top"]), "name", name="UBND xã mới")
    walk.post(OFFICE, reverse("desk:reorganisation_try", args=[act.pk]))
    pair = DuplicatePair.objects.select_related("first", "second")[0]
    compare = reverse("desk:subject_compare", args=[pair.first_id, pair.second_id])
    walk.fill(OFFICE, compare, "reason", reason="Đã hỏi thôn, cùng một người.")
    walk.get(OFFICE, reverse("desk:subject_unmerge", args=[SubjectMerge.objects.get().pk]))
    dossier = Nomination.objects.filter(state="submitted").last()
    conflict = declare_conflict(nomination=dossier, kind="kinship", note="em ruột", by=actor(person(OFFICE)), at=NOW)
    walk.get(OFFICE, reverse("desk:declaration_withdraw", args=[conflict.pk]))


def telling(walk: Walk) -> None:
    """A speaker, a talk, somebody expected at an event, an article and a page that are gone."""
    walk.fill(CLERK, reverse("desk:speaker_new"), "topics", kind="reporter", name="Đặng Thị Sâm", topics="Kinh tế vườn",
              valid_from="15/01/2024")  # fmt: skip
    speaker = Speaker.objects.latest("pk")
    for name in ("speaker", "speaker_edit"):
        walk.get(CLERK, reverse(f"desk:{name}", args=[speaker.pk]))
    walk.fill(CLERK, reverse("desk:talk_new"), "audience", speaker=str(speaker.pk), held_on="08/03/2025", place="Nhà văn hóa",
              audience="pupils", audience_count="45", topics="Làm giàu từ vườn đồi")  # fmt: skip
    walk.get(CLERK, reverse("desk:talk", args=[TalkSession.objects.latest("pk").pk]))
    guest = Attendee.objects.all()[0]
    walk.get(NOBODY, invitation_path(guest.pk))
    walk.get(clerk_of(guest.event.unit), arrival_path(guest.pk))
    article = Article.objects.filter(state="published")[0]
    take_down_article(article=article, reason="Gia đình đề nghị.", by=actor(person(EDITOR)), at=NOW)
    walk.get(NOBODY, reverse("portal:article", args=[article.slug]))
    walk.get(NOBODY, reverse("portal:exemplar", args=[Revocation.objects.all()[0].exemplar.slug]))


def voices(walk: Walk) -> None:
    """What readers send, and the desk's page of each."""
    walk.fill(NOBODY, reverse("portal:good_deed"), "deed", about="Anh bảo vệ chợ", deed="Trả lại ví có 12 triệu đồng.",
              contact="0905 123 456")  # fmt: skip
    page = Exemplar.objects.filter(unit__name="Xã Diên Thọ", story__state="published")[0]
    sent = send_message(exemplar=page, written=Written("Cảm ơn chị."), code="M", form_key="m", by=READER, at=NOW)
    walk.get(OFFICE, reverse("desk:exemplar_message", args=[sent.pk]))
    follower = Follower("person", "Anh Tư", "2024", "Ủ phân.")
    place = tell_replication(
        exemplar=page, place=page.unit, follower=follower, code="R", form_key="r", by=READER, at=NOW
    )
    walk.get(CLERK, reverse("desk:replication", args=[place.pk]))
    comments(walk)


def comments(walk: Walk) -> None:
    """A dossier out for comments, as where a plan asks for it."""
    dossier = Nomination.objects.filter(state="verified")[0]
    window = ObjectionWindow.objects.create(
        plan=Plan.objects.get(), opened_on=date(2025, 3, 7), closes_on=date(2025, 3, 21), days=10,
        opened_by=person(OFFICE), opened_at=moment(2025, 3, 7),
    )  # fmt: skip
    entry = WindowEntry.objects.create(
        window=window, nomination=dossier, shown_name=dossier.subject.name, kind=dossier.kind, unit=dossier.unit,
        sector=dossier.sector,
    )  # fmt: skip
    here = reverse("portal:comment", args=[entry.pk])
    words = {
        "name": "Nguyễn Văn Tư",
        "email": "tu@example.vn",
        "contact": "thôn Trung",
        "words": "Tôi có thấy việc này.",
    }
    walk.fill(NOBODY, here, "words", **words)
    walk.get(NOBODY, address_of(f"exemplars.objection:{Objection.objects.get().pk}"))
    walk.get(OFFICE, reverse("desk:comment_entry", args=[entry.pk]))


ALL = (refusals, accounts, drafts, units_and_people, telling, voices)

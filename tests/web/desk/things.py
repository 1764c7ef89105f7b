"""One of everything that belongs to a unit, so that others can try to reach it."""

from dataclasses import dataclass
from datetime import date

from django.urls import URLPattern, reverse

from neuguong.core.actor import Actor
from neuguong.core.clock import start_demo_clock
from neuguong.core.models import Letter
from neuguong.exemplars.models import (
    Nomination,
    SubjectMerge,
    Substitute,
    Suggestion,
)
from neuguong.exemplars.operations.conflicts import declare_conflict, recuse
from neuguong.exemplars.operations.merging import merge_subjects
from neuguong.exemplars.operations.nominations import Award, set_awards, verify_nomination
from neuguong.exemplars.operations.standards import start_standard
from neuguong.exemplars.operations.suggestions import Told, pass_on, suggest
from neuguong.ledger.models import (
    Activity,
    Estimate,
    IssuedReport,
    Obligation,
    OverallReport,
    ReminderDigest,
    Report,
    ReportReference,
    ReportSubmission,
)
from neuguong.ledger.operations.activities import Done, record_activity
from neuguong.ledger.operations.budget import start_estimate
from neuguong.ledger.operations.clarifications import publish_clarification, withdraw_clarification
from neuguong.ledger.operations.obstacles import Hindrance, answer_obstacle, report_obstacle
from neuguong.ledger.operations.packages import enter_reference, issue_package
from neuguong.ledger.operations.reminder_letters import enter_reminder_reference, issue_reminder_letter
from neuguong.ledger.operations.reminders import urge
from neuguong.ledger.operations.unit_papers import Content, record_unit_paper, remark_on_paper
from neuguong.ledger.operations.unit_papers import Letter as PaperLetter
from neuguong.ledger.queries.report_facts import as_stored, report_figures
from neuguong.org.enums import Role
from neuguong.org.models import CouncilSeat, Membership, Reorganisation
from neuguong.org.operations.reorganisation_draft import draw_up
from neuguong.programme.models import Plan
from neuguong.web.desk.urls import urlpatterns
from tests import factories as make
from tests.conftest import Cast
from tests.factories import actor, moment
from tests.web.desk.things_told import of_events, of_outlet, of_photos, of_public_page, of_speakers, planned, put_out

# Words in addresses that are not numbers of things; each answers for the reader's own unit or plan.
WORDS = {"step": "verify", "kind": "letter", "round_code": "2025-Q1", "period": "2025-Q1"}
OBLIGATION_STEP = {"step": "extend"}
SECRET = {"kind": "ma"}


def patterns(*, numbered: bool) -> dict[str, URLPattern]:
    """The desk's addresses by name: those that carry the number of a thing, or the others."""
    found = {one.name: one for one in urlpatterns}
    return {name: one for name, one in found.items() if ("pk" in one.pattern.regex.groupindex) == numbered}


@dataclass
class Things:
    """One of everything that has a number, all of Diên Thọ or of the district's office."""

    dossier: Nomination
    obligation: Obligation
    numbers: dict[str, dict[str, int]]

    def address(self, name: str, **instead: int) -> str:
        """The address called `name` with the thing's own numbers."""
        groups = patterns(numbered=True)[name].pattern.regex.groupindex
        special = {"obligation_step": OBLIGATION_STEP, "person_secret": SECRET}.get(name, {})
        words = {word: text for word, text in (WORDS | special).items() if word in groups}
        return reverse(f"desk:{name}", kwargs={**self.numbers[name], **words, **instead})


def merged(cast: Cast, plan: Plan) -> SubjectMerge:
    """One farmer of Diên Thọ, spelt two ways and merged."""
    kept, absorbed = (
        make.make_nomination(cast.dien_tho, plan, cast.author, name=name, sector=plan.sectors.first().code).subject
        for name in ("Nguyễn Văn Hà", "Ng. V. Hà")
    )
    by = actor(cast.author)
    return merge_subjects(kept=kept, absorbed=absorbed, reason="Cùng một người.", by=by, at=moment(2025, 3, 5))


def everything(cast: Cast, plan: Plan) -> Things:
    """A draft with a file and an award, a package with its number, people with roles; it is 15/03/2025."""
    start_demo_clock(at=moment(2025, 3, 15, 9))
    draft = make.make_nomination(cast.dien_tho, plan, cast.author, sector=plan.sectors.first().code)
    file = make.attach_file(draft, cast.author, at=moment(2025, 3, 4))
    award = Award(name="Giấy khen", level="", document_number="41/QĐ", decided_on=date(2024, 1, 5))
    set_awards(nomination=draft, awards=[award], by=actor(cast.author), at=moment(2025, 3, 4))
    sent = make.make_nomination(cast.dien_tho, plan, cast.author, name="Đỗ Thị Lành", sector=plan.sectors.first().code)
    verify_nomination(nomination=make.send(sent, cast.head), by=actor(cast.office), at=moment(2025, 3, 12))
    issued = moment(2025, 3, 15, 8)
    package = issue_package(plan=plan, round_code="2025-Q1", by=actor(cast.office), at=issued)
    reference = enter_reference(
        package=package, document_number="215", issued_on=date(2025, 3, 15), by=actor(cast.office), at=issued
    )
    merge = merged(cast, plan)
    row = Obligation.objects.get(unit=cast.dien_tho, period="2025-Q1")
    person, role = {"pk": cast.author.pk}, {"pk": Membership.objects.get(account=cast.author).pk}
    dossier = {"pk": draft.pk}
    evidence = dossier | {"evidence_pk": file.pk}
    numbers = {
        **dict.fromkeys(
            ["nomination", "nomination_step", "nomination_edit", "nomination_autosave", "nomination_settle"], dossier
        ),
        **dict.fromkeys(["award_add", "evidence_add", "claims", "claim_act"], dossier),
        **dict.fromkeys(["conflict_declare", "recuse_colleague", "substitute_appoint"], {"pk": sent.pk}),
        **apart_from(sent, cast),
        **dict.fromkeys(["nomination_checklist", "nomination_visit"], {"pk": sent.pk}),
        **dict.fromkeys(["visit_photo", "visit_photo_small"], {"pk": make.visit_photo(sent, cast.office).pk}),
        "visit_minutes": {"pk": sent.visits.get().pk},
        "award_remove": dossier | {"award_pk": draft.awards.get().pk},
        **dict.fromkeys(["evidence_recaption", "evidence_remove"], evidence),
        **dict.fromkeys(["evidence_file", "evidence_thumbnail"], {"pk": file.pk}),
        **dict.fromkeys(["obligation", "obligation_step", "activity_add"], {"pk": row.pk}),
        **dict.fromkeys(["activity_withdraw", "activity_file"], {"pk": held(cast).pk}),
        **on_paper(cast, row),
        **of_obstacle(cast, plan),
        **of_reports(cast),
        **dict.fromkeys(["package", "package_reference", "package_correct", "package_file"], {"pk": package.pk}),
        "package_scan": {"pk": package.pk, "reference": reference.pk},
        "notice": {"pk": Letter.objects.filter(recipient=cast.author).first().pk},
        **dict.fromkeys(["person", "person_edit", "person_secret", "person_lock", "person_unlock"], person),
        **dict.fromkeys(["person_handover", "membership_new", "substitute_new"], person),
        **dict.fromkeys(["subject", "subject_erase"], {"pk": draft.subject_id}),
        **dict.fromkeys(["subject_compare", "subject_apart"], {"pk": draft.subject_id, "other": sent.subject_id}),
        "subject_unmerge": {"pk": merge.pk},
        **dict.fromkeys([name for name in REORGANISATION if name != "reorganisation_add"], {"pk": drawn(cast).pk}),
        "reorganisation_add": {"pk": drawn(cast).pk, "kind": "merged"},
        "comment_entry": {"pk": put_out(sent, cast).pk},
        **(of_public_page(sent, cast) | of_outlet(cast)),
        **dict.fromkeys(["suggestion", "suggestion_photo"], {"pk": suggested(cast, plan).pk}),
        "membership_end": role,
        "council_seat": {"pk": cast.council.pk},
        **dict.fromkeys(
            ["standard", "standard_edit", "standard_issue", "standard_drop", "standard_paper", "standard_compare"],
            {"pk": start_standard(unit=cast.dien_tho, plan=plan, by=actor(cast.author), at=moment(2025, 3, 4)).pk},
        ),
        **(urged(plan, cast) | planned(cast, plan) | of_photos(cast, plan) | of_speakers(cast)),
        "council_unseat": {"pk": CouncilSeat.objects.get(account=cast.chair).pk},
    }
    return Things(draft, row, numbers)


def urged(plan: Plan, cast: Cast) -> dict[str, dict[str, int]]:
    """A digest, an urging letter and its number."""
    on, by, at = date(2025, 3, 14), actor(cast.office), moment(2025, 3, 14)
    urge(plan=plan, on=on, by=by, at=at)
    letter = issue_reminder_letter(plan=plan, on=on, by=by, at=at)
    entered = enter_reminder_reference(letter=letter, document_number="3", issued_on=on, by=by, at=at)
    digest = {"pk": ReminderDigest.objects.get(recipient=cast.health_officer).pk}
    return {
        **dict.fromkeys(["reminder_digest", "reminder_digest_act"], digest),
        **dict.fromkeys(["reminder_letter", "reminder_letter_file", "reminder_letter_reference"], {"pk": letter.pk}),
        "reminder_letter_scan": {"pk": letter.pk, "reference": entered.pk},
    }


def of_reports(cast: Cast) -> dict[str, dict[str, int]]:
    """A report that Diên Thọ submitted and the one over all units, each with its number."""
    row = Obligation.objects.get(unit=cast.dien_tho, duty__code="interim_report")
    report = Report.objects.create(
        obligation=row, state="submitted", since=date(2023, 1, 1), until=date(2023, 5, 1), created_at=moment(2023, 5, 1),
        edited_at=moment(2023, 5, 1),
    )  # fmt: skip
    words = {"since": report.since, "until": report.until, "texts": {}, "name": "bao-cao.docx", "content": b""}
    words["figures"] = as_stored(report_figures(report))
    at = {"recorded_at": moment(2023, 5, 1)}
    sent = moment(2023, 5, 1)
    ReportSubmission.objects.create(report=report, turn=1, counts_at=sent, effective_at=sent, **at, **words)
    overall = OverallReport.objects.create(
        plan=row.duty.plan, duty=row.duty, since=report.since, until=report.until, edited_at=sent
    )
    issued = IssuedReport.objects.create(overall=overall, issued_at=sent, **at, **words)
    number = {"document_number": "1/BC", "dated_on": report.until, **at}
    own = ReportReference.objects.create(report=report, **number)
    of_all = ReportReference.objects.create(issued=issued, **number)
    return {
        "report_begin": {"pk": row.pk},
        **dict.fromkeys(
            ["report", "report_edit", "report_submit", "report_answer", "report_reference"], {"pk": report.pk}
        ),
        "report_paper": {"pk": report.pk},
        "report_sent_paper": {"pk": report.pk, "turn": 1},
        "report_scan": {"pk": report.pk, "reference": own.pk},
        "report_issued_paper": {"pk": issued.pk},
        "report_issued_scan": {"pk": issued.pk, "reference": of_all.pk},
    }


def held(cast: Cast) -> Activity:
    """An event that Diên Thọ recorded, with a picture."""
    owed = Obligation.objects.get(unit=cast.dien_tho, duty__code="honouring_event", period="2024")
    done, at = Done("Gặp mặt", date(2024, 11, 20), "in_person"), moment(2025, 3, 4)
    return record_activity(
        obligation=owed, done=done, file_name="anh.jpg", content=make.jpeg(), by=actor(cast.author), at=at
    )


def on_paper(cast: Cast, row: Obligation) -> dict[str, dict[str, int]]:
    """A letter of Diên Thọ that the office typed, and what Diên Thọ says to it."""
    owed = Obligation.objects.get(unit=cast.dien_tho, duty__code="honouring_event", period="2023")
    letter = PaperLetter("15/BC-UBND", date(2025, 3, 3), "cong-van.jpg", make.jpeg())
    content, at = Content(done=Done("Gặp mặt", date(2023, 11, 20), "in_person")), moment(2025, 3, 4)
    paper = record_unit_paper(obligation=owed, letter=letter, content=content, by=actor(cast.office), at=at)
    remark = remark_on_paper(paper=paper, text="Sai ngày.", by=actor(cast.author), at=moment(2025, 3, 5))
    of_paper = ("unit_paper", "unit_paper_scan", "unit_paper_remark")
    return {
        **dict.fromkeys(of_paper, {"pk": paper.pk}),
        "paper_remark_answer": {"pk": remark.pk},
        "unit_paper_new": {"pk": row.pk},
    }


def of_obstacle(cast: Cast, plan: Plan) -> dict[str, dict[str, int]]:
    """What hinders Diên Thọ, with a picture; what the office published of it and took back; what it asks for."""
    told = Hindrance("Chưa rõ mẫu báo cáo", "Chưa nhận mẫu.", "Gửi mẫu.")
    row = report_obstacle(
        plan=plan, unit=cast.dien_tho, told=told, form_key="k", by=actor(cast.author), at=moment(2025, 3, 4),
        file=("mau.jpg", make.jpeg()),
    )  # fmt: skip
    by, at = actor(cast.office), moment(2025, 3, 5)
    answer_obstacle(obstacle=row, text="Mẫu số 2.", by=by, at=at)
    answer = publish_clarification(obstacle=row, question="Mẫu nào?", answer="Số 2.", form_key="c", by=by, at=at)
    withdraw_clarification(clarification=answer, reason="Mẫu đã đổi.", by=by, at=moment(2025, 3, 6))
    return {
        "obstacle": {"pk": row.pk},
        "obstacle_file": {"pk": row.entries.first().pk},
        "clarification": {"pk": answer.pk},
        **dict.fromkeys(["estimate", "estimate_edit"], {"pk": estimated(cast, plan).pk}),
        **of_events(cast, plan),
    }


def estimated(cast: Cast, plan: Plan) -> Estimate:
    """What Diên Thọ asks for, as a draft."""
    by, at = actor(cast.author), moment(2025, 3, 4)
    return start_estimate(plan=plan, unit=cast.dien_tho, year=2025, title="Biểu dương", form_key="k", by=by, at=at)


def suggested(cast: Cast, plan: Plan) -> Suggestion:
    """What a citizen told of somebody in Diên Thọ, passed to it."""
    told = suggest(
        told=Told("Bà Bảy", "Nấu cháo."), kind="suggestion", plan=plan, place=cast.dien_tho, code="C", form_key="k",
        by=Actor.public("form:1"), at=moment(2025, 3, 4),
    )  # fmt: skip
    return pass_on(suggestion=told, unit=cast.dien_tho, by=actor(cast.office), at=moment(2025, 3, 5))


def apart_from(nomination: Nomination, cast: Cast) -> dict[str, dict[str, int]]:
    """Somebody who is kin, somebody who stepped back, somebody who stands in."""
    at = {"at": moment(2025, 3, 13)}
    one = make.make_account("one", "Người Thứ Nhất")
    make.give_role(one, Role.EMULATION_OFFICE, cast.district, subtree=True)
    kin = declare_conflict(nomination=nomination, kind="kinship", note="", by=actor(one), **at)
    other = recuse(nomination=nomination, account=cast.leader, reason="x", by=actor(cast.leader), **at)
    third = Substitute.objects.create(
        nomination=nomination, account=cast.secretary, step="verify", document="1", valid_to=date(2025, 3, 31),
        appointed_by=cast.chair, appointed_at=moment(2025, 3, 13),
    )  # fmt: skip
    names = {"declaration_withdraw": kin, "recusal_lift": other, "substitute_end": third}
    return {name: {"pk": row.pk} for name, row in names.items()}


REORGANISATION = (
    "reorganisation", "reorganisation_add", "reorganisation_upload", "reorganisation_remove", "reorganisation_try",
    "reorganisation_record", "reorganisation_take_back", "reorganisation_drop",
)  # fmt: skip


def drawn(cast: Cast) -> Reorganisation:
    """An act of the district on its units, as a draft."""
    return draw_up(
        owner=cast.district, act="NQ 1", effective_on=date(2025, 7, 1), by=actor(cast.office), at=moment(2025, 3, 4),
        form_key="one",
    )  # fmt: skip

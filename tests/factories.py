"""Things for tests, plain and without surprises: each builder makes one row and what it cannot do without."""

import io
import json
import tomllib
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from neuguong.core.actor import Actor
from neuguong.core.enums import FileState
from neuguong.core.models import StoredFile
from neuguong.core.text import fold, slug, sort_key
from neuguong.exemplars.models import (
    ChecklistAnswer,
    Claim,
    Consent,
    ConsentGrant,
    Evidence,
    Exemplar,
    Nomination,
    Proof,
    Standard,
    Story,
    Subject,
    VisitPhoto,
)
from neuguong.exemplars.operations.checks import VisitWords, record_visit
from neuguong.exemplars.operations.evidence import attach
from neuguong.exemplars.operations.nominations import create_nomination, submit_nomination
from neuguong.exemplars.operations.standards import OwnCriterion, issue_standard, start_standard, write_standard
from neuguong.exemplars.reading.statements import statements
from neuguong.org.enums import Role, Seat, UnitKind
from neuguong.org.models import Account, Block, BlockMembership, Council, CouncilSeat, Membership, Unit, UnitAncestor
from neuguong.programme.models import Criterion, Plan, PlanVersion, Sector
from neuguong.publicity.models import Outlet

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LONG_AGO = date(2000, 1, 1)
PLAN_87 = Path(__file__).parents[1] / "neuguong" / "programme" / "data" / "ke-hoach-87.toml"
JOB = Actor.system("suite")


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A local moment of the office."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def make_unit(
    ref: str,
    name: str,
    *,
    kind: str = UnitKind.COMMUNE,
    parent: Unit | None = None,
    code: str = "",
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Unit:
    """A unit with its ancestry rows."""
    short = name.removeprefix("Xã ").removeprefix("UBND ")
    unit = Unit.objects.create(
        ref=ref,
        kind=kind,
        official_code=code,
        name=name,
        short_name=short,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        sort_key=sort_key(short),
        search_text=fold(name),
    )
    above = UnitAncestor.objects.filter(unit=parent) if parent else []
    UnitAncestor.objects.bulk_create(
        [
            UnitAncestor(unit=unit, ancestor=unit, depth=0),
            *(UnitAncestor(unit=unit, ancestor_id=row.ancestor_id, depth=row.depth + 1) for row in above),
        ]
    )
    return unit


def make_account(username: str, full_name: str, **fields: Any) -> Account:
    """An account whose password is its user name."""
    account = Account(
        username=username,
        full_name=full_name,
        sort_key=sort_key(full_name, person=True),
        search_text=fold(f"{full_name} {username}"),
        created_at=datetime(2023, 1, 1, tzinfo=UTC),
        **fields,
    )
    account.set_password(username)
    account.save()
    return account


def give_role(
    account: Account, role: Role, unit: Unit, *, subtree: bool = False, since: date = LONG_AGO, **fields: Any
) -> Membership:
    """A membership that began long ago."""
    return Membership.objects.create(
        account=account,
        unit=unit,
        role=role,
        subtree=subtree,
        valid_from=since,
        recorded_at=datetime(2023, 1, 1, tzinfo=UTC),
        **fields,
    )


def make_block(name: str, owner: Unit, *members: Unit, since: date = LONG_AGO) -> Block:
    """A block with its members."""
    block = Block.objects.create(
        ref=fold(name).replace(" ", "-"), owner=owner, kind="khoi", name=name, valid_from=since, sort_key=sort_key(name)
    )
    for unit in members:
        BlockMembership.objects.create(block=block, unit=unit, valid_from=since)
    return block


def make_council(unit: Unit, **seats: Account) -> Council:
    """A council; seats by their code: chair=…, secretary=…"""
    council = Council.objects.create(unit=unit, name="Hội đồng Thi đua - Khen thưởng huyện", valid_from=LONG_AGO)
    for seat, account in seats.items():
        CouncilSeat.objects.create(council=council, account=account, seat=Seat(seat), valid_from=LONG_AGO)
    return council


def actor(account: Account) -> Actor:
    """An account as an actor."""
    return Actor.person(account.pk, name=account.full_name, origin="127.0.0.1")


def make_plan(unit: Unit, *, code: str = "ke-hoach-thu", **fields: Any) -> Plan:
    """A plan of 2023-2025 with two sectors and two criteria as rows; what it says is Plan 87's document, unloaded."""
    plan = Plan.objects.create(
        code=code,
        unit=unit,
        number="87/KH-UBND",
        title="Tuyên truyền gương điển hình tiên tiến",
        issued_on=date(2023, 4, 11),
        **{
            "short_title": "Kế hoạch 87",
            "valid_from": date(2023, 1, 1),
            "valid_until": date(2025, 12, 31),
            **fields,
        },
    )
    text = PLAN_87.read_text(encoding="utf-8")
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        text=text,
        digest=sha256(text.encode()).hexdigest(),
        document=json.loads(json.dumps(tomllib.loads(text), default=str)),
        effective_at=moment(2023, 4, 11),
        recorded_at=moment(2023, 4, 11),
    )
    for position, (one, name) in enumerate((("nong-nghiep", "Nông nghiệp"), ("y-te", "Y tế"))):
        Sector.objects.create(plan=plan, code=one, name=name, short_name=name, clause="III", position=position)
    for position, (one, title) in enumerate((("guong-mau", "Gương mẫu"), ("nhiem-vu", "Hoàn thành nhiệm vụ"))):
        Criterion.objects.create(plan=plan, code=one, title=title, text=title, clause="III", position=position)
    return plan


SUMMARY = "Từ tháng 6/2021 nuôi trùn quế trên 120 m², mỗi năm thu 35 tấn phân bón cho 1,2 ha bưởi."


def make_nomination(
    unit: Unit,
    plan: Plan,
    author: Account,
    *,
    name: str = "Lê Văn Thuận",
    at: datetime | None = None,
    settled: bool = True,
    **fields: Any,
) -> Nomination:
    """A draft that could be sent, and be verified once it was: made by the operation, with number, preparer and audit.

    `settled`: what its summary states stands as checked already."""
    made = create_nomination(
        unit=unit,
        plan=plan,
        name=name,
        by=actor(author),
        at=at or moment(2025, 3, 3),
        **{"kind": "individual", "sector": "nong-nghiep", "achievement_summary": SUMMARY, **fields},
    )
    answer_all(made)
    if settled:
        settle_claims(made)
    return made


def send(
    nomination: Nomination, head: Account, *, at: datetime | None = None, round_code: str = "2025-Q1"
) -> Nomination:
    """The head sends it into a round, on time."""
    return submit_nomination(
        nomination=nomination,
        round_code=round_code,
        round_year=int(round_code[:4]),
        on_time=True,
        by=actor(head),
        at=at or moment(2025, 3, 10),
    )


def answer_all(nomination: Nomination) -> None:
    """Rows of the checklist with nothing in the way, for tests that speak of something else."""
    ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(
            nomination=nomination, list_code="2024", item=one, reply="no", answered_at=moment(2025, 1, 1),
        )
        for one in ("ky-luat", "dieu-tra", "khieu-nai", "da-khen", "truc-tiep")
    )  # fmt: skip


def make_claim(nomination: Nomination, *, start: int = 0, end: int = 2, **fields: Any) -> Claim:
    """A claim on a stretch of the summary, resting on nothing unless told otherwise."""
    quote = nomination.achievement_summary[start:end]
    return Claim.objects.create(
        nomination=nomination,
        start=start,
        end=end,
        quote=quote,
        made_at=moment(2025, 3, 4),
        **{"kind": "number", **fields},
    )


def settle_claims(nomination: Nomination) -> None:
    """Everything the summary states stands as checked by a decision, for tests that speak of something else."""
    text = nomination.achievement_summary
    spans = [(one.start, one.end, one.kind) for one in statements(text)] or [(0, len(text), "number")] * bool(text)
    taken = Claim.objects.filter(nomination=nomination, gone_at=None)
    for start, end, kind in spans:
        if not taken.filter(start__lte=start, end__gte=end).exists():
            claim = make_claim(
                nomination, start=start, end=end, kind=kind, state="checked", decided_at=moment(2025, 3, 4)
            )
            Proof.objects.create(
                claim=claim, kind="decision", number="41/QĐ-UBND", office="UBND xã", added_at=moment(2025, 3, 4)
            )


def visit_words(**changes: Any) -> VisitWords:
    """What somebody wrote down at Thuận's garden."""
    words = {
        "visited_at": moment(2025, 3, 10, 14), "place": "Vườn bưởi, thôn Phước Lương",
        "people_met": "Lê Văn Thuận, chủ vườn", "adverse_asked_of": "Hai hộ liền kề", "adverse_found": False,
        "opinion": "propose", "opinion_words": "Đúng như hồ sơ.",
    }  # fmt: skip
    return VisitWords(**{**words, **changes})


def visit_photo(nomination: Nomination, account: Account, *, at: datetime | None = None, **changes: Any) -> VisitPhoto:
    """A check on site with one photo's row, without bytes: for tests that never open it."""
    at = at or moment(2025, 3, 10, 16)
    key = f"key-{nomination.pk}-{account.pk}"
    visit = record_visit(nomination=nomination, words=visit_words(**changes), client_key=key, by=actor(account), at=at)
    file = StoredFile.objects.create(
        digest="f" * 64, name="vuon.jpg", media_type="image/jpeg", size=9, path="f.jpg", uploaded_by=account,
        uploaded_at=at,
    )  # fmt: skip
    return VisitPhoto.objects.create(visit=visit, file=file, taken_from="unknown")


def attach_file(
    nomination: Nomination, by: Account, *, at: datetime, digest: str = "d" * 64, **fields: Any
) -> Evidence:
    """A file's row beside the text, checked, without bytes: for tests that never open it."""
    checked = {"state": FileState.CLEAN, "checked_at": at}
    words = {"name": "so-xuat.pdf", "media_type": "application/pdf", "size": 840, "path": f"{digest}.pdf"}
    file = StoredFile.objects.create(digest=digest, uploaded_by=by, uploaded_at=at, **{**words, **checked, **fields})
    return attach(nomination=nomination, file=file, caption="Sổ xuất 2024", by=actor(by), at=at)


def jpeg() -> bytes:
    """A small picture that really opens."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    return out.getvalue()


def issued_standard(unit: Unit, plan: Plan, head: Account, *titles: str, at: datetime | None = None) -> Standard:
    """A standard of a unit, written and issued by its head; one criterion of every sector for each title."""
    at = at or moment(2025, 2, 3)
    draft = start_standard(unit=unit, plan=plan, by=actor(head), at=at)
    rows = [OwnCriterion(title) for title in titles or ("Giúp hộ khác",)]
    write_standard(standard=draft, applies_to="", criteria=rows, by=actor(head), at=at)
    return issue_standard(standard=draft, document_number="12/QyĐ", issued_on=at.date(), by=actor(head), at=at)


def signed_consent(exemplar: Exemplar, account: Account, *grants: tuple[str, str], day: date | None = None) -> Consent:
    """A signed paper of the exemplar with a checked scan; for story and photo on the public page unless said."""
    day = day or exemplar.recognised_on
    at = moment(day.year, day.month, day.day)
    file = StoredFile.objects.create(
        digest="c" * 64, name="phieu.pdf", media_type="application/pdf", size=10, path="phieu.pdf", uploaded_by=account,
        uploaded_at=at, state=FileState.CLEAN, checked_at=at,
    )  # fmt: skip
    words = {"giver": "self", "signer_name": exemplar.name, "given_on": day}
    made = Consent.objects.create(exemplar=exemplar, scan=file, entered_by=account, entered_at=at, **words)
    for what, where in grants or (("story", "portal"), ("photo", "portal")):
        ConsentGrant.objects.create(consent=made, purpose=what, channel=where)
    return made


def make_outlet(unit: Unit, name: str = "Đài truyền thanh xã", *, kind: str = "radio", **fields: Any) -> Outlet:
    """An outlet that has been in use for long."""
    words = {"valid_from": date(2023, 1, 1), "opened_at": moment(2023, 1, 1), "slot_seconds": 300, **fields}
    return Outlet.objects.create(unit=unit, kind=kind, name=name, sort_key=sort_key(name), **words)


def make_exemplar(unit: Unit, plan: Plan, name: str, *, story: bool = True, **fields: Any) -> Exemplar:
    """A line of the register with its story, without the dossier behind it: for tests that never open one."""
    kind = fields.get("kind", "individual")
    form_of_address = fields.pop("form_of_address", "")
    subject = Subject.objects.create(
        kind=kind,
        name=name,
        unit=unit,
        form_of_address=form_of_address,
        sort_key=sort_key(name),
        search_text=fold(name),
    )
    words = {
        "kind": kind, "slug": f"{slug(name)}-{subject.pk}", "sector": plan.sectors.order_by("pk").first(), "year": 2025,
        "level": "unit", "recognised_on": date(2025, 1, 10), "search_text": fold(name), "sort_key": sort_key(name),
    }  # fmt: skip
    page = Exemplar.objects.create(subject=subject, plan=plan, unit=unit, name=name, **{**words, **fields})
    if story:
        Story.objects.create(exemplar=page, summary=f"{name} giúp bà con làm vườn.", state="draft")
    return page

"""Drawing up an act on units, step by step or from a unit file; nothing happens to any unit yet."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_day
from neuguong.core.text import fold, nfc
from neuguong.org.enums import Basis, LineageKind, ReorganisationState, UnitKind
from neuguong.org.models import Membership, Reorganisation, Unit
from neuguong.org.operations.tiles import squares_of
from neuguong.org.operations.units_file import read_sections
from neuguong.org.policy import reorganises
from neuguong.org.queries.reorganisations import Draft, NewUnit, Passing, draft_of, units_ending
from neuguong.org.roles import roles_to_carry
from neuguong.org.workflows import REORGANISATION


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence of an act: these units, in this way, into a unit that is there (`into`) or into a new one."""

    kind: str
    predecessors: tuple[str, ...] = ()
    into: str = ""
    new: NewUnit | None = None
    is_main: bool = False


@transaction.atomic
def draw_up(
    *, owner: Unit, act: str, effective_on: date, by: Actor, at: datetime, form_key: str = ""
) -> Reorganisation:
    """Begin a draft: by which act, from which day. Raises Refused, BadInput."""
    if refusal := reorganises(by, owner, at):
        raise Refused(refusal)
    if form_key and (twin := Reorganisation.objects.filter(owner=owner, form_key=form_key).first()):
        return twin
    words = nfc(act).strip()
    if not words:
        raise BadInput("Ghi số, ngày và cơ quan ban hành văn bản.", field="act")
    if len(words) > 200:
        raise BadInput("Tên văn bản không quá 200 ký tự.", field="act")
    if abs((effective_on - local_day(at)).days) > 3660:
        raise BadInput("Ngày có hiệu lực quá xa hôm nay; xem lại năm.", field="effective_on")
    row = Reorganisation.objects.create(
        owner=owner, act=words, effective_on=effective_on, document=asdict(Draft()), form_key=form_key,
        drawn_by_id=by.account_id, drawn_at=at, edited_at=at,
    )  # fmt: skip
    record("draw_up_reorganisation", row, by=by, at=at, facts={"owner": owner.ref, "act": words, "on": effective_on})
    return row


@transaction.atomic
def add_change(*, reorganisation: Reorganisation, change: Change, by: Actor, at: datetime) -> Reorganisation:
    """Add one sentence to the act. Raises Refused, BadInput (what is wrong with it), Stale (no draft any more)."""
    row = _open(reorganisation, by, at)
    draft = draft_of(row)
    new, into = change.new, change.into
    if new is not None:
        new = _named(new, row.effective_on, {one.ref for one in draft.units})
        draft.units.append(new)
        into = new.ref
    draft.passings += [
        Passing(ref, into if change.kind != LineageKind.ABOLISHED else "", change.kind, change.is_main)
        for ref in dict.fromkeys(change.predecessors)
    ]
    if change.kind == LineageKind.ABOLISHED and into:
        # An abolished unit passes into nobody; who takes over its work is written beside that (domain: bãi bỏ cấp huyện).
        draft.passings += [
            Passing(ref, into, LineageKind.SPLIT, is_main=True) for ref in dict.fromkeys(change.predecessors)
        ]
    if problem := next(iter(mistakes_in(draft, row)), None):
        raise BadInput(problem)
    return _keep(row, draft, "add", by, at)


@transaction.atomic
def remove_change(*, reorganisation: Reorganisation, predecessor: str, by: Actor, at: datetime) -> Reorganisation:
    """Take a line out of the draft again: what the unit passes into with all that pass into the same, or a new unit.

    New units that nothing passes into any more go with it.
    """
    row = _open(reorganisation, by, at)
    draft = draft_of(row)
    into = {one.successor for one in draft.passings if one.predecessor == predecessor and one.successor}
    before = {one.successor for one in draft.passings}
    draft.passings = [one for one in draft.passings if one.predecessor != predecessor and one.successor not in into]
    left = {one.successor for one in draft.passings}
    draft.units = [one for one in draft.units if one.ref != predecessor and (one.ref in left or one.ref not in before)]
    draft.people = {key: chosen for key, chosen in draft.people.items() if chosen["from"] != predecessor}
    return _keep(row, draft, "remove", by, at)


@transaction.atomic
def read_file(*, reorganisation: Reorganisation, text: str, by: Actor, at: datetime) -> Reorganisation:
    """Take from a unit file what happens on the act's day to units below its owner, with the new units that needs.

    Raises UnitErrors with every mistake of form, BadInput.
    """
    row = _open(reorganisation, by, at)
    day = row.effective_on
    draft, sections = Draft(), read_sections(text)
    tiles = {section["unit"]: squares_of(section) for section in sections if section.kind == "tile"}
    for section in sections:
        if section.kind == "unit" and section["valid_from"] == day:
            name = nfc(section["name"]).strip()
            draft.units.append(
                NewUnit(
                    section["ref"], section["kind"], name, nfc(section["short_name"] or name).strip(),
                    section["official_code"] or "", section["parent"] or "", nfc(section["place"] or ""),
                    tiles.get(section["ref"]),
                )
            )  # fmt: skip
        elif section.kind == "lineage" and section["on"] == day:
            draft.passings.append(
                Passing(section["predecessor"], section["successor"] or "", section["kind"], bool(section["main"]))
            )
    refs = [one.predecessor for one in draft.passings]
    below = Unit.objects.filter(ancestry__ancestor_id=row.owner_id, ref__in=refs).values_list("ref", flat=True)
    draft.passings = [one for one in draft.passings if one.predecessor in set(below)]
    needed = {one.successor for one in draft.passings}
    while more := {one.parent for one in draft.units if one.ref in needed} - needed:
        needed |= more
    draft.units = [one for one in draft.units if one.ref in needed]
    if not draft.passings and not draft.units:
        raise BadInput(f"Tệp không có thay đổi nào của ngày {day:%d/%m/%Y}.", field="file")
    if problem := next(iter(mistakes_in(draft, row)), None):
        raise BadInput(problem, field="file")
    return _keep(row, draft, "read_file", by, at)


@transaction.atomic
def choose(
    *,
    reorganisation: Reorganisation,
    people: Mapping[int, tuple[str, str]],
    dossiers: Mapping[int, str],
    by: Actor,
    at: datetime,
    things: Mapping[str, str] | None = None,
) -> Reorganisation:
    """Say where people go on and as what (membership -> unit's key and role; no key: the role ends), and which open
    dossiers and other things ("o-12") of a divided unit go to another successor than the main one.

    Nobody becomes more than they were.
    """
    row = _open(reorganisation, by, at)
    draft = draft_of(row)
    held = Membership.objects.filter(pk__in=people, unit__in=units_ending(draft)).select_related("unit")
    for membership in held:
        to, role = people[membership.pk]
        if to and membership.basis != Basis.APPOINTED:
            raise BadInput("Vai trò được ủy quyền hoặc làm thay thôi cùng đơn vị, không chuyển đi.")
        if to and role not in roles_to_carry(membership.role):
            raise BadInput("Chỉ chuyển với vai trò đang giữ; người đứng đầu có thể chuyển làm cán bộ đầu mối.")
        draft.people[str(membership.pk)] = {"from": membership.unit.ref, "to": to, "role": role if to else ""}
    draft.dossiers |= {str(pk): ref for pk, ref in dossiers.items()}
    draft.things |= things or {}
    return _keep(row, draft, "choose", by, at)


@transaction.atomic
def drop(*, reorganisation: Reorganisation, by: Actor, at: datetime) -> Reorganisation:
    """Put a draft away; it stays to be read."""
    row = _open(reorganisation, by, at)
    REORGANISATION.apply("drop", dossier=row, by=by, at=at)
    record("drop_reorganisation", row, by=by, at=at)
    return row


def _open(reorganisation: Reorganisation, by: Actor, at: datetime) -> Reorganisation:
    row = Reorganisation.objects.select_for_update(of=("self",)).select_related("owner").get(pk=reorganisation.pk)
    if refusal := reorganises(by, row.owner, at):
        raise Refused(refusal)
    if row.state != ReorganisationState.DRAFT:
        raise Stale(f"Văn bản này {ReorganisationState(row.state).label} nên không sửa được nữa.")
    return row


def _keep(row: Reorganisation, draft: Draft, what: str, by: Actor, at: datetime) -> Reorganisation:
    row.document, row.edited_at, row.version = asdict(draft), at, row.version + 1
    row.save(update_fields=["document", "edited_at", "version"])
    record("edit_reorganisation", row, by=by, at=at, facts={"what": what, "passings": len(draft.passings)})
    return row


def _named(new: NewUnit, on: date, taken: set[str]) -> NewUnit:
    """The new unit with a data key of its own: neither its name nor its code is one."""
    name = nfc(new.name).strip()
    if not name:
        raise BadInput("Ghi tên đơn vị mới.", field="name")
    if new.kind not in UnitKind.values:
        raise BadInput("Chọn loại của đơn vị mới.", field="kind")
    stem = "-".join(fold(nfc(new.short_name).strip() or name).split())[:70] + f"-{on.year}"
    taken = taken | set(Unit.objects.filter(ref__startswith=stem).values_list("ref", flat=True))
    ref = next(ref for n in range(1, 1000) if (ref := stem if n == 1 else f"{stem}-{n}") not in taken)
    short = nfc(new.short_name).strip() or name
    return NewUnit(ref, new.kind, name[:200], short[:100], new.official_code.strip(), new.parent, nfc(new.place))


def without_main(draft: Draft) -> list[str]:
    """Divided units that nobody carries on: what they have open would be nobody's."""
    divided = dict.fromkeys(one.predecessor for one in draft.passings if one.kind == LineageKind.SPLIT)
    names = dict(Unit.objects.filter(ref__in=divided).values_list("ref", "name"))
    return [
        f"Chọn một đơn vị tiếp quản phần không giao cho đơn vị nào khác của {names.get(ref, ref)}."
        for ref in divided
        if not draft.carrier(ref)
    ]


def mistakes_in(draft: Draft, row: Reorganisation) -> list[str]:
    """What an act may not say, in sentences; empty when it can be recorded."""
    day = row.effective_on
    refs = {ref for one in draft.passings for ref in (one.predecessor, one.successor) if ref}
    refs |= {one.parent for one in draft.units if one.parent}
    there = {unit.ref: unit for unit in Unit.objects.filter(ref__in=refs)}
    below = set(Unit.objects.filter(ancestry__ancestor_id=row.owner_id, ref__in=refs).values_list("ref", flat=True))
    new = {one.ref for one in draft.units}
    ending = {one.predecessor for one in draft.passings}
    found = [sentence for ref in ending if (sentence := _cannot_end(ref, there.get(ref), below, day))]
    for one in draft.passings:
        if one.successor and one.successor not in new:
            found += _cannot_receive(there.get(one.successor), one, ending, day)
    found += _cannot_begin(draft, there, row, ending)
    found += _unclear(draft, {ref: unit.name for ref, unit in there.items()})
    return found


def _cannot_end(ref: str, unit: Unit | None, below: set[str], day: date) -> str:
    if unit is None:
        return f"Không có đơn vị “{ref}”."
    if ref not in below:
        return f"{unit.name} không thuộc phạm vi của anh/chị."
    if not unit.exists_on(day - timedelta(days=1)) or (unit.valid_to is not None and unit.valid_to <= day):
        return f"{unit.name} không còn hoạt động đến ngày {day:%d/%m/%Y}, nên không ghi biến động ngày ấy được."
    return ""


def _cannot_receive(unit: Unit | None, one: Passing, ending: set[str], day: date) -> list[str]:
    if unit is None:
        return [f"Không có đơn vị “{one.successor}”."]
    if not unit.exists_on(day) or unit.ref in ending:
        return [f"{unit.name} không còn hoạt động từ ngày {day:%d/%m/%Y} nên không tiếp nhận được."]
    return []


def _cannot_begin(draft: Draft, there: dict[str, Unit], row: Reorganisation, ending: set[str]) -> list[str]:
    found, day, new = [], row.effective_on, {one.ref for one in draft.units}
    codes = [one.official_code for one in draft.units if one.official_code]
    # What becomes of the units above is entered with their own act: a new top may already have their code.
    kept = Unit.objects.on(day).filter(official_code__in=codes).exclude(ref__in=ending)
    kept = kept.exclude(descent__unit=row.owner_id)
    found += [f"Mã {unit.official_code} đang là mã của {unit.name}." for unit in kept]
    found += [f"Mã {code} dùng cho hai đơn vị mới." for code in dict.fromkeys(codes) if codes.count(code) > 1]
    for one in draft.units:
        parent = there.get(one.parent)
        if (
            one.parent
            and one.parent not in new
            and (parent is None or one.parent in ending or not parent.exists_on(day))
        ):
            found.append(f"Cấp trên của {one.name} không còn hoạt động từ ngày {day:%d/%m/%Y}.")
    return found


def _unclear(draft: Draft, names: dict[str, str]) -> list[str]:
    found = []
    by_unit: dict[str, list[Passing]] = {}
    for one in draft.passings:
        by_unit.setdefault(one.predecessor, []).append(one)
    for ref, passings in by_unit.items():
        name = names.get(ref, ref)
        whole = [one for one in passings if one.kind in (LineageKind.MERGED, LineageKind.RENAMED)]
        if whole and len(passings) > 1:
            found.append(f"{name} đã có trong văn bản này; bỏ dòng cũ trước.")
        if len({one.successor for one in passings}) < len(passings):
            found.append(f"{name} đã chuyển vào đơn vị ấy trong văn bản này.")
        if sum(one.is_main for one in passings) > 1:
            found.append(f"{name} chỉ có một đơn vị tiếp quản phần còn lại.")
        if any(one.kind != LineageKind.ABOLISHED and not one.successor for one in passings):
            found.append(f"Chọn đơn vị tiếp nhận {name}.")
    return found

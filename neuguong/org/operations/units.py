"""Making units, what they pass into, and loading both from a file."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import local_day
from neuguong.core.text import fold, nfc, sort_key
from neuguong.org.enums import BlockKind, LineageKind, Mark
from neuguong.org.models import Block, BlockHead, BlockMembership, Unit, UnitAncestor, UnitLineage, UnitTile
from neuguong.org.operations.tiles import place_tile, squares_of
from neuguong.org.operations.units_check import mistakes
from neuguong.org.operations.units_file import Section, UnitErrors, as_known, read_sections
from neuguong.org.policy import may_shape_units


@dataclass(slots=True)
class LoadResult:
    """What a file changed, in its order: (data key, what changed as {column: (before, after)}); new rows have no before."""

    created: list[str] = field(default_factory=list)
    changed: list[tuple[str, dict[str, tuple[Any, Any]]]] = field(default_factory=list)
    unchanged: int = 0


@transaction.atomic
def create_unit(
    *,
    ref: str,
    kind: str,
    name: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    parent: Unit | None = None,
    short_name: str = "",
    official_code: str = "",
    place: str = "",
    valid_to: date | None = None,
    mark: str = Mark.VERIFIED,
    is_demonstration: bool = False,
) -> Unit:
    """Begin a life of a unit, with its place in the tree. Raises BadInput for a key that is taken."""
    if refusal := may_shape_units(by, parent=parent, on=local_day(at)):
        raise Refused(refusal)
    if Unit.objects.filter(ref=ref).exists():
        raise BadInput(f"Khóa “{ref}” đã dùng cho đơn vị khác.", field="ref")
    return begin_unit(
        ref=ref, kind=kind, name=name, valid_from=valid_from, by=by, at=at, recorded_at=recorded_at, parent=parent,
        short_name=short_name, official_code=official_code, place=place, valid_to=valid_to, mark=mark,
        is_demonstration=is_demonstration,
    )  # fmt: skip


def begin_unit(
    *,
    ref: str,
    kind: str,
    name: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None,
    parent: Unit | None,
    short_name: str = "",
    official_code: str = "",
    place: str = "",
    valid_to: date | None = None,
    mark: str = Mark.VERIFIED,
    is_demonstration: bool = False,
) -> Unit:
    """The row, its place in the tree and its audit entry; whether somebody may is asked by who calls."""
    name, short = nfc(name).strip(), nfc(short_name or name).strip()
    unit = Unit.objects.create(
        ref=ref,
        kind=kind,
        official_code=official_code,
        name=name,
        short_name=short,
        parent=parent,
        place=nfc(place),
        valid_from=valid_from,
        valid_to=valid_to,
        mark=mark,
        is_demonstration=is_demonstration,
        sort_key=sort_key(short),
        search_text=search_text_of(name, short, official_code),
    )
    _place_in_tree(unit)
    facts = {
        "ref": ref,
        "kind": kind,
        "parent": parent.ref if parent else None,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    record("create_unit", unit, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return unit


def search_text_of(name: str, short_name: str, code: str) -> str:
    """What a search for a unit looks through: both names and the code, folded."""
    words = dict.fromkeys(fold(f"{name} {short_name} {code}").split())
    return " ".join(words)[:400]


def _place_in_tree(unit: Unit) -> None:
    """Write the unit's rows to everything above it, replacing old ones."""
    UnitAncestor.objects.filter(unit=unit).delete()
    above = UnitAncestor.objects.filter(unit_id=unit.parent_id) if unit.parent_id else UnitAncestor.objects.none()
    UnitAncestor.objects.bulk_create(
        [
            UnitAncestor(unit=unit, ancestor=unit, depth=0),
            *(UnitAncestor(unit=unit, ancestor_id=row.ancestor_id, depth=row.depth + 1) for row in above),
        ]
    )


def _place_subtree(unit: Unit) -> None:
    """The same for a unit that moved and for everything below it, from the top down."""
    _place_in_tree(unit)
    for child in Unit.objects.filter(parent=unit).order_by("id"):
        _place_subtree(child)


@transaction.atomic
def record_lineage(
    *,
    predecessor: Unit,
    successor: Unit | None,
    kind: str,
    act: str,
    effective_on: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    mark: str = Mark.VERIFIED,
    is_main: bool = False,
) -> UnitLineage:
    """Write down what a life passed into, by which act. The same pair and day twice gives the row that is there."""
    if refusal := may_shape_units(by, parent=predecessor, on=local_day(at)):
        raise Refused(refusal)
    return write_lineage(
        predecessor=predecessor, successor=successor, kind=kind, act=act, effective_on=effective_on, by=by, at=at,
        recorded_at=recorded_at, mark=mark, is_main=is_main,
    )  # fmt: skip


def write_lineage(
    *,
    predecessor: Unit,
    successor: Unit | None,
    kind: str,
    act: str,
    effective_on: date,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None,
    mark: str = Mark.VERIFIED,
    is_main: bool = False,
) -> UnitLineage:
    """The row and its audit entry; whether somebody may is asked by who calls."""
    if successor is None and kind != LineageKind.ABOLISHED:
        raise BadInput("Cần ghi đơn vị tiếp nhận; chỉ giải thể mới không có.", field="successor")
    found = UnitLineage.objects.filter(predecessor=predecessor, successor=successor, effective_on=effective_on).first()
    if found:
        return found
    row = UnitLineage.objects.create(
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        act=nfc(act),
        effective_on=effective_on,
        mark=mark,
        is_main=is_main,
        recorded_at=recorded_at or at,
    )
    facts = {
        "predecessor": predecessor.ref,
        "successor": successor.ref if successor else None,
        "kind": kind,
        "on": effective_on,
    }
    record("record_lineage", row, by=by, at=at, recorded_at=recorded_at, facts=facts)
    return row


@transaction.atomic
def load_units(
    *,
    text: str,
    by: Actor,
    at: datetime,
    recorded_at: datetime | None = None,
    dry_run: bool = False,
    known_on: date | None = None,
) -> LoadResult:
    """Bring the register in line with a file; units that the file does not name stay as they are.

    Loading the same file again changes nothing. With `dry_run` the result tells what would change and nothing is
    kept. `known_on` leaves out what happened after a day. Raises UnitErrors with a line for every mistake.
    """
    sections = read_sections(text)
    sections = as_known(sections, known_on) if known_on else sections
    if problems := mistakes(sections):
        raise UnitErrors(problems)
    with transaction.atomic():
        result = _Loading(by, at, recorded_at).run(sections)
        if dry_run:
            transaction.set_rollback(True)
    return result


class _Loading:
    """One run of a file: parents before children, then lineage, then blocks."""

    def __init__(self, by: Actor, at: datetime, recorded_at: datetime | None) -> None:
        self.who: dict[str, Any] = {"by": by, "at": at, "recorded_at": recorded_at}
        self.units = {unit.ref: unit for unit in Unit.objects.all()}
        self.result = LoadResult()

    def run(self, sections: list[Section]) -> LoadResult:
        waiting = [section for section in sections if section.kind == "unit"]
        while waiting:
            # A parent may stand further down in the file; the check has made sure that each round finds somebody.
            ready = [s for s in waiting if not s["parent"] or s["parent"] not in {w["ref"] for w in waiting}]
            for section in ready:
                self.unit(section)
            waiting = [s for s in waiting if s not in ready]
        for section in sections:
            if section.kind == "lineage":
                self.lineage(section)
            elif section.kind == "block":
                self.block(section)
            elif section.kind == "tile":
                self.tile(section)
        return self.result

    def unit(self, section: Section) -> None:
        values = _unit_values(section, self.units.get(section["parent"] or ""))
        found = self.units.get(section["ref"])
        if found is None:
            self.units[section["ref"]] = create_unit(ref=section["ref"], **values, **self.who)
            self.result.created.append(section["ref"])
            return
        values |= {
            "sort_key": sort_key(values["short_name"]),
            "search_text": search_text_of(values["name"], values["short_name"], values["official_code"]),
        }
        self.update(found, section["ref"], values, "change_unit")
        if (
            self.result.changed
            and self.result.changed[-1][0] == section["ref"]
            and "parent" in self.result.changed[-1][1]
        ):
            _place_subtree(found)

    def lineage(self, section: Section) -> None:
        successor = self.units[section["successor"]] if section["successor"] else None
        predecessor = self.units[section["predecessor"]]
        name = f"{predecessor.ref} → {successor.ref if successor else '∅'}"
        found = UnitLineage.objects.filter(
            predecessor=predecessor, successor=successor, effective_on=section["on"]
        ).first()
        if found is None:
            record_lineage(
                predecessor=predecessor,
                successor=successor,
                kind=section["kind"],
                act=section["act"],
                effective_on=section["on"],
                mark=section["mark"] or Mark.VERIFIED,
                is_main=bool(section["main"]),
                **self.who,
            )
            self.result.created.append(name)
            return
        values = {
            "kind": section["kind"], "act": nfc(section["act"]), "mark": section["mark"] or Mark.VERIFIED,
            "is_main": bool(section["main"]),
        }  # fmt: skip
        self.update(found, name, values, "change_lineage")

    def tile(self, section: Section) -> None:
        unit, name, squares = self.units[section["unit"]], f"tile {section['unit']}", squares_of(section)
        if found := UnitTile.objects.filter(unit=unit).first():
            self.update(found, name, squares, "change_tile")
        else:
            place_tile(unit=unit, squares=squares, **self.who)
            self.result.created.append(name)

    def block(self, section: Section) -> None:
        values: dict[str, Any] = {
            "owner": self.units[section["unit"]],
            "kind": section["kind"] or BlockKind.KHOI,
            "name": nfc(section["name"]),
            "valid_from": section["valid_from"],
            "valid_to": section["valid_to"],
            "is_demonstration": bool(section["demonstration"]),
            "sort_key": sort_key(section["name"]),
        }
        found = Block.objects.filter(ref=section["ref"]).first()
        if found is None:
            found = Block.objects.create(ref=section["ref"], **values)
            record("create_block", found, facts={"ref": found.ref}, **self.who)
            self.result.created.append(found.ref)
        else:
            self.update(found, found.ref, values, "change_block")
        self.members(found, section)

    def members(self, block: Block, section: Section) -> None:
        """Give each member its days in the block: those on which both exist."""
        wanted: dict[int, tuple[date, date | None]] = {}
        for ref in section["members"] or []:
            unit = self.units[ref]
            ends = [end for end in (block.valid_to, unit.valid_to) if end]
            wanted[unit.pk] = (max(block.valid_from, unit.valid_from), min(ends, default=None))
        before = {m.unit_id: (m.valid_from, m.valid_to) for m in block.memberships.all()}
        heads = {int(year): self.units[ref].pk for year, ref in (section["head"] or {}).items()}
        heads_before = dict(block.heads.values_list("year", "unit_id"))
        if wanted == before and heads == heads_before:
            return
        block.memberships.all().delete()
        block.heads.all().delete()
        BlockMembership.objects.bulk_create(
            BlockMembership(block=block, unit_id=unit, valid_from=begin, valid_to=end)
            for unit, (begin, end) in wanted.items()
        )
        BlockHead.objects.bulk_create(BlockHead(block=block, unit_id=unit, year=year) for year, unit in heads.items())
        record("set_block_members", block, facts={"members": sorted(wanted), "heads": heads}, **self.who)
        if block.ref not in self.result.created:
            self.result.changed.append((block.ref, {"members": (len(before), len(wanted))}))

    def update(self, row: models.Model, name: str, values: dict[str, Any], verb: str) -> None:
        """Change the columns that differ, and say so."""
        shown = {key: (getattr(row, key), value) for key, value in values.items() if getattr(row, key) != value}
        if not shown:
            self.result.unchanged += 1
            return
        for key, (_, value) in shown.items():
            setattr(row, key, value)
        row.save(update_fields=list(shown))
        told = {key: [_plain(old), _plain(new)] for key, (old, new) in shown.items() if key not in _DERIVED}
        record(verb, row, facts=told, **self.who)
        self.result.changed.append(
            (name, {key: (old, new) for key, (old, new) in shown.items() if key not in _DERIVED})
        )


_DERIVED = {"sort_key", "search_text"}


def _plain(value: Any) -> Any:
    return value.ref if isinstance(value, Unit) else value


def _unit_values(section: Section, parent: Unit | None) -> dict[str, Any]:
    name = nfc(section["name"]).strip()
    return {
        "kind": section["kind"],
        "official_code": section["official_code"] or "",
        "name": name,
        "short_name": nfc(section["short_name"] or name).strip(),
        "parent": parent,
        "place": nfc(section["place"] or ""),
        "valid_from": section["valid_from"],
        "valid_to": section["valid_to"],
        "mark": section["mark"] or Mark.VERIFIED,
        "is_demonstration": bool(section["demonstration"]),
    }

"""A district as it was known when the plan was signed, and its two reorganisations as the office enters them."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.ledger.operations.reorganisation import record_reorganisation, try_out
from neuguong.ledger.operations.sending import send_nomination
from neuguong.ledger.queries.board import boards
from neuguong.ledger.queries.reorganisation import plain
from neuguong.org.enums import Role
from neuguong.org.models import Reorganisation, Unit
from neuguong.org.operations.reorganisation_draft import draw_up, read_file
from neuguong.org.operations.units import load_units
from neuguong.programme.operations.plans import load_plan
from tests import factories as make
from tests.conftest import PLAN_87

FILE = Path(__file__).parents[1] / "neuguong" / "org" / "data" / "dien-khanh.toml"
TEXT = FILE.read_text(encoding="utf-8")
SIGNED = make.moment(2023, 4, 11)
FIRST, SECOND = date(2024, 11, 1), date(2025, 7, 1)
ENTERED = make.moment(2024, 10, 25)
END = date(2025, 12, 31)


class District:
    """The district as it was known when the plan was signed, with a few people and dossiers."""

    def __init__(self, *, planned=True):
        load_units(text=TEXT, by=make.JOB, at=SIGNED, known_on=SIGNED.date())
        if planned:
            self.plan = load_plan(text=PLAN_87.read_text(encoding="utf-8"), by=make.JOB, at=SIGNED).plan
            generate_obligations(plan=self.plan, until=END, by=make.JOB, at=SIGNED)
        self.units = {unit.ref: unit for unit in Unit.objects.all()}
        self.district = self.units["ubnd-dien-khanh"]
        self.office = self.person("office", "Phạm Minh Đức", Role.EMULATION_OFFICE, self.district, subtree=True)
        self.people = {}
        for ref in ("dien-dong", "dien-xuan", "dien-lam", "dien-tho"):
            head = self.person(f"{ref}-head", f"Trưởng {ref}", Role.UNIT_HEAD, self.units[ref])
            writer = self.person(f"{ref}-writer", f"Cán bộ {ref}", Role.UNIT_OFFICER, self.units[ref])
            self.people[ref] = SimpleNamespace(head=head, writer=writer)

    def person(self, username, name, role, unit, **fields):
        account = make.make_account(username, name)
        make.give_role(account, role, unit, **fields)
        return account

    def draft(self, ref, name, at=None):
        at = at or make.moment(2024, 5, 20)
        return make.make_nomination(
            self.units[ref], self.plan, self.people[ref].writer, sector="agriculture", name=name, at=at
        )

    def send(self, dossier, by, at):
        return send_nomination(nomination=dossier, by=make.actor(by), at=at)

    def by(self):
        return make.actor(self.office)

    def act(self, on=FIRST, at=ENTERED) -> Reorganisation:
        row = draw_up(owner=self.district, act="Nghị quyết 1196/NQ-UBTVQH15", effective_on=on, by=self.by(), at=at)
        return read_file(reorganisation=row, text=TEXT, by=self.by(), at=at)

    def carry_out(self, on=FIRST, at=ENTERED, by=None):
        row = self.act(on, at)
        shown = try_out(reorganisation=row, by=by or self.by(), at=at)
        record_reorganisation(reorganisation=row, shown=shown.digest, by=by or self.by(), at=at)
        row.refresh_from_db()
        return row, shown

    def boards(self, days):
        return {on: [plain(row) for row in one.rows] for on, one in boards(plan=self.plan, days=days).items()}

"""A district with Plan 87 loaded, its ledger, and dossiers on their way into a package."""

from datetime import date
from pathlib import Path

from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.nominations import verify_nomination
from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan
from neuguong.programme.operations.plans import load_plan
from tests import factories as make
from tests.conftest import Cast
from tests.factories import JOB, actor, moment

PLAN_FILE = Path(__file__).parents[2] / "neuguong" / "programme" / "data" / "ke-hoach-87.toml"
CLOSED = moment(2025, 3, 15, 8)


def load_87(until: date = date(2025, 12, 31)) -> Plan:
    """The shipped plan with what everybody owes under it."""
    at = moment(2023, 4, 11)
    plan = load_plan(text=PLAN_FILE.read_text(encoding="utf-8"), by=JOB, at=at).plan
    generate_obligations(plan=plan, until=until, by=JOB, at=at)
    return plan


def sent(plan: Plan, unit: Unit, author: Account, head: Account, *, name: str, **fields) -> Nomination:
    """A dossier sent on 10/3/2025 into 2025-Q1."""
    more = {"kind": "individual", "sector": "agriculture", **fields}
    nomination = make.make_nomination(unit, plan, author, name=name, **more)
    return make.send(nomination, head)


def verified(plan: Plan, cast: Cast, *, name: str, day: int = 12, **fields) -> Nomination:
    """A dossier of Diên Thọ, sent on 10/3/2025 and verified on a day of March."""
    nomination = sent(plan, cast.dien_tho, cast.author, cast.head, name=name, **fields)
    return verify_nomination(nomination=nomination, by=actor(cast.office), at=moment(2025, 3, day))

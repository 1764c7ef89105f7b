"""Day one of a real office: administrator, top unit and, if wanted, register and plan, all at once or not at all."""

import hmac
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from neuguong import org, programme
from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Refused
from neuguong.core.periods import local_day
from neuguong.core.text import fold, slug
from neuguong.ledger.operations.obligations import generate_obligations
from neuguong.org.enums import Mark, Role
from neuguong.org.models import Account, Unit
from neuguong.org.operations.accounts import create_account
from neuguong.org.operations.memberships import appoint
from neuguong.org.operations.units import create_unit, load_units
from neuguong.org.operations.units_file import UnitErrors
from neuguong.org.queries.people import anybody_exists
from neuguong.org.queries.units import tops_on, units_on
from neuguong.programme.operations.plans import PlanErrors, load_plan

JOB = Actor.system("first_run")
MAX_FILE = 2 * 1024 * 1024


def setup_token() -> str:
    """The secret of the first-run page, worth something only while no account exists.

    Derived from the site's key: every worker process knows it and none must store it. An address of this machine
    would prove nothing, because behind a proxy every visitor seems to come from it.
    """
    return salted_hmac("neuguong.first-run", "token", algorithm="sha256").hexdigest()[:24]


def is_open(token: str) -> bool:
    """Whether somebody with this token may set the site up."""
    return hmac.compare_digest(token.encode(), setup_token().encode()) and not anybody_exists()


def shipped(kind: str) -> list[tuple[str, str]]:
    """Files that come with the programme, as choices: `units` or `plans`."""
    return [(path.name, _label(path)) for path in sorted(_folder(kind).glob("*.toml"))]


def _label(path: Path) -> str:
    """What a shipped file holds, in the words of the file: a plan's title, or the first unit and how many there are."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    units = document.get("unit", [])
    held = (
        f"{len(units)} đơn vị, đầu tiên là {units[0]['name']}"
        if units
        else document.get("plan", {}).get("short_title", "")
    )
    return f"{held} (tệp {path.name})" if held else path.name


def _folder(kind: str) -> Path:
    package: Any = {"units": org, "plans": programme}[kind]
    return Path(package.__file__).parent / "data"


def shipped_text(kind: str, name: str) -> str:
    """The text of a shipped file; only names from `shipped` are looked up."""
    known = {file for file, _ in shipped(kind)}
    return (_folder(kind) / name).read_text(encoding="utf-8") if name in known else ""


def uploaded_text(file: Any, field: str) -> str:
    """An uploaded file as text. Raises BadInput when it is too large or no text."""
    if file.size > MAX_FILE:
        raise BadInput("Tệp lớn hơn 2 MB, không phải tệp cấu hình.", field=field)
    try:
        return file.read().decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput("Tệp không phải văn bản UTF-8.", field=field) from None


@dataclass(frozen=True, slots=True)
class Setup:
    """What the page was told."""

    full_name: str
    username: str
    email: str
    password: str
    unit_name: str
    unit_kind: str
    place: str
    units_text: str = ""
    plan_text: str = ""


@transaction.atomic
def set_up(told: Setup, *, at: datetime) -> Account:
    """Make everything of day one. Raises Refused when somebody was faster, BadInput with the field otherwise."""
    if anybody_exists():
        raise Refused("Hệ thống đã được thiết lập. Đăng nhập bằng tài khoản quản trị.")
    tops = _units(told, at=at)
    account = create_account(
        username=told.username, full_name=told.full_name, email=told.email, password=told.password,
        title="Quản trị hệ thống", by=JOB, at=at,
    )  # fmt: skip
    for unit in tops:
        appoint(
            account=account, unit=unit, role=Role.TECHNICAL, subtree=True, valid_from=local_day(at), by=JOB, at=at,
            document="Thiết lập ban đầu",
        )  # fmt: skip
    if told.plan_text:
        _plan(told.plan_text, at=at)
    return account


def _plan(text: str, *, at: datetime) -> None:
    """The plan with everything that falls due under it."""
    try:
        plan = load_plan(text=text, by=JOB, at=at).plan
    except PlanErrors as errors:
        told = [f"Dòng {line}: {sentence}" for line, sentence in errors.problems[:8]]
        raise BadInput("\n".join(told), field="plan_file") from None
    generate_obligations(plan=plan, until=plan.valid_until, by=JOB, at=at)


def _units(told: Setup, *, at: datetime) -> list[Unit]:
    """The units the administrator looks after: the named one, or every top of the file."""
    day = local_day(at)
    if told.units_text:
        try:
            load_units(text=told.units_text, by=JOB, at=at)
        except UnitErrors as errors:
            raise BadInput("\n".join(str(problem) for problem in errors.problems[:8]), field="units_file") from None
        named = [unit for unit in units_on(day) if told.unit_name and fold(unit.name) == fold(told.unit_name)]
        if named or not told.unit_name:
            return named or list(tops_on(day))
        raise BadInput(
            "Trong tệp không có đơn vị đang hoạt động mang tên này. Sửa tên, hoặc để trống.", field="unit_name"
        )
    return [
        create_unit(
            ref=slug(told.unit_name) or "don-vi",
            kind=told.unit_kind,
            name=told.unit_name,
            place=told.place,
            valid_from=day,
            mark=Mark.KNOWN,
            by=JOB,
            at=at,
        )  # fmt: skip
    ]

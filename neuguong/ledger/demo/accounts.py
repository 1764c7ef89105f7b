"""Who can sign in to the demonstration, as a table for the terminal."""

from neuguong.core.clock import demo_clock
from neuguong.core.periods import local_day
from neuguong.ledger.demo.stories import data_of
from neuguong.org.models import Account
from neuguong.org.queries.access import grants_of

FIRST = (
    "dientho", "dientho.truong", "noivu.duc", "noivu.ngoc", "chutich", "thuky", "lanhdao", "taichinh", "quantri",
)  # fmt: skip


def account_lines() -> list[str]:
    """One line per account: the few that show everything first, then everybody by user name."""
    clock = demo_clock()
    if clock is None:
        return []
    on = local_day(clock.moved_to)
    accounts = {row.username: row for row in Account.objects.filter(is_demonstration=True).order_by("username")}
    order = [*(name for name in FIRST if name in accounts), *(name for name in accounts if name not in FIRST)]
    rows = [("Tên đăng nhập", "Mật khẩu", "Họ và tên", "Vai trò")]
    for name in order:
        account = accounts[name]
        roles = ", ".join(dict.fromkeys(grant.role.label for grant in grants_of(account.pk, on=on)))
        rows.append((name, data_of("people")["password"], account.full_name, roles or "(đã thôi)"))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return ["  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3])) for row in rows]

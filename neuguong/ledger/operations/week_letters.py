"""Telling those who lead that a week's page is there (KH 87, IV.4), once to each of them."""

from datetime import datetime

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.audit import record
from neuguong.core.outbox import write_letter
from neuguong.core.papers import short_date
from neuguong.core.periods import local_day
from neuguong.ledger.queries.week import Week, WeekPage, week_page
from neuguong.org.queries.access import in_charge
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan


@transaction.atomic
def tell_week(*, plan: Plan, week: Week, by: Actor, at: datetime) -> int:
    """One letter to each person who reads the page of a week, with its first numbers; returns how many are new."""
    readers = in_charge(Permission.READ_WEEK, unit=plan.unit, on=local_day(at))
    if not readers:
        return 0
    page = week_page(plan, week)
    subject = f"{week.label[:1].upper()}{week.label[1:]}: {plan.short_title}"
    written = [
        write_letter(
            key=f"week:{plan.pk}:{week.code}:{account.pk}",
            recipient_id=account.pk,
            subject=subject,
            body=_body(page),
            link=f"ledger.week:{week.code}",
            at=at,
        )
        for account in readers
    ]
    told = sum(letter is not None for letter in written)
    if told:
        record("tell_week", plan, by=by, at=at, facts={"week": week.code, "letters": told})
    return told


def _body(page: WeekPage) -> str:
    """Duties only: the letter is the same for all, and some keep away from a dossier."""
    done, overdue, *_ = page.flow
    standing = page.stock[-1]
    lines = [
        f"Từ ngày {short_date(page.week.monday)} đến hết ngày {short_date(page.week.on)}:",
        f"- {done.label}: {done.now} (tuần trước {done.before}).",
        f"- {overdue.label}: {overdue.now} (tuần trước {overdue.before}).",
        f"- {standing.label}: {standing.now}, ở {len(page.late)} đơn vị.",
        "Trang tuần nói rõ đơn vị nào chậm, việc gì sắp đến hạn, và in được thành một tờ A4.",
    ]
    return "\n".join(lines)

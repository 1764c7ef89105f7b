"""May this person record what a decision honoured before the system knew of it, and what may follow?"""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.exemplars.enums import EntryBasis
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.policy.nominations import may
from neuguong.org.roles import Permission


def records_afterwards(actor: Actor, nomination: Nomination, at: datetime) -> str | None:
    """The standing office keeps the papers of what was decided."""
    if may(actor, Permission.KEEP_LEDGER, nomination, at):
        return None
    return "Chỉ cơ quan thường trực ghi lại sau theo quyết định."


def is_recorded_afterwards(_actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """Only the one form that has the decision takes this step."""
    if nomination.entry == EntryBasis.AFTER:
        return None
    return "Hồ sơ này theo quy trình gửi, thẩm định, công nhận; không ghi lại sau được."


def was_judged_here(_actor: Actor, nomination: Nomination, _at: datetime) -> str | None:
    """Nobody verified what was recorded afterwards, so that no further recognition rests on it."""
    if nomination.entry != EntryBasis.AFTER:
        return None
    return (
        "Hồ sơ ghi theo quyết định, không thẩm định trong hệ thống, nên không công nhận tiếp trên hồ sơ này. "
        "Cấp khác đã công nhận thì ghi lại sau theo quyết định ấy."
    )

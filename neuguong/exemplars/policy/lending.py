"""By whose right somebody acts on a dossier who has it only on loan: the words for its history, the facts for the audit."""

from datetime import datetime
from typing import Any

from neuguong.core.actor import Actor
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.policy.nominations import acts_for, may
from neuguong.org.enums import Basis
from neuguong.org.models import Account
from neuguong.org.roles import Permission

_LENT = {
    **dict.fromkeys(("verify", "return", "decline"), Permission.VERIFY),
    **dict.fromkeys(("withdraw", "resume"), Permission.PREPARE_NOMINATION),
    "recognise_unit": Permission.RECOGNISE_IN_UNIT,
}


def for_whom(name: str, nomination: Nomination, by: Actor, at: datetime) -> tuple[str, dict[str, Any]]:
    """By whose right somebody acts who has it only on loan; sending says it by itself."""
    grant = acts_for(by, _LENT[name], nomination, at) if name in _LENT else None
    if grant is None or grant.on_behalf_of_id is None:
        return "", {}
    lender = Account.objects.get(pk=grant.on_behalf_of_id)
    words = "Theo ủy quyền của" if grant.basis == Basis.DELEGATED else "Làm thay"
    return f"{words} {lender.full_name}.", {"basis": grant.basis, "on_behalf_of": lender.pk}


def authority(nomination: Nomination, by: Actor, at: datetime) -> tuple[str, dict[str, Any]]:
    """By whose right somebody sends who is not the head: the sentence for the history, the facts for the audit."""
    grant = acts_for(by, Permission.SUBMIT_NOMINATION, nomination, at)
    if grant is not None and grant.on_behalf_of_id:
        head = Account.objects.get(pk=grant.on_behalf_of_id)
        words = "Gửi theo ủy quyền của" if grant.basis == Basis.DELEGATED else "Gửi thay"
        return f"{words} {head.full_name}.", {"basis": grant.basis, "on_behalf_of": head.pk}
    if not may(by, Permission.SUBMIT_NOMINATION, nomination, at):
        return "Cơ quan thường trực ghi theo bản giấy của đơn vị.", {"basis": "paper"}
    return "", {}

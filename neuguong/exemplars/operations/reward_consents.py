"""Whoever was rewarded from above agrees to be told of, and takes that back: at once gone, with the clocks of the law."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import transaction

from neuguong.core.actor import Actor
from neuguong.core.attachments import accept_upload
from neuguong.core.audit import record
from neuguong.core.deadlines import meet_deadline
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import Deadline
from neuguong.core.periods import local_day
from neuguong.core.queries.deadlines import running
from neuguong.core.typed import one_line
from neuguong.exemplars.enums import ConsentChannel, ConsentGiver, ConsentPurpose, RewardState, WithdrawalWay
from neuguong.exemplars.models import RewardConsent, RewardGrant, RewardRecord
from neuguong.exemplars.operations.publication import start_clocks
from neuguong.exemplars.policy import keeps_rewards
from neuguong.exemplars.queries.consents import ANSWER, STOP
from neuguong.exemplars.reading.consent import who_may_sign


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed, when, to what: each (purpose, channel); `how` tells it where no scan shows it."""

    giver: str
    signer_name: str
    given_on: date
    grants: Collection[tuple[str, str]]
    relation: str = ""
    how: str = ""


def _held(reward: RewardRecord, by: Actor, at: datetime) -> RewardRecord:
    rows = RewardRecord.objects.select_for_update(of=("self",)).select_related("plan__unit", "unit")
    row = rows.get(pk=reward.pk)
    if by.account_id is None:
        raise Refused("Việc này cần một người đã đăng nhập.")
    if refusal := keeps_rewards(by, row, at):
        raise Refused(refusal)
    return row


@transaction.atomic
def enter_reward_consent(
    *, reward: RewardRecord, agreed: Agreed, scan: tuple[str, BinaryIO | bytes] | None = None, by: Actor, at: datetime
) -> RewardConsent:
    """Keep that they agree, shown by a scan or told how. The same again is the same. Raises Refused, BadInput.

    Who agrees depends on the age on that day, as for exemplars (Law 91/2025, art. 9 and 24; docs/adr/0019).
    """
    row = _held(reward, by, at)
    if row.state == RewardState.WITHDRAWN:
        raise Refused("Bản ghi đã rút nên không ghi đồng ý nữa.")
    grants = sorted(set(agreed.grants))
    if not grants or any(what not in ConsentPurpose or where not in ConsentChannel for what, where in grants):
        raise BadInput("Đánh dấu ít nhất một điều mà người ấy đã đồng ý.", field="grants")
    if agreed.given_on > local_day(at):
        raise BadInput("Ngày đồng ý không thể sau hôm nay.", field="given_on")
    if agreed.giver not in (may := who_may_sign(row.kind, row.birth_year, agreed.given_on)):
        names = " hoặc ".join(ConsentGiver(one).label for one in may)
        raise BadInput(f"Với người này, phải do {names} đồng ý.", field="giver")
    told: dict[str, Any] = {
        "giver": agreed.giver, "given_on": agreed.given_on,
        "signer_name": one_line(agreed.signer_name, 120, "signer_name", "Ghi họ tên người đồng ý."),
        "relation": one_line(
            agreed.relation, 120, "relation",
            "" if agreed.giver == ConsentGiver.SELF else "Ghi quan hệ hoặc chức vụ của người đồng ý.",
        ),
        "how": one_line(agreed.how, 300, "how", "" if scan else "Tải bản chụp có chữ ký, hoặc ghi đã đồng ý bằng cách nào."),
    }  # fmt: skip
    for twin in RewardConsent.objects.filter(reward=row, withdrawn_on=None, **told):
        if sorted(twin.grants.values_list("purpose", "channel")) == grants:
            return twin
    assert by.account_id is not None  # noqa: S101  asked above
    link = f"{RewardRecord._meta.label_lower}:{row.pk}"
    file = accept_upload(name=scan[0], content=scan[1], by=by, at=at, link=link) if scan else None
    found = RewardConsent.objects.create(reward=row, scan=file, entered_by_id=by.account_id, entered_at=at, **told)
    RewardGrant.objects.bulk_create(RewardGrant(consent=found, purpose=what, channel=where) for what, where in grants)
    record(
        "enter_reward_consent", found, by=by, at=at,
        facts={"reward": row.pk, "giver": found.giver, "given_on": found.given_on, "grants": [list(g) for g in grants]},
        personal={name: told[name] for name in ("signer_name", "relation", "how")},
    )  # fmt: skip
    return found


@transaction.atomic
def withdraw_reward_consent(
    *, consent: RewardConsent, withdrawn_on: date, way: str, note: str = "", by: Actor, at: datetime
) -> RewardConsent:
    """Take it back: whatever tells of them is gone at once, and the clocks of the law start. Twice is once.

    Anybody's wish is enough; no reason is asked (Law 91/2025, art. 4). Raises Refused, BadInput.
    """
    row = _held(consent.reward, by, at)
    found = RewardConsent.objects.select_for_update().get(pk=consent.pk)
    if found.withdrawn_on is not None:
        return found
    if not found.given_on <= withdrawn_on <= local_day(at):
        raise BadInput("Ngày rút phải từ ngày đồng ý đến hôm nay.", field="withdrawn_on")
    if way not in WithdrawalWay.values:
        raise BadInput("Chọn cách rút.", field="way")
    found.withdrawn_on, found.way, found.withdrawn_note = withdrawn_on, way, one_line(note, 300, "note")
    found.withdrawn_by_id, found.withdrawn_at = by.account_id, at
    found.save(update_fields=["withdrawn_on", "way", "withdrawn_note", "withdrawn_by", "withdrawn_at"])
    record(
        "withdraw_reward_consent", found, by=by, at=at,
        facts={"reward": row.pk, "withdrawn_on": withdrawn_on, "way": way},
        personal={"note": found.withdrawn_note} if found.withdrawn_note else None,
    )  # fmt: skip
    channels = set(found.grants.values_list("channel", flat=True))
    start_clocks(found, withdrawn_on, channels, unit_id=row.plan.unit_id, by=by, at=at)
    return found


@transaction.atomic
def meet_reward_withdrawal(*, consent: RewardConsent, kind: str, by: Actor, at: datetime) -> Deadline | None:
    """The person was answered (`ANSWER`), or the other channels have been told to stop (`STOP`). Twice is once."""
    _held(consent.reward, by, at)
    clock = running(consent, kind) if kind in (ANSWER, STOP) else None
    return meet_deadline(deadline=clock, how="done", by=by, at=at) if clock else None

"""An award from the province, as it is entered, compared and agreed to."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from neuguong.core.models import StoredFile
from neuguong.exemplars.models import RewardConsent, RewardRecord
from neuguong.exemplars.operations.reward_consents import Agreed, enter_reward_consent
from neuguong.exemplars.operations.rewards import Told, check_reward, enter_reward
from neuguong.org.models import Account
from neuguong.programme.models import Plan
from tests import factories as make
from tests.conftest import Cast
from tests.factories import actor, moment

ENTERED = moment(2025, 4, 1)
NAME = "Trần Thị Sáu"
BRAVE = "Đã có hành động dũng cảm cứu 3 người bị nước lũ cuốn trôi"


def told(**changes: Any) -> Told:
    """What stands in the decision."""
    words: dict[str, Any] = {
        "kind": "individual", "name": NAME, "position": "Công nhân thu gom rác", "award": "Bằng khen của Chủ tịch UBND tỉnh",
        "level": "province", "authority": "Chủ tịch UBND tỉnh Khánh Hòa", "decision_number": "1234/QĐ-UBND",
        "decided_on": date(2024, 12, 20), "praised_for": BRAVE, "form_of_address": "Bà",
    }  # fmt: skip
    return Told(**{**words, **changes})


def entered(
    cast: Cast, plan: Plan, by: Account, *, at: datetime = ENTERED, form_key: str = "", **changes: Any
) -> RewardRecord:
    """Typed from the decision, of somebody of Diên Thọ; nobody has compared it yet."""
    return enter_reward(
        plan=plan, unit=cast.dien_tho, told=told(**changes), scan_name="quyet-dinh.jpg", scan=make.jpeg(),
        form_key=form_key, by=actor(by), at=at,
    )  # fmt: skip


def compared(cast: Cast, plan: Plan, by: Account, *, at: datetime = ENTERED, **changes: Any) -> RewardRecord:
    """And compared with the scan by the office."""
    return check_reward(reward=entered(cast, plan, by, at=at, **changes), by=actor(cast.office), at=at)


def agreed(
    reward: RewardRecord, by: Account, *grants: tuple[str, str], at: datetime = ENTERED, **more: Any
) -> RewardConsent:
    """And who was rewarded agreed, to the story on the public site unless said."""
    words: dict[str, Any] = {"giver": "self", "signer_name": reward.name, "given_on": at.date(), "how": "Gặp tại nhà"}
    paper = Agreed(**{**words, "grants": grants or (("story", "portal"),), **more})
    return enter_reward_consent(reward=reward, agreed=paper, by=actor(by), at=at)


def rows_of_a_reward(plan: Plan, cast: Cast) -> dict[str, dict[str, int]]:
    """The numbers in the addresses of one record of Diên Thọ, as the office entered it, and of her consent; no file is behind it."""
    by, at = cast.office, moment(2025, 3, 14)
    scan = StoredFile.objects.create(
        digest="d" * 64, name="qd.pdf", media_type="application/pdf", size=1, path="qd.pdf", uploaded_at=at
    )
    words = {name: value for name, value in asdict(told()).items() if name != "sector"}
    row = RewardRecord.objects.create(plan=plan, unit=cast.dien_tho, **words, scan=scan, entered_by=by, entered_at=at)
    agreement = row.consents.create(
        giver="self", signer_name=row.name, given_on=at.date(), scan=scan, entered_by=by, entered_at=at
    )
    return {
        **dict.fromkeys(["reward", "reward_edit", "reward_scan"], {"pk": row.pk}),
        "reward_consent_scan": {"pk": row.pk, "consent": agreement.pk},
    }

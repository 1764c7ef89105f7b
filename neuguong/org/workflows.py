"""What moves in the organisation as a table: an act on units is drawn up, then recorded, dropped or taken back."""

from datetime import datetime

from neuguong.core.actor import Actor
from neuguong.core.workflow import Step, Workflow
from neuguong.org.enums import ReorganisationState
from neuguong.org.models import Reorganisation
from neuguong.org.policy import reorganises

DRAFT, RECORDED, TAKEN_BACK, DROPPED = ReorganisationState


def records_acts(actor: Actor, row: Reorganisation, at: datetime) -> str | None:
    """Whether somebody may record acts below the top that this one belongs to."""
    return reorganises(actor, row.owner, at)


REORGANISATION = Workflow(
    Step("record", "Ghi nhận", (DRAFT,), RECORDED, (records_acts,)),
    Step("drop", "Bỏ bản nháp", (DRAFT,), DROPPED, (records_acts,)),
    Step("take_back", "Hủy ghi nhận", (RECORDED,), TAKEN_BACK, (records_acts,), needs_note=True),
    state_labels=dict(ReorganisationState.choices),
    noun="Văn bản",
)

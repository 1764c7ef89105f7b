"""What moves in publicity, each life as one table."""

from neuguong.core.workflow import Step, Workflow
from neuguong.publicity.enums import EventState as E
from neuguong.publicity.policy.events import event_has_begun, event_is_whole, organises

# What was held is never changed: the holding is taken back, and the event is then announced again.
EVENT = Workflow(
    Step("announce", "Công bố", (E.DRAFT,), E.ANNOUNCED, (organises, event_is_whole)),
    Step("hold", "Ghi đã tổ chức", (E.ANNOUNCED,), E.HELD, (organises, event_has_begun)),
    Step("withdraw", "Rút việc đã tổ chức", (E.HELD,), E.ANNOUNCED, (organises,), needs_note=True),
    Step("cancel", "Hủy sự kiện", (E.DRAFT, E.ANNOUNCED), E.CANCELLED, (organises,), needs_note=True),
    state_labels=dict(E.choices),
    noun="Sự kiện",
)

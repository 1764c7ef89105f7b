"""The life of an obstacle as one table. Until when an answer is due, a deadline of core says."""

from neuguong.core.workflow import Step, Workflow
from neuguong.ledger.enums import ObstacleState
from neuguong.ledger.policy import answers_obstacle, reported_it, tends_obstacle

WAITING, ASKED, ANSWERED, CLOSED = ObstacleState

OBSTACLE = Workflow(
    Step("answer", "Trả lời", (WAITING, ASKED), ANSWERED, (answers_obstacle,)),
    Step("ask", "Hỏi lại đơn vị", (WAITING,), ASKED, (answers_obstacle,)),
    Step("clarify", "Nói rõ thêm", (ASKED,), WAITING, (reported_it,)),
    Step("reopen", "Còn vướng", (ANSWERED, CLOSED), WAITING, (reported_it,)),
    Step("settle", "Đã gỡ được", (WAITING, ASKED, ANSWERED), CLOSED, (reported_it,)),
    Step("close", "Kết thúc", (WAITING, ASKED, ANSWERED), CLOSED, (tends_obstacle,)),
    state_labels=dict(ObstacleState.choices),
    noun="Vướng mắc",
)

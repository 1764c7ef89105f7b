"""What hinders a unit, what was said about it, and what all units may read of it (KH 87, IV, last paragraph)."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.ledger.enums import ObstacleAct, ObstacleState
from neuguong.ledger.models.obligation import Obligation
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Duty, Plan


class Obstacle(models.Model):
    """One obstacle (vướng mắc). The office of the plan's unit owns it; `owner` is whom it handed it to.

    Until when an answer is due is a deadline of core, never a column here.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="obstacles")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obstacles")
    # whom an act on units gave it to, where that is not who carries on the whole unit (docs/adr/0027)
    kept_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="obstacles")
    title = models.CharField("vướng điều gì", max_length=160)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("trạng thái", max_length=20, choices=ObstacleState.choices)
    version = models.PositiveIntegerField("bản", default=1)
    form_key = models.CharField("khóa lần gửi", max_length=64, unique=True)
    reported_at = models.DateTimeField("báo lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; the paths of the lists."""

        verbose_name = "vướng mắc"
        verbose_name_plural = "vướng mắc"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObstacleState.values), name="obstacle_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="obstacle_has_a_title"),
        ]
        indexes = [
            models.Index(fields=["plan", "state", "reported_at"]),
            models.Index(fields=["unit", "state", "reported_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def keeper(self) -> Unit:
        """Whose people act on it: the unit that reported it, or whom an act on units gave it to."""
        return self.kept_by if self.kept_by is not None else self.unit

    @property
    def keeper_id(self) -> int:
        """The same without reading the unit."""
        return self.kept_by_id or self.unit_id


class ObstacleEntry(models.Model):
    """One thing said or done about an obstacle, by whom, with a file where there is one. Rows never change."""

    obstacle = models.ForeignKey(Obstacle, models.PROTECT, related_name="entries")
    act = models.CharField("việc", max_length=20, choices=ObstacleAct.choices)
    text = models.TextField("lời", blank=True)
    wanted = models.TextField("đề nghị", blank=True)  # of a report: what the unit asks for
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; a thread in its order."""

        verbose_name = "lượt trao đổi về vướng mắc"
        verbose_name_plural = "lượt trao đổi về vướng mắc"
        constraints = [models.CheckConstraint(condition=Q(act__in=ObstacleAct.values), name="obstacle_act_known")]
        indexes = [models.Index(fields=["obstacle", "id"])]


class Clarification(models.Model):
    """Question and answer for all units (hướng dẫn, giải đáp): neutral words, without the unit that asked.

    Never edited: taken back with a reason, or replaced by a newer one; which of them is in force is computed.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="clarifications")
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="clarifications")
    obstacle = models.ForeignKey(Obstacle, models.PROTECT, related_name="clarifications")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    question = models.CharField("hỏi", max_length=500)
    answer = models.TextField("đáp")
    search_text = models.TextField("chữ để tìm", editable=False)
    form_key = models.CharField("khóa lần gửi", max_length=64, unique=True)
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("rút từ lúc", null=True, blank=True)
    withdrawn_recorded_at = models.DateTimeField("ghi rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.TextField("lý do rút", blank=True)

    class Meta:
        """Words for people; one that was taken back says when and why."""

        verbose_name = "giải đáp"
        verbose_name_plural = "giải đáp"
        constraints = [
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer=""), name="clarification_says_both"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_recorded_at=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_recorded_at__isnull=False) & ~Q(withdraw_reason="")),
                name="clarification_withdrawn_whole",
            ),
        ]
        indexes = [models.Index(fields=["plan", "duty", "effective_at"])]

    def __str__(self) -> str:
        return self.question

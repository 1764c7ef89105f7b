"""What a unit plans to do itself (kế hoạch của đơn vị), version after version; an issued one never changes."""

from django.db import models
from django.db.models import Q

from neuguong.ledger.enums import UnitPlanState
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Duty, Plan


class UnitPlan(models.Model):
    """One version of a unit's own plan under the parent plan (KH 87, IV.1): a draft, or issued with number and day.

    Which version is in force, and which was replaced, the days say. The database refuses to change an issued version
    or its tasks.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="unit_plans", verbose_name="kế hoạch cấp trên")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="own_plans")
    state = models.CharField("trạng thái", max_length=20, choices=UnitPlanState.choices, default=UnitPlanState.DRAFT)
    version = models.PositiveIntegerField("bản chữ", default=1)  # counts savings, as on every thing that moves
    number = models.PositiveSmallIntegerField("bản số", null=True, blank=True)  # 1, 2, 3 … given when it is issued
    general = models.TextField("phần chung", blank=True)
    parent_number = models.PositiveSmallIntegerField("bản của kế hoạch cấp trên")  # whose duties were inherited
    created_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    edited_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("sửa lúc")
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)  # in force from this day
    issued_at = models.DateTimeField("ghi ban hành lúc", null=True, blank=True)

    class Meta:
        """Words for people; one draft at a time, versions once each, an issued version has its paper."""

        verbose_name = "kế hoạch của đơn vị"
        verbose_name_plural = "kế hoạch của đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "number"], name="one_unit_plan_version"),
            models.UniqueConstraint(
                fields=["plan", "unit"], condition=Q(state=UnitPlanState.DRAFT), name="one_unit_plan_draft"
            ),
            models.CheckConstraint(
                condition=Q(state=UnitPlanState.ISSUED, number__gte=1, issued_on__isnull=False, issued_at__isnull=False)
                & ~Q(document_number="")
                | Q(
                    state__in=[UnitPlanState.DRAFT, UnitPlanState.DROPPED],
                    number=None,
                    issued_on=None,
                    issued_at=None,
                    document_number="",
                ),
                name="unit_plan_issued_with_its_paper",
            ),
        ]
        indexes = [models.Index(fields=["unit", "plan", "-number"])]

    def __str__(self) -> str:
        return f"bản {self.number}" if self.number else "bản nháp"


class UnitPlanTask(models.Model):
    """One thing in a unit's plan: a duty of the parent plan with the unit's own terms, or something of the unit's own.

    `required` and `terms` repeat the duty as it stood when it was inherited: how many, and per period the last day
    that is on time ("" where the plan names none). The unit's own terms are never fewer and never later.
    """

    unit_plan = models.ForeignKey(UnitPlan, models.CASCADE, related_name="tasks")
    code = models.CharField("mã", max_length=40)  # the duty's, or one of the unit's own
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField("nhiệm vụ", max_length=200)
    clause = models.CharField("điểm của kế hoạch", max_length=30, blank=True)
    required = models.PositiveSmallIntegerField("kế hoạch cấp trên yêu cầu", default=0)
    terms = models.JSONField("kỳ và hạn của kế hoạch cấp trên", default=list)
    own_required = models.PositiveSmallIntegerField("đơn vị làm ít nhất", default=0)
    own_due_on = models.DateField("đơn vị làm xong đến hết ngày", null=True, blank=True)
    days_ahead = models.PositiveSmallIntegerField("xong trước hạn mấy ngày", default=0)
    responsible = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    responsible_name = models.CharField("người phụ trách", max_length=120, blank=True)
    method = models.TextField("cách làm", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        """Words for people; in the parent plan's order, then the unit's own."""

        verbose_name = "việc trong kế hoạch của đơn vị"
        verbose_name_plural = "việc trong kế hoạch của đơn vị"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit_plan", "code"], name="one_unit_plan_task_code"),
            models.CheckConstraint(condition=Q(own_required__gte=models.F("required")), name="unit_plan_not_fewer"),
        ]


class PlanRemark(models.Model):
    """What the standing office says to a unit about its plan. Never changed."""

    unit_plan = models.ForeignKey(UnitPlan, models.PROTECT, related_name="remarks")
    text = models.TextField("ý kiến")
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; a form sent twice is one remark."""

        verbose_name = "ý kiến về kế hoạch của đơn vị"
        verbose_name_plural = "ý kiến về kế hoạch của đơn vị"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_plan", "form_key"], condition=~Q(form_key=""), name="one_plan_remark_per_form"
            )
        ]

"""A plan as data: the file that an official can read, and the rows that the rest of the system points at."""

from django.db import models

from neuguong.org.models import Unit
from neuguong.programme.enums import ActivityKind, DutyKind, PeriodKind, PlanState


class Plan(models.Model):
    """A plan (kế hoạch) of one unit. Its rules are in the newest version's document."""

    code = models.CharField("mã kế hoạch", max_length=60, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=400)
    short_title = models.CharField("tên gọn", max_length=120)
    issued_on = models.DateField("ngày ban hành")
    valid_from = models.DateField("thực hiện từ ngày")
    valid_until = models.DateField("thực hiện đến hết ngày")
    state = models.CharField("trạng thái", max_length=20, choices=PlanState.choices, default=PlanState.ISSUED)
    is_demonstration = models.BooleanField("chỉ để minh họa", default=False)

    class Meta:
        """Words for people."""

        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"

    def __str__(self) -> str:
        return self.number


class PlanVersion(models.Model):
    """The plan file as it was loaded: text, digest and the checked document. Never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("bản số")
    text = models.TextField("tệp kế hoạch")
    digest = models.CharField("mã băm", max_length=64)
    document = models.JSONField("nội dung đã kiểm")
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people."""

        verbose_name = "bản của kế hoạch"
        verbose_name_plural = "bản của kế hoạch"
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version")]


class Sector(models.Model):
    """One of the plan's sectors (lĩnh vực) with its emphasis."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sectors")
    code = models.CharField("mã lĩnh vực", max_length=40)
    name = models.CharField("lĩnh vực", max_length=160)
    short_name = models.CharField("tên gọn", max_length=60)
    emphasis = models.TextField("quan tâm phát hiện")
    clause = models.CharField("điểm của kế hoạch", max_length=30)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        """Words for people."""

        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_sector_code")]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One of the general criteria (tiêu chuẩn chung)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="criteria")
    code = models.CharField("mã tiêu chí", max_length=40)
    title = models.CharField("tiêu chí", max_length=160)
    text = models.TextField("nội dung")
    guidance = models.TextField("gợi ý", blank=True)
    clause = models.CharField("điểm của kế hoạch", max_length=30)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        """Words for people."""

        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_criterion_code")]

    def __str__(self) -> str:
        return self.title


class Movement(models.Model):
    """An emulation movement (phong trào thi đua) through which exemplars are found."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="movements")
    name = models.CharField("phong trào thi đua", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("không còn từ ngày", null=True, blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "phong trào thi đua"
        verbose_name_plural = "phong trào thi đua"
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="one_movement_name")]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """A duty of the plan (nhiệm vụ): who owes what, per which period. The rule itself is in the document."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="duties")
    code = models.CharField("mã nhiệm vụ", max_length=40)
    kind = models.CharField("loại nhiệm vụ", max_length=20, choices=DutyKind.choices)
    activity = models.CharField("loại công việc", max_length=20, choices=ActivityKind.choices, blank=True)
    title = models.CharField("nhiệm vụ", max_length=200)
    period = models.CharField("kỳ", max_length=10, choices=PeriodKind.choices)
    clause = models.CharField("điểm của kế hoạch", max_length=30)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        """Words for people."""

        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_duty_code")]

    def __str__(self) -> str:
        return self.title

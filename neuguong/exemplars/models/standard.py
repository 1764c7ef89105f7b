"""What a unit asks of its own exemplars (bộ tiêu chuẩn của đơn vị), version after version; an issued one never changes."""

from django.db import models
from django.db.models import Q

from neuguong.exemplars.enums import StandardState, SubjectKind
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan, Sector


class Standard(models.Model):
    """One version of a unit's standard under a plan (KH 87, III.2.1.c): a draft, or issued with number and day.

    The general criteria are not in here: they are the plan's, above every unit's own, and nobody can touch them.
    The database refuses to change an issued version or its criteria (migration 0007).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="standards")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="standards")
    state = models.CharField("trạng thái", max_length=20, choices=StandardState.choices, default=StandardState.DRAFT)
    version = models.PositiveIntegerField("bản chữ", default=1)  # counts savings, as on every thing that moves
    number = models.PositiveSmallIntegerField("bản số", null=True, blank=True)  # 1, 2, 3 … given when it is issued
    applies_to = models.TextField("đối tượng áp dụng", blank=True)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name="lập từ"
    )
    created_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    edited_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("sửa lúc")
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)  # in force from this day
    issued_at = models.DateTimeField("ghi ban hành lúc", null=True, blank=True)

    class Meta:
        """Words for people; one draft at a time, versions once each, an issued version has its paper."""

        verbose_name = "bộ tiêu chuẩn"
        verbose_name_plural = "bộ tiêu chuẩn"
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "number"], name="one_standard_version"),
            models.UniqueConstraint(
                fields=["plan", "unit"], condition=Q(state=StandardState.DRAFT), name="one_standard_draft"
            ),
            models.CheckConstraint(
                condition=Q(state=StandardState.ISSUED, number__gte=1, issued_on__isnull=False, issued_at__isnull=False)
                & ~Q(document_number="")
                | Q(
                    state__in=[StandardState.DRAFT, StandardState.DROPPED],
                    number=None,
                    issued_on=None,
                    issued_at=None,
                    document_number="",
                ),
                name="standard_issued_with_its_paper",
            ),
        ]
        indexes = [models.Index(fields=["unit", "plan", "-number"])]

    def __str__(self) -> str:
        return f"bản {self.number}" if self.number else "bản nháp"


class StandardCriterion(models.Model):
    """One thing the unit asks beyond the general criteria: of one sector or all, of one kind of subject or all.

    `code` stays the same from version to version, so that versions can be compared and answers carried over.
    """

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="criteria")
    code = models.CharField("mã", max_length=20)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("loại đối tượng", max_length=20, choices=SubjectKind.choices, blank=True)
    title = models.CharField("tiêu chuẩn", max_length=200)
    text = models.TextField("nội dung", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        """Words for people; in the unit's own order."""

        verbose_name = "tiêu chuẩn của đơn vị"
        verbose_name_plural = "tiêu chuẩn của đơn vị"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["standard", "code"], name="one_standard_criterion_code")]


class StandardAnswer(models.Model):
    """How the subject meets one of the unit's own criteria, named by its code.

    The version is the nomination's: the code leads to its wording. So an answer written before a new version is
    issued stays with the criterion that goes on in it.
    """

    nomination = models.ForeignKey("exemplars.Nomination", models.CASCADE, related_name="standard_answers")
    code = models.CharField("mã", max_length=20)
    text = models.TextField("trả lời", blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "trả lời tiêu chuẩn của đơn vị"
        verbose_name_plural = "trả lời tiêu chuẩn của đơn vị"
        constraints = [models.UniqueConstraint(fields=["nomination", "code"], name="one_answer_per_standard_code")]

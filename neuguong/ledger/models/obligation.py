"""Who owes what for which period. Rows are generated ahead; what the calendar decides is computed in queries."""

from django.db import models
from django.db.models import Q

from neuguong.ledger.enums import ReturnKind
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Duty


class Obligation(models.Model):
    """One unit × duty × period (việc phải làm). Never edited: a changed rule voids the row and adds a revision."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    period = models.CharField("kỳ", max_length=10)  # "2024" or "2024-Q1"
    year = models.PositiveSmallIntegerField("năm")
    revision = models.PositiveSmallIntegerField("lần", default=1)
    required = models.PositiveSmallIntegerField("ít nhất")
    composition = models.CharField("thành phần", max_length=20, blank=True)
    due_on = models.DateField("hạn")
    boundary = models.CharField("tính hạn", max_length=10)  # before | through
    closes_at = models.DateTimeField("trễ từ lúc")  # the first moment that is late
    effective_on = models.DateField("có từ ngày")
    recorded_at = models.DateTimeField("ghi lúc")
    voided_on = models.DateField("thôi từ ngày", null=True, blank=True)
    voided_recorded_at = models.DateTimeField("ghi thôi lúc", null=True, blank=True)
    void_reason = models.CharField("lý do thôi", max_length=200, blank=True)

    class Meta:
        """Words for people; one row per unit, duty, period and revision."""

        verbose_name = "việc phải làm"
        verbose_name_plural = "việc phải làm"
        constraints = [
            models.UniqueConstraint(fields=["unit", "duty", "period", "revision"], name="one_obligation"),
            models.CheckConstraint(
                condition=Q(voided_on=None, voided_recorded_at=None)
                | Q(voided_on__isnull=False, voided_recorded_at__isnull=False),
                name="obligation_voided_whole",
            ),
        ]
        indexes = [models.Index(fields=["duty", "period", "unit"]), models.Index(fields=["unit", "closes_at"])]


class Return(models.Model):
    """A return sent as an act of its own: a nil return, or a late list. On-time lists are the dossiers themselves."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="returns")
    kind = models.CharField("loại", max_length=10, choices=ReturnKind.choices)
    reason = models.TextField("lý do", blank=True)
    sent_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey("UnitPaper", models.PROTECT, null=True, blank=True, related_name="returns")
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)

    class Meta:
        """Words for people; one of a kind per obligation; a nil return says why."""

        verbose_name = "báo cáo quý"
        verbose_name_plural = "báo cáo quý"
        constraints = [
            models.UniqueConstraint(fields=["obligation", "kind"], name="one_return_of_a_kind"),
            models.CheckConstraint(condition=~Q(kind=ReturnKind.NIL, reason=""), name="nil_return_says_why"),
        ]


class Extension(models.Model):
    """A later date agreed (gia hạn). The original date stays on the obligation."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="extensions")
    extended_to = models.DateField("gia hạn đến hết ngày")
    reason = models.TextField("lý do")
    document = models.CharField("văn bản", max_length=200, blank=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people."""

        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"


class Exemption(models.Model):
    """A unit need not do this (miễn), with the reason; by the plan file or by the office."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="exemptions")
    reason = models.TextField("lý do")
    document = models.CharField("văn bản", max_length=200, blank=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")
    revoked_at = models.DateTimeField("bỏ miễn từ lúc", null=True, blank=True)
    revoked_recorded_at = models.DateTimeField("ghi bỏ miễn lúc", null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    revoke_reason = models.TextField("lý do bỏ miễn", blank=True)

    class Meta:
        """Words for people; one in force per obligation; one that was taken back says when and why."""

        verbose_name = "miễn"
        verbose_name_plural = "miễn"
        constraints = [
            models.UniqueConstraint(fields=["obligation"], condition=Q(revoked_at=None), name="one_exemption"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_recorded_at=None, revoke_reason="")
                | (Q(revoked_at__isnull=False, revoked_recorded_at__isnull=False) & ~Q(revoke_reason="")),
                name="exemption_revoked_whole",
            ),
        ]

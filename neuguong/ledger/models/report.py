"""Reports of units on the programme (sơ kết, tổng kết), what was submitted of them, and the office's own over all units."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.ledger.enums import ReportState
from neuguong.ledger.models.obligation import Obligation
from neuguong.org.models import Account
from neuguong.programme.models import Duty, Plan


class Report(models.Model):
    """A unit's report for one duty (KH 87, IV.1): the texts it writes. Figures are not in here: they are computed.

    It speaks of a time of its own, which may begin before the plan (reading A5).
    """

    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="report")
    state = models.CharField("trạng thái", max_length=20, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField("bản chữ", default=1)
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày")
    texts = models.JSONField("lời văn từng mục", default=dict)
    created_at = models.DateTimeField("lập lúc")
    edited_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("sửa lúc")

    class Meta:
        """Words for people; the days in their order."""

        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=models.F("until")), name="report_days_in_order"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
        ]


class ReportSubmission(models.Model):
    """What the head sent once: texts, figures and the paper as they were shown then. Only its answer is added.

    `counts_at` is the report's first submission: what came in time and was returned stays in time when it comes again.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions")
    turn = models.PositiveSmallIntegerField("lần gửi")
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày")
    texts = models.JSONField("lời văn từng mục")
    figures = models.JSONField("số liệu")
    name = models.CharField("tên tệp", max_length=120)
    digest = models.CharField("mã băm", max_length=64)
    content = models.BinaryField("văn bản")
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    counts_at = models.DateTimeField("tính từ lần gửi đầu lúc")
    effective_at = models.DateTimeField("gửi lúc")
    recorded_at = models.DateTimeField("ghi lúc")
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    accepted_recorded_at = models.DateTimeField("ghi tiếp nhận lúc", null=True, blank=True)
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_recorded_at = models.DateTimeField("ghi trả lại lúc", null=True, blank=True)
    reason = models.TextField("lý do trả lại", blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Words for people; turns once each; a return says why; accepted or returned, not both."""

        verbose_name = "lần gửi báo cáo"
        verbose_name_plural = "lần gửi báo cáo"
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["report", "turn"], name="one_report_turn"),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_recorded_at=None, reason="")
                | (Q(returned_at__isnull=False, returned_recorded_at__isnull=False, accepted_at=None) & ~Q(reason="")),
                name="report_returned_whole",
            ),
        ]


class OverallReport(models.Model):
    """The office's report over all units for one duty (KH 87, IV.4): the texts it writes itself."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="overall_reports")
    duty = models.OneToOneField(Duty, models.PROTECT, related_name="overall_report")
    version = models.PositiveIntegerField("bản chữ", default=1)
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày")
    texts = models.JSONField("lời văn từng mục", default=dict)
    edited_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("sửa lúc")

    class Meta:
        """Words for people; the days in their order."""

        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=models.F("until")), name="overall_report_days_in_order")
        ]


class IssuedReport(models.Model):
    """The office's report as it went out, or a numbered correction of it. Never changed."""

    overall = models.ForeignKey(OverallReport, models.PROTECT, related_name="issued")
    correction = models.PositiveSmallIntegerField("lần đính chính", default=0)
    correction_reason = models.TextField("lý do đính chính", blank=True)
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày")
    texts = models.JSONField("lời văn từng mục")
    figures = models.JSONField("số liệu")
    name = models.CharField("tên tệp", max_length=120)
    digest = models.CharField("mã băm", max_length=64)
    content = models.BinaryField("văn bản")
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("lập lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; each correction once; a correction says why."""

        verbose_name = "báo cáo tổng hợp đã lập"
        verbose_name_plural = "báo cáo tổng hợp đã lập"
        ordering = ["correction"]
        constraints = [
            models.UniqueConstraint(fields=["overall", "correction"], name="one_issued_report_per_correction"),
            models.CheckConstraint(
                condition=Q(correction=0, correction_reason="") | (Q(correction__gt=0) & ~Q(correction_reason="")),
                name="issued_report_correction_says_why",
            ),
        ]


class ReportReference(models.Model):
    """Number, day and signed scan of a report's paper, entered after signing. A slip is mended by a new row."""

    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="references")
    issued = models.ForeignKey(IssuedReport, models.PROTECT, null=True, blank=True, related_name="references")
    document_number = models.CharField("số văn bản", max_length=60)
    dated_on = models.DateField("ngày văn bản")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; of a unit's report or of the office's; the newest row counts."""

        verbose_name = "số văn bản của báo cáo"
        verbose_name_plural = "số văn bản của báo cáo"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, issued=None) | Q(report=None, issued__isnull=False),
                name="report_reference_of_one_paper",
            )
        ]

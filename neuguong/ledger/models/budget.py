"""Money for publicity (KH 87, IV.3): what a unit asks for line by line, what finance leaves of it, what the leader approves."""

from django.db import models
from django.db.models import F, Q

from neuguong.ledger.enums import EstimateState
from neuguong.ledger.models.obligation import Obligation
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan


class Estimate(models.Model):
    """A unit's estimate for a year (dự toán), or a later edition of it; the earlier one stays as it was.

    `series` ties the editions together. `edited` counts the savings of a draft, so that nobody overwrites unseen words.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="estimates")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="estimates")
    # whom an act on units gave it to, where that is not who carries on the whole unit (docs/adr/0027)
    kept_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="estimates")
    title = models.CharField("tên dự toán", max_length=200)
    series = models.CharField("loạt", max_length=64)
    edition = models.PositiveSmallIntegerField("lần", default=1)
    state = models.CharField("trạng thái", max_length=20, choices=EstimateState.choices)
    version = models.PositiveIntegerField("bản", default=1)
    edited = models.PositiveIntegerField("lần lưu", default=0)
    form_key = models.CharField("khóa lần gửi", max_length=64, unique=True)
    prepared_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("gửi lúc", null=True)
    appraised_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    appraised_at = models.DateTimeField("thẩm định lúc", null=True)
    appraised_recorded_at = models.DateTimeField("ghi thẩm định lúc", null=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("phê duyệt lúc", null=True)
    document = models.CharField("số văn bản phê duyệt", max_length=100, blank=True)

    class Meta:
        """Words for people; one open edition of a series at a time; every step says who took it."""

        verbose_name = "dự toán kinh phí"
        verbose_name_plural = "dự toán kinh phí"
        constraints = [
            models.UniqueConstraint(fields=["series", "edition"], name="one_estimate_edition"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(state__in=["draft", "submitted", "appraised"]), name="one_open_edition"
            ),
            models.CheckConstraint(condition=Q(state__in=EstimateState.values), name="estimate_state_known"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False, appraised_at__isnull=False),
                name="estimate_approved_whole",
            ),
        ]
        indexes = [models.Index(fields=["plan", "year", "state"]), models.Index(fields=["unit", "year"])]

    def __str__(self) -> str:
        return self.title

    @property
    def keeper(self) -> Unit:
        """Whose people act on it: the unit that made it, or whom an act on units gave it to."""
        return self.kept_by if self.kept_by is not None else self.unit

    @property
    def keeper_id(self) -> int:
        """The same without reading the unit."""
        return self.kept_by_id or self.unit_id


class EstimateLine(models.Model):
    """One line as the unit asks for it. Frozen once the estimate has left the draft; `amount` is in whole đồng."""

    estimate = models.ForeignKey(Estimate, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("thứ tự")
    category = models.CharField("nội dung chi", max_length=40)
    content = models.CharField("diễn giải", max_length=300)
    measure = models.CharField("đơn vị tính", max_length=40)
    quantity = models.DecimalField("số lượng", max_digits=12, decimal_places=2)
    unit_price = models.BigIntegerField("đơn giá")
    amount = models.BigIntegerField("thành tiền")

    class Meta:
        """Words for people; nothing costs less than nothing."""

        verbose_name = "khoản của dự toán"
        verbose_name_plural = "khoản của dự toán"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["estimate", "position"], name="one_line_at_a_place"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gt=0, amount__gt=0), name="line_amounts_positive"
            ),
        ]


class LineAppraisal(models.Model):
    """What finance leaves of a line, with the reason for what it takes off. Rows never change."""

    line = models.OneToOneField(EstimateLine, models.PROTECT, related_name="appraisal")
    asked = models.BigIntegerField("đề nghị")
    amount = models.BigIntegerField("thẩm định")
    reason = models.CharField("lý do giảm", max_length=500, blank=True)

    class Meta:
        """Words for people; never more than was asked, never less without a reason."""

        verbose_name = "thẩm định của khoản"
        verbose_name_plural = "thẩm định của khoản"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0, amount__lte=F("asked")), name="appraisal_never_more"),
            models.CheckConstraint(condition=Q(amount=F("asked")) | ~Q(reason=""), name="reduced_with_a_reason"),
        ]

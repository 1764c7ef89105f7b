"""Who follows an example, where, with what result (nhân rộng; KH 87, III.3.b)."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.enums import NotConfirmed, ReplicationState, ReplicatorKind
from neuguong.exemplars.models.exemplar import Exemplar
from neuguong.org.models import Account, Unit


class Replication(models.Model):
    """A place that follows an example ("Tôi học theo"): what somebody told, and beside it what the unit of the place saw.

    The public reads `public_learned`, `public_result` and the kind, which the unit wrote after seeing; `who` only where
    the sender agreed and the unit confirmed it. `figures` are the numbers, days and superlatives of those words that
    the unit saw for itself. `account` typed it at the desk; `code_digest` and `form_key` as in `Suggestion`.
    """

    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="replications")
    place = models.ForeignKey(Unit, models.PROTECT, related_name="replications")
    kind = models.CharField("loại", max_length=20, choices=ReplicatorKind.choices)
    who = models.CharField("ai học theo", max_length=200)
    since_year = models.PositiveSmallIntegerField("từ năm")
    since_month = models.PositiveSmallIntegerField("từ tháng", null=True, blank=True)
    learned = models.TextField("học được gì", max_length=1000)
    result = models.TextField("kết quả theo lời kể", max_length=1000, blank=True)
    contact = models.CharField("cách liên hệ lại", max_length=200, blank=True)
    name_agreed = models.BooleanField("đồng ý nêu tên", default=False)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    code_digest = models.CharField("mã băm của mã phiếu", max_length=64, unique=True)
    form_key = models.CharField("mã lượt gửi", max_length=64, unique=True)
    state = models.CharField("trạng thái", max_length=20, choices=ReplicationState.choices)
    version = models.PositiveIntegerField("bản", default=1)
    told_at = models.DateTimeField("nhận lúc")
    seen_on = models.DateField("ngày đến xem", null=True, blank=True)
    saw = models.TextField("đã thấy gì", max_length=1000, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    public_learned = models.TextField("cách làm, để công khai", max_length=600, blank=True)
    public_result = models.TextField("kết quả, để công khai", max_length=600, blank=True)
    figures = models.JSONField("điều đã kiểm trong lời công khai", default=list, blank=True)
    name_confirmed = models.BooleanField("đã hỏi và được nêu tên", default=False)
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("xác minh lúc", null=True, blank=True)
    checked_recorded_at = models.DateTimeField("ghi xác minh lúc", null=True, blank=True)
    reason = models.CharField("lý do chưa xác nhận", max_length=20, choices=NotConfirmed.choices, blank=True)
    answer = models.CharField("nói rõ thêm", max_length=1000, blank=True)
    closed_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        """Words for people; what must always be true; the paths of the lists and of the public pages."""

        verbose_name = "nơi học theo"
        verbose_name_plural = "nơi học theo"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReplicationState.values), name="replication_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "shown"])
                | Q(seen_on__isnull=False, checked_at__isnull=False) & ~Q(public_learned="") & ~Q(public_result=""),
                name="replication_checked_by_seeing",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_confirmed") | ~Q(reason="") & ~Q(answer=""),
                name="replication_not_confirmed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(since_month=None) | Q(since_month__gte=1, since_month__lte=12),
                name="replication_since_a_month",
            ),
        ]
        indexes = [
            models.Index(fields=["exemplar", "state"]),
            models.Index(fields=["place", "state", "told_at"]),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def since(self) -> str:
        """Since when, in words: "tháng 03/2024" or "năm 2024"."""
        return f"tháng {self.since_month:02d}/{self.since_year}" if self.since_month else f"năm {self.since_year}"

"""What ran where, of whom, and with what consent; how many people it reached."""

from django.db import models
from django.db.models import Q

from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account
from neuguong.publicity.models.article import Article
from neuguong.publicity.models.outlet import Outlet
from neuguong.publicity.models.planned_run import PlannedRun


class Broadcast(models.Model):
    """One thing that ran (lần phát, đăng). Never edited: a slip is withdrawn with a reason and recorded anew.

    `consented`: everybody it tells of had agreed to this channel on that day, as the papers stood when it was recorded.
    """

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="broadcasts")
    planned = models.ForeignKey(PlannedRun, models.PROTECT, null=True, blank=True, related_name="broadcasts")
    article = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="broadcasts")
    title = models.CharField("nội dung", max_length=300)
    ran_on = models.DateField("ngày phát, đăng")
    ran_time = models.TimeField("giờ phát, đăng", null=True, blank=True)
    airtime_seconds = models.PositiveIntegerField("thời lượng, giây", null=True, blank=True)
    link = models.CharField("đường dẫn", max_length=500, blank=True)
    consented = models.BooleanField("có đồng ý cho kênh này")
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.TextField("lý do rút", blank=True)

    class Meta:
        """Words for people; a form sent twice is one record, an entry of the calendar runs once."""

        verbose_name = "lần phát, đăng"
        verbose_name_plural = "lần phát, đăng"
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "form_key"], condition=~Q(form_key=""), name="one_broadcast_per_form"
            ),
            models.UniqueConstraint(
                fields=["planned"],
                condition=Q(withdrawn_at=None, planned__isnull=False),
                name="one_broadcast_per_entry",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="broadcast_withdrawn_whole",
            ),
        ]
        indexes = [models.Index(fields=["outlet", "-ran_on"]), models.Index(fields=["-ran_on", "-id"])]

    def __str__(self) -> str:
        return self.title


class BroadcastExemplar(models.Model):
    """Of whom it told: the checked claims as they stood at that moment, and what was missing of the consent, in words.

    Of an article only the claims that its text rests on.
    """

    broadcast = models.ForeignKey(Broadcast, models.PROTECT, related_name="told")
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="+")
    claims = models.JSONField("ý đã kể", null=True, default=list)  # [{"id", "version", "text"}, …]; null means erased
    missing = models.TextField("còn thiếu", blank=True)

    class Meta:
        """Words for people; an exemplar stands once in a broadcast."""

        verbose_name = "điển hình trong lần phát"
        verbose_name_plural = "điển hình trong lần phát"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "exemplar"], name="one_exemplar_per_broadcast"),
        ]


class ReachFigure(models.Model):
    """How far a broadcast had reached on a day. It only grows: of one day the last that was entered counts."""

    broadcast = models.ForeignKey(Broadcast, models.PROTECT, related_name="reach_figures")
    measured_on = models.DateField("ngày đo")
    reached = models.PositiveIntegerField("lượt tiếp cận")
    interactions = models.PositiveIntegerField("lượt tương tác", null=True, blank=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("nhập lúc")

    class Meta:
        """Words for people."""

        verbose_name = "số liệu tiếp cận"
        verbose_name_plural = "số liệu tiếp cận"
        indexes = [models.Index(fields=["broadcast", "-measured_on", "-id"])]

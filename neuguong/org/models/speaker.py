"""Who speaks for the programme: báo cáo viên, tuyên truyền viên (KH 87, III.3.c). Ended with a reason, never deleted."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from neuguong.org.enums import SpeakerKind
from neuguong.org.models.account import Account
from neuguong.org.models.unit import Unit


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    """Rows as of a day."""

    def on(self, day: date) -> "SpeakerQuerySet":
        """Who may speak on a day: the card's days hold, and nobody has ended it. `ended_on` is the first day without."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day).filter(
            Q(ended_on=None) | Q(ended_on__gt=day)
        )


class Speaker(models.Model):
    """One person on a unit's roster: somebody with an account, or somebody from outside known by name."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="speakers")
    kind = models.CharField("là", max_length=20, choices=SpeakerKind.choices)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức vụ, nơi công tác", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    topics = models.CharField("chuyên đề", max_length=400)
    document = models.CharField("thẻ, quyết định", max_length=200, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến hết ngày", null=True, blank=True)
    version = models.PositiveIntegerField("bản", default=1)
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("ghi lúc")
    ended_on = models.DateField("thôi từ ngày", null=True, blank=True)
    ended_reason = models.CharField("lý do thôi", max_length=300, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("ghi thôi lúc", null=True, blank=True)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, editable=False)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        """Words for people; an account stands once on a unit's roster; a form sent twice is one row."""

        verbose_name = "báo cáo viên, tuyên truyền viên"
        verbose_name_plural = "báo cáo viên, tuyên truyền viên"
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SpeakerKind.values), name="speaker_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="speaker_card_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_at=None, ended_by=None, ended_reason="")
                | (Q(ended_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="speaker_ended_whole",
            ),
            models.UniqueConstraint(
                fields=["unit", "account"], condition=Q(ended_on=None, account__isnull=False), name="one_open_speaker"
            ),
            models.UniqueConstraint(
                fields=["unit", "form_key"], condition=~Q(form_key=""), name="one_speaker_per_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name

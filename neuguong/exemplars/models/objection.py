"""The days in which everybody may comment on dossiers before the Council decides, where the plan sets such days."""

from django.db import models
from django.db.models import F, Q

from neuguong.exemplars.enums import ObjectionState, SubjectKind
from neuguong.exemplars.models.nomination import Nomination
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan, Sector


class ObjectionWindow(models.Model):
    """One list of verified dossiers, open for comments (lấy ý kiến) through `closes_on`, by the plan's working days."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="windows")
    opened_on = models.DateField("từ ngày")
    closes_on = models.DateField("đến hết ngày")
    days = models.PositiveSmallIntegerField("số ngày làm việc")
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("lập lúc")

    class Meta:
        """Words for people."""

        verbose_name = "đợt lấy ý kiến"
        verbose_name_plural = "đợt lấy ý kiến"
        constraints = [models.CheckConstraint(condition=Q(closes_on__gte=F("opened_on")), name="window_has_its_days")]
        indexes = [models.Index(fields=["closes_on"]), models.Index(fields=["plan", "-opened_at"])]


class WindowEntry(models.Model):
    """A dossier on the list, with all that the public may read of it, as on the day the list was made.

    `left_out` is the reason for which it does not stand on the public list; paper comments are still entered.
    """

    window = models.ForeignKey(ObjectionWindow, models.PROTECT, related_name="entries")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="window_entry")
    shown_name = models.CharField("tên công bố", max_length=200)
    kind = models.CharField("loại đối tượng", max_length=20, choices=SubjectKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+")
    left_out = models.CharField("lý do không công bố", max_length=200, blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "hồ sơ lấy ý kiến"
        verbose_name_plural = "hồ sơ lấy ý kiến"


class Objection(models.Model):
    """A signed comment on a dossier. Who sent it is known to those who judge, never to the unit or the nominee.

    One from the public site counts from the day its sender confirmed it, one on paper from the day it came.
    """

    entry = models.ForeignKey(WindowEntry, models.PROTECT, related_name="objections")
    name = models.CharField("họ tên", max_length=120)
    email = models.EmailField("thư điện tử", blank=True)
    contact = models.CharField("điện thoại, địa chỉ", max_length=200, blank=True)
    words = models.TextField("ý kiến", max_length=4000)
    on_paper = models.BooleanField("trên giấy", default=False)
    form_key = models.CharField("mã lượt gửi", max_length=64, unique=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField("gửi lúc")
    came_on = models.DateField("tính từ ngày", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=20, choices=ObjectionState.choices)
    version = models.PositiveIntegerField("bản", default=1)
    accepted = models.BooleanField("ý kiến đúng", null=True)
    answer = models.TextField("trả lời", max_length=2000, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        """Words for people; what must always be true."""

        verbose_name = "ý kiến về hồ sơ"
        verbose_name_plural = "ý kiến về hồ sơ"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="objection_state_known"),
            models.CheckConstraint(
                condition=Q(state="unconfirmed", came_on=None) | ~Q(state="unconfirmed") & Q(came_on__isnull=False),
                name="objection_confirmed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(accepted__isnull=False) & ~Q(answer=""), name="objection_answered"
            ),
        ]
        indexes = [models.Index(fields=["entry", "state"])]

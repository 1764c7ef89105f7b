"""Telling the staff of a plan (phổ biến, quán triệt), and who has said that they know it."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.ledger.models.unit_plan import UnitPlan
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan


class Dissemination(models.Model):
    """One round of telling a unit's staff of the plan (KH 87, IV.1): open, done when all know it, or closed with a list.

    It answers the unit's duty from the day it was done. A slip is taken back with a reason and stays.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="disseminations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="disseminations")
    unit_plan = models.ForeignKey(UnitPlan, models.PROTECT, null=True, blank=True, related_name="disseminations")
    points = models.TextField("nội dung chính")
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("mở lúc")
    done_on = models.DateField("xong ngày", null=True, blank=True)
    closed_at = models.DateTimeField("ghi xong lúc", null=True, blank=True)
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    signed_list = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("rút từ lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.TextField("lý do rút", blank=True)

    class Meta:
        """Words for people; one open round at a time; what is closed or withdrawn says when."""

        verbose_name = "đợt phổ biến kế hoạch"
        verbose_name_plural = "đợt phổ biến kế hoạch"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit"], condition=Q(closed_at=None, withdrawn_at=None), name="one_open_dissemination"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, done_on=None) | Q(closed_at__isnull=False, done_on__isnull=False),
                name="dissemination_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="dissemination_withdrawn_whole",
            ),
        ]


class Acknowledgement(models.Model):
    """One person of the staff: has an account and says so here, or is only a name and signs on paper."""

    dissemination = models.ForeignKey(Dissemination, models.PROTECT, related_name="people")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField("khóa sắp xếp", max_length=200)
    known_at = models.DateTimeField("đã nắm được lúc", null=True, blank=True)
    ticked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    signed_list = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Words for people; an account stands once on a list."""

        verbose_name = "xác nhận đã nắm được"
        verbose_name_plural = "xác nhận đã nắm được"
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dissemination", "account"], condition=Q(account__isnull=False), name="one_acknowledgement"
            )
        ]

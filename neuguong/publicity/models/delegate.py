"""Delegates chosen from the register for an event by a rule of its plan, with the reason of every line."""

from django.db import models
from django.db.models import Q

from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account
from neuguong.publicity.models.event import Event


class DelegateList(models.Model):
    """One proposal for an event (danh sách đại biểu); proposed anew it is another one, and the newest counts."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="delegate_lists")
    number = models.PositiveSmallIntegerField("lần lập")
    rule = models.CharField("mã quy tắc", max_length=60)
    rule_words = models.JSONField("quy tắc như lúc lập", default=dict)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("lập lúc")
    invited_at = models.DateTimeField("chuyển thành giấy mời lúc", null=True, blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "danh sách đại biểu"
        verbose_name_plural = "danh sách đại biểu"
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="one_delegate_list_per_number")]


class Delegate(models.Model):
    """One exemplar on the list (đại biểu): proposed by the rule or added by the office, each with why; or taken off, with why."""

    delegate_list = models.ForeignKey(DelegateList, models.PROTECT, related_name="delegates")
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="+")
    reason = models.CharField("lý do chọn", max_length=300)
    by_hand = models.BooleanField("thêm ngoài quy tắc", default=False)
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    removed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    remove_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    class Meta:
        """Words for people; an exemplar stands on a list once; who was taken off says why."""

        verbose_name = "đại biểu"
        verbose_name_plural = "đại biểu"
        constraints = [
            models.UniqueConstraint(fields=["delegate_list", "exemplar"], name="one_line_per_delegate"),
            models.CheckConstraint(
                condition=Q(removed_at=None, remove_reason="") | (Q(removed_at__isnull=False) & ~Q(remove_reason="")),
                name="delegate_removed_whole",
            ),
        ]

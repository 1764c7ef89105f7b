"""What was done for a duty that is an activity: a dated record with the file that shows it."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.ledger.enums import ActivityForm
from neuguong.ledger.models.obligation import Obligation
from neuguong.org.models import Account


class Activity(models.Model):
    """One thing done (việc đã làm). Never edited: a slip is withdrawn with a reason and recorded anew."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="activities")
    title = models.CharField("việc đã làm", max_length=300)
    held_on = models.DateField("ngày thực hiện")
    form = models.CharField("hình thức", max_length=10, choices=ActivityForm.choices, blank=True)
    note = models.TextField("kết quả", blank=True)
    document = models.CharField("số văn bản", max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    paper = models.ForeignKey("UnitPaper", models.PROTECT, null=True, blank=True, related_name="activities")
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("rút từ lúc", null=True, blank=True)
    withdrawn_recorded_at = models.DateTimeField("ghi rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.TextField("lý do rút", blank=True)

    class Meta:
        """Words for people; a form sent twice is one record; one that was withdrawn says when and why."""

        verbose_name = "việc đã làm"
        verbose_name_plural = "việc đã làm"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "form_key"], condition=~Q(form_key=""), name="one_activity_per_form"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_recorded_at=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_recorded_at__isnull=False) & ~Q(withdraw_reason="")),
                name="activity_withdrawn_whole",
            ),
        ]


class Coordination(models.Model):
    """With whom a programme of coordination was agreed and for how long (KH 87, III.3.d); what was agreed the activity says."""

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="coordination")
    partner = models.CharField("bên phối hợp", max_length=200)
    valid_from = models.DateField("thực hiện từ ngày")
    valid_until = models.DateField("thực hiện đến hết ngày", null=True, blank=True)

    class Meta:
        """Words for people; it does not end before it begins."""

        verbose_name = "chương trình phối hợp"
        verbose_name_plural = "chương trình phối hợp"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="coordination_ends_after_it_begins",
            )
        ]

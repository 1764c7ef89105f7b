"""What a unit sent on paper and the standing office typed for it: the letter with its scan, what it held, what the unit says."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Nomination
from neuguong.ledger.models.obligation import Obligation
from neuguong.org.models import Account


class UnitPaper(models.Model):
    """A unit's letter as it arrived (văn bản đến), recorded by the office on the unit's behalf. Never edited.

    Everything typed from it counts from the moment it arrived, whenever it is typed (docs/adr/0010).
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="papers")
    number = models.CharField("số, ký hiệu", max_length=60)
    signed_on = models.DateField("ngày văn bản")
    signer = models.CharField("người ký", max_length=120, blank=True)
    arrival_number = models.CharField("số đến", max_length=30, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField("đến lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; a form sent twice is one letter."""

        verbose_name = "văn bản giấy của đơn vị"
        verbose_name_plural = "văn bản giấy của đơn vị"
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "form_key"], condition=~Q(form_key=""), name="one_unit_paper_per_form"
            )
        ]


class PaperDossier(models.Model):
    """A dossier that the office opened and sent from a unit's letter."""

    paper = models.ForeignKey(UnitPaper, models.PROTECT, related_name="dossiers")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="from_paper")

    class Meta:
        """Words for people."""

        verbose_name = "hồ sơ theo văn bản giấy"
        verbose_name_plural = "hồ sơ theo văn bản giấy"


class PaperRemark(models.Model):
    """What a unit says to what was recorded for it (ý kiến), and what the office answers."""

    paper = models.ForeignKey(UnitPaper, models.PROTECT, related_name="remarks")
    text = models.TextField("ý kiến")
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("lúc")
    answer = models.TextField("trả lời", blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        """Words for people; an answer is whole; a form sent twice is one remark."""

        verbose_name = "ý kiến về văn bản ghi thay"
        verbose_name_plural = "ý kiến về văn bản ghi thay"
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="paper_remark_answered_whole",
            ),
            models.UniqueConstraint(
                fields=["paper", "form_key"], condition=~Q(form_key=""), name="one_paper_remark_per_form"
            ),
        ]

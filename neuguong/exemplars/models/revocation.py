"""What is taken back or put right in the register: rows that are only added."""

from django.db import models

from neuguong.exemplars.models.exemplar import Exemplar
from neuguong.org.models import Account


class Revocation(models.Model):
    """The decision by which a recognition was taken back (hủy công nhận). The register's page is gone from then on."""

    exemplar = models.OneToOneField(Exemplar, models.PROTECT, related_name="revocation")
    document_number = models.CharField("số quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    reason = models.TextField("lý do")
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField("hiệu lực từ")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people."""

        verbose_name = "hủy công nhận"
        verbose_name_plural = "hủy công nhận"


class Correction(models.Model):
    """What a public page said, what is true, and since when the page says so (đính chính). Shown on the page."""

    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="corrections")
    said = models.CharField("đã ghi", max_length=600)
    true = models.CharField("đúng là", max_length=600)
    of_story = models.BooleanField("chi tiết của câu chuyện", default=False)  # shown only while the story is
    corrected_on = models.DateField("ngày đính chính")
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; pressed twice, it is one."""

        verbose_name = "đính chính"
        verbose_name_plural = "đính chính"
        ordering = ["corrected_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["exemplar", "said", "true"], name="one_correction_of_the_same_words")
        ]

"""The act by which units are merged, divided, renamed, abolished or begun anew (sắp xếp đơn vị)."""

from django.db import models
from django.db.models import Q

from neuguong.org.enums import ReorganisationState
from neuguong.org.models.account import Account
from neuguong.org.models.unit import Unit


class Reorganisation(models.Model):
    """One act, drawn up as a draft, tried, then recorded as a whole; or taken back as a whole when it was a mistake.

    `document` is what the office entered, checked: {"units": [...], "passings": [...], "people": {...},
    "dossiers": {...}}, as org/operations/reorganisation_draft.py says. `undo` is what taking it back needs to know.
    """

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="reorganisations")
    act = models.CharField("văn bản", max_length=200)
    effective_on = models.DateField("có hiệu lực từ ngày")
    state = models.CharField(
        "trạng thái", max_length=20, choices=ReorganisationState.choices, default=ReorganisationState.DRAFT
    )
    version = models.PositiveIntegerField("bản", default=1)
    document = models.JSONField("nội dung")
    undo = models.JSONField("để hủy ghi nhận", default=dict)
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    drawn_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField("lập lúc")
    edited_at = models.DateTimeField("sửa lúc")
    confirmed_at = models.DateTimeField("ghi nhận lúc", null=True, blank=True)
    taken_back_at = models.DateTimeField("hủy ghi nhận lúc", null=True, blank=True)

    class Meta:
        """Words for people; a form sent twice is one draft; what was recorded says when."""

        verbose_name = "sắp xếp đơn vị"
        verbose_name_plural = "sắp xếp đơn vị"
        ordering = ["-effective_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "form_key"], condition=~Q(form_key=""), name="one_reorganisation_per_form"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", confirmed_at=None)
                | Q(state="dropped", confirmed_at=None)
                | Q(state="recorded", confirmed_at__isnull=False, taken_back_at=None)
                | Q(state="taken_back", confirmed_at__isnull=False, taken_back_at__isnull=False),
                name="reorganisation_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.act

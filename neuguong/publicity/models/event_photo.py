"""Photos of an event, shown to the public only while everybody in them agrees."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account
from neuguong.publicity.models.event import Event


class EventPhoto(models.Model):
    """One photo (ảnh sự kiện). Without the name of whoever vouches for everybody's consent it stays at the desk."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField("ảnh chụp gì", max_length=300)
    agreed_by = models.CharField("người xác nhận mọi người trong ảnh đã đồng ý", max_length=120, blank=True)
    exemplars = models.ManyToManyField(Exemplar, related_name="+", verbose_name="điển hình trong ảnh")
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("thêm lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    removed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    remove_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    class Meta:
        """Words for people; one that was taken off says why."""

        verbose_name = "ảnh sự kiện"
        verbose_name_plural = "ảnh sự kiện"
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, remove_reason="") | (Q(removed_at__isnull=False) & ~Q(remove_reason="")),
                name="event_photo_removed_whole",
            )
        ]

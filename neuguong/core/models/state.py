"""Each step a dossier takes leaves an immutable, attributed row."""

from django.conf import settings
from django.db import models


class StateChange(models.Model):
    """Who moved what from where to where, when it counted, when it was entered, and why."""

    object_type = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã")
    step = models.CharField("bước", max_length=40)
    before = models.CharField("từ", max_length=40, blank=True)
    after = models.CharField("đến", max_length=40)
    actor = models.CharField("ai", max_length=120)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField("lý do", blank=True)
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; a thing's history in order."""

        verbose_name = "lịch sử xử lý"
        verbose_name_plural = "lịch sử xử lý"
        indexes = [models.Index(fields=["object_type", "object_id", "id"])]

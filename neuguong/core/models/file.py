"""A file somebody brought, after it has been opened and found to be what it says."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """Bytes on disk, named by their digest; the name that people see is only a label."""

    digest = models.CharField("mã băm", max_length=64, db_index=True)
    name = models.CharField("tên tệp", max_length=255)
    media_type = models.CharField("kiểu tệp", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    path = models.CharField("nơi lưu", max_length=255)
    thumbnail = models.CharField("ảnh nhỏ", max_length=255, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("tải lên lúc")

    class Meta:
        """Words for people."""

        verbose_name = "tệp"
        verbose_name_plural = "tệp"

    def __str__(self) -> str:
        return self.name

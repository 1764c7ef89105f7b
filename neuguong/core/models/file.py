"""A file somebody brought, after it has been opened and found to be what it says."""

from django.conf import settings
from django.db import models

from neuguong.core.enums import FileState


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
    link = models.CharField("thuộc về", max_length=100, blank=True)  # "<object_type>:<id>", for the uploader's notice

    state = models.CharField("trạng thái", max_length=10, choices=FileState.choices, default=FileState.WAITING)
    version = models.PositiveIntegerField("bản", default=1)
    # Of a refused file why, as the rest of a sentence that begins with its name; of a waiting one what holds it up.
    reason = models.CharField("lý do", max_length=300, blank=True)
    checked_at = models.DateTimeField("kiểm tra lúc", null=True, blank=True)

    class Meta:
        """Words for people; the few that wait are found by themselves."""

        verbose_name = "tệp"
        verbose_name_plural = "tệp"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=FileState.values), name="file_state_known"),
        ]
        indexes = [
            models.Index(fields=["id"], name="file_waits_for_check", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hindrance(self) -> str:
        """Why nobody can read the file now, as a sentence; empty when it can be read."""
        if self.state == FileState.CLEAN:
            return ""
        if self.state == FileState.ERASED:
            return "Tệp đã được xóa theo yêu cầu xóa dữ liệu cá nhân."
        if self.state == FileState.REFUSED:
            return f"Tệp đã bị loại vì {self.reason}"
        return self.reason or "Đang kiểm tra tệp, vài giây nữa xem được."

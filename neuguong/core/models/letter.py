"""The outbox: one row per recipient and notice."""

from django.conf import settings
from django.db import models


class Letter(models.Model):
    """A notice to one person, seen in the application and sent by mail.

    Written in the transaction of the act it tells of; delivered afterwards by claim (compare-and-swap),
    so that a worker killed half-way sends nothing twice. `key` makes a notice unique.
    """

    key = models.CharField("khóa", max_length=160, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="letters")
    address = models.EmailField("địa chỉ", blank=True)  # of somebody without an account, who has no `recipient`
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    link = models.CharField("mở", max_length=200, blank=True)  # "<object_type>:<id>", turned into an address by web
    written_at = models.DateTimeField("viết lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    message_id = models.CharField("mã thư", max_length=120, unique=True)
    claimed_at = models.DateTimeField("nhận gửi lúc", null=True, blank=True)
    claim = models.CharField("mã lượt gửi", max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField("số lần gửi", default=0)
    next_try_at = models.DateTimeField("gửi lại lúc", null=True, blank=True)
    sent_at = models.DateTimeField("gửi xong lúc", null=True, blank=True)
    failed = models.CharField("lỗi", max_length=300, blank=True)

    class Meta:
        """Words for people; what is still to go out is found by index."""

        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        indexes = [
            models.Index(fields=["recipient", "read_at", "-written_at"]),
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at=None), name="letters_to_send"),
        ]

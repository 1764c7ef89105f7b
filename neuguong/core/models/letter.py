"""The outbox: one row per recipient and notice, one per telephone and message."""

from django.conf import settings
from django.db import models


class Outgoing(models.Model):
    """What is written in the transaction of an act and delivered afterwards by claim (compare-and-swap)."""

    key = models.CharField("khóa", max_length=160, unique=True)
    body = models.TextField("nội dung")
    link = models.CharField("mở", max_length=200, blank=True)  # "<object_type>:<id>", turned into an address by web
    written_at = models.DateTimeField("viết lúc")
    message_id = models.CharField("mã thư", max_length=120, unique=True)
    claimed_at = models.DateTimeField("nhận gửi lúc", null=True, blank=True)
    claim = models.CharField("mã lượt gửi", max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField("số lần gửi", default=0)
    next_try_at = models.DateTimeField("gửi lại lúc", null=True, blank=True)
    sent_at = models.DateTimeField("gửi xong lúc", null=True, blank=True)
    failed = models.CharField("lỗi", max_length=300, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True


class Letter(Outgoing):
    """A notice to one person, seen in the application and sent by mail.

    A worker killed half-way loses nothing. `key` makes a notice unique.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="letters")
    address = models.EmailField("địa chỉ", blank=True)  # of somebody without an account, who has no `recipient`
    subject = models.CharField("tiêu đề", max_length=200)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    class Meta:
        """Words for people; what is still to go out is found by index."""

        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        indexes = [
            models.Index(fields=["recipient", "read_at", "-written_at"]),
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at=None), name="letters_to_send"),
            models.Index(fields=["id"], condition=models.Q(sent_at=None, tries__gte=5), name="letters_given_up"),
        ]


class TextMessage(Outgoing):
    """A short message to somebody's telephone, handed to the office's SMS or Zalo gateway."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="text_messages")

    class Meta:
        """Words for people; what is still to go out is found by index."""

        verbose_name = "tin nhắn"
        verbose_name_plural = "tin nhắn"
        indexes = [models.Index(fields=["next_try_at"], condition=models.Q(sent_at=None), name="texts_to_send")]

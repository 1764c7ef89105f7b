"""What keeps a clerk's words safe, and what keeps their author from judging them."""

from django.db import models

from neuguong.exemplars.models.nomination import Nomination
from neuguong.org.models import Account


class DraftText(models.Model):
    """A text that was in a field once: replaced by a later one, or held back because two people wrote at a time."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="texts")
    field = models.CharField("ô", max_length=60)
    text = models.TextField("chữ")
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("viết lúc")
    held_back = models.BooleanField("giữ riêng vì sửa cùng lúc", default=False)
    client_key = models.CharField("khóa của trình duyệt", max_length=60, blank=True)  # makes a re-sent edit harmless
    settled_at = models.DateTimeField("đã xem lúc", null=True, blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "bản chữ đã viết"
        verbose_name_plural = "bản chữ đã viết"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "client_key"], condition=~models.Q(client_key=""), name="one_edit_once"
            )
        ]


class Preparer(models.Model):
    """Somebody who created, edited, attached or submitted: this person may not verify (guard did_not_prepare)."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="preparers")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    act = models.CharField("việc đã làm", max_length=20)
    at = models.DateTimeField("lúc")

    class Meta:
        """Words for people."""

        verbose_name = "người lập hồ sơ"
        verbose_name_plural = "người lập hồ sơ"
        constraints = [models.UniqueConstraint(fields=["nomination", "account", "act"], name="one_preparer_row")]

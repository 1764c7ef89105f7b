"""What a unit's head says once a year about each role at the unit: still right, has left, another role."""

from django.db import models

from neuguong.org.enums import ReviewAnswer
from neuguong.org.models.account import Account
from neuguong.org.models.membership import Membership


class RoleReview(models.Model):
    """One answer about one role in one year. Never edited: the newest counts."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField("năm")
    answer = models.CharField("trả lời", max_length=10, choices=ReviewAnswer.choices)
    note = models.CharField("nói rõ", max_length=200, blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("xác nhận lúc")

    class Meta:
        """Words for people; the newest of a role is found by itself."""

        verbose_name = "xác nhận vai trò"
        verbose_name_plural = "xác nhận vai trò"
        indexes = [models.Index(fields=["membership", "-made_at"])]

"""The emulation council (Hội đồng Thi đua - Khen thưởng) of a unit."""

from django.db import models
from django.db.models import Q

from neuguong.org.enums import Seat
from neuguong.org.models.account import Account
from neuguong.org.models.unit import Unit


class Council(models.Model):
    """A council belongs to a unit, so several organisations can keep theirs in one database."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="councils")
    name = models.CharField("tên Hội đồng", max_length=200)
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("không còn từ ngày", null=True, blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "Hội đồng Thi đua - Khen thưởng"
        verbose_name_plural = "Hội đồng Thi đua - Khen thưởng"

    def __str__(self) -> str:
        return self.name


class CouncilSeat(models.Model):
    """Who sits where, from when until when. The secretary has no vote."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats")
    account = models.ForeignKey(Account, models.PROTECT, related_name="seats")
    seat = models.CharField("chức vụ trong Hội đồng", max_length=20, choices=Seat.choices)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        """Words for people; one chair at a time is checked by the operation, one seat per person here."""

        verbose_name = "thành viên Hội đồng"
        verbose_name_plural = "thành viên Hội đồng"
        constraints = [
            models.UniqueConstraint(fields=["council", "account"], condition=Q(valid_to=None), name="one_open_seat")
        ]

    @property
    def votes(self) -> bool:
        """Whether this seat has a vote."""
        return self.seat != Seat.SECRETARY

"""Who is what, where, from when until when."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from neuguong.org.enums import Basis, Role
from neuguong.org.models.account import Account
from neuguong.org.models.unit import Unit


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Filters with a name."""

    def on(self, day: date) -> "MembershipQuerySet":
        """Memberships in force on `day` (the last day counts)."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Membership(models.Model):
    """A role at a unit (phân công), with or without the units below; also a delegation or a substitute.

    A delegation (ủy quyền) and a substitute name the person they act for and always end.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField("vai trò", max_length=30, choices=Role.choices)
    subtree = models.BooleanField("gồm cả đơn vị trực thuộc", default=False)
    basis = models.CharField("căn cứ", max_length=20, choices=Basis.choices, default=Basis.APPOINTED)
    on_behalf_of = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField("văn bản", max_length=200, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        """Words for people; what must always be true."""

        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        indexes = [models.Index(fields=["account", "role"]), models.Index(fields=["unit", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.APPOINTED, on_behalf_of=None)
                | Q(on_behalf_of__isnull=False, valid_to__isnull=False),
                name="membership_for_somebody_ends",
            ),
        ]

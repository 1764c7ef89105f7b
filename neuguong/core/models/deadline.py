"""A time limit that an event starts: an answer owed within so many days. Whether it is late is computed, never stored."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from neuguong.core.enums import Counted


class Deadline(models.Model):
    """One clock on one thing. The last day is computed when it starts and kept with the rule it came from.

    No foreign key to what it speaks of: core knows none of it. `responsible` names who must act, as
    "<what>:<id>" ("unit:12"); what the kind means, and who of them sees it, the owning context says.
    """

    kind = models.CharField("loại thời hạn", max_length=40)
    object_type = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã")
    responsible = models.CharField("ai phải làm", max_length=60)
    opened_at = models.DateTimeField("bắt đầu lúc")
    days = models.PositiveSmallIntegerField("số ngày")
    counted = models.CharField("cách tính", max_length=10, choices=Counted.choices)
    rule = models.CharField("theo quy định", max_length=200)
    due_on = models.DateField("ngày cuối")
    extended_to = models.DateField("gia hạn đến", null=True, blank=True)
    extended_reason = models.CharField("lý do gia hạn", max_length=300, blank=True)
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField("xong lúc", null=True, blank=True)
    how = models.CharField("xong bằng cách", max_length=60, blank=True)

    class Meta:
        """Words for people; one running clock of a kind per thing; the paths of the lists."""

        verbose_name = "thời hạn"
        verbose_name_plural = "thời hạn"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_type", "object_id"], condition=Q(met_at=None), name="one_running_deadline"
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | Q(extended_to__gt=F("due_on")) & ~Q(extended_reason=""),
                name="deadline_extended_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["responsible", "due_on"], condition=Q(met_at=None), name="deadlines_running"),
        ]

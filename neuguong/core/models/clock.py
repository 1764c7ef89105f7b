"""The demonstration's own clock."""

from django.db import models


class DemoClock(models.Model):
    """At most one row; a database without demonstration data has none and lives in real time."""

    moved_to = models.DateTimeField("đặt đến")
    moved_at = models.DateTimeField("đặt lúc")

    class Meta:
        """Words for people; one row at most."""

        verbose_name = "đồng hồ minh họa"
        verbose_name_plural = "đồng hồ minh họa"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_demo_clock")]

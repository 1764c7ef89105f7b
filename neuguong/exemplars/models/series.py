"""Running numbers of dossiers."""

from django.db import models

from neuguong.org.models import Unit


class NumberSeries(models.Model):
    """The last number given in a year by the unit whose plan it is. A row, so that it can be locked: no gaps."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        """Words for people; one series per unit and year."""

        verbose_name = "dãy số hồ sơ"
        verbose_name_plural = "dãy số hồ sơ"
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_number_series")]

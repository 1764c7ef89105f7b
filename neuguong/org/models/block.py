"""Emulation blocks (khối, cụm thi đua): dated membership and a head that rotates."""

from datetime import date

from django.db import models
from django.db.models import Q

from neuguong.org.enums import BlockKind
from neuguong.org.models.unit import Unit


class DatedQuerySet(models.QuerySet["BlockMembership"]):
    """Filters with a name."""

    def on(self, day: date) -> "DatedQuerySet":
        """Rows in force on `day`."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Block(models.Model):
    """A block belongs to the unit that runs the programme."""

    ref = models.CharField("khóa dữ liệu", max_length=80, unique=True)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="blocks_run")
    kind = models.CharField("loại", max_length=10, choices=BlockKind.choices)
    name = models.CharField("tên khối", max_length=200)
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("không còn từ ngày", null=True, blank=True)
    is_demonstration = models.BooleanField("chỉ để minh họa", default=False)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, editable=False)

    class Meta:
        """Words for people."""

        verbose_name = "khối thi đua"
        verbose_name_plural = "khối thi đua"
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.name


class BlockMembership(models.Model):
    """A unit in a block from a day until a day."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="block_memberships")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("không còn từ ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        """Words for people."""

        verbose_name = "đơn vị trong khối"
        verbose_name_plural = "đơn vị trong khối"
        constraints = [models.UniqueConstraint(fields=["block", "unit", "valid_from"], name="one_block_membership")]


class BlockHead(models.Model):
    """The unit that leads a block in a year (trưởng khối)."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="heads")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")

    class Meta:
        """Words for people; one head a year."""

        verbose_name = "trưởng khối"
        verbose_name_plural = "trưởng khối"
        constraints = [models.UniqueConstraint(fields=["block", "year"], name="one_block_head_a_year")]

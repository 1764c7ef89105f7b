"""Columns and special pages: where readers find articles of one kind again."""

from django.db import models
from django.db.models import Q

from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan
from neuguong.publicity.enums import ColumnKind


class Column(models.Model):
    """A column (chuyên mục) or special page (chuyên trang) of a plan's site; a closed one takes no new article."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="columns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="columns")  # who keeps it
    kind = models.CharField("loại", max_length=10, choices=ColumnKind.choices, default=ColumnKind.COLUMN)
    slug = models.CharField("địa chỉ", max_length=80, unique=True)
    name = models.CharField("tên", max_length=120)
    intro = models.CharField("lời giới thiệu", max_length=400, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("mở lúc")
    closed_on = models.DateField("không nhận bài từ ngày", null=True, blank=True)

    class Meta:
        """Words for people; a name once per plan."""

        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="one_column_name"),
            models.CheckConstraint(condition=Q(kind__in=ColumnKind.values), name="column_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

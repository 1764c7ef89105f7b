"""Units: one row is one life. A merger, a split or a new name ends a row and begins another."""

from datetime import date

from django.db import models
from django.db.models import Q

from neuguong.org.enums import LineageKind, Mark, UnitKind


class UnitQuerySet(models.QuerySet["Unit"]):
    """Filters with a name."""

    def on(self, day: date) -> "UnitQuerySet":
        """Units that exist on `day`."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def under(self, top: "Unit") -> "UnitQuerySet":
        """`top` and everything below it."""
        return self.filter(ancestry__ancestor=top)


class Unit(models.Model):
    """An office, commune, school… (cơ quan, đơn vị, địa phương). Neither code nor name is a key: see lineage."""

    ref = models.CharField("khóa dữ liệu", max_length=80, unique=True)
    kind = models.CharField("loại đơn vị", max_length=30, choices=UnitKind.choices)
    official_code = models.CharField("mã đơn vị", max_length=20, blank=True, db_index=True)
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên gọn", max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    place = models.CharField("địa bàn", max_length=200, blank=True)
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("không còn từ ngày", null=True, blank=True)
    mark = models.CharField("độ tin cậy", max_length=5, choices=Mark.choices, default=Mark.VERIFIED)
    is_demonstration = models.BooleanField("chỉ để minh họa", default=False)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, db_index=True, editable=False)
    search_text = models.CharField("chữ để tìm", max_length=400, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        """Words for people; a life ends after it began, or on that day: then it was entered by mistake and never was."""

        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="unit_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: date) -> bool:
        """Whether this life covers `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class UnitAncestor(models.Model):
    """Every unit with every unit above it (itself at depth 0): a subtree is one indexed join on both databases."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="ancestry")
    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="descent")
    depth = models.PositiveSmallIntegerField("bậc")

    class Meta:
        """Words for people."""

        verbose_name = "quan hệ cấp trên"
        verbose_name_plural = "quan hệ cấp trên"
        constraints = [models.UniqueConstraint(fields=["ancestor", "unit"], name="one_ancestry_row")]


class LineageManager(models.Manager["UnitLineage"]):
    """What holds: rows of an act that was taken back are left out."""

    def get_queryset(self) -> "models.QuerySet[UnitLineage]":
        """Every row that nobody has taken back."""
        return super().get_queryset().filter(taken_back_at=None)


class UnitLineage(models.Model):
    """From which life into which, by which act (sáp nhập, chia tách, đổi tên, giải thể).

    Of a divided or abolished unit one successor may be the main one: it takes over whatever was given to nobody else.
    """

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="passed_into")
    successor = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="came_from")
    kind = models.CharField("hình thức", max_length=20, choices=LineageKind.choices)
    act = models.CharField("văn bản", max_length=200)
    effective_on = models.DateField("từ ngày")
    mark = models.CharField("độ tin cậy", max_length=5, choices=Mark.choices, default=Mark.VERIFIED)
    recorded_at = models.DateTimeField("ghi lúc")
    is_main = models.BooleanField("tiếp quản phần còn lại", default=False)
    taken_back_at = models.DateTimeField("hủy ghi nhận lúc", null=True, blank=True)

    objects = LineageManager()

    class Meta:
        """Words for people; one row per pair and act; only an abolition may have no successor."""

        verbose_name = "biến động đơn vị"
        verbose_name_plural = "biến động đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"],
                condition=Q(taken_back_at=None),
                name="one_lineage_row",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=False) | Q(kind=LineageKind.ABOLISHED), name="lineage_has_successor"
            ),
        ]

"""Where a unit lies on the tile map (bản đồ ô): a drawing in whole squares, no survey."""

from django.db import models
from django.db.models import Q

from neuguong.org.enums import Mark
from neuguong.org.models.unit import Unit

TILES = 12  # columns and rows of the largest map


class UnitTile(models.Model):
    """The squares of one life of a unit; it is valid exactly as long as that life, so a reform brings its own map."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="tile")
    column = models.PositiveSmallIntegerField("cột, từ tây sang đông")
    row = models.PositiveSmallIntegerField("hàng, từ bắc xuống nam")
    wide = models.PositiveSmallIntegerField("số ô ngang", default=1)
    high = models.PositiveSmallIntegerField("số ô dọc", default=1)
    mark = models.CharField("độ tin cậy", max_length=5, choices=Mark.choices, default=Mark.VERIFIED)

    class Meta:
        """Words for people; the squares lie within the largest map."""

        verbose_name = "ô trên bản đồ"
        verbose_name_plural = "ô trên bản đồ"
        constraints = [
            models.CheckConstraint(
                condition=Q(column__gte=1, row__gte=1, wide__gte=1, high__gte=1, column__lte=TILES, row__lte=TILES),
                name="tile_within_map",
            ),
        ]

    @property
    def squares(self) -> set[tuple[int, int]]:
        """Column and row of every square."""
        return {
            (column, row)
            for column in range(self.column, self.column + self.wide)
            for row in range(self.row, self.row + self.high)
        }

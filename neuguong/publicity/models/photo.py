"""A photo that articles may show: the file, what it shows in words, who took it, and where its main point lies."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan

WORDS, CREDIT, REASON = 200, 120, 300


class Photo(models.Model):
    """One picture in the photo library of a plan (ảnh bài viết). The same picture is there once.

    `exemplar` is whose dossier it comes from, or who is known to be seen. Whether the public may see it is no column:
    `queries.photos.hindrances` asks for the consent of today.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="photos")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="photos")
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, null=True, blank=True, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    digest = models.CharField("mã băm", max_length=64)
    width = models.PositiveIntegerField("chiều rộng (điểm ảnh)")
    height = models.PositiveIntegerField("chiều cao (điểm ảnh)")
    words = models.CharField("mô tả ảnh", max_length=WORDS)
    credit = models.CharField("người chụp", max_length=CREDIT)
    focal_x = models.PositiveSmallIntegerField("điểm chính, từ trái sang (%)", default=50)
    focal_y = models.PositiveSmallIntegerField("điểm chính, từ trên xuống (%)", default=50)
    shows_person = models.BooleanField("có hình người được nêu gương", default=True)
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("thêm lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    removed_reason = models.CharField("lý do bỏ", max_length=REASON, blank=True)

    class Meta:
        """Words for people; one picture once in a plan's library; it says what it shows, and why it went."""

        verbose_name = "ảnh bài viết"
        verbose_name_plural = "ảnh bài viết"
        constraints = [
            models.UniqueConstraint(fields=["plan", "digest"], condition=Q(removed_at=None), name="one_picture_once"),
            models.CheckConstraint(condition=~Q(words=""), name="picture_in_words"),
            models.CheckConstraint(condition=Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_inside"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_reason="") | (Q(removed_at__isnull=False) & ~Q(removed_reason="")),
                name="picture_removed_whole",
            ),
        ]
        indexes = [models.Index(fields=["plan", "-id"], name="photo_library")]

    def __str__(self) -> str:
        return self.words

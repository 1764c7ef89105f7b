"""Whom it is about: a table of its own, so that one person has one life-long record."""

from django.db import models

from neuguong.org.models import Unit
from neuguong.programme.enums import SubjectKind


class Subject(models.Model):
    """A person, a collective or a household (đối tượng). No ethnicity, religion or identity number is kept."""

    kind = models.CharField("loại đối tượng", max_length=20, choices=SubjectKind.choices)
    name = models.CharField("họ tên hoặc tên tập thể, hộ", max_length=200)
    form_of_address = models.CharField("danh xưng", max_length=20, blank=True)  # ông, bà, anh, chị, em
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    place = models.CharField("nơi ở hoặc địa bàn", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="subjects")
    erased_at = models.DateTimeField("xóa dữ liệu lúc", null=True, blank=True, editable=False)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, db_index=True, editable=False)
    search_text = models.CharField("chữ để tìm", max_length=600, editable=False)

    class Meta:
        """Words for people."""

        verbose_name = "đối tượng"
        verbose_name_plural = "đối tượng"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=SubjectKind.values), name="subject_kind_known")
        ]

    def __str__(self) -> str:
        return self.name


class Initiative(models.Model):
    """A new model or a good way of working (mô hình mới, cách làm hay)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="initiatives")
    name = models.CharField("tên mô hình, cách làm", max_length=200)
    summary = models.TextField("nội dung", blank=True)
    started_on = models.DateField("bắt đầu", null=True, blank=True)
    search_text = models.CharField("chữ để tìm", max_length=400, editable=False)

    class Meta:
        """Words for people; a unit names a model once."""

        verbose_name = "mô hình mới"
        verbose_name_plural = "mô hình mới"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_initiative_name_per_unit")]

    def __str__(self) -> str:
        return self.name

"""The quarterly package for the level above. Once issued it never changes; the database itself refuses."""

from django.db import models

from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Nomination
from neuguong.ledger.enums import PackageFileKind
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan


class Package(models.Model):
    """What the office sends upward for one round (KH 87, IV.2), or a numbered correction of it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="packages")
    round_code = models.CharField("đợt giới thiệu", max_length=10)
    running_number = models.CharField("số nội bộ", max_length=30)
    correction = models.PositiveSmallIntegerField("lần đính chính", default=0)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    correction_reason = models.TextField("lý do đính chính", blank=True)
    counts = models.JSONField("số lượng")
    units_table = models.JSONField("bảng theo đơn vị")
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("lập lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; one package per round and correction."""

        verbose_name = "gói quý"
        verbose_name_plural = "gói quý"
        constraints = [
            models.UniqueConstraint(fields=["plan", "round_code", "correction"], name="one_package_per_round"),
            # Each office counts its own packages; two offices may run their plans in one database.
            models.UniqueConstraint(fields=["plan", "running_number"], name="one_running_number_per_plan"),
        ]


class PackageItem(models.Model):
    """One line of the list, frozen as it stood on the day of issue."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="items")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="package_items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("loại đối tượng", max_length=20)
    line = models.JSONField("dòng trích ngang")

    class Meta:
        """Words for people."""

        verbose_name = "dòng của gói quý"
        verbose_name_plural = "dòng của gói quý"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["package", "nomination"], name="once_in_a_package")]


class PackageFile(models.Model):
    """The very bytes that went out; kept in the database so that the same trigger guards them."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="files")
    kind = models.CharField("loại", max_length=20, choices=PackageFileKind.choices)
    name = models.CharField("tên tệp", max_length=120)
    digest = models.CharField("mã băm", max_length=64)
    content = models.BinaryField("nội dung")

    class Meta:
        """Words for people."""

        verbose_name = "tệp của gói quý"
        verbose_name_plural = "tệp của gói quý"
        constraints = [models.UniqueConstraint(fields=["package", "kind"], name="one_file_of_a_kind")]


class PackageReference(models.Model):
    """Official number, date and the signed scan, entered after the paper was signed. A slip is mended by a new row."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="references")
    document_number = models.CharField("số văn bản", max_length=60)
    issued_on = models.DateField("ngày văn bản")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; the newest row counts."""

        verbose_name = "số văn bản của gói quý"
        verbose_name_plural = "số văn bản của gói quý"
        ordering = ["id"]

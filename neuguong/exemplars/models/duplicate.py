"""Whether two records speak of one subject: what they are found by, what was found, what was decided."""

from django.db import models
from django.db.models import F, Q

from neuguong.exemplars.enums import Certainty, PairState
from neuguong.exemplars.models.nomination import Nomination
from neuguong.exemplars.models.subject import Subject


class SubjectKey(models.Model):
    """A spelling-proof name together with a unit, a year or a place, as one number: alike subjects share some."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="keys")
    key = models.BigIntegerField("khóa")

    class Meta:
        """Words for people; the path from a key to its subjects."""

        verbose_name = "khóa tên đối tượng"
        verbose_name_plural = "khóa tên đối tượng"
        constraints = [models.UniqueConstraint(fields=["key", "subject"], name="one_key_per_subject")]


class TextBand(models.Model):
    """A band of a text's signature: texts that share two of them have much in common (reading/overlap.py)."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="bands")
    key = models.BigIntegerField("khóa")

    class Meta:
        """Words for people; the path from a band to its texts."""

        verbose_name = "dải chữ của hồ sơ"
        verbose_name_plural = "dải chữ của hồ sơ"
        constraints = [models.UniqueConstraint(fields=["key", "nomination"], name="one_band_per_nomination")]


class SubjectReading(models.Model):
    """What keys and bands of a subject were made from, as one number: an unchanged subject is not read again."""

    subject = models.OneToOneField(Subject, models.CASCADE, primary_key=True, related_name="reading")
    digest = models.BigIntegerField("dấu của nội dung")

    class Meta:
        """Words for people."""

        verbose_name = "dấu đã đọc của đối tượng"
        verbose_name_plural = "dấu đã đọc của đối tượng"


class Sweep(models.Model):
    """How far the nightly sweep has come: one row; a sweep that was cut off goes on from here."""

    last_subject = models.BigIntegerField("đến đối tượng", default=0)
    started_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True)
    read = models.PositiveIntegerField("số đối tượng đã đọc", default=0)
    found = models.PositiveIntegerField("số cặp tìm thấy", default=0)

    class Meta:
        """Words for people; one row at most."""

        verbose_name = "lượt rà trùng"
        verbose_name_plural = "lượt rà trùng"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_sweep")]


class DuplicatePair(models.Model):
    """Two subjects that look like one. What somebody decides about it is kept, so that it is not asked again."""

    first = models.ForeignKey(Subject, models.CASCADE, related_name="pairs_as_first")
    second = models.ForeignKey(Subject, models.CASCADE, related_name="pairs_as_second")
    certainty = models.CharField("độ chắc", max_length=10, choices=Certainty.choices)
    reasons = models.JSONField("vì sao", default=list)  # codes of reading/likeness.py; no personal value
    state = models.CharField("trạng thái", max_length=20, choices=PairState.choices, default=PairState.OPEN)
    version = models.PositiveIntegerField("bản", default=1)
    found_at = models.DateTimeField("tìm thấy lúc")

    class Meta:
        """Words for people; a pair once, whichever way round; the list's path."""

        verbose_name = "cặp nghi trùng"
        verbose_name_plural = "cặp nghi trùng"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_per_pair"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="pair_in_order"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="pair_state_known"),
        ]
        indexes = [models.Index(fields=["state", "-found_at", "-id"])]

"""When each scheduled job last began, and which workers are alive."""

from django.db import models


class ScheduleRun(models.Model):
    """One slot of one job; unique, so two workers cannot run the same slot."""

    job = models.CharField("việc định kỳ", max_length=80)
    slot = models.DateTimeField("lượt")
    started_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True)
    outcome = models.CharField("kết quả", max_length=300, blank=True)

    class Meta:
        """Words for people; one run per slot."""

        verbose_name = "lượt chạy định kỳ"
        verbose_name_plural = "lượt chạy định kỳ"
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="one_run_per_slot")]


class WorkerBeat(models.Model):
    """A sign of life of one background worker; what a silent one was doing goes back to the queue."""

    worker = models.CharField("tiến trình nền", max_length=64, primary_key=True)
    started_at = models.DateTimeField("bắt đầu lúc")
    beat_at = models.DateTimeField("còn sống lúc")

    class Meta:
        """Words for people."""

        verbose_name = "nhịp của tiến trình nền"
        verbose_name_plural = "nhịp của tiến trình nền"

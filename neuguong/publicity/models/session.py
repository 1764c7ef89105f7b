"""Talks held (buổi nói chuyện): who spoke, where, to whom, of which exemplars (KH 87, III.3.c). Withdrawn, never edited."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account, Speaker, Unit
from neuguong.publicity.enums import AudienceKind


class TalkSession(models.Model):
    """One talk at the unit that held it. A slip is withdrawn with a reason and written down anew."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="sessions")
    held_on = models.DateField("ngày nói chuyện")
    place = models.CharField("nơi nói chuyện", max_length=200)
    audience = models.CharField("người nghe", max_length=20, choices=AudienceKind.choices)
    audience_count = models.PositiveIntegerField("số người nghe")
    topics = models.CharField("chủ đề", max_length=400)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("rút từ lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.CharField("lý do rút", max_length=300, blank=True)

    class Meta:
        """Words for people; a form sent twice is one talk; one that was withdrawn says when and why."""

        verbose_name = "buổi nói chuyện"
        verbose_name_plural = "buổi nói chuyện"
        indexes = [models.Index(fields=["unit", "-held_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=AudienceKind.values), name="audience_kind_known"),
            models.CheckConstraint(condition=Q(audience_count__gte=1), name="talk_has_listeners"),
            models.UniqueConstraint(fields=["unit", "form_key"], condition=~Q(form_key=""), name="one_talk_per_form"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
                name="talk_withdrawn_whole",
            ),
        ]


class SessionExemplar(models.Model):
    """An exemplar that was told of."""

    session = models.ForeignKey(TalkSession, models.PROTECT, related_name="told")
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="+")

    class Meta:
        """Words for people; each once per talk."""

        verbose_name = "điển hình được kể"
        verbose_name_plural = "điển hình được kể"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "exemplar"], name="one_telling_per_talk"),
        ]

"""The register (sổ điển hình): who has been recognised, by whom, by which paper."""

from django.db import models
from django.db.models import Q

from neuguong.exemplars.enums import ExemplarState, RecognitionLevel
from neuguong.exemplars.models.nomination import Nomination
from neuguong.exemplars.models.subject import Subject
from neuguong.org.models import Account, Council, Unit
from neuguong.programme.models import Plan, Sector


class Exemplar(models.Model):
    """A recognised subject (điển hình tiên tiến), once per subject and plan; what the public may see of it.

    Everything here is declared public; nothing else is. Name and unit are as on the day of recognition.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="exemplars")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="exemplars")
    slug = models.CharField("địa chỉ", max_length=120, unique=True)
    name = models.CharField("tên", max_length=200)
    kind = models.CharField("loại đối tượng", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="exemplars")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="exemplars")
    year = models.PositiveSmallIntegerField("năm công nhận")
    level = models.CharField("cấp công nhận", max_length=20, choices=RecognitionLevel.choices)  # the highest so far
    recognised_on = models.DateField("ngày công nhận")
    # the page that stands for this one while its subject is absorbed (ADR 0013); this address leads there
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_pages")
    state = models.CharField("trạng thái", max_length=20, choices=ExemplarState.choices, default=ExemplarState.STANDING)
    version = models.PositiveIntegerField("lần sửa", default=1)
    search_text = models.CharField("chữ để tìm", max_length=600, editable=False)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, editable=False)

    class Meta:
        """Words for people; the public lists' paths."""

        verbose_name = "điển hình tiên tiến"
        verbose_name_plural = "điển hình tiên tiến"
        constraints = [
            models.UniqueConstraint(fields=["subject", "plan"], name="one_exemplar_per_subject_and_plan"),
            models.CheckConstraint(condition=Q(state__in=ExemplarState.values), name="exemplar_state_known"),
        ]
        indexes = [
            models.Index(fields=["-recognised_on", "-id"]),
            models.Index(fields=["sector", "-recognised_on"]),
            models.Index(fields=["unit", "-recognised_on"]),
            models.Index(fields=["sort_key", "id"]),
            # holds every facet, so that counting one never reads the table
            models.Index(
                fields=["kind", "level", "year", "sector", "unit", "merged_into", "state"], name="exemplar_facets"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Recognition(models.Model):
    """One act of recognition (công nhận): by the unit itself, or by the Council's chair after a meeting."""

    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="recognitions")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="recognitions")
    level = models.CharField("cấp công nhận", max_length=20, choices=RecognitionLevel.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    document_number = models.CharField("số quyết định", max_length=60, blank=True)
    meeting_number = models.CharField("số biên bản họp", max_length=60, blank=True)
    meeting_on = models.DateField("ngày họp", null=True)
    decided_on = models.DateField("ngày công nhận")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    signer = models.CharField("người ký", max_length=120, blank=True)  # of a decision recorded afterwards
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; the Council needs its meeting, a nomination is recognised once per level."""

        verbose_name = "công nhận"
        verbose_name_plural = "công nhận"
        constraints = [
            models.UniqueConstraint(fields=["nomination", "level"], name="one_recognition_per_level"),
            models.CheckConstraint(
                condition=Q(level=RecognitionLevel.UNIT, unit__isnull=False)
                | Q(level=RecognitionLevel.COUNCIL, council__isnull=False, meeting_on__isnull=False)
                & ~Q(meeting_number="")
                # recorded afterwards: the decision says who signed; whoever types it may not have the minutes
                | Q(level=RecognitionLevel.COUNCIL, council__isnull=False, decided_by=None) & ~Q(signer=""),
                name="council_recognises_in_a_meeting",
            ),
        ]

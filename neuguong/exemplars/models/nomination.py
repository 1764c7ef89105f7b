"""The nomination (hồ sơ giới thiệu): what a unit says about a subject, and where that stands."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.enums import AwardLevel, EntryBasis, Influence, Labour, NominationState
from neuguong.exemplars.models.standard import Standard
from neuguong.exemplars.models.subject import Initiative, Subject
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Criterion, Movement, Plan, Sector


class Nomination(models.Model):
    """One subject introduced by one unit under one plan (KH 87, IV.2).

    The …_at columns repeat what the state rows say, each with when it was entered, so that a board as of any
    day is one aggregate. They are written by operations only, together with the state.
    """

    number = models.CharField("số hồ sơ", max_length=30)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="nominations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations")
    # Of a divided unit: the successor that carries on what is still open, where it is not the main one.
    kept_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="nominations")
    kind = models.CharField("loại đối tượng", max_length=20)  # the subject's, repeated for counting
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="nominations")
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, blank=True, related_name="nominations")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="nominations")
    position = models.CharField("chức vụ, nơi công tác", max_length=200, blank=True)
    members = models.PositiveIntegerField("số thành viên", null=True, blank=True)
    labour = models.CharField("trực tiếp hay quản lý", max_length=10, choices=Labour.choices, blank=True)
    influence = models.CharField("phạm vi ảnh hưởng", max_length=20, choices=Influence.choices, blank=True)
    achievement_summary = models.TextField("trích ngang thành tích", blank=True)

    state = models.CharField(
        "trạng thái", max_length=20, choices=NominationState.choices, default=NominationState.DRAFT
    )
    version = models.PositiveIntegerField("bản", default=1)
    entry = models.CharField("cách ghi", max_length=10, choices=EntryBasis.choices, default=EntryBasis.OWN)
    created_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    edited_at = models.DateTimeField("sửa lúc")

    round_code = models.CharField("đợt giới thiệu", max_length=10, blank=True)  # "2025-Q1", fixed at first sending
    round_year = models.PositiveSmallIntegerField("năm của đợt", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lần đầu lúc", null=True, blank=True)
    sent_recorded_at = models.DateTimeField("ghi gửi lúc", null=True, blank=True)
    on_time = models.BooleanField("đúng hạn", null=True, blank=True)
    verified_at = models.DateTimeField("đạt thẩm định lúc", null=True, blank=True)
    verified_recorded_at = models.DateTimeField("ghi thẩm định lúc", null=True, blank=True)
    first_packaged_at = models.DateTimeField("vào gói lần đầu lúc", null=True, blank=True)  # what waits is found by it
    closed_at = models.DateTimeField("rút hoặc không đạt lúc", null=True, blank=True)
    closed_recorded_at = models.DateTimeField("ghi rút hoặc không đạt lúc", null=True, blank=True)
    recognised_at = models.DateTimeField("công nhận lúc", null=True, blank=True)
    revoked_at = models.DateTimeField("hủy công nhận lúc", null=True, blank=True)
    revoked_recorded_at = models.DateTimeField("ghi hủy công nhận lúc", null=True, blank=True)
    recognised_recorded_at = models.DateTimeField("ghi công nhận lúc", null=True, blank=True)
    standard = models.ForeignKey(  # the unit's version in force at the first sending; kept ever after
        Standard, models.PROTECT, null=True, blank=True, related_name="nominations"
    )

    search_text = models.TextField("chữ để tìm", editable=False)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, editable=False)

    class Meta:
        """Words for people; what must always be true; the lists' and the board's paths."""

        verbose_name = "hồ sơ giới thiệu"
        verbose_name_plural = "hồ sơ giới thiệu"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_nomination_number_per_plan"),
            models.CheckConstraint(condition=Q(state__in=NominationState.values), name="nomination_state_known"),
            models.CheckConstraint(
                condition=Q(sent_at=None, round_code="", round_year=None, sent_recorded_at=None)
                | Q(sent_at__isnull=False, round_year__isnull=False, sent_recorded_at__isnull=False)
                & ~Q(round_code=""),
                name="nomination_sent_into_a_round",
            ),
            models.CheckConstraint(
                # what was recognised before the system knew of it may never have been sent through it
                condition=Q(state__in=["draft", "withdrawn"]) | Q(sent_at__isnull=False) | Q(entry=EntryBasis.AFTER),
                name="nomination_beyond_draft_was_sent",
            ),
            models.CheckConstraint(
                condition=~Q(entry=EntryBasis.AFTER) | Q(verified_at=None),
                name="nomination_recorded_after_not_verified",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-edited_at", "id"]),
            models.Index(fields=["state", "-edited_at", "id"]),
            models.Index(fields=["state", "sent_at", "id"]),
            models.Index(fields=["-edited_at", "id"]),
            models.Index(fields=["-sent_at", "id"]),
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["plan", "round_code", "unit"]),
            models.Index(fields=["plan", "round_year", "unit"]),
            # the few that wait for a package, among all that ever went into one
            models.Index(
                fields=["plan", "round_code"],
                name="nomination_waits_for_package",
                condition=Q(verified_at__isnull=False, first_packaged_at=None, closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def keeper(self) -> Unit:
        """Whose people act on the dossier: the unit that introduced it, or whom an act gave it to."""
        return self.kept_by if self.kept_by is not None else self.unit

    @property
    def keeper_id(self) -> int:
        """The same without reading the unit."""
        return self.kept_by_id or self.unit_id


class CriterionAnswer(models.Model):
    """How the subject meets one general criterion (KH 87, III.2.1.b)."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = models.TextField("trả lời", blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "trả lời tiêu chí"
        verbose_name_plural = "trả lời tiêu chí"
        constraints = [models.UniqueConstraint(fields=["nomination", "criterion"], name="one_answer_per_criterion")]


class EarlierAward(models.Model):
    """An award received before, with the decision that proves it."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="awards")
    name = models.CharField("hình thức đã khen", max_length=160)
    level = models.CharField("cấp", max_length=20, choices=AwardLevel.choices, blank=True)
    document_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "khen thưởng đã có"
        verbose_name_plural = "khen thưởng đã có"


class Evidence(models.Model):
    """A file beside the text (minh chứng) with its caption."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField("chú thích", max_length=200, blank=True)
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("thêm lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    class Meta:
        """Words for people."""

        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["id"]

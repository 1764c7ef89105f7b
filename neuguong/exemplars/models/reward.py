"""Awards given by province, ministry or State to somebody without a dossier here: a short record made from the decision."""

from django.db import models
from django.db.models import F, Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.enums import (
    HIGHER_LEVELS,
    AwardLevel,
    ConsentChannel,
    ConsentGiver,
    ConsentPurpose,
    Labour,
    RewardState,
    SubjectKind,
    WithdrawalWay,
)
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan, Sector


class RewardRecord(models.Model):
    """One award as its decision words it (bản ghi khen thưởng), with the scan. It stands in no register and no count.

    `same_key` is a digest of number, day and name, so that one award is recorded once; empty after an erasure. What was
    checked is never edited: a slip is withdrawn with its reason and recorded anew.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rewards")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rewards")  # where they live or work
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("loại đối tượng", max_length=20, choices=SubjectKind.choices)
    name = models.CharField("họ tên hoặc tên tập thể, hộ", max_length=200)
    form_of_address = models.CharField("danh xưng", max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    position = models.CharField("chức vụ, công việc", max_length=200)
    labour = models.CharField("vị trí", max_length=20, choices=Labour.choices, blank=True)
    award = models.CharField("hình thức khen thưởng", max_length=200)
    level = models.CharField("cấp khen", max_length=20, choices=AwardLevel.choices)
    authority = models.CharField("người hoặc cơ quan quyết định", max_length=200)
    decision_number = models.CharField("số quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    praised_for = models.TextField("vì đã", max_length=1000)
    scan = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(
        "trạng thái", max_length=20, choices=RewardState.choices, default=RewardState.UNCHECKED
    )  # fmt: skip
    version = models.PositiveIntegerField("bản", default=1)
    same_key = models.CharField("khóa trùng", max_length=64, blank=True, editable=False)
    form_key = models.CharField("khóa biểu mẫu", max_length=60, blank=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("nhập lúc")
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("kiểm tra lúc", null=True, blank=True)
    erased_at = models.DateTimeField("xóa dữ liệu lúc", null=True, blank=True, editable=False)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, editable=False)
    search_text = models.CharField("chữ để tìm", max_length=900, editable=False)

    class Meta:
        """Words for people; whoever entered it never checked it, one award is recorded once, a form acts once."""

        verbose_name = "bản ghi khen thưởng"
        verbose_name_plural = "bản ghi khen thưởng"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RewardState.values), name="reward_state_known"),
            models.CheckConstraint(condition=Q(kind__in=SubjectKind.values), name="reward_kind_known"),
            models.CheckConstraint(condition=Q(level__in=HIGHER_LEVELS), name="reward_from_above"),
            models.CheckConstraint(
                condition=~Q(state=RewardState.CHECKED)
                | Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(checked_by=F("entered_by")),
                name="reward_checked_by_somebody_else",
            ),
            models.UniqueConstraint(
                fields=["plan", "same_key"], condition=~Q(state=RewardState.WITHDRAWN) & ~Q(same_key=""),
                name="one_record_of_one_reward",
            ),
            models.UniqueConstraint(
                fields=["entered_by", "form_key"], condition=~Q(form_key=""), name="one_reward_per_form"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["plan", "state", "-decided_on", "-id"]),
            models.Index(fields=["unit", "-decided_on"]),
        ]

    def __str__(self) -> str:
        return self.name


class RewardConsent(models.Model):
    """They agreed to be told of: by a signed paper with its scan, or in a way that is told in words.

    Never changed; taken back once, with its day and how.
    """

    reward = models.ForeignKey(RewardRecord, models.PROTECT, related_name="consents")
    giver = models.CharField("ai đồng ý", max_length=20, choices=ConsentGiver.choices)
    signer_name = models.CharField("họ tên người đồng ý", max_length=120)
    relation = models.CharField("quan hệ", max_length=120, blank=True)
    given_on = models.DateField("ngày đồng ý")
    how = models.CharField("đồng ý bằng cách nào", max_length=300, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("nhập lúc")
    withdrawn_on = models.DateField("ngày rút", null=True, blank=True)
    way = models.CharField("rút bằng cách", max_length=20, choices=WithdrawalWay.choices, blank=True)
    withdrawn_note = models.CharField("ghi thêm khi rút", max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("ghi rút lúc", null=True, blank=True)

    class Meta:
        """Words for people; shown by a scan or told how; whoever agrees for somebody else says as what."""

        verbose_name = "đồng ý của người được khen"
        verbose_name_plural = "đồng ý của người được khen"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(giver__in=ConsentGiver.values), name="reward_consent_giver_known"),
            models.CheckConstraint(
                condition=Q(giver=ConsentGiver.SELF) | ~Q(relation=""), name="reward_consent_says_the_relation"
            ),
            models.CheckConstraint(condition=Q(scan__isnull=False) | ~Q(how=""), name="reward_consent_is_shown"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, way="") | Q(withdrawn_on__gte=F("given_on")) & ~Q(way=""),
                name="reward_consent_withdrawn_afterwards",
            ),
        ]


class RewardGrant(models.Model):
    """One thing that they agreed to: this purpose, on this channel."""

    consent = models.ForeignKey(RewardConsent, models.PROTECT, related_name="grants")
    purpose = models.CharField("mục đích", max_length=20, choices=ConsentPurpose.choices)
    channel = models.CharField("kênh", max_length=20, choices=ConsentChannel.choices)

    class Meta:
        """Words for people; each thing once."""

        verbose_name = "điều người được khen đồng ý"
        verbose_name_plural = "điều người được khen đồng ý"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "purpose", "channel"], name="one_reward_grant_of_a_kind"),
        ]

"""What the summary states, what it rests on, and what became of it. Rows end; none is removed."""

from django.db import models
from django.db.models import Q

from neuguong.exemplars.enums import ClaimState, ProofKind, StatementKind, WordingRule
from neuguong.exemplars.models.nomination import Evidence, Nomination
from neuguong.org.models import Account


class Claim(models.Model):
    """One stretch of the summary that somebody must be able to prove (KH 87, III.3: khách quan, trung thực).

    Every statement read between `start` and `end` is bound to it; `end` is behind the last letter.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="claims")
    kind = models.CharField("loại ý", max_length=20, choices=StatementKind.choices)
    start = models.PositiveIntegerField("từ chữ")
    end = models.PositiveIntegerField("đến chữ")
    quote = models.TextField("chữ được nêu")
    state = models.CharField("trạng thái", max_length=20, choices=ClaimState.choices, default=ClaimState.UNSUPPORTED)
    version = models.PositiveIntegerField("bản", default=1)
    true_text = models.TextField("điều đúng", blank=True)  # what may be published instead of the quote
    reason = models.CharField("lý do", max_length=500, blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("nêu lúc")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("kết luận lúc", null=True, blank=True)
    gone_at = models.DateTimeField("không còn trong bài từ", null=True, blank=True)

    class Meta:
        """Words for people; a corrected claim says what is true, a rejected one why, each one decided once."""

        verbose_name = "ý cần minh chứng"
        verbose_name_plural = "ý cần minh chứng"
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "start", "end"], condition=Q(gone_at=None), name="one_claim_per_place"
            ),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state_known"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="claim_has_a_place"),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.CORRECTED) | ~Q(true_text=""), name="corrected_claim_says_what_is_true"
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.REJECTED) | ~Q(reason=""), name="rejected_claim_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ClaimState.UNSUPPORTED, ClaimState.SUPPORTED], decided_at=None)
                | Q(
                    state__in=[ClaimState.CHECKED, ClaimState.CORRECTED, ClaimState.REJECTED], decided_at__isnull=False
                ),
                name="claim_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.quote


class Proof(models.Model):
    """What a claim rests on: a file and its page, a photo, a decision, somebody who confirms it, a link."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="proofs")
    kind = models.CharField("loại", max_length=20, choices=ProofKind.choices)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="proofs")
    page = models.PositiveIntegerField("trang", null=True, blank=True)
    number = models.CharField("số quyết định", max_length=60, blank=True)
    name = models.CharField("người xác nhận", max_length=100, blank=True)
    office = models.CharField("cơ quan, chức vụ", max_length=200, blank=True)
    day = models.DateField("ngày", null=True, blank=True)
    url = models.CharField("đường dẫn", max_length=500, blank=True)
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("gắn lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    class Meta:
        """Words for people; each kind has what it needs."""

        verbose_name = "căn cứ"
        verbose_name_plural = "căn cứ"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[ProofKind.FILE, ProofKind.PHOTO], evidence__isnull=False)
                | Q(kind=ProofKind.DECISION) & ~Q(number="") & ~Q(office="")
                | Q(kind=ProofKind.CONFIRMER) & ~Q(name="") & ~Q(office="")
                | Q(kind=ProofKind.LINK) & ~Q(url=""),
                name="proof_has_what_its_kind_needs",
            )
        ]


class Dismissal(models.Model):
    """Somebody looked and said why nothing is to be proved here, or why the wording stays.

    `matter` is a StatementKind (the verifier's to say) or a WordingRule (the writer's or the verifier's).
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="dismissals")
    matter = models.CharField("chỗ được bỏ qua", max_length=30, choices=[*StatementKind.choices, *WordingRule.choices])
    start = models.PositiveIntegerField("từ chữ")
    end = models.PositiveIntegerField("đến chữ")
    quote = models.TextField("chữ", blank=True)
    reason = models.CharField("lý do", max_length=500)
    dismissed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    dismissed_at = models.DateTimeField("bỏ qua lúc")
    gone_at = models.DateTimeField("thôi bỏ qua từ", null=True, blank=True)

    class Meta:
        """Words for people; one open row for a place and matter, always with a reason."""

        verbose_name = "chỗ được bỏ qua"
        verbose_name_plural = "chỗ được bỏ qua"
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "matter", "start", "end"], condition=Q(gone_at=None), name="one_open_dismissal"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dismissal_has_a_reason"),
        ]


class ClaimQuestion(models.Model):
    """What a verifier asks the unit about one claim; the answer stands in the same row."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="questions")
    question = models.CharField("câu hỏi", max_length=500)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("hỏi lúc")
    answer = models.CharField("trả lời", max_length=1000, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        """Words for people; one open question for a claim, an answer has its author."""

        verbose_name = "câu hỏi cho đơn vị"
        verbose_name_plural = "câu hỏi cho đơn vị"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=Q(answered_at=None), name="one_open_question"),
            models.CheckConstraint(condition=~Q(question=""), name="question_is_asked"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="question_answered_by_somebody",
            ),
        ]

"""What people outside the system say: whom they suggest. Nothing of it is ever public."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.enums import NotTakenUp, SuggestionKind, SuggestionState
from neuguong.exemplars.models.nomination import Nomination
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan


class Suggestion(models.Model):
    """Somebody or a good deed, as a citizen or a journalist told it (giới thiệu gương; người tốt, việc tốt).

    `code_digest` knows the receipt without being one; `form_key` makes a form sent twice one suggestion. `account` is
    the sender's own account, where they have one: it ties them to the dossier that comes of it.
    """

    kind = models.CharField("loại", max_length=20, choices=SuggestionKind.choices)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="suggestions")
    about = models.CharField("ai, ở đâu", max_length=200)
    deed = models.TextField("đã làm gì", max_length=3000)
    contact = models.CharField("cách liên hệ lại", max_length=200, blank=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    code_digest = models.CharField("mã băm của mã phiếu", max_length=64, unique=True)
    form_key = models.CharField("mã lượt gửi", max_length=64, unique=True)
    state = models.CharField("trạng thái", max_length=20, choices=SuggestionState.choices)
    version = models.PositiveIntegerField("bản", default=1)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="suggestions")
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, blank=True, related_name="suggestions")
    reason = models.CharField("lý do không lập hồ sơ", max_length=20, choices=NotTakenUp.choices, blank=True)
    answer = models.CharField("lời trả lời", max_length=1000, blank=True)
    received_at = models.DateTimeField("nhận lúc")
    passed_at = models.DateTimeField("chuyển lúc", null=True, blank=True)
    closed_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        """Words for people; what must always be true; the paths of the two lists."""

        verbose_name = "lời giới thiệu của người dân"
        verbose_name_plural = "lời giới thiệu của người dân"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SuggestionState.values), name="suggestion_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["passed", "taken_up", "answered"]) | Q(unit__isnull=False),
                name="suggestion_passed_to_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken_up") | Q(nomination__isnull=False), name="suggestion_taken_up_has_a_dossier"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(reason="") & ~Q(answer=""), name="suggestion_answered_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "state", "received_at"]),
            models.Index(fields=["unit", "state", "received_at"]),
        ]

    def __str__(self) -> str:
        return self.about

"""What readers write to an exemplar (tương tác với độc giả; KH 87, III.3.b)."""

from django.db import models
from django.db.models import Q

from neuguong.exemplars.enums import MessageState, NotPassed
from neuguong.exemplars.models.exemplar import Exemplar


class ExemplarMessage(models.Model):
    """A message to an exemplar: read by the office before anybody else, then given to the person by their unit.

    `flags` are the codes of what simple rules pointed out (`data/loi-nhan.toml`), as words between blanks;
    `words_digest` knows the same words sent again. `shown_at` stands where the sender agreed and the office approved;
    then the public reads the words and at most a first name (`shown_name`).
    """

    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="messages")
    name = models.CharField("tên người gửi", max_length=80, blank=True)
    words = models.TextField("lời nhắn", max_length=600)
    email = models.EmailField("thư điện tử", blank=True)
    may_show = models.BooleanField("đồng ý hiện công khai", default=False)
    flags = models.CharField("điều cần xem lại", max_length=200, blank=True)
    words_digest = models.CharField("mã băm của lời", max_length=64)
    code_digest = models.CharField("mã băm của mã phiếu", max_length=64, unique=True)
    form_key = models.CharField("mã lượt gửi", max_length=64, unique=True)
    state = models.CharField("trạng thái", max_length=20, choices=MessageState.choices)
    version = models.PositiveIntegerField("bản", default=1)
    sent_at = models.DateTimeField("gửi lúc")
    decided_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    reason = models.CharField("lý do không chuyển", max_length=20, choices=NotPassed.choices, blank=True)
    shown_name = models.CharField("tên hiện công khai", max_length=30, blank=True)
    shown_at = models.DateTimeField("hiện từ lúc", null=True, blank=True)
    given_at = models.DateTimeField("đến người nhận lúc", null=True, blank=True)
    reply = models.CharField("lời đáp", max_length=600, blank=True)

    class Meta:
        """Words for people; what must always be true; the path of the moderation list."""

        verbose_name = "lời nhắn"
        verbose_name_plural = "lời nhắn"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(reason=""), name="message_rejected_with_reason"),
            models.CheckConstraint(
                condition=Q(shown_at=None) | Q(may_show=True, state__in=["passed", "given"]),
                name="message_shown_only_when_agreed",
            ),
        ]
        indexes = [
            models.Index(fields=["exemplar", "state", "sent_at"]),
            models.Index(fields=["state", "sent_at", "id"]),
            models.Index(fields=["exemplar", "words_digest"]),
        ]

    def __str__(self) -> str:
        return self.words[:60]

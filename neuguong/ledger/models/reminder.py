"""Urging (đôn đốc; KH 87, IV.4): what was urged on which rung, the one notice a day to each person, and the official letter."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import Letter, StoredFile
from neuguong.ledger.enums import DigestState
from neuguong.ledger.models.obligation import Obligation
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Duty, Plan


class ReminderLetter(models.Model):
    """The official letter (công văn) that urges, with its list of debtors, as it was made. Never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reminder_letters")
    running_number = models.CharField("số nội bộ", max_length=30)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")  # none: everything that is overdue
    period = models.CharField("kỳ", max_length=10, blank=True)
    on = models.DateField("tính đến hết ngày")
    answer_by = models.DateField("trả lời chậm nhất")
    lines = models.JSONField("danh sách")
    name = models.CharField("tên tệp", max_length=120)
    digest = models.CharField("mã băm", max_length=64)
    content = models.BinaryField("nội dung")
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("lập lúc")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; a form sent twice is one letter."""

        verbose_name = "công văn đôn đốc"
        verbose_name_plural = "công văn đôn đốc"
        constraints = [
            models.UniqueConstraint(fields=["plan", "running_number"], name="one_reminder_letter_number"),
            models.UniqueConstraint(
                fields=["plan", "form_key"], condition=~Q(form_key=""), name="one_reminder_letter_per_form"
            ),
        ]


class ReminderReference(models.Model):
    """Official number, date and signed scan of an urging letter, entered after signing. A slip is mended by a new row."""

    letter = models.ForeignKey(ReminderLetter, models.PROTECT, related_name="references")
    document_number = models.CharField("số văn bản", max_length=60)
    issued_on = models.DateField("ngày văn bản")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; the newest row counts."""

        verbose_name = "số văn bản của công văn đôn đốc"
        verbose_name_plural = "số văn bản của công văn đôn đốc"
        ordering = ["id"]


class Reminder(models.Model):
    """One row of the ledger urged once: on a rung of its ladder before a due day, or by an official letter.

    The last on-time day belongs to the key: an extension moves the ladder, and its rungs come anew.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="reminders")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    period = models.CharField("kỳ", max_length=10)
    last_day = models.DateField("ngày cuối còn đúng hạn")
    rung = models.CharField("nấc", max_length=40, blank=True)  # none: by the letter
    days = models.SmallIntegerField("số ngày so với hạn")
    letter = models.ForeignKey(ReminderLetter, models.PROTECT, null=True, related_name="reminders")
    reached_on = models.DateField("đến nấc ngày")
    urged_on = models.DateField("đôn đốc ngày", null=True, blank=True)  # once anything about it went out
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; a rung is reached once, a row stands in a letter once."""

        verbose_name = "đôn đốc"
        verbose_name_plural = "đôn đốc"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "duty", "period", "rung", "last_day"], condition=Q(letter=None), name="one_reminder"
            ),
            models.UniqueConstraint(fields=["letter", "obligation"], name="once_in_a_reminder_letter"),
            models.CheckConstraint(condition=Q(letter=None) ^ Q(rung=""), name="reminder_by_rung_or_letter"),
        ]
        indexes = [models.Index(fields=["duty", "urged_on"])]


class ReminderDigest(models.Model):
    """Everything one person is urged about on one day, under one plan: seen by the office before it goes out.

    Going out makes one letter of the outbox, under this row's own key, so that it never becomes two.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="digests")
    recipient = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField("ngày")
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    count = models.PositiveSmallIntegerField("số việc")
    state = models.CharField("tình trạng", max_length=10, choices=DigestState.choices, default=DigestState.WAITING)
    version = models.PositiveIntegerField("bản", default=1)  # counts the moves of its state
    reminders = models.ManyToManyField(Reminder, related_name="digests", verbose_name="các việc")
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("soạn lúc")
    recorded_at = models.DateTimeField("ghi lúc")
    edited_at = models.DateTimeField("sửa lúc", null=True, blank=True)
    edited_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        """Words for people; one a day to each person; what went out has its letter, what was stopped its reason."""

        verbose_name = "thư đôn đốc"
        verbose_name_plural = "thư đôn đốc"
        constraints = [
            models.UniqueConstraint(fields=["plan", "recipient", "on"], name="one_digest_a_day"),
            models.CheckConstraint(condition=Q(state__in=DigestState.values), name="digest_state_known"),
            models.CheckConstraint(
                condition=Q(state=DigestState.RELEASED) ^ Q(letter=None), name="digest_released_has_letter"
            ),
            models.CheckConstraint(condition=~Q(state=DigestState.STOPPED, reason=""), name="digest_stopped_says_why"),
        ]
        indexes = [models.Index(fields=["plan", "state", "-on"])]

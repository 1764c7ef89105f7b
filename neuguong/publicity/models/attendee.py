"""Who is invited to an event, who registered, who came: one list for letters, the door and the minutes."""

from django.db import models
from django.db.models import Q

from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account
from neuguong.publicity.enums import AttendeeAnswer, AttendeePart, AttendeeSource
from neuguong.publicity.models.event import Event


class Attendee(models.Model):
    """One person or collective at an event (người dự): of the register, with an account, or from outside.

    The number is that of the list and never given twice. Whoever is taken off it stays, with the reason.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="attendees")
    number = models.PositiveIntegerField("số thứ tự")
    source = models.CharField("vào danh sách", max_length=20, choices=AttendeeSource.choices)
    part = models.CharField("tư cách", max_length=20, choices=AttendeePart.choices)
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, null=True, blank=True, related_name="events")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("họ tên", max_length=200)
    office = models.CharField("chức vụ, đơn vị", max_length=200, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    answer = models.CharField("trả lời", max_length=10, choices=AttendeeAnswer.choices, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    written_at = models.DateTimeField("gửi thư mời lúc", null=True, blank=True)
    arrived_at = models.DateTimeField("đến lúc", null=True, blank=True)
    arrived_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("thêm lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    removed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    remove_reason = models.TextField("lý do bỏ", blank=True)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, editable=False)
    search_text = models.CharField("chữ để tìm", max_length=800, editable=False)

    class Meta:
        """Words for people; nobody stands on a list twice; a form sent twice is one."""

        verbose_name = "người dự"
        verbose_name_plural = "người dự"
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="one_attendee_per_number"),
            models.UniqueConstraint(
                fields=["event", "exemplar"],
                condition=Q(exemplar__isnull=False, removed_at=None),
                name="one_invitation_per_exemplar",
            ),
            models.UniqueConstraint(
                fields=["event", "form_key"], condition=~Q(form_key=""), name="one_registration_per_form"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, remove_reason="") | (Q(removed_at__isnull=False) & ~Q(remove_reason="")),
                name="attendee_removed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

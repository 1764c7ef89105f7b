"""Events: an exemplar is honoured, tells of the work, is shown to pupils; by one unit or several (KH 87, III.3.b)."""

from django.db import models
from django.db.models import F, Q

from neuguong.org.models import Account, Unit
from neuguong.programme.enums import EventKind
from neuguong.programme.models import Plan
from neuguong.publicity.enums import EventForm, EventState


class Event(models.Model):
    """One event (sự kiện). What is said of it is written until it is held; afterwards only its holding is taken back."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="events")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="events")
    name = models.CharField("tên sự kiện", max_length=200)
    slug = models.CharField("địa chỉ", max_length=120, unique=True)
    kind = models.CharField("loại sự kiện", max_length=20, choices=EventKind.choices)
    form = models.CharField("hình thức", max_length=20, choices=EventForm.choices)
    within = models.CharField("lồng ghép trong", max_length=200, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    online_link = models.URLField("đường dẫn trực tuyến", max_length=500, blank=True)
    starts_at = models.DateTimeField("bắt đầu lúc")
    ends_at = models.DateTimeField("kết thúc lúc")
    about = models.TextField("nội dung", blank=True)
    audience = models.CharField("thành phần dự", max_length=300, blank=True)
    is_public = models.BooleanField("đăng lên cổng công khai", default=False)
    takes_registrations = models.BooleanField("nhận đăng ký dự trên cổng", default=False)
    state = models.CharField("trạng thái", max_length=20, choices=EventState.choices, default=EventState.DRAFT)
    version = models.PositiveIntegerField("lần sửa", default=1)
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    created_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("tạo lúc")
    edited_at = models.DateTimeField("sửa lúc")

    class Meta:
        """Words for people; a form sent twice is one event; it does not end before it begins."""

        verbose_name = "sự kiện"
        verbose_name_plural = "sự kiện"
        constraints = [
            models.UniqueConstraint(fields=["unit", "form_key"], condition=~Q(form_key=""), name="one_event_per_form"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="event_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="event_state_known"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
        ]
        indexes = [models.Index(fields=["state", "-starts_at"], name="events_by_day")]

    def __str__(self) -> str:
        return self.name


class EventUnit(models.Model):
    """A further unit that holds the event together with the one that organises it (đơn vị cùng tổ chức)."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="shared_with")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        """Words for people; a unit shares an event once."""

        verbose_name = "đơn vị cùng tổ chức"
        verbose_name_plural = "đơn vị cùng tổ chức"
        constraints = [models.UniqueConstraint(fields=["event", "unit"], name="one_sharing_unit")]


class ProgrammeLine(models.Model):
    """One line of the programme: when, what, who (dòng chương trình)."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme")
    position = models.PositiveSmallIntegerField("thứ tự")
    begins = models.CharField("giờ", max_length=20, blank=True)
    content = models.CharField("nội dung", max_length=300)
    who = models.CharField("người thực hiện", max_length=200, blank=True)

    class Meta:
        """Words for people; in the order in which it was written."""

        verbose_name = "dòng chương trình"
        verbose_name_plural = "dòng chương trình"
        ordering = ["position", "id"]


class Holding(models.Model):
    """That an event was held (lần tổ chức), with its numbers. Never edited: taken back with a reason and written anew.

    Kind and units are as on that day: they count for the ledger also where the event is changed after a withdrawal.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="holdings")
    kind = models.CharField("loại sự kiện", max_length=20, choices=EventKind.choices)
    held_on = models.DateField("ngày tổ chức")
    delegates = models.PositiveIntegerField("số đại biểu, người dự")
    pupils = models.PositiveIntegerField("số học sinh, sinh viên")
    outcome = models.TextField("kết quả", blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc")
    withdrawn_at = models.DateTimeField("rút từ lúc", null=True, blank=True)
    withdrawn_recorded_at = models.DateTimeField("ghi rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.TextField("lý do rút", blank=True)

    class Meta:
        """Words for people; an event stands as held once; one that was withdrawn says when and why."""

        verbose_name = "lần tổ chức"
        verbose_name_plural = "lần tổ chức"
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(withdrawn_at=None), name="one_standing_holding"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_recorded_at=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_recorded_at__isnull=False) & ~Q(withdraw_reason="")),
                name="holding_withdrawn_whole",
            ),
        ]


class HeldFor(models.Model):
    """For which unit a holding counts: the organising one and each that shared it (đơn vị được tính)."""

    holding = models.ForeignKey(Holding, models.PROTECT, related_name="counted_for")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="held_events")

    class Meta:
        """Words for people; a holding counts once for a unit."""

        verbose_name = "đơn vị được tính"
        verbose_name_plural = "đơn vị được tính"
        constraints = [models.UniqueConstraint(fields=["holding", "unit"], name="one_count_per_unit")]

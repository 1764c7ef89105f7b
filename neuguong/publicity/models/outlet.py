"""Where the public is reached: sites, loudspeakers, newspapers, pages and channels, each kept by a unit."""

from django.db import models
from django.db.models import F, Q

from neuguong.exemplars.enums import ConsentChannel
from neuguong.org.models import Account, Unit
from neuguong.publicity.enums import CONSENT_FOR, WITH_SLOT, OutletKind


class Outlet(models.Model):
    """One outlet (kênh truyền thông) of a unit. Its kind and its unit never change: another one is opened instead."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="outlets")
    kind = models.CharField("loại kênh", max_length=20, choices=OutletKind.choices)
    name = models.CharField("tên kênh", max_length=160)
    address = models.CharField("địa chỉ trang hoặc nơi đặt", max_length=300, blank=True)
    slot_seconds = models.PositiveIntegerField("thời lượng một lần phát, giây", null=True, blank=True)
    valid_from = models.DateField("dùng từ ngày")
    valid_until = models.DateField("dùng đến hết ngày", null=True, blank=True)
    sort_key = models.CharField("khóa sắp xếp", max_length=400, editable=False)
    version = models.PositiveIntegerField("lần sửa", default=1)
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; a form sent twice is one outlet; it does not end before it begins."""

        verbose_name = "kênh truyền thông"
        verbose_name_plural = "kênh truyền thông"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OutletKind.values), name="outlet_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="outlet_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(slot_seconds=None) | Q(slot_seconds__gt=0), name="outlet_slot_positive"),
            models.UniqueConstraint(fields=["unit", "form_key"], condition=~Q(form_key=""), name="one_outlet_per_form"),
        ]
        indexes = [models.Index(fields=["unit", "sort_key"])]

    def __str__(self) -> str:
        return self.name

    @property
    def consent_channel(self) -> ConsentChannel:
        """Which consent a story on it needs."""
        return CONSENT_FOR[self.kind]

    @property
    def has_slot(self) -> bool:
        """Whether one piece on it has a length."""
        return self.kind in WITH_SLOT

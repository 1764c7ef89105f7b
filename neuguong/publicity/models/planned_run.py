"""The editorial calendar: what is to run on which outlet on which day, and who sees to it."""

from django.db import models
from django.db.models import Q

from neuguong.exemplars.models import Exemplar
from neuguong.org.models import Account
from neuguong.publicity.enums import PlannedState
from neuguong.publicity.models.article import Article
from neuguong.publicity.models.outlet import Outlet


class PlannedRun(models.Model):
    """One entry of the calendar (mục lịch). Moved as often as need be; cancelled with a reason; run once it has run.

    With an `article` it tells of those whom the article is about.
    """

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="planned_runs")
    planned_on = models.DateField("ngày")
    planned_time = models.TimeField("giờ", null=True, blank=True)
    title = models.CharField("nội dung", max_length=300)
    article = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="planned_runs")
    exemplars = models.ManyToManyField(Exemplar, related_name="+")
    in_charge = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("trạng thái", max_length=20, choices=PlannedState.choices, default=PlannedState.PLANNED)
    version = models.PositiveIntegerField("lần sửa", default=1)
    form_key = models.CharField("khóa lần gửi", max_length=40, blank=True)
    planned_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; a form sent twice is one entry."""

        verbose_name = "mục lịch tuyên truyền"
        verbose_name_plural = "mục lịch tuyên truyền"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlannedState.values), name="planned_run_state_known"),
            models.UniqueConstraint(
                fields=["outlet", "form_key"], condition=~Q(form_key=""), name="one_planned_run_per_form"
            ),
        ]
        indexes = [models.Index(fields=["outlet", "planned_on"])]

    def __str__(self) -> str:
        return self.title

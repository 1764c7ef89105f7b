"""Two records of one subject made one (gộp), and made two again (bỏ gộp)."""

from django.db import models
from django.db.models import F, Q

from neuguong.exemplars.models.nomination import Nomination
from neuguong.exemplars.models.subject import Subject
from neuguong.org.models import Account


class SubjectMerge(models.Model):
    """One record took another in. The absorbed row stays as it was, without dossiers; `undone_at` ends the merge."""

    kept = models.ForeignKey(Subject, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Subject, models.PROTECT, related_name="absorptions")
    reason = models.TextField("lý do gộp")
    before = models.JSONField("thông tin trước khi gộp", default=dict)  # of the kept record, field by field
    after = models.JSONField("thông tin sau khi gộp", default=dict)  # what differs today was edited later
    newest_before = models.BigIntegerField("hồ sơ mới nhất lúc gộp", default=0)  # what is newer was added since
    moved_pages = models.JSONField("trang trong sổ được chuyển", default=list)  # ids of exemplars
    merged_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField("gộp lúc")
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("bỏ gộp lúc", null=True)
    undone_reason = models.TextField("lý do bỏ gộp", blank=True)

    class Meta:
        """Words for people; nobody is in two records at a time, nor in their own."""

        verbose_name = "lần gộp đối tượng"
        verbose_name_plural = "lần gộp đối tượng"
        constraints = [
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at=None), name="absorbed_once_at_a_time"),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="nobody_absorbs_itself"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_reason="") | Q(undone_at__isnull=False) & ~Q(undone_reason=""),
                name="unmerging_says_why",
            ),
        ]


class MovedNomination(models.Model):
    """A dossier that changed its subject with a merge or an un-merge, and whose it was before."""

    merge = models.ForeignKey(SubjectMerge, models.PROTECT, related_name="moved")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="moves")
    before = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    undoing = models.BooleanField("khi bỏ gộp", default=False)

    class Meta:
        """Words for people; once per direction."""

        verbose_name = "hồ sơ đã chuyển đối tượng"
        verbose_name_plural = "hồ sơ đã chuyển đối tượng"
        constraints = [models.UniqueConstraint(fields=["merge", "nomination", "undoing"], name="moved_once_each_way")]

"""What the office found out about a dossier: answers to the law's checklist, and on-site checks. Rows are never changed."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.enums import ChecklistReply, PhotoTime, VisitOpinion
from neuguong.exemplars.models.nomination import Nomination
from neuguong.org.models import Account


class ChecklistAnswer(models.Model):
    """One answer to one question of the checklist (`data/danh-muc-tham-dinh.toml`). The newest of a question holds."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="checklist_answers")
    list_code = models.CharField("bản danh mục", max_length=20)  # the version in force when it was answered
    item = models.CharField("nội dung", max_length=30)
    reply = models.CharField("trả lời", max_length=20, choices=ChecklistReply.choices)
    asked_of = models.CharField("hỏi ở đâu", max_length=200, blank=True)
    note = models.CharField("ghi thêm", max_length=500, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc")

    class Meta:
        """Words for people; the path to a dossier's answers in their order."""

        verbose_name = "trả lời danh mục thẩm định"
        verbose_name_plural = "trả lời danh mục thẩm định"
        indexes = [models.Index(fields=["nomination", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(reply__in=ChecklistReply.values), name="checklist_reply_known"),
        ]


class FieldVisit(models.Model):
    """Somebody went there (kiểm tra thực tế). A mistake is mended by a later visit that names the one it replaces."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="visits")
    visited_at = models.DateTimeField("kiểm tra lúc")
    place = models.CharField("nơi kiểm tra", max_length=200)
    people_met = models.TextField("người đã gặp")
    adverse_asked_of = models.CharField("đã hỏi thông tin trái chiều ở ai", max_length=300)
    adverse_found = models.BooleanField("có thông tin trái chiều")
    adverse_words = models.TextField("thông tin trái chiều", blank=True)
    opinion = models.CharField("ý kiến", max_length=20, choices=VisitOpinion.choices)
    opinion_words = models.TextField("nhận xét", blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    client_key = models.CharField("khóa gửi", max_length=60, unique=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        """Words for people; what must always be true."""

        verbose_name = "lần kiểm tra thực tế"
        verbose_name_plural = "lần kiểm tra thực tế"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(opinion__in=VisitOpinion.values), name="visit_opinion_known"),
            models.CheckConstraint(
                condition=Q(adverse_found=False) | ~Q(adverse_words=""), name="adverse_information_in_words"
            ),
            models.CheckConstraint(condition=~Q(client_key=""), name="visit_has_a_key"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="visit_replaced_once"
            ),
        ]


class VisitPhoto(models.Model):
    """A photo of an on-site check, with the moment it was taken and how that is known."""

    visit = models.ForeignKey(FieldVisit, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("chụp lúc", null=True, blank=True)
    taken_from = models.CharField("biết giờ chụp từ đâu", max_length=10, choices=PhotoTime.choices)

    class Meta:
        """Words for people; a moment and where it is known from go together."""

        verbose_name = "ảnh kiểm tra thực tế"
        verbose_name_plural = "ảnh kiểm tra thực tế"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_from=PhotoTime.UNKNOWN.value)
                | Q(taken_at__isnull=False, taken_from__in=[PhotoTime.CAMERA.value, PhotoTime.FILE.value]),
                name="photo_time_known_from_somewhere",
            ),
        ]

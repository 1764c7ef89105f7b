"""An article, whom it is about, every text it had, and which checked claims the published text rests on."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.models import Claim, Exemplar, RewardRecord
from neuguong.org.models import Account, Unit
from neuguong.programme.models import Plan
from neuguong.publicity.enums import ArticleForm, ArticleState
from neuguong.publicity.models.column import Column
from neuguong.publicity.models.photo import Photo


class Article(models.Model):
    """Something told about exemplars (bài viết) for the public site, in blocks (KH 87, III.3.b).

    `blocks` is a list of {"id", "type", "data"} as `reading/blocks.py` reads it. `version` grows with each saving and
    each step. `read_at` is when the whole text was last read against what is checked and nothing was found open.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="articles")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="articles")  # whose editors write it
    column = models.ForeignKey(Column, models.PROTECT, null=True, blank=True, related_name="articles")
    slug = models.CharField("địa chỉ", max_length=120, unique=True)
    form = models.CharField("thể loại", max_length=20, choices=ArticleForm.choices, default=ArticleForm.ARTICLE)
    title = models.CharField("tiêu đề", max_length=200)
    lead = models.CharField("sapô", max_length=600, blank=True)
    blocks = models.JSONField("nội dung", default=list)
    cover = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="+")
    share_words = models.CharField("lời trên thẻ chia sẻ", max_length=200, blank=True)
    radio_text = models.TextField("lời đọc phát thanh", blank=True)
    search_text = models.TextField("chữ để tìm", editable=False, default="")
    state = models.CharField("trạng thái", max_length=20, choices=ArticleState.choices, default=ArticleState.DRAFT)
    version = models.PositiveIntegerField("bản chữ", default=1)
    publish_at = models.DateTimeField("hiện từ lúc", null=True, blank=True)
    expire_at = models.DateTimeField("hết hạn lúc", null=True, blank=True)
    read_at = models.DateTimeField("đọc đối chiếu lúc", null=True, blank=True)
    created_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    form_key = models.CharField("khóa biểu mẫu", max_length=60, blank=True)

    class Meta:
        """Words for people; what is published has its hour and was read; the public lists' paths."""

        verbose_name = "bài viết"
        verbose_name_plural = "bài viết"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ArticleState.values), name="article_state_known"),
            models.CheckConstraint(condition=Q(form__in=ArticleForm.values), name="article_form_known"),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.PUBLISHED) | Q(publish_at__isnull=False, read_at__isnull=False),
                name="published_article_has_its_hour",
            ),
            models.CheckConstraint(
                condition=Q(expire_at=None) | Q(publish_at=None) | Q(expire_at__gt=models.F("publish_at")),
                name="article_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["created_by", "form_key"], condition=~Q(form_key=""), name="one_article_per_form"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-publish_at", "-id"]),
            models.Index(fields=["column", "state", "-publish_at"]),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleExemplar(models.Model):
    """Whom an article is about."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="about")
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="told_in")

    class Meta:
        """Words for people; each once."""

        verbose_name = "điển hình trong bài"
        verbose_name_plural = "điển hình trong bài"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["article", "exemplar"], name="article_about_each_once")]


class ArticleReward(models.Model):
    """Whom it is about besides: somebody without a page in the register, by the record of an award from above."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="about_rewards")
    reward = models.ForeignKey(RewardRecord, models.PROTECT, related_name="told_in")

    class Meta:
        """Words for people; each once."""

        verbose_name = "người được khen trong bài"
        verbose_name_plural = "người được khen trong bài"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["article", "reward"], name="article_about_each_reward_once")]


class Revision(models.Model):
    """The text as somebody left it. Automatic savings of one person within ten minutes are one revision."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("lần lưu")
    title = models.CharField("tiêu đề", max_length=200)
    lead = models.CharField("sapô", max_length=600, blank=True)
    blocks = models.JSONField("nội dung", default=list)
    share_words = models.CharField("lời trên thẻ chia sẻ", max_length=200, blank=True)
    radio_text = models.TextField("lời đọc phát thanh", blank=True)
    saved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    began_at = models.DateTimeField("bắt đầu lưu lúc")
    saved_at = models.DateTimeField("lưu lúc")

    class Meta:
        """Words for people; numbered once."""

        verbose_name = "lần lưu bài"
        verbose_name_plural = "lần lưu bài"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_revision_number")]


class Binding(models.Model):
    """A checked claim on which the text rests. A claim block `follows` it; typed words are true only of that version."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bindings")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    claim_version = models.PositiveIntegerField("bản của ý")
    follows = models.BooleanField("theo ý khi ý đổi", default=False)

    class Meta:
        """Words for people; each once."""

        verbose_name = "ý mà bài dựa vào"
        verbose_name_plural = "ý mà bài dựa vào"
        constraints = [models.UniqueConstraint(fields=["article", "claim", "follows"], name="article_rests_once")]


class Passed(models.Model):
    """Whoever clears the article looked at a number, day or superlative and said why it needs no proof here."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="passed")
    words = models.CharField("chữ", max_length=300)
    reason = models.CharField("lý do", max_length=500)
    passed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    passed_at = models.DateTimeField("bỏ qua lúc")
    taken_back_at = models.DateTimeField("thôi bỏ qua lúc", null=True, blank=True)

    class Meta:
        """Words for people; one open row for the same words, always with a reason."""

        verbose_name = "chỗ được bỏ qua trong bài"
        verbose_name_plural = "chỗ được bỏ qua trong bài"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "words"], condition=Q(taken_back_at=None), name="passed_once_in_an_article"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="passed_with_a_reason"),
        ]


class SignOff(models.Model):
    """Whom the article is about has read it and agrees to these words. `digest` says which words."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="sign_offs")
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="+")
    digest = models.CharField("mã băm của bài", max_length=64)
    signer_name = models.CharField("người đọc và đồng ý", max_length=120)
    signed_on = models.DateField("ngày đồng ý")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("đồng ý bằng cách nào", max_length=300, blank=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("nhập lúc")

    class Meta:
        """Words for people; the same words are agreed to once, shown by a scan or told how."""

        verbose_name = "đồng ý với bài"
        verbose_name_plural = "đồng ý với bài"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "exemplar", "digest"], name="one_sign_off_of_the_same_words"),
            models.CheckConstraint(condition=Q(scan__isnull=False) | ~Q(note=""), name="sign_off_is_shown"),
        ]

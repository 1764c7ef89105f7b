"""Who agreed to what being published, who took it back, and the story itself. Papers are never changed."""

from django.db import models
from django.db.models import Q

from neuguong.core.models import StoredFile
from neuguong.exemplars.enums import ConsentChannel, ConsentGiver, ConsentPurpose, PublicationState, WithdrawalWay
from neuguong.exemplars.models.exemplar import Exemplar
from neuguong.org.models import Account


class Consent(models.Model):
    """A signed paper (phiếu đồng ý). It holds from its day until it is withdrawn."""

    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="consents")
    giver = models.CharField("ai ký", max_length=20, choices=ConsentGiver.choices)
    signer_name = models.CharField("họ tên người ký", max_length=120)
    relation = models.CharField("quan hệ", max_length=120, blank=True)
    given_on = models.DateField("ngày ký")
    # whoever signed wants to read what is written before it is told
    reads_first = models.BooleanField("đọc bài trước khi đăng", default=False)
    scan = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("nhập lúc")

    class Meta:
        """Words for people; whoever signs for somebody else says as what; a scan is entered once."""

        verbose_name = "phiếu đồng ý"
        verbose_name_plural = "phiếu đồng ý"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(giver__in=ConsentGiver.values), name="consent_giver_known"),
            models.CheckConstraint(condition=Q(giver="self") | ~Q(relation=""), name="consent_says_the_relation"),
        ]


class ConsentGrant(models.Model):
    """One thing a paper agrees to: this purpose, on this channel."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="grants")
    purpose = models.CharField("mục đích", max_length=20, choices=ConsentPurpose.choices)
    channel = models.CharField("kênh", max_length=20, choices=ConsentChannel.choices)

    class Meta:
        """Words for people; each thing once per paper."""

        verbose_name = "điều đã đồng ý"
        verbose_name_plural = "điều đã đồng ý"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "purpose", "channel"], name="one_grant_per_purpose_and_channel"),
        ]


class ConsentWithdrawal(models.Model):
    """A paper is taken back as a whole. What is still agreed to is signed anew."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField("ngày rút")
    way = models.CharField("rút bằng cách", max_length=20, choices=WithdrawalWay.choices)
    note = models.CharField("ghi thêm", max_length=300, blank=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("nhập lúc")

    class Meta:
        """Words for people."""

        verbose_name = "rút đồng ý"
        verbose_name_plural = "rút đồng ý"
        constraints = [models.CheckConstraint(condition=Q(way__in=WithdrawalWay.values), name="withdrawal_way_known")]


class Story(models.Model):
    """What the public page tells beyond the register's line: a summary and perhaps one photo."""

    exemplar = models.OneToOneField(Exemplar, models.PROTECT, related_name="story")
    summary = models.TextField("bài tóm tắt", max_length=4000)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    photo_words = models.CharField("mô tả ảnh", max_length=200, blank=True)
    state = models.CharField(
        "trạng thái", max_length=20, choices=PublicationState.choices, default=PublicationState.DRAFT
    )
    version = models.PositiveIntegerField("bản", default=1)
    published_at = models.DateTimeField("đăng lúc", null=True, blank=True)

    class Meta:
        """Words for people; a photo says in words what it shows, for those who do not see it."""

        verbose_name = "câu chuyện"
        verbose_name_plural = "câu chuyện"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PublicationState.values), name="publication_state_known"),
            models.CheckConstraint(condition=Q(photo=None) | ~Q(photo_words=""), name="photo_in_words"),
        ]

"""Who stands too close to a dossier to judge it, and who steps in. Rows are withdrawn or lifted, never removed."""

from django.db import models
from django.db.models import F, Q

from neuguong.exemplars.enums import DECLARED_KINDS, ConflictKind, StandInStep
from neuguong.exemplars.models.nomination import Nomination
from neuguong.exemplars.models.subject import Subject
from neuguong.org.models import Account


class ConflictDeclaration(models.Model):
    """What somebody says of themself (khai báo liên quan): kin of the subject, its manager, an earlier supporter.

    It holds for every dossier about the subject, and for the one it was made from even when two records of a person
    are put together afterwards.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="conflicts")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="conflicts")
    kind = models.CharField("quan hệ", max_length=20, choices=ConflictKind.choices)
    note = models.CharField("nói rõ", max_length=200, blank=True)
    declared_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField("khai lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_reason = models.CharField("lý do rút", max_length=200, blank=True)

    class Meta:
        """Words for people; one open declaration of a kind, a withdrawal says why."""

        verbose_name = "khai báo liên quan"
        verbose_name_plural = "khai báo liên quan"
        indexes = [models.Index(fields=["account"], condition=Q(withdrawn_at=None), name="declarations_in_force")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DECLARED_KINDS), name="declared_kind_is_declared"),
            models.UniqueConstraint(
                fields=["account", "nomination", "kind"], condition=Q(withdrawn_at=None), name="one_open_declaration"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("declared_at")) & ~Q(withdrawn_reason=""),
                name="declaration_withdrawn_for_a_reason",
            ),
        ]


class Recusal(models.Model):
    """Somebody takes no part in judging one dossier (rút khỏi việc xét), by themself or by the office."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="recusals")
    reason = models.CharField("lý do", max_length=200)
    recused_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recused_at = models.DateTimeField("rút lúc")
    lifted_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = models.CharField("lý do bỏ", max_length=200, blank=True)

    class Meta:
        """Words for people; one open row, nobody lets themself back in, lifting says who and why."""

        verbose_name = "rút khỏi việc xét"
        verbose_name_plural = "rút khỏi việc xét"
        indexes = [models.Index(fields=["account"], condition=Q(lifted_at=None), name="recusals_in_force")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_a_reason"),
            models.UniqueConstraint(
                fields=["account", "nomination"], condition=Q(lifted_at=None), name="one_open_recusal"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__gte=F("recused_at"), lifted_by__isnull=False) & ~Q(lifted_reason=""),
                name="recusal_lifted_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("account")), name="nobody_lifts_their_own_recusal"
            ),
        ]


class Substitute(models.Model):
    """Who judges one dossier because everybody whose work it is stands too close (người thay), until a day, by a paper."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="substitutes")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    step = models.CharField("việc thay", max_length=20, choices=StandInStep.choices)
    document = models.CharField("văn bản", max_length=200)
    valid_to = models.DateField("đến hết ngày")
    appointed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField("cử lúc")
    ended_at = models.DateTimeField("thôi lúc", null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Words for people; a paper always, one open row per person and step."""

        verbose_name = "người thay xét hồ sơ"
        verbose_name_plural = "người thay xét hồ sơ"
        indexes = [models.Index(fields=["account"], condition=Q(ended_at=None), name="substitutes_in_force")]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=StandInStep.values), name="substitute_step_known"),
            models.CheckConstraint(condition=~Q(document=""), name="substitute_has_a_paper"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="substitute_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["account", "nomination", "step"], condition=Q(ended_at=None), name="one_open_substitute"
            ),
        ]

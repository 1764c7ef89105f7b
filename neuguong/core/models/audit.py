"""The audit: what happened, sealed in batches, with personal values kept apart."""

from django.db import models


class AuditSeal(models.Model):
    """One batch of entries, hashed together with the seal before it."""

    sealed_at = models.DateTimeField("niêm phong lúc")
    count = models.PositiveIntegerField("số mục")
    previous = models.CharField("mã của lần trước", max_length=64, blank=True)
    digest = models.CharField("mã niêm phong", max_length=64, unique=True)
    leaves = models.JSONField("mã từng mục", default=list)  # [[entry id, digest], …]: a finding can name its entry

    class Meta:
        """Words for people; a chain never forks, so two workers cannot both add its next link."""

        verbose_name = "niêm phong nhật ký"
        verbose_name_plural = "niêm phong nhật ký"
        constraints = [models.UniqueConstraint(fields=["previous"], name="seals_form_one_chain")]


class AuditEntry(models.Model):
    """One act. Written by operations, never changed; only its seal may be set, once (database trigger).

    No foreign keys to what it speaks of: history must never block anything, nor vanish with it.
    """

    effective_at = models.DateTimeField("có hiệu lực lúc")
    recorded_at = models.DateTimeField("ghi lúc", db_index=True)
    actor = models.CharField("ai", max_length=120)
    verb = models.CharField("việc", max_length=80)
    object_type = models.CharField("loại đối tượng", max_length=60)
    object_id = models.CharField("mã đối tượng", max_length=40)
    facts = models.JSONField("trước và sau, không có dữ liệu cá nhân", default=dict)
    personal_digest = models.CharField("mã phần cá nhân", max_length=64, blank=True)
    seal = models.ForeignKey(AuditSeal, models.PROTECT, null=True, related_name="entries")

    class Meta:
        """Words for people, and the path from a thing to its history."""

        verbose_name = "mục nhật ký"
        verbose_name_plural = "nhật ký"
        indexes = [models.Index(fields=["object_type", "object_id"]), models.Index(fields=["verb", "recorded_at"])]


class AuditPersonal(models.Model):
    """The personal half of an entry: who by name, from where, personal values before and after.

    Salted and hashed into the entry, so a lawful erasure (both columns emptied) leaves the seal intact
    and nobody can guess the erased value from its digest.
    """

    entry = models.OneToOneField(AuditEntry, models.PROTECT, primary_key=True, related_name="personal")
    salt = models.CharField("muối", max_length=32, null=True)  # noqa: DJ001  null means erased
    values = models.JSONField("dữ liệu cá nhân", null=True)

    class Meta:
        """Words for people."""

        verbose_name = "phần cá nhân của nhật ký"
        verbose_name_plural = "phần cá nhân của nhật ký"

"""Estimates of units by line, what finance leaves of each line, what the leader approves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from neuguong.core.immutable import forbid_change, freeze_rows


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0011_reports"),
        ("org", "0002_account_search_text"),
        ("programme", "0003_activities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Estimate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("title", models.CharField(max_length=200, verbose_name="tên dự toán")),
                ("series", models.CharField(max_length=64, verbose_name="loạt")),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="lần")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "bản nháp"),
                            ("submitted", "chờ thẩm định"),
                            ("appraised", "chờ phê duyệt"),
                            ("approved", "đã phê duyệt"),
                            ("returned", "bị trả lại"),
                            ("dropped", "đã bỏ"),
                        ],
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="bản")),
                ("edited", models.PositiveIntegerField(default=0, verbose_name="lần lưu")),
                ("form_key", models.CharField(max_length=64, unique=True, verbose_name="khóa lần gửi")),
                ("created_at", models.DateTimeField(verbose_name="lập lúc")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="gửi lúc")),
                ("appraised_at", models.DateTimeField(null=True, verbose_name="thẩm định lúc")),
                ("appraised_recorded_at", models.DateTimeField(null=True, verbose_name="ghi thẩm định lúc")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="phê duyệt lúc")),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="số văn bản phê duyệt")),
                (
                    "appraised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="estimates",
                        to="ledger.obligation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="estimates", to="programme.plan"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="estimates", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "dự toán kinh phí",
                "verbose_name_plural": "dự toán kinh phí",
            },
        ),
        migrations.CreateModel(
            name="EstimateLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("category", models.CharField(max_length=40, verbose_name="nội dung chi")),
                ("content", models.CharField(max_length=300, verbose_name="diễn giải")),
                ("measure", models.CharField(max_length=40, verbose_name="đơn vị tính")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="số lượng")),
                ("unit_price", models.BigIntegerField(verbose_name="đơn giá")),
                ("amount", models.BigIntegerField(verbose_name="thành tiền")),
                (
                    "estimate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="ledger.estimate"
                    ),
                ),
            ],
            options={
                "verbose_name": "khoản của dự toán",
                "verbose_name_plural": "khoản của dự toán",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="LineAppraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.BigIntegerField(verbose_name="đề nghị")),
                ("amount", models.BigIntegerField(verbose_name="thẩm định")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do giảm")),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appraisal", to="ledger.estimateline"
                    ),
                ),
            ],
            options={
                "verbose_name": "thẩm định của khoản",
                "verbose_name_plural": "thẩm định của khoản",
            },
        ),
        migrations.AddIndex(
            model_name="estimate",
            index=models.Index(fields=["plan", "year", "state"], name="ledger_esti_plan_id_a97a95_idx"),
        ),
        migrations.AddIndex(
            model_name="estimate",
            index=models.Index(fields=["unit", "year"], name="ledger_esti_unit_id_6b2450_idx"),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.UniqueConstraint(fields=("series", "edition"), name="one_estimate_edition"),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "appraised"])),
                fields=("series",),
                name="one_open_edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "submitted", "appraised", "approved", "returned", "dropped"])
                ),
                name="estimate_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("appraised_at__isnull", False), ("approved_at__isnull", False)),
                    _connector="OR",
                ),
                name="estimate_approved_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="estimateline",
            constraint=models.UniqueConstraint(fields=("estimate", "position"), name="one_line_at_a_place"),
        ),
        migrations.AddConstraint(
            model_name="estimateline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("quantity__gt", 0), ("unit_price__gt", 0)),
                name="line_amounts_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineappraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0), ("amount__lte", models.F("asked"))), name="appraisal_never_more"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineappraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount", models.F("asked")), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="reduced_with_a_reason",
            ),
        ),
        forbid_change("ledger_lineappraisal"),
        freeze_rows(
            "ledger_estimateline",
            "EXISTS (SELECT 1 FROM ledger_estimate whole WHERE whole.id = {row}.estimate_id AND whole.state <> 'draft')",
            also_new=True,
        ),
    ]

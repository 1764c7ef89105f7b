"""Standards of the units: an issued version and its criteria never change, the database holds that itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from neuguong.core.immutable import freeze_rows


class Migration(migrations.Migration):
    dependencies = [
        ("exemplars", "0006_waits_for_package"),
        ("org", "0002_account_search_text"),
        ("programme", "0002_plan_versions_never_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Standard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "bản nháp"), ("issued", "đã ban hành"), ("dropped", "đã bỏ")],
                        default="draft",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="bản chữ")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="bản số")),
                ("applies_to", models.TextField(blank=True, verbose_name="đối tượng áp dụng")),
                ("created_at", models.DateTimeField(verbose_name="lập lúc")),
                ("edited_at", models.DateTimeField(verbose_name="sửa lúc")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="số văn bản")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="ghi ban hành lúc")),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="exemplars.standard",
                        verbose_name="lập từ",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standards", to="programme.plan"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standards", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ tiêu chuẩn",
                "verbose_name_plural": "bộ tiêu chuẩn",
            },
        ),
        migrations.AddField(
            model_name="nomination",
            name="standard",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nominations",
                to="exemplars.standard",
            ),
        ),
        migrations.CreateModel(
            name="StandardAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="mã")),
                ("text", models.TextField(blank=True, verbose_name="trả lời")),
                (
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standard_answers",
                        to="exemplars.nomination",
                    ),
                ),
            ],
            options={
                "verbose_name": "trả lời tiêu chuẩn của đơn vị",
                "verbose_name_plural": "trả lời tiêu chuẩn của đơn vị",
            },
        ),
        migrations.CreateModel(
            name="StandardCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="mã")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("collective", "tập thể"), ("individual", "cá nhân"), ("household", "hộ gia đình")],
                        max_length=20,
                        verbose_name="loại đối tượng",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tiêu chuẩn")),
                ("text", models.TextField(blank=True, verbose_name="nội dung")),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.sector",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="exemplars.standard"
                    ),
                ),
            ],
            options={
                "verbose_name": "tiêu chuẩn của đơn vị",
                "verbose_name_plural": "tiêu chuẩn của đơn vị",
                "ordering": ["position", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="standard",
            index=models.Index(fields=["unit", "plan", "-number"], name="exemplars_s_unit_id_7cd255_idx"),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.UniqueConstraint(fields=("plan", "unit", "number"), name="one_standard_version"),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("plan", "unit"), name="one_standard_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at__isnull", False),
                        ("issued_on__isnull", False),
                        ("number__gte", 1),
                        ("state", "issued"),
                        models.Q(("document_number", ""), _negated=True),
                    ),
                    models.Q(
                        ("document_number", ""),
                        ("issued_at", None),
                        ("issued_on", None),
                        ("number", None),
                        ("state__in", ["draft", "dropped"]),
                    ),
                    _connector="OR",
                ),
                name="standard_issued_with_its_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardanswer",
            constraint=models.UniqueConstraint(fields=("nomination", "code"), name="one_answer_per_standard_code"),
        ),
        migrations.AddConstraint(
            model_name="standardcriterion",
            constraint=models.UniqueConstraint(fields=("standard", "code"), name="one_standard_criterion_code"),
        ),
        freeze_rows("exemplars_standard", "{row}.state = 'issued'"),
        freeze_rows(
            "exemplars_standardcriterion",
            "EXISTS (SELECT 1 FROM exemplars_standard whole WHERE whole.id = {row}.standard_id"
            " AND whole.state = 'issued')",
            also_new=True,
        ),
    ]

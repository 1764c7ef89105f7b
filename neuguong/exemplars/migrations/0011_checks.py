"""Answers to the law's checklist and checks on site; the database itself refuses to change their rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from neuguong.core.immutable import forbid_change


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_files_in_quarantine"),
        ("exemplars", "0010_voices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visited_at", models.DateTimeField(verbose_name="kiểm tra lúc")),
                ("place", models.CharField(max_length=200, verbose_name="nơi kiểm tra")),
                ("people_met", models.TextField(verbose_name="người đã gặp")),
                ("adverse_asked_of", models.CharField(max_length=300, verbose_name="đã hỏi thông tin trái chiều ở ai")),
                ("adverse_found", models.BooleanField(verbose_name="có thông tin trái chiều")),
                ("adverse_words", models.TextField(blank=True, verbose_name="thông tin trái chiều")),
                (
                    "opinion",
                    models.CharField(
                        choices=[("propose", "đề nghị xét"), ("more", "cần bổ sung"), ("against", "không đề nghị")],
                        max_length=20,
                        verbose_name="ý kiến",
                    ),
                ),
                ("opinion_words", models.TextField(blank=True, verbose_name="nhận xét")),
                ("client_key", models.CharField(max_length=60, unique=True, verbose_name="khóa gửi")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="exemplars.nomination"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="exemplars.fieldvisit",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần kiểm tra thực tế",
                "verbose_name_plural": "lần kiểm tra thực tế",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="chụp lúc")),
                (
                    "taken_from",
                    models.CharField(
                        choices=[
                            ("camera", "theo máy ảnh"),
                            ("file", "theo giờ của tệp"),
                            ("unknown", "không rõ lúc chụp"),
                        ],
                        max_length=10,
                        verbose_name="biết giờ chụp từ đâu",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="exemplars.fieldvisit"
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh kiểm tra thực tế",
                "verbose_name_plural": "ảnh kiểm tra thực tế",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ChecklistAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_code", models.CharField(max_length=20, verbose_name="bản danh mục")),
                ("item", models.CharField(max_length=30, verbose_name="nội dung")),
                (
                    "reply",
                    models.CharField(
                        choices=[("yes", "có"), ("no", "không"), ("not_applicable", "không áp dụng")],
                        max_length=20,
                        verbose_name="trả lời",
                    ),
                ),
                ("asked_of", models.CharField(blank=True, max_length=200, verbose_name="hỏi ở đâu")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi thêm")),
                ("answered_at", models.DateTimeField(verbose_name="trả lời lúc")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist_answers",
                        to="exemplars.nomination",
                    ),
                ),
            ],
            options={
                "verbose_name": "trả lời danh mục thẩm định",
                "verbose_name_plural": "trả lời danh mục thẩm định",
                "indexes": [models.Index(fields=["nomination", "id"], name="exemplars_c_nominat_6f9b86_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reply__in", ["yes", "no", "not_applicable"])), name="checklist_reply_known"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="fieldvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("opinion__in", ["propose", "more", "against"])), name="visit_opinion_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adverse_found", False), models.Q(("adverse_words", ""), _negated=True), _connector="OR"
                ),
                name="adverse_information_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("client_key", ""), _negated=True), name="visit_has_a_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldvisit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False)), fields=("replaces",), name="visit_replaced_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_at", None), ("taken_from", "unknown")),
                    models.Q(("taken_at__isnull", False), ("taken_from__in", ["camera", "file"])),
                    _connector="OR",
                ),
                name="photo_time_known_from_somewhere",
            ),
        ),
        forbid_change("exemplars_checklistanswer"),
        forbid_change("exemplars_fieldvisit"),
        forbid_change("exemplars_visitphoto"),
    ]

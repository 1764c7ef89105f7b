"""Obstacles of units, what was said about them, and what all units may read of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from neuguong.core.immutable import forbid_change
from neuguong.core.search import index_words


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_text_messages"),
        ("ledger", "0009_unit_papers"),
        ("org", "0002_account_search_text"),
        ("programme", "0003_activities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Obstacle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160, verbose_name="vướng điều gì")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "chờ trả lời"),
                            ("asked", "chờ đơn vị nói rõ"),
                            ("replied", "đã trả lời"),
                            ("closed", "đã kết thúc"),
                        ],
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="bản")),
                ("form_key", models.CharField(max_length=64, unique=True, verbose_name="khóa lần gửi")),
                ("reported_at", models.DateTimeField(verbose_name="báo lúc")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "obligation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obstacles",
                        to="ledger.obligation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="obstacles", to="programme.plan"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="obstacles", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "vướng mắc",
                "verbose_name_plural": "vướng mắc",
            },
        ),
        migrations.CreateModel(
            name="Clarification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=500, verbose_name="hỏi")),
                ("answer", models.TextField(verbose_name="đáp")),
                ("search_text", models.TextField(editable=False, verbose_name="chữ để tìm")),
                ("form_key", models.CharField(max_length=64, unique=True, verbose_name="khóa lần gửi")),
                ("effective_at", models.DateTimeField(verbose_name="có hiệu lực lúc")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="rút từ lúc")),
                ("withdrawn_recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="ghi rút lúc")),
                ("withdraw_reason", models.TextField(blank=True, verbose_name="lý do rút")),
                (
                    "duty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarifications",
                        to="programme.duty",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clarifications", to="programme.plan"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="ledger.clarification",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "obstacle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clarifications", to="ledger.obstacle"
                    ),
                ),
            ],
            options={
                "verbose_name": "giải đáp",
                "verbose_name_plural": "giải đáp",
            },
        ),
        migrations.CreateModel(
            name="ObstacleEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("report", "Báo vướng mắc"),
                            ("hand", "Giao người trả lời"),
                            ("extend", "Gia hạn trả lời"),
                            ("ask", "Hỏi lại đơn vị"),
                            ("clarify", "Đơn vị nói rõ"),
                            ("answer", "Trả lời"),
                            ("reopen", "Còn vướng"),
                            ("settle", "Đơn vị báo đã gỡ được"),
                            ("close", "Kết thúc"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="lời")),
                ("wanted", models.TextField(blank=True, verbose_name="đề nghị")),
                ("effective_at", models.DateTimeField(verbose_name="có hiệu lực lúc")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "obstacle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="ledger.obstacle"
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt trao đổi về vướng mắc",
                "verbose_name_plural": "lượt trao đổi về vướng mắc",
            },
        ),
        migrations.AddIndex(
            model_name="obstacle",
            index=models.Index(fields=["plan", "state", "reported_at"], name="ledger_obst_plan_id_47f341_idx"),
        ),
        migrations.AddIndex(
            model_name="obstacle",
            index=models.Index(fields=["unit", "state", "reported_at"], name="ledger_obst_unit_id_5a426a_idx"),
        ),
        migrations.AddConstraint(
            model_name="obstacle",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "asked", "replied", "closed"])),
                name="obstacle_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="obstacle",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="obstacle_has_a_title"
            ),
        ),
        migrations.AddIndex(
            model_name="clarification",
            index=models.Index(fields=["plan", "duty", "effective_at"], name="ledger_clar_plan_id_76c671_idx"),
        ),
        migrations.AddConstraint(
            model_name="clarification",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("question", ""), _negated=True), models.Q(("answer", ""), _negated=True)),
                name="clarification_says_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="clarification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdraw_reason", ""), ("withdrawn_at", None), ("withdrawn_recorded_at", None)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_recorded_at__isnull", False),
                        models.Q(("withdraw_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="clarification_withdrawn_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="obstacleentry",
            index=models.Index(fields=["obstacle", "id"], name="ledger_obst_obstacl_ae66a8_idx"),
        ),
        migrations.AddConstraint(
            model_name="obstacleentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("act__in", ["report", "hand", "extend", "ask", "clarify", "answer", "reopen", "settle", "close"])
                ),
                name="obstacle_act_known",
            ),
        ),
        forbid_change("ledger_obstacleentry"),
        forbid_change(
            "ledger_clarification", ["withdrawn_at", "withdrawn_recorded_at", "withdrawn_by_id", "withdraw_reason"]
        ),
        index_words("ledger_clarification"),
    ]

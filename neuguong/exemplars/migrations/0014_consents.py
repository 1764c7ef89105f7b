"""Papers of consent, what takes them back, stories; the database itself refuses to change the papers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from neuguong.core.immutable import forbid_change


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_letters_to_others"),
        ("exemplars", "0013_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "giver",
                    models.CharField(
                        choices=[
                            ("self", "chính người được nêu gương"),
                            ("child_and_guardian", "trẻ em và người giám hộ cùng ký"),
                            ("guardian", "người giám hộ"),
                            ("family", "gia đình của người đã mất"),
                            ("representative", "người đại diện tập thể hoặc hộ"),
                        ],
                        max_length=20,
                        verbose_name="ai ký",
                    ),
                ),
                ("signer_name", models.CharField(max_length=120, verbose_name="họ tên người ký")),
                ("relation", models.CharField(blank=True, max_length=120, verbose_name="quan hệ")),
                ("given_on", models.DateField(verbose_name="ngày ký")),
                ("entered_at", models.DateTimeField(verbose_name="nhập lúc")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "exemplar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="exemplars.exemplar"
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu đồng ý",
                "verbose_name_plural": "phiếu đồng ý",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ConsentGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("story", "câu chuyện"), ("photo", "hình ảnh")], max_length=20, verbose_name="mục đích"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "cổng công khai"),
                            ("radio", "loa truyền thanh"),
                            ("press", "báo, đài"),
                            ("social", "mạng xã hội của cơ quan"),
                        ],
                        max_length=20,
                        verbose_name="kênh",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="exemplars.consent"
                    ),
                ),
            ],
            options={
                "verbose_name": "điều đã đồng ý",
                "verbose_name_plural": "điều đã đồng ý",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ConsentWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("withdrawn_on", models.DateField(verbose_name="ngày rút")),
                (
                    "way",
                    models.CharField(
                        choices=[("in_person", "nói trực tiếp"), ("phone", "điện thoại"), ("paper", "văn bản")],
                        max_length=20,
                        verbose_name="rút bằng cách",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi thêm")),
                ("entered_at", models.DateTimeField(verbose_name="nhập lúc")),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="exemplars.consent"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "rút đồng ý",
                "verbose_name_plural": "rút đồng ý",
            },
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("summary", models.TextField(max_length=4000, verbose_name="bài tóm tắt")),
                ("photo_words", models.CharField(blank=True, max_length=200, verbose_name="mô tả ảnh")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "đang soạn"), ("published", "đã đăng"), ("taken_down", "đã gỡ")],
                        default="draft",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="bản")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="đăng lúc")),
                (
                    "exemplar",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="story", to="exemplars.exemplar"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu chuyện",
                "verbose_name_plural": "câu chuyện",
            },
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("giver__in", ["self", "child_and_guardian", "guardian", "family", "representative"])
                ),
                name="consent_giver_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", "self"), models.Q(("relation", ""), _negated=True), _connector="OR"),
                name="consent_says_the_relation",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentgrant",
            constraint=models.UniqueConstraint(
                fields=("consent", "purpose", "channel"), name="one_grant_per_purpose_and_channel"
            ),
        ),
        migrations.AddConstraint(
            model_name="consentwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["in_person", "phone", "paper"])), name="withdrawal_way_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published", "taken_down"])), name="publication_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(("photo", None), models.Q(("photo_words", ""), _negated=True), _connector="OR"),
                name="photo_in_words",
            ),
        ),
        forbid_change("exemplars_consent"),
        forbid_change("exemplars_consentgrant"),
        forbid_change("exemplars_consentwithdrawal"),
    ]

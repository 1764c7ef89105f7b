"""Awards from above: a record made from the decision, and who agreed to be told of."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from neuguong.core.immutable import forbid_change
from neuguong.core.search import index_words


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_letters_given_up"),
        ("exemplars", "0021_readers"),
        ("org", "0006_speakers"),
        ("programme", "0004_continuing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RewardRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("collective", "tập thể"), ("individual", "cá nhân"), ("household", "hộ gia đình")],
                        max_length=20,
                        verbose_name="loại đối tượng",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="họ tên hoặc tên tập thể, hộ")),
                ("form_of_address", models.CharField(blank=True, max_length=20, verbose_name="danh xưng")),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="năm sinh")),
                ("position", models.CharField(max_length=200, verbose_name="chức vụ, công việc")),
                (
                    "labour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct", "trực tiếp lao động, sản xuất, công tác"),
                            ("manager", "lãnh đạo, quản lý"),
                        ],
                        max_length=20,
                        verbose_name="vị trí",
                    ),
                ),
                ("award", models.CharField(max_length=200, verbose_name="hình thức khen thưởng")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("unit", "cấp cơ sở"),
                            ("district", "cấp huyện"),
                            ("province", "cấp tỉnh"),
                            ("ministry", "cấp bộ, ngành"),
                            ("state", "cấp Nhà nước"),
                        ],
                        max_length=20,
                        verbose_name="cấp khen",
                    ),
                ),
                ("authority", models.CharField(max_length=200, verbose_name="người hoặc cơ quan quyết định")),
                ("decision_number", models.CharField(max_length=60, verbose_name="số quyết định")),
                ("decided_on", models.DateField(verbose_name="ngày quyết định")),
                ("praised_for", models.TextField(max_length=1000, verbose_name="vì đã")),
                (
                    "state",
                    models.CharField(
                        choices=[("unchecked", "chưa kiểm tra"), ("checked", "đã kiểm tra"), ("withdrawn", "đã rút")],
                        default="unchecked",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="bản")),
                ("same_key", models.CharField(blank=True, editable=False, max_length=64, verbose_name="khóa trùng")),
                ("form_key", models.CharField(blank=True, max_length=60, verbose_name="khóa biểu mẫu")),
                ("entered_at", models.DateTimeField(verbose_name="nhập lúc")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="kiểm tra lúc")),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="xóa dữ liệu lúc"),
                ),
                ("sort_key", models.CharField(editable=False, max_length=400, verbose_name="khóa sắp xếp")),
                ("search_text", models.CharField(editable=False, max_length=900, verbose_name="chữ để tìm")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rewards", to="programme.plan"
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rewards", to="org.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản ghi khen thưởng",
                "verbose_name_plural": "bản ghi khen thưởng",
            },
        ),
        migrations.CreateModel(
            name="RewardConsent",
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
                        verbose_name="ai đồng ý",
                    ),
                ),
                ("signer_name", models.CharField(max_length=120, verbose_name="họ tên người đồng ý")),
                ("relation", models.CharField(blank=True, max_length=120, verbose_name="quan hệ")),
                ("given_on", models.DateField(verbose_name="ngày đồng ý")),
                ("how", models.CharField(blank=True, max_length=300, verbose_name="đồng ý bằng cách nào")),
                ("entered_at", models.DateTimeField(verbose_name="nhập lúc")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="ngày rút")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("in_person", "nói trực tiếp"), ("phone", "điện thoại"), ("paper", "văn bản")],
                        max_length=20,
                        verbose_name="rút bằng cách",
                    ),
                ),
                ("withdrawn_note", models.CharField(blank=True, max_length=300, verbose_name="ghi thêm khi rút")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ghi rút lúc")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
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
                    "reward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="exemplars.rewardrecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "đồng ý của người được khen",
                "verbose_name_plural": "đồng ý của người được khen",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RewardGrant",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="exemplars.rewardconsent"
                    ),
                ),
            ],
            options={
                "verbose_name": "điều người được khen đồng ý",
                "verbose_name_plural": "điều người được khen đồng ý",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("consent", "purpose", "channel"), name="one_reward_grant_of_a_kind")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="rewardrecord",
            index=models.Index(fields=["plan", "state", "-decided_on", "-id"], name="exemplars_r_plan_id_82f2be_idx"),
        ),
        migrations.AddIndex(
            model_name="rewardrecord",
            index=models.Index(fields=["unit", "-decided_on"], name="exemplars_r_unit_id_70afad_idx"),
        ),
        migrations.AddConstraint(
            model_name="rewardrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["unchecked", "checked", "withdrawn"])), name="reward_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["collective", "individual", "household"])), name="reward_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ("province", "ministry", "state"))), name="reward_from_above"
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "checked"), _negated=True),
                    models.Q(
                        ("checked_at__isnull", False),
                        ("checked_by__isnull", False),
                        models.Q(("checked_by", models.F("entered_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reward_checked_by_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True), models.Q(("same_key", ""), _negated=True)
                ),
                fields=("plan", "same_key"),
                name="one_record_of_one_reward",
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("form_key", ""), _negated=True),
                fields=("entered_by", "form_key"),
                name="one_reward_per_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("giver__in", ["self", "child_and_guardian", "guardian", "family", "representative"])
                ),
                name="reward_consent_giver_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", "self"), models.Q(("relation", ""), _negated=True), _connector="OR"),
                name="reward_consent_says_the_relation",
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("scan__isnull", False), models.Q(("how", ""), _negated=True), _connector="OR"),
                name="reward_consent_is_shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="rewardconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("way", ""), ("withdrawn_on", None)),
                    models.Q(("withdrawn_on__gte", models.F("given_on")), models.Q(("way", ""), _negated=True)),
                    _connector="OR",
                ),
                name="reward_consent_withdrawn_afterwards",
            ),
        ),
        index_words("exemplars_rewardrecord"),
        forbid_change(
            "exemplars_rewardconsent",
            ["withdrawn_on", "way", "withdrawn_note", "withdrawn_by_id", "withdrawn_at"],
            may_be_struck=["how", "withdrawn_note"],
        ),
        forbid_change("exemplars_rewardgrant"),
    ]

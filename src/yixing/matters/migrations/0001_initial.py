import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("portfolios", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatterType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="代码")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="规定用名")),
                ("name", models.CharField(max_length=60, verbose_name="类型")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="序")),
            ],
            options={
                "ordering": ("order", "code"),
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("number", models.CharField(blank=True, max_length=30, null=True, unique=True, verbose_name="编号")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("deliberate", "研究审议"),
                            ("hear", "听取汇报"),
                            ("convey", "传达学习"),
                            ("cadre", "干部人事"),
                            ("circulate", "书面审阅"),
                        ],
                        max_length=12,
                        verbose_name="性质",
                    ),
                ),
                (
                    "importance",
                    models.CharField(
                        choices=[("ordinary", "常规"), ("major", "重大"), ("exceptional", "特别重大")],
                        default="ordinary",
                        max_length=12,
                        verbose_name="轻重",
                    ),
                ),
                (
                    "submitter",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("party_department", "党委部门"),
                            ("government_party_group", "县政府党组"),
                            ("government_department", "政府部门"),
                            ("township", "乡镇"),
                            ("mass_organization", "群团"),
                            ("law_department", "政法机关"),
                            ("member", "常委"),
                            ("secretary", "书记"),
                        ],
                        max_length=24,
                        verbose_name="提请主体",
                    ),
                ),
                ("drafted_on", models.DateField(verbose_name="起草日期")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="金额（元）"
                    ),
                ),
                ("fund_source", models.CharField(blank=True, max_length=120, verbose_name="资金来源")),
                ("is_public_interest", models.BooleanField(default=False, verbose_name="关系群众切身利益")),
                ("is_stability_risk", models.BooleanField(default=False, verbose_name="可能影响社会稳定、公共安全")),
                ("is_professional", models.BooleanField(default=False, verbose_name="专业性、技术性较强")),
                ("is_normative", models.BooleanField(default=False, verbose_name="拟印发规范性文件")),
                ("is_policy_question", models.BooleanField(default=False, verbose_name="重要政策性问题")),
                ("is_administrative", models.BooleanField(default=False, verbose_name="列入县政府重大行政决策目录")),
                ("is_punishment", models.BooleanField(default=False, verbose_name="处分党员")),
                ("is_cross_unit", models.BooleanField(default=False, verbose_name="涉及其他单位职责")),
                ("is_market", models.BooleanField(default=False, verbose_name="涉及市场主体经济活动")),
                ("competition_reviewed", models.BooleanField(blank=True, null=True, verbose_name="已经公平竞争审查")),
                ("needs_superior", models.BooleanField(default=False, verbose_name="须事前请示上级")),
                ("superior_asked_on", models.DateField(blank=True, null=True, verbose_name="请示上级日期")),
                ("superior_approved", models.BooleanField(blank=True, null=True, verbose_name="上级已同意")),
                ("reason", models.TextField(blank=True, max_length=300, verbose_name="提请理由")),
                ("requests", models.TextField(blank=True, help_text="一行一条。", verbose_name="请会议决定的具体事项")),
                ("options", models.JSONField(blank=True, default=list, verbose_name="方案比选")),
                ("disagreement", models.TextField(blank=True, verbose_name="不同意见及协调情况")),
                ("report_words", models.PositiveIntegerField(blank=True, null=True, verbose_name="汇报稿字数")),
                ("presenter", models.CharField(blank=True, max_length=60, verbose_name="汇报人")),
                ("minutes", models.PositiveIntegerField(default=15, verbose_name="建议时长（分钟）")),
                (
                    "is_offline",
                    models.BooleanField(
                        default=False,
                        help_text="材料涉密，走线下，此处只登记编号、类别、日期。",
                        verbose_name="另册占位",
                    ),
                ),
                (
                    "decided_by",
                    models.CharField(
                        blank=True,
                        choices=[("member", "分管常委"), ("standing_committee", "常委会"), ("plenary", "全委会")],
                        max_length=20,
                        verbose_name="决定主体",
                    ),
                ),
                ("is_backfilled", models.BooleanField(default=False, verbose_name="补录")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤题日期")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="撤题原因")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "起草"),
                            ("unit_head", "待单位负责人审签"),
                            ("member", "待分管常委审签"),
                            ("office", "待县委办核对"),
                            ("director", "待县委办主任审核"),
                            ("chair", "待书记确定"),
                            ("listed", "已确定上会"),
                            ("scheduled", "已列入议程"),
                            ("concluded", "已议决"),
                            ("deferred", "暂缓"),
                            ("transferred", "转专题会"),
                            ("returned", "退回"),
                            ("withdrawn", "已撤题"),
                            ("filed", "分管常委决定（已备案）"),
                        ],
                        db_index=True,
                        default="drafting",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="portfolios.area",
                        verbose_name="分管事项",
                    ),
                ),
                (
                    "attending_units",
                    models.ManyToManyField(
                        blank=True, related_name="attending", to="people.organization", verbose_name="列席单位"
                    ),
                ),
                (
                    "other_areas",
                    models.ManyToManyField(
                        blank=True, related_name="touched_by", to="portfolios.area", verbose_name="涉及其他分管事项"
                    ),
                ),
                (
                    "resubmits",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resubmitted_as",
                        to="matters.matter",
                        verbose_name="原事项",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="people.organization",
                        verbose_name="提请单位",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="matters.mattertype", verbose_name="类型"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("submit", "送审"),
                            ("unit_head", "单位负责人审签"),
                            ("member", "分管常委审签"),
                            ("office", "县委办核对"),
                            ("director", "县委办主任审核"),
                            ("chair", "书记确定"),
                        ],
                        max_length=12,
                        verbose_name="环节",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("agree", "同意"),
                            ("return", "退回"),
                            ("list", "上会"),
                            ("defer", "暂缓"),
                            ("transfer", "转专题会"),
                        ],
                        max_length=10,
                        verbose_name="意见",
                    ),
                ),
                ("opinion", models.CharField(blank=True, max_length=500, verbose_name="意见内容")),
                ("on", models.DateField(verbose_name="日期")),
                ("order", models.PositiveIntegerField(blank=True, null=True, verbose_name="上会次序")),
                ("meeting_hint", models.CharField(blank=True, max_length=60, verbose_name="拟上会议")),
                ("is_delegated", models.BooleanField(default=False, verbose_name="代录")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.person",
                        verbose_name="签署人",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.post",
                        verbose_name="时任职务",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="endorsements", to="matters.matter"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="OpinionRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("opened_on", models.DateField(verbose_name="发出日期")),
                ("due_on", models.DateField(verbose_name="回复期限")),
                ("silence_is_consent", models.BooleanField(default=True, verbose_name="逾期视为无意见")),
                ("text", models.TextField(max_length=1000, verbose_name="征求内容")),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="matters.matter"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="OpinionReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("replied_on", models.DateField(blank=True, null=True, verbose_name="回复日期")),
                ("has_opinion", models.BooleanField(default=False, verbose_name="有意见")),
                ("text", models.TextField(blank=True, verbose_name="意见")),
                (
                    "adoption",
                    models.CharField(
                        blank=True,
                        choices=[("adopted", "采纳"), ("partly", "部分采纳"), ("not_adopted", "未采纳")],
                        max_length=12,
                        verbose_name="采纳情况",
                    ),
                ),
                ("adoption_reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                (
                    "signer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.person",
                        verbose_name="审签人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_replies",
                        to="people.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="matters.opinionround"
                    ),
                ),
            ],
            options={
                "ordering": ("unit__order", "id"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "前置研究"),
                            ("finance", "财政审核"),
                            ("research", "调查研究"),
                            ("opinions", "征求意见"),
                            ("experts", "专家论证"),
                            ("notice", "公示"),
                            ("hearing", "听证"),
                            ("risk", "风险评估"),
                            ("legal", "合法性审查"),
                            ("deliberation", "酝酿"),
                            ("cadre", "干部工作程序"),
                            ("circulation", "会前传阅"),
                            ("emergency", "临机处置"),
                        ],
                        max_length=14,
                        verbose_name="程序",
                    ),
                ),
                ("on", models.DateField(verbose_name="完成日期")),
                ("document", models.CharField(blank=True, max_length=80, verbose_name="文号、纪要号或报告名")),
                ("summary", models.CharField(blank=True, max_length=500, verbose_name="情况")),
                ("values", models.JSONField(default=dict, verbose_name="登记内容")),
                ("is_revoked", models.BooleanField(default=False, verbose_name="已更正")),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="matters.matter"
                    ),
                ),
            ],
            options={
                "ordering": ("on", "id"),
            },
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["unit", "state"], name="matters_mat_unit_id_b0130f_idx"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["area", "state"], name="matters_mat_area_id_0d5d51_idx"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["type", "drafted_on"], name="matters_mat_type_id_0a146b_idx"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["drafted_on"], name="matters_mat_drafted_a4b3d3_idx"),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"), name="matter_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_offline", False),
                    models.Q(
                        ("amount__isnull", True),
                        ("disagreement", ""),
                        ("fund_source", ""),
                        ("presenter", ""),
                        ("reason", ""),
                        ("requests", ""),
                    ),
                    _connector="OR",
                ),
                name="matter_offline_holds_no_content",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True), ("withdrawn_on__isnull", False), _connector="OR"
                ),
                name="matter_withdrawn_has_day",
            ),
        ),
        migrations.AddIndex(
            model_name="opinionround",
            index=models.Index(fields=["due_on"], name="matters_opi_due_on_4ba44b_idx"),
        ),
        migrations.AddConstraint(
            model_name="opinionround",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("opened_on"))), name="round_span"
            ),
        ),
        migrations.AddIndex(
            model_name="opinionreply",
            index=models.Index(fields=["unit", "replied_on"], name="matters_opi_unit_id_164eda_idx"),
        ),
        migrations.AddConstraint(
            model_name="opinionreply",
            constraint=models.UniqueConstraint(fields=("round", "unit"), name="reply_once"),
        ),
        migrations.AddConstraint(
            model_name="opinionreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_opinion", False), ("replied_on__isnull", False), _connector="OR"),
                name="reply_opinion_has_day",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["matter", "kind"], name="matters_ste_matter__2fad25_idx"),
        ),
    ]

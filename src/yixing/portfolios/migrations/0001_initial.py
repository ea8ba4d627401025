import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Division",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草案"), ("in_force", "已审定"), ("dropped", "未采用")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="生效日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                ("decision", models.CharField(blank=True, max_length=120, verbose_name="审定依据")),
                ("members_consulted", models.BooleanField(default=False, verbose_name="已征求本人意见")),
            ],
            options={
                "ordering": ("-since", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="编码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("politics", "政治"),
                            ("economy", "经济"),
                            ("culture", "文化"),
                            ("society", "社会"),
                            ("party", "党建"),
                        ],
                        max_length=12,
                        verbose_name="领域",
                    ),
                ),
                ("tags", models.JSONField(blank=True, default=list, verbose_name="标签")),
                ("weight", models.PositiveIntegerField(default=1, verbose_name="权重")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="序")),
                ("since", models.DateField(blank=True, null=True, verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True, related_name="areas", to="people.organization", verbose_name="归口单位"
                    ),
                ),
            ],
            options={
                "ordering": ("order", "id"),
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="people.organization",
                        verbose_name="乡镇",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="people.person",
                        verbose_name="常委",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                (
                    "relation",
                    models.CharField(
                        choices=[("responsible", "负责"), ("lead", "分管"), ("contact", "联系"), ("assist", "协管")],
                        max_length=12,
                        verbose_name="关系",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="portfolios.area",
                        verbose_name="分管事项",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="people.person",
                        verbose_name="常委",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="portfolios.division",
                    ),
                ),
            ],
            options={
                "ordering": ("area__order", "person__order"),
                "indexes": [models.Index(fields=["person", "since", "until"], name="portfolios__person__bd03c7_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("division", "area", "person", "relation"), name="assignment_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("since__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="assignment_span",
                    ),
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("portfolios", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="exception",
            field=models.CharField(blank=True, max_length=200, verbose_name="职权例外"),
        ),
        migrations.AddField(
            model_name="division",
            name="asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="征求本人意见日期"),
        ),
        migrations.AddField(
            model_name="division",
            name="decided_by",
            field=models.CharField(blank=True, max_length=30, verbose_name="审定的议定事项"),
        ),
        migrations.AddField(
            model_name="division",
            name="dropped_why",
            field=models.CharField(blank=True, max_length=200, verbose_name="未采用的原因"),
        ),
        migrations.CreateModel(
            name="AreaPast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(verbose_name="至")),
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
                ("tags", models.JSONField(default=list, verbose_name="标签")),
                ("weight", models.PositiveIntegerField(verbose_name="权重")),
                ("unit_ids", models.JSONField(default=list, verbose_name="归口单位")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pasts",
                        to="portfolios.area",
                        verbose_name="分管事项",
                    ),
                ),
            ],
            options={
                "ordering": ("area", "until"),
                "constraints": [models.UniqueConstraint(fields=("area", "until"), name="area_past_once")],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("agrees", models.BooleanField(verbose_name="同意")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                ("on", models.DateField(verbose_name="日期")),
                ("shown", models.JSONField(default=list, verbose_name="征求时的本人分工")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="portfolios.division",
                        verbose_name="分工方案",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="常委",
                    ),
                ),
            ],
            options={
                "ordering": ("person__order", "person_id"),
                "constraints": [
                    models.UniqueConstraint(fields=("division", "person"), name="opinion_once"),
                    models.CheckConstraint(
                        condition=models.Q(("agrees", True), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="opinion_said",
                    ),
                ],
            },
        ),
    ]

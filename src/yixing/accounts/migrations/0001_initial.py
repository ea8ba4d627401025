import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("username", models.CharField(max_length=40, unique=True, verbose_name="登录名")),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="名称")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                ("must_change_password", models.BooleanField(default=True, verbose_name="须修改口令")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="连续失败次数")),
                ("locked_until", models.DateTimeField(blank=True, null=True, verbose_name="锁定至")),
                ("last_seen_change", models.BigIntegerField(default=0, verbose_name="上次看到的记录")),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "ordering": ("username",),
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="联络员",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="people.person",
                        verbose_name="领导",
                    ),
                ),
            ],
            options={
                "ordering": ("principal__order",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("principal", "delegate"),
                        name="delegation_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "书记"),
                            ("member", "常委"),
                            ("committee", "委员"),
                            ("alternate", "候补委员"),
                            ("director", "县委办主任"),
                            ("clerk", "县委办秘书"),
                            ("inspector", "督查员"),
                            ("unit_head", "单位负责人"),
                            ("liaison", "单位联络员"),
                            ("delegate", "领导联络员"),
                            ("scrutineer", "监票人"),
                            ("organization", "组织部"),
                            ("discipline", "纪委"),
                            ("auditor", "审计员"),
                            ("system_admin", "系统管理员"),
                            ("security_admin", "安全管理员"),
                            ("audit_admin", "审计管理员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "ordering": ("user_id", "role"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)), fields=("user", "role"), name="grant_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("done", "登录"),
                            ("wrong", "口令不对"),
                            ("unknown", "登录名不存在或已停用"),
                            ("refused", "账户锁定中"),
                            ("locked", "连续输错，锁定"),
                            ("left", "退出"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="来自")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账户",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["user", "at"], name="accounts_si_user_id_ad6dd0_idx"),
                    models.Index(fields=["at"], name="accounts_si_at_3cf025_idx"),
                ],
            },
        ),
    ]

"""What a suggested division was asked for; the answer is a job's file, this is the record that it was asked."""

from typing import Any

from django.db import models

from yixing.ledger.versioned import Versioned


class Proposal(Versioned):
    """测算: from which plan, what matters first, who is away, what is fixed or ruled out, how areas suit the members.

    Only the chair and the organization department see it: ``fit`` holds numbers about persons, which stand nowhere
    else in the product and go into no plan.
    """

    class Preference(models.TextChoices):
        STABLE = "stable", "尽量少变动"
        STRENGTHS = "strengths", "先发挥特长"
        EVEN = "even", "先任务均衡"

    division = models.ForeignKey(
        "portfolios.Division", models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="以此为底"
    )
    """``None``: what is in force that day."""
    on = models.DateField("测算日期")
    preference = models.CharField("先后", max_length=10, choices=Preference.choices, default=Preference.STABLE)
    away = models.JSONField("不参加分工的", default=list, blank=True)
    pins = models.JSONField("指定", default=list, blank=True)
    """Pairs of area and member."""
    bans = models.JSONField("排除", default=list, blank=True)
    fit = models.JSONField("适合程度", default=dict, blank=True)
    """Member → domain → 0 … 5; what is 0 is not written."""
    capped = models.BooleanField("每人不超过本县提示的项数", default=False)
    """The county's number only prompts (C20); whoever asks may have the computation keep to it."""
    seconds = models.PositiveIntegerField("最长用时（秒）", default=60)
    job = models.OneToOneField("jobs.Job", models.PROTECT, related_name="+", verbose_name="后台作业")
    stopped_on = models.DateField("停止日期", null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"测算 {self.pk}（{self.get_preference_display()}）"

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked, for the record behind the digest."""
        names = ("preference", "away", "pins", "bans", "fit", "capped", "seconds")
        return {name: getattr(self, name) for name in names}

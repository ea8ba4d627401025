"""呈批件 and 批示: one object for incoming papers, special reports, digests and lists put before a leader."""

from django.db import models

from yixing.ledger.versioned import Versioned


class Briefing(Versioned):
    """Something put before a leader; closed when nothing he asked for is open."""

    class Kind(models.TextChoices):
        INCOMING = "incoming", "来文"
        SPECIAL_REPORT = "special_report", "督查专报"
        DIGEST = "digest", "信息摘编"
        TOPICS = "topics", "议题安排"
        OTHER = "other", "其他呈批件"

    class State(models.TextChoices):
        PRESENTED = "presented", "已呈送"
        INSTRUCTED = "instructed", "已批示在办"
        CLOSED = "closed", "已办结"

    number = models.CharField("编号", max_length=30, unique=True)
    kind = models.CharField("类别", max_length=16, choices=Kind.choices)
    title = models.CharField("标题", max_length=200)
    source = models.CharField("来文单位或刊期", max_length=120, blank=True)
    source_number = models.CharField("来文字号", max_length=80, blank=True)
    summary = models.TextField("摘要", blank=True)
    presented_on = models.DateField("呈送日期")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    is_backfilled = models.BooleanField("补录", default=False)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PRESENTED, db_index=True)

    class Meta:
        ordering = ("-presented_on", "-id")

    def __str__(self) -> str:
        return self.title


class Instruction(Versioned):
    """A leader's 批示 on a briefing: what he wrote, what he wants, from whom, until when; shown to him again."""

    class State(models.TextChoices):
        IN_HAND = "in_hand", "在办"
        SHOWN = "shown", "已呈阅"
        APPROVED = "approved", "阅示同意"
        NOTED = "noted", "圈阅（不需办理）"

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="instructions")
    leader = models.ForeignKey("people.Person", models.PROTECT, related_name="instructions", verbose_name="批示领导")
    on = models.DateField("批示日期")
    text = models.TextField("批示原文")
    requirement = models.CharField("办理要求", max_length=300, blank=True)
    unit = models.ForeignKey("people.Organization", models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name="承办单位")
    due_words = models.CharField("时限（原文）", max_length=60, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    shown_on = models.DateField("呈阅日期", null=True, blank=True)
    approved_on = models.DateField("阅示日期", null=True, blank=True)
    approved_text = models.CharField("阅示意见", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.IN_HAND, db_index=True)

    class Meta:
        ordering = ("-on", "-id")

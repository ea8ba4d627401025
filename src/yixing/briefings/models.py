"""呈批件 and 批示: one object for incoming papers, special reports, digests and lists put before a leader."""

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned


class Briefing(Versioned):
    """Something put before leaders. Its ``state`` is computed by ``briefings.state.briefing_state``."""

    class Kind(models.TextChoices):
        INCOMING = "incoming", "来文"
        SPECIAL_REPORT = "special_report", "督查专报"
        DIGEST = "digest", "信息摘编"
        TOPICS = "topics", "议题安排"
        DUTY = "duty", "履责事项"
        OTHER = "other", "其他呈批件"

    class State(models.TextChoices):
        PRESENTED = "presented", "已呈送"
        NOTED = "noted", "已圈阅"
        INSTRUCTED = "instructed", "已批示在办"
        CLOSED = "closed", "已办结"

    number = models.CharField("编号", max_length=30, unique=True)
    kind = models.CharField("类别", max_length=16, choices=Kind.choices)
    title = models.CharField("标题", max_length=200)
    source = models.CharField("来文单位或刊期", max_length=120, blank=True)
    source_number = models.CharField("来文字号", max_length=80, blank=True)
    summary = models.TextField("摘要", blank=True)
    leaders = models.ManyToManyField("people.Person", related_name="briefings", verbose_name="呈送领导")
    presented_on = models.DateField("呈送日期")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    closing_note = models.CharField("办结说明", max_length=200, blank=True)
    is_backfilled = models.BooleanField("补录", default=False)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PRESENTED, db_index=True)

    class Meta:
        ordering = ("-presented_on", "-id")
        indexes = (models.Index(fields=("state", "presented_on")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="briefing_closed_has_day",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Instruction(Versioned):
    """A leader's 批示 on a briefing: what he wrote, what he wants, from whom, until when; shown to him again.

    ``follows`` is the 批示 that he was shown the result of and was not content with (再督办).
    """

    class State(models.TextChoices):
        IN_HAND = "in_hand", "在办"
        SHOWN = "shown", "已呈阅"
        AGAIN = "again", "再督办"
        APPROVED = "approved", "阅示同意"
        NOTED = "noted", "圈阅（不需办理）"

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="instructions", verbose_name="呈批件")
    leader = models.ForeignKey("people.Person", models.PROTECT, related_name="instructions", verbose_name="批示领导")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="承接的批示"
    )
    on = models.DateField("批示日期")
    text = models.TextField("批示原文")
    requirement = models.CharField("办理要求", max_length=300, blank=True)
    unit = models.ForeignKey(
        "people.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instructions",
        verbose_name="承办单位",
    )
    urgent = models.BooleanField("急件", default=False)
    due_words = models.CharField("时限（原文）", max_length=60, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    successor = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接办领导"
    )
    """Who took it over by a signed 工作交接单 from a leader who left; he agrees to the result then."""
    is_noted = models.BooleanField("圈阅", default=False)
    shown_on = models.DateField("呈阅日期", null=True, blank=True)
    approved_on = models.DateField("阅示日期", null=True, blank=True)
    approved_text = models.CharField("阅示意见", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.IN_HAND, db_index=True)

    class Meta:
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("leader", "state", "on")),)
        constraints = (
            models.UniqueConstraint(
                fields=("follows",), condition=Q(follows__isnull=False), name="instruction_followed_once"
            ),
            models.CheckConstraint(condition=~Q(follows=F("id")), name="instruction_not_own_follower"),
        )

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def answers_to_id(self) -> int:
        """Whose word ends it: the leader who wrote it, or who took it over from him."""
        return self.successor_id or self.leader_id


class Showing(models.Model):
    """呈阅: the result put before the leader who gave the 批示, and what he answered."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="showings")
    on = models.DateField("呈阅日期")
    result = models.TextField("办理情况")
    signed = models.BooleanField("办理情况经承办单位主要负责人审签", default=False)
    answered_on = models.DateField("阅示日期", null=True, blank=True)
    agreed = models.BooleanField("阅示同意", null=True)
    opinion = models.CharField("阅示意见", max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("instruction",), condition=Q(answered_on__isnull=True), name="showing_one_open"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, agreed__isnull=True)
                | Q(answered_on__isnull=False, agreed__isnull=False),
                name="showing_answer_whole",
            ),
        )

"""Numbered documents: the number is given at 签发, never to a draft, and never given twice."""

from django.db import models
from django.db.models import Q

from yixing.ledger.versioned import Versioned


class NumberSeries(models.Model):
    """The counter of one series in one year; locked while a number is taken, so there are no gaps."""

    series = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("series", "year"), name="series_year_once"),)


class Document(Versioned):
    """An official document of ours: 纪要, 议定事项通知, 会议通知, 督办通知 …, from draft to issue."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", "会议纪要"
        LIGHT_MINUTES = "light_minutes", "专题会议纪要"
        DECISION_NOTICE = "decision_notice", "议定事项通知"
        MEETING_NOTICE = "meeting_notice", "会议通知"
        SUPERVISION_NOTICE = "supervision_notice", "督办通知"
        DIVISION_NOTICE = "division_notice", "分工通知"

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        REVIEWED = "reviewed", "已审核"
        SIGNED = "signed", "已签发"
        VOID = "void", "作废"

    kind = models.CharField("文种", max_length=20, choices=Kind.choices)
    subject = models.CharField("所属", max_length=60, db_index=True)
    unit = models.ForeignKey("people.Organization", models.PROTECT, null=True, blank=True, verbose_name="主送单位")
    title = models.CharField("标题", max_length=200)
    series = models.CharField("代字", max_length=40)
    year = models.PositiveIntegerField("年份", null=True, blank=True)
    number = models.PositiveIntegerField("顺序号", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField("内容")
    """What the paper is rendered from, frozen at 签发; documents are rendered on demand."""
    reviewer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    parts_reviewed = models.BooleanField("涉及部分经分管常委核对", null=True, blank=True)
    signer = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, verbose_name="签发人")
    signed_on = models.DateField("签发日期", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("series", "year", "number"), condition=Q(number__isnull=False), name="document_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "reviewed"), number__isnull=True)
                | Q(state__in=("signed", "void"), number__isnull=False, year__isnull=False),
                name="document_numbered_when_signed",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def number_words(self) -> str:
        """发文字号 such as ``示例县委〔2023〕12号``; empty for a draft."""
        return f"{self.series}〔{self.year}〕{self.number}号" if self.number is not None else ""

"""常委履责: what a member did in his field in eight ways, what he asked of units, what he reported, whom he talked with.

What the loop records anyway (专题会, research, direct decisions, emergencies) is not kept here again: ``duties.register``
reads it from where it stands. Of talks the day is kept and nothing else; there is no place for what was said.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned

if TYPE_CHECKING:
    from yixing.people.models import Person


class Mode(models.TextChoices):
    """The eight ways in which a member does his duty (source 001), in their order there."""

    DECISION = "decision", "专题决策"
    MEETING = "meeting", "专题会议"
    RESEARCH = "research", "专题调研"
    COORDINATION = "coordination", "专题协调"
    INSPECTION = "inspection", "专项督查"
    INQUIRY = "inquiry", "专题质询"
    REPORT = "report", "专题报告"
    AWARD = "award", "专项奖惩"


class Duty(Versioned):
    """One thing a member did that no other part of the product records: 专题协调, 专项督查, 专题报告."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="duties", verbose_name="常委")
    mode = models.CharField("方式", max_length=12, choices=Mode.choices)
    on = models.DateField("日期")
    title = models.CharField("事项", max_length=200)
    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="所涉议题"
    )
    units = models.ManyToManyField("people.Organization", blank=True, related_name="duties", verbose_name="涉及单位")
    result = models.CharField("结果", max_length=500, blank=True)
    tasks = models.ManyToManyField("supervision.Task", blank=True, related_name="duties", verbose_name="落实任务")
    """Tasks in hand that it pushed on; those it led to come from the 批示 on ``briefing``."""
    briefing = models.OneToOneField(
        "briefings.Briefing", models.PROTECT, null=True, blank=True, related_name="duty", verbose_name="交办的呈批件"
    )
    """What came of it, put before the member himself: his 批示 on it (交办) are broken down into tasks as any other."""

    class Meta:
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("person", "on")),)

    def __str__(self) -> str:
        return self.title


class Inquiry(Versioned):
    """专题质询: a member asks a unit of his field to explain; the unit answers under its head's name; he judges it."""

    class State(models.TextChoices):
        ASKED = "asked", "待答复"
        DRAFTED = "drafted", "待单位负责人审签"
        ANSWERED = "answered", "待评判"
        RECTIFYING = "rectifying", "待整改答复"
        CLOSED = "closed", "已办结"

    number = models.CharField("编号", max_length=30, unique=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="inquiries", verbose_name="常委")
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="inquiries", verbose_name="单位")
    area = models.ForeignKey(
        "portfolios.Area", models.PROTECT, null=True, blank=True, related_name="inquiries", verbose_name="分管事项"
    )
    """By which area the unit belongs to his field."""
    task = models.ForeignKey(
        "supervision.Task", models.PROTECT, null=True, blank=True, related_name="inquiries", verbose_name="所涉任务"
    )
    title = models.CharField("质询事项", max_length=120)
    asked_on = models.DateField("提出日期", db_index=True)
    due_on = models.DateField("期限", db_index=True)
    """Of what is waited for now: the answer, or the rectifying one."""
    successor = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接办常委"
    )
    """Who took it over by a signed 工作交接单: he judges the answer then; who asked stays on record."""
    closed_on = models.DateField("办结日期", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ASKED, db_index=True)

    class Meta:
        ordering = ("-asked_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False), name="inquiry_closed_has_day"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def answers_to(self) -> "Person":
        """Who judges the answer: the member who asked, or who took it over from him."""
        return self.successor or self.person

    @property
    def answers_to_id(self) -> int:
        """The number of that member."""
        return self.successor_id or self.person_id


class InquiryRound(models.Model):
    """One question and its answer; where the member is not satisfied, what he demands is the next round."""

    class Verdict(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        RECTIFY = "rectify", "要求整改"

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="rounds")
    ordinal = models.PositiveIntegerField("第几轮")
    demand = models.TextField("要求", max_length=1000)
    due_on = models.DateField("期限")
    text = models.TextField("答复", max_length=2000, blank=True)
    drafted_on = models.DateField("拟稿日期", null=True, blank=True)
    drafter = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟稿人"
    )
    signed_on = models.DateField("审签日期", null=True, blank=True)
    head = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位负责人"
    )
    verdict = models.CharField("评判", max_length=10, choices=Verdict.choices, blank=True)
    opinion = models.CharField("评判意见", max_length=500, blank=True)
    judged_on = models.DateField("评判日期", null=True, blank=True)

    class Meta:
        ordering = ("ordinal",)
        constraints = (
            models.UniqueConstraint(fields=("inquiry", "ordinal"), name="inquiry_round_once"),
            models.CheckConstraint(condition=Q(signed_on__isnull=True) | ~Q(text=""), name="inquiry_signed_has_answer"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_on__isnull=True)
                | ~Q(verdict="") & Q(judged_on__isnull=False, signed_on__isnull=False),
                name="inquiry_judged_was_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.inquiry}（第{self.ordinal}轮）"


class Recommendation(Versioned):
    """奖惩意见: what a member proposes about a unit or a post, to whom it went, what was decided elsewhere.

    The product computes no consequence from it.
    """

    class Kind(models.TextChoices):
        REWARD = "reward", "奖励"
        SANCTION = "sanction", "惩处"

    class State(models.TextChoices):
        SENT = "sent", "已送"
        SETTLED = "settled", "已有处理结果"

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="recommendations", verbose_name="常委")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="recommendations", verbose_name="单位")
    post = models.CharField("职务", max_length=60, blank=True)
    """Where it is about somebody: by his post, never by a name."""
    title = models.CharField("事由", max_length=120)
    text = models.TextField("意见", max_length=1000)
    on = models.DateField("提出日期", db_index=True)
    sent_to = models.ForeignKey(
        "people.Organization", models.PROTECT, related_name="recommendations_received", verbose_name="送达单位"
    )
    outcome = models.CharField("处理结果", max_length=500, blank=True)
    outcome_by = models.CharField("由谁决定", max_length=120, blank=True)
    settled_on = models.DateField("处理日期", null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.SENT, db_index=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(settled_on__isnull=False) & ~Q(outcome="") & ~Q(outcome_by=""),
                name="recommendation_settled_has_outcome",
            ),
        )

    def __str__(self) -> str:
        return self.title


class DutyReport(Versioned):
    """A year's report: of a member on his field to 常委会, or of 常委会 to 全委会; once for each and a year."""

    class Kind(models.TextChoices):
        MEMBER = "member", "常委向常委会报告"
        COMMITTEE = "committee", "常委会向全委会报告"

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        HEARD = "heard", "已报告"

    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    year = models.PositiveIntegerField("年度", db_index=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="duty_reports", verbose_name="报告人"
    )
    """Empty for the one of 常委会."""
    text = models.TextField("正文", max_length=20000)
    figures = models.JSONField("所用数字", default=dict)
    """Mode → how many, as the register had them when the text was last saved."""
    drafted_on = models.DateField("起草日期")
    meeting = models.ForeignKey(
        "meetings.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duty_reports",
        verbose_name="听取的会议",
    )
    heard_on = models.DateField("报告日期", null=True, blank=True)
    state = models.CharField("状态", max_length=6, choices=State.choices, default=State.DRAFT, db_index=True)

    class Meta:
        ordering = ("-year", "kind", "person__order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("year", "person"), condition=Q(kind="member"), name="report_of_member_once"
            ),
            models.UniqueConstraint(fields=("year",), condition=Q(kind="committee"), name="report_of_committee_once"),
            models.CheckConstraint(
                condition=Q(kind="member", person__isnull=False) | Q(kind="committee", person__isnull=True),
                name="report_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", heard_on__isnull=True)
                | Q(state="heard", heard_on__isnull=False, meeting__isnull=False),
                name="report_heard_in_meeting",
            ),
        )

    def __str__(self) -> str:
        who = f"{self.person}分管工作" if self.person_id else "县委常委会"
        return f"{who}{self.year}年度报告"


class YearReview(models.Model):
    """年度核对 put on record: the year as it stood on a day, by the rules of that day. Never changed; made again later."""

    year = models.PositiveIntegerField("年度", db_index=True)
    on = models.DateField("核对日期")
    open_rules = models.JSONField("不符合或待补", default=list)
    """Rules that did not hold, in their order."""

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return f"{self.year}年年度核对"


class TalkSheet(Versioned):
    """The days of one list of talks, entered as a sheet: 交心 of a quarter, talks with heads or 民主生活会 of a year."""

    class Kind(models.TextChoices):
        PAIR = "pair", "季度交心"
        HEAD = "head", "与分管部门负责人谈话"
        LIFE = "life", "参加分管部门民主生活会"

    kind = models.CharField("清单", max_length=6, choices=Kind.choices)
    year = models.PositiveIntegerField("年度")
    quarter = models.PositiveIntegerField("季度", default=0)
    """1 to 4 for 交心; 0 where the list is of a whole year."""

    class Meta:
        ordering = ("-year", "kind", "quarter")
        constraints = (
            models.UniqueConstraint(fields=("kind", "year", "quarter"), name="talk_sheet_once"),
            models.CheckConstraint(
                condition=Q(kind="pair", quarter__gte=1, quarter__lte=4) | ~Q(kind="pair") & Q(quarter=0),
                name="talk_sheet_quarter",
            ),
        )

    def __str__(self) -> str:
        span = f"{self.year}年第{self.quarter}季度" if self.quarter else f"{self.year}年"
        return f"{span}{self.get_kind_display()}"


class Talk(models.Model):
    """One line of a sheet: who, with whom, on which day. Nothing else is kept."""

    sheet = models.ForeignKey(TalkSheet, models.PROTECT, related_name="talks")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="talks", verbose_name="常委")
    other = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="talks_with", verbose_name="交心对象"
    )
    """Of a pair the one with the higher number of the row."""
    unit = models.ForeignKey(
        "people.Organization", models.PROTECT, null=True, blank=True, related_name="talks", verbose_name="部门"
    )
    ordinal = models.PositiveIntegerField("第几次", default=1)
    on = models.DateField("日期", db_index=True)

    class Meta:
        ordering = ("sheet", "person__order", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(other__isnull=False, unit__isnull=True) | Q(other__isnull=True, unit__isnull=False),
                name="talk_with_one",
            ),
            models.CheckConstraint(condition=Q(other__isnull=True) | ~Q(other=F("person")), name="talk_with_another"),
            models.UniqueConstraint(
                fields=("sheet", "person", "other"), condition=Q(other__isnull=False), name="talk_pair_once"
            ),
            models.UniqueConstraint(
                fields=("sheet", "person", "unit", "ordinal"), condition=Q(unit__isnull=False), name="talk_unit_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}—{self.other or self.unit}"

"""议定事项: what was decided, by whom, when it takes effect, and what it obliges units to."""

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned


class Circular(Versioned):
    """《分管常委直接决定情况通报》: what was filed up to a day, sent to the other members; numbered within its year."""

    year = models.PositiveIntegerField("年份")
    ordinal = models.PositiveIntegerField("第几期")
    since = models.DateField("备案自")
    until = models.DateField("备案至")
    on = models.DateField("通报日期", db_index=True)
    members = models.ManyToManyField("people.Person", related_name="circulars", verbose_name="送达常委")

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("year", "ordinal"), name="circular_once"),
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="circular_span"),
        )

    def __str__(self) -> str:
        return f"分管常委直接决定情况通报（{self.year}年第{self.ordinal}期）"


class Decision(Versioned):
    """One 议定事项: from an agenda item (which may yield several), from a light meeting, or filed by a member."""

    class Source(models.TextChoices):
        MEETING = "meeting", "会议议定"
        LIGHT = "light", "专题会议定"
        DIRECT = "direct", "分管常委决定"

    class Record(models.TextChoices):
        THEMATIC_MINUTES = "thematic_minutes", "专题会纪要"
        INSTRUCTION = "instruction", "批示"
        SIGNED_REQUEST = "signed_request", "签批的请示"

    class State(models.TextChoices):
        PENDING_TEXT = "pending_text", "原则同意（待审定）"
        PENDING_NOTICE = "pending_notice", "待任前公示、任职"
        EFFECTIVE = "effective", "已生效"

    number = models.CharField("编号", max_length=30, unique=True)
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="会议"
    )
    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="decisions")
    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="事项"
    )
    area = models.ForeignKey("portfolios.Area", models.PROTECT, null=True, blank=True, verbose_name="分管事项")
    title = models.CharField("事项", max_length=200)
    text = models.TextField("议定内容")
    outcome = models.CharField("结论", max_length=20)
    decided_on = models.DateField("议定日期", db_index=True)
    yes = models.PositiveIntegerField("同意", null=True, blank=True)
    no = models.PositiveIntegerField("不同意", null=True, blank=True)
    abstain = models.PositiveIntegerField("弃权", null=True, blank=True)
    lead_unit = models.ForeignKey(
        "people.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_decisions",
        verbose_name="牵头单位",
    )
    assist_units = models.ManyToManyField(
        "people.Organization", blank=True, related_name="assisted_decisions", verbose_name="配合单位"
    )
    leader = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="责任领导"
    )
    due_words = models.CharField("时限（原文）", max_length=60, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    amendment = models.TextField("修改要求", blank=True)
    amending_unit = models.ForeignKey(
        "people.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amended_decisions",
        verbose_name="修改单位",
    )
    approver = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="texts_to_approve", verbose_name="审定人"
    )
    amend_by = models.DateField("修改时限", null=True, blank=True)
    text_approved_on = models.DateField("审定日期", null=True, blank=True)
    awaits_papers = models.BooleanField("待任前公示、任职", default=False)
    """干部任免 that promotes somebody, or of which that is not on record: in force with its 任职文件 (CR-16)."""
    appointed_on = models.DateField("任职文件日期", null=True, blank=True)
    evaluate_on = models.DateField("决策后评估时间", null=True, blank=True, db_index=True)
    """Of a major decision, on the first line of its item: one decision is evaluated once."""
    evaluated_on = models.DateField("已评估日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    record = models.CharField("依据材料", max_length=20, choices=Record.choices, blank=True)
    basis = models.CharField("备案依据", max_length=200, blank=True, help_text="直接决定：纪要号、批示日期或请示文号。")
    filed_on = models.DateField("备案日期", null=True, blank=True)
    """Set on what one member decided alone: then it stands in the register of direct decisions."""
    kind = models.ForeignKey(
        "matters.MatterType", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项类型"
    )
    """Of what was filed from a paper; where it came from a matter, the matter's own type and amount count."""
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    instruction = models.OneToOneField(
        "briefings.Instruction", models.PROTECT, null=True, blank=True, related_name="filed_as", verbose_name="批示"
    )
    circular = models.ForeignKey(
        Circular, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="通报"
    )
    is_backfilled = models.BooleanField("补录", default=False)
    state = models.CharField("状态", max_length=14, choices=State.choices, default=State.EFFECTIVE, db_index=True)

    class Meta:
        ordering = ("-decided_on", "-id")
        indexes = (models.Index(fields=("filed_on",)),)
        constraints = (
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True) | ~Q(record="") & ~Q(basis=""), name="decision_filed_has_paper"
            ),
            models.CheckConstraint(
                condition=Q(circular__isnull=True) | Q(filed_on__isnull=False), name="decision_briefed_was_filed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("pending_text", "pending_notice"), effective_on__isnull=True)
                | Q(state="effective", effective_on__isnull=False),
                name="decision_effective_has_day",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Consent(models.Model):
    """商得同意: another member agreed to a direct decision that reaches into his field (XC-44). Never changed."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="consents", verbose_name="议定事项")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="常委")
    on = models.DateField("同意日期")

    class Meta:
        ordering = ("person__order", "id")
        constraints = (models.UniqueConstraint(fields=("decision", "person"), name="consent_once"),)


class Appointment(models.Model):
    """办理任职: the paper by which a decided appointment takes effect, and what it says. Never changed."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appointment", verbose_name="议定事项")
    """The first line of its item: one paper stands for all of them."""
    on = models.DateField("任职文件日期")
    document = models.CharField("任职文号", max_length=80)
    is_promotion = models.BooleanField("有提拔任职的")
    is_exception_explained = models.BooleanField("破格的情形和理由已写明", null=True, blank=True)
    needs_probation = models.BooleanField("有须实行试用期的职务", null=True, blank=True)
    probation_months = models.PositiveSmallIntegerField("试用期（月）", null=True, blank=True)

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return self.document


class Dissent(models.Model):
    """不同意见（保留意见） kept with the decision (AD-20, LC-26)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="dissents")
    person = models.ForeignKey("people.Person", models.PROTECT)
    text = models.CharField(max_length=300)


class Evaluation(models.Model):
    """决策后评估: what came of a decision, judged by somebody who did not argue it (AD-18). Never changed."""

    class Advice(models.TextChoices):
        CONTINUE = "continue", "继续执行"
        ADJUST = "adjust", "调整完善"
        STOP = "stop", "停止执行"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="evaluations")
    on = models.DateField("评估日期")
    evaluator = models.CharField("评估单位", max_length=120)
    unit = models.ForeignKey(
        "people.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name="县内单位",
    )
    """Only where the county's own unit evaluated; otherwise a third party by its name."""
    reached = models.BooleanField("达到预期效果")
    conclusion = models.TextField("评估结论", max_length=1000)
    advice = models.CharField("建议", max_length=10, choices=Advice.choices)
    document = models.CharField("评估报告名称", max_length=120, blank=True)

    class Meta:
        ordering = ("on", "id")

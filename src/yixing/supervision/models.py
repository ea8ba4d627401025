"""督办: tasks from decisions and 批示, reported once, chased, verified, closed by whom the source demands."""

from django.db import models
from django.db.models import Q

from yixing.ledger.versioned import Versioned


class Breakdown(Versioned):
    """《责任分解表》 of one 议定事项 or 批示: drafted by the inspector, approved by the office director, then issued."""

    class State(models.TextChoices):
        DRAFT = "draft", "待批准"
        APPROVED = "approved", "已下达"
        SENT_BACK = "sent_back", "退回修改"

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, null=True, blank=True, related_name="breakdowns")
    instruction = models.ForeignKey("briefings.Instruction", models.PROTECT, null=True, blank=True, related_name="breakdowns")
    drafted_on = models.DateField("起草日期")
    approved_on = models.DateField("批准日期", null=True, blank=True)
    approver = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True)
    opinion = models.CharField("意见", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decision__isnull=False, instruction__isnull=True)
                | Q(decision__isnull=True, instruction__isnull=False),
                name="breakdown_of_one_source",
            ),
        )


class Task(Versioned):
    """One 督办事项. Its ``state`` is computed by ``supervision.state.task_state`` from the records below."""

    class Source(models.TextChoices):
        DECISION = "decision", "议定事项"
        INSTRUCTION = "instruction", "领导批示"

    class State(models.TextChoices):
        DRAFT = "draft", "待下达"
        ISSUED = "issued", "待签收"
        OBJECTED = "objected", "职责异议"
        IN_HAND = "in_hand", "推进中"
        CLAIMED = "claimed", "申请办结"
        VERIFIED = "verified", "已核实待销号"
        CLOSED = "closed", "已销号"
        LONG_TERM = "long_term", "长期坚持"
        MERGED = "merged", "已并入"
        STOPPED = "stopped", "已终止"

    number = models.CharField("编号", max_length=30, unique=True)
    breakdown = models.ForeignKey(Breakdown, models.PROTECT, related_name="tasks")
    source = models.CharField("来源", max_length=12, choices=Source.choices, db_index=True)
    text = models.CharField("事项（原文）", max_length=400)
    lead_unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="led_tasks", verbose_name="牵头单位")
    assist_units = models.ManyToManyField("people.Organization", blank=True, related_name="assisted_tasks", verbose_name="配合单位")
    leader = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="led_tasks", verbose_name="责任领导")
    area = models.ForeignKey("portfolios.Area", models.PROTECT, null=True, blank=True, verbose_name="分管事项")
    due_words = models.CharField("时限（原文）", max_length=60)
    due_on = models.DateField("时限", null=True, blank=True, db_index=True)
    is_long_term = models.BooleanField("长期", default=False)
    issued_on = models.DateField("下达日期", null=True, blank=True)
    sign_by = models.DateField("签收期限", null=True, blank=True)
    accepted_on = models.DateField("签收日期", null=True, blank=True)
    last_report_on = models.DateField("最新进展日期", null=True, blank=True)
    last_report = models.CharField("最新进展", max_length=300, blank=True)
    claimed_on = models.DateField("申请办结日期", null=True, blank=True)
    verified_on = models.DateField("核实日期", null=True, blank=True)
    consented_on = models.DateField("领导签认日期", null=True, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    closed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="closed_tasks", verbose_name="销号人")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入")
    end_reason = models.CharField("结束说明", max_length=300, blank=True)
    reminders = models.PositiveIntegerField("催办次数", default=0)
    extensions = models.PositiveIntegerField("延期次数", default=0)
    is_backfilled = models.BooleanField("补录", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (
            models.Index(fields=("lead_unit", "state", "due_on")),
            models.Index(fields=("leader", "state", "due_on")),
            models.Index(fields=("state", "due_on")),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_on__isnull=False), name="task_closed_has_day"),
            models.CheckConstraint(condition=~Q(state="merged") | Q(merged_into__isnull=False), name="task_merged_into"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_on__isnull=False), name="task_issued_has_day"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Objection(models.Model):
    """职责异议 of a unit and its answer: 改派 to another unit, or 驳回."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="objections")
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="+", verbose_name="提出单位")
    on = models.DateField("提出日期")
    reason = models.CharField("理由", max_length=300)
    suggested_unit = models.ForeignKey("people.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议单位")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    accepted = models.BooleanField("改派", null=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    new_unit = models.ForeignKey("people.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="改派单位")

    class Meta:
        ordering = ("id",)


class Report(Versioned):
    """进展 entered once by the liaison, signed by the unit head; may ask for closure or for more time."""

    class Ask(models.TextChoices):
        NONE = "none", "推进中"
        CLOSE = "close", "申请办结"
        EXTEND = "extend", "申请延期"

    class State(models.TextChoices):
        UNSIGNED = "unsigned", "待单位负责人审签"
        SIGNED = "signed", "已审签"
        RETURNED = "returned", "已退回"

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="+", verbose_name="单位")
    on = models.DateField("日期")
    progress = models.TextField("进展情况", max_length=400)
    problems = models.TextField("存在问题", max_length=400, blank=True)
    next_steps = models.TextField("下步打算", max_length=400, blank=True)
    ask = models.CharField("申请", max_length=8, choices=Ask.choices, default=Ask.NONE)
    extend_words = models.CharField("延期至", max_length=60, blank=True)
    extend_to = models.DateField("延期至日期", null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    signer = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, verbose_name="审签人")
    signed_on = models.DateField("审签日期", null=True, blank=True)
    answered = models.BooleanField("延期批复", null=True)
    answer = models.CharField("批复意见", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNSIGNED, db_index=True)

    class Meta:
        ordering = ("-id",)


class Reminder(models.Model):
    """电话催办: who answered, what he said."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reminder_rows")
    on = models.DateField("日期")
    answered_by = models.CharField("接听人", max_length=60, blank=True)
    said = models.CharField("答复", max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)


class Verification(models.Model):
    """核实 by the inspector: how, what was found, what follows."""

    class Method(models.TextChoices):
        PAPERS = "papers", "查阅资料"
        SITE = "site", "实地核查"
        UNANNOUNCED = "unannounced", "暗访"

    class Result(models.TextChoices):
        HOLDS = "holds", "属实，可以销号"
        CONTINUE = "continue", "继续督办"
        RETURN = "return", "退回重报"

    task = models.ForeignKey(Task, models.PROTECT, related_name="verifications")
    on = models.DateField("核实日期")
    method = models.CharField("核实方式", max_length=12, choices=Method.choices)
    finding = models.CharField("核实情况", max_length=400)
    result = models.CharField("结论", max_length=10, choices=Result.choices)
    person = models.ForeignKey("people.Person", models.PROTECT, verbose_name="核实人")

    class Meta:
        ordering = ("-id",)

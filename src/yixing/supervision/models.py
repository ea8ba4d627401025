"""督办: tasks from decisions and 批示, reported once, chased, verified, closed by whom the source demands."""

from datetime import date

from django.db import models
from django.db.models import Q

from yixing.ledger.versioned import Versioned
from yixing.supervision.state import OPEN, Records, TaskState, task_state

_OPEN = tuple(sorted(state.value for state in OPEN))


class Breakdown(Versioned):
    """《责任分解表》 of one 议定事项 or 批示: drafted by the inspector, approved by the director, then issued."""

    class State(models.TextChoices):
        DRAFT = "draft", "待批准"
        APPROVED = "approved", "已下达"
        SENT_BACK = "sent_back", "退回修改"

    decision = models.ForeignKey(
        "decisions.Decision", models.PROTECT, null=True, blank=True, related_name="breakdowns", verbose_name="议定事项"
    )
    instruction = models.ForeignKey(
        "briefings.Instruction", models.PROTECT, null=True, blank=True, related_name="breakdowns", verbose_name="批示"
    )
    drafted_on = models.DateField("起草日期")
    drafter = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草人"
    )
    approved_on = models.DateField("批准日期", null=True, blank=True)
    approver = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    opinion = models.CharField("意见", max_length=200, blank=True)
    is_backfilled = models.BooleanField("补录", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decision__isnull=False, instruction__isnull=True)
                | Q(decision__isnull=True, instruction__isnull=False),
                name="breakdown_of_one_source",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False), name="breakdown_approved_has_day"
            ),
        )

    def __str__(self) -> str:
        return str(self.decision or self.instruction)


class Task(Versioned):
    """One 督办事项. Its ``state`` is computed by ``supervision.state.task_state`` from the dates below.

    ``number`` is given when it is issued, never to a draft. ``assigned_on`` is the day the present lead unit got it
    (改派 moves it), ``first_due_on`` the deadline before any extension, ``due_sort`` the deadline or the end of time,
    so that lists and their indexes put what has no day last.
    """

    class Source(models.TextChoices):
        DECISION = "decision", "议定事项"
        INSTRUCTION = "instruction", "领导批示"

    State = TaskState

    number = models.CharField("编号", max_length=30, unique=True, null=True, blank=True)
    breakdown = models.ForeignKey(Breakdown, models.PROTECT, related_name="tasks", verbose_name="责任分解")
    source = models.CharField("来源", max_length=12, choices=Source.choices)
    text = models.CharField("事项（原文）", max_length=400)
    lead_unit = models.ForeignKey(
        "people.Organization",
        models.PROTECT,
        related_name="led_tasks",
        verbose_name="牵头单位",
        db_index=False,
    )
    assist_units = models.ManyToManyField(
        "people.Organization", blank=True, related_name="assisted_tasks", verbose_name="配合单位"
    )
    leader = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_tasks",
        verbose_name="责任领导",
        db_index=False,
    )
    area = models.ForeignKey(
        "portfolios.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="分管事项",
        db_index=False,
    )
    due_words = models.CharField("时限（原文）", max_length=60)
    due_on = models.DateField("时限", null=True, blank=True)
    first_due_on = models.DateField("原定时限", null=True, blank=True)
    is_long_term = models.BooleanField("长期", default=False)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="疑似重复的任务"
    )
    duplicate_reason = models.CharField("不并入的理由", max_length=200, blank=True)
    issued_on = models.DateField("下达日期", null=True, blank=True)
    assigned_on = models.DateField("交办日期", null=True, blank=True)
    sign_by = models.DateField("签收期限", null=True, blank=True)
    accepted_on = models.DateField("签收日期", null=True, blank=True)
    objected_on = models.DateField("待答复异议的日期", null=True, blank=True)
    last_report_on = models.DateField("最新进展日期", null=True, blank=True)
    last_report = models.CharField("最新进展", max_length=400, blank=True)
    last_problems = models.CharField("存在问题", max_length=400, blank=True)
    returned_on = models.DateField("退回日期", null=True, blank=True)
    last_reminded_on = models.DateField("最近催办日期", null=True, blank=True)
    claimed_on = models.DateField("申请办结日期", null=True, blank=True)
    verified_on = models.DateField("核实日期", null=True, blank=True)
    verifier = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核实人"
    )
    consented_on = models.DateField("领导签认日期", null=True, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="closed_tasks", verbose_name="销号人"
    )
    kept_on = models.DateField("转长期坚持日期", null=True, blank=True)
    merged_on = models.DateField("并入日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )
    stopped_on = models.DateField("终止日期", null=True, blank=True)
    end_leader = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="同意的领导"
    )
    end_reason = models.CharField("结束说明", max_length=300, blank=True)
    reminders = models.PositiveIntegerField("催办次数", default=0)
    extensions = models.PositiveIntegerField("延期次数", default=0)
    reopenings = models.PositiveIntegerField("重新启动次数", default=0)
    reopened_on = models.DateField("重新启动日期", null=True, blank=True)
    is_backfilled = models.BooleanField("补录", default=False)
    is_open = models.BooleanField("在办", default=False, editable=False)
    due_sort = models.DateField("排序用时限", default=date.max, editable=False)
    state = models.CharField("状态", max_length=10, choices=TaskState.choices, default=TaskState.DRAFT)

    class Meta:
        ordering = ("due_sort", "id")
        # Each way a list is narrowed: in the order of its lines, with what decides whether a line counts, so that
        # a list is counted and cut from the index alone.
        indexes = (
            models.Index(
                fields=("due_sort", "id", "claimed_on", "issued_on", "is_open"),
                condition=Q(is_open=True),
                name="task_open_due",
            ),
            *(
                models.Index(
                    fields=(by, "is_open", "due_sort", "id", "claimed_on", "issued_on"), name=f"task_{name}_open_due"
                )
                for name, by in (("unit", "lead_unit"), ("leader", "leader"), ("area", "area"))
            ),
            *(
                models.Index(fields=(by, "due_sort", "id", "issued_on", "state"), name=f"task_{name}_due")
                for name, by in (("unit", "lead_unit"), ("leader", "leader"), ("area", "area"))
            ),
            models.Index(fields=("due_sort", "id", "issued_on"), name="task_due"),
            models.Index(fields=("state", "due_sort", "id", "issued_on"), name="task_state_due"),
            models.Index(fields=("source", "due_sort", "id", "issued_on"), name="task_source_due"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False), name="task_closed_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False, merged_on__isnull=False),
                name="task_merged_into",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", issued_on__isnull=True, number__isnull=True)
                | Q(~Q(state="draft"), issued_on__isnull=False, number__isnull=False),
                name="task_issued_has_day_and_number",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=_OPEN) | Q(Q(is_open=False), ~Q(state__in=_OPEN)),
                name="task_open_by_state",
            ),
        )

    def __str__(self) -> str:
        return self.text

    def records(self) -> Records:
        """What decides where the task stands."""
        return Records(
            issued_on=self.issued_on,
            objected_on=self.objected_on,
            accepted_on=self.accepted_on,
            claimed_on=self.claimed_on,
            verified_on=self.verified_on,
            closed_on=self.closed_on,
            kept_on=self.kept_on,
            stopped_on=self.stopped_on,
            merged_on=self.merged_on,
        )

    def settle(self) -> None:
        """Store what the pure function says of the records, and save; the only place that writes these columns."""
        self.state = task_state(self.records())
        self.is_open = self.state in OPEN
        self.due_sort = self.due_on or date.max
        self.save()


class Objection(models.Model):
    """职责异议 of a unit and its answer: 改派 to another unit, or 驳回."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="objections")
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="+", verbose_name="提出单位")
    on = models.DateField("提出日期")
    reason = models.CharField("理由", max_length=300)
    suggested_unit = models.ForeignKey(
        "people.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议单位"
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)
    accepted = models.BooleanField("改派", null=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    new_unit = models.ForeignKey(
        "people.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="改派单位"
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("task",), condition=Q(answered_on__isnull=True), name="objection_one_open"),
        )


class Report(Versioned):
    """进展 entered once by the liaison, signed by the unit head; may ask for closure or for more time."""

    class Ask(models.TextChoices):
        NONE = "none", "推进中"
        CLOSE = "close", "申请办结"
        EXTEND = "extend", "申请延期"

    class State(models.TextChoices):
        UNSIGNED = "unsigned", "待单位负责人审签"
        SIGNED = "signed", "已审签"
        RETURNED = "returned", "单位负责人退回"

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
    by_page = models.BooleanField("上传签字页", default=False)
    return_reason = models.CharField("退回意见", max_length=200, blank=True)
    answered = models.BooleanField("延期批复", null=True)
    answered_on = models.DateField("批复日期", null=True, blank=True)
    answer = models.CharField("批复意见", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNSIGNED, db_index=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("unit", "state")),)
        constraints = (
            models.UniqueConstraint(fields=("task",), condition=Q(state="unsigned"), name="report_one_unsigned"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False, signer__isnull=False), name="report_signed_by"
            ),
        )

    def __str__(self) -> str:
        return self.progress[:40]


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


class Consent(models.Model):
    """分管常委签认, or the instructing leader's word on one task: what he said, also where he did not agree."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="consents")
    person = models.ForeignKey("people.Person", models.PROTECT, verbose_name="签认领导")
    on = models.DateField("签认日期")
    agreed = models.BooleanField("同意")
    opinion = models.CharField("意见", max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)


class Notice(Versioned):
    """督办通知 on one task: drafted by the inspector, signed by the director, and its 回执 from the unit.

    The paper itself is the ``document``, numbered when it is signed. Where the notice stands follows from the dates;
    whether it is late depends on the day and is never stored (``supervision.notices``).
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="notices", verbose_name="任务")
    document = models.OneToOneField("papers.Document", models.PROTECT, related_name="+", verbose_name="公文")
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="+", verbose_name="主送单位")
    drafted_on = models.DateField("拟稿日期")
    drafter = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="拟稿人")
    approved_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="立项批准人")
    answer_by = models.DateField("反馈时限", db_index=True)
    received_on = models.DateField("签收日期", null=True, blank=True)
    receiver = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收人"
    )
    answered_on = models.DateField("回复日期", null=True, blank=True)
    results = models.JSONField("办理结果（逐条对应要求）", default=list, blank=True)
    unfinished = models.CharField("未完成的原因和时限", max_length=400, blank=True)
    head = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主要负责人"
    )
    is_backfilled = models.BooleanField("补录", default=False)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, head__isnull=True)
                | Q(answered_on__isnull=False, head__isnull=False, received_on__isnull=False),
                name="notice_answer_signed",
            ),
        )

    def __str__(self) -> str:
        return self.document.title

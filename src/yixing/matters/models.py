"""事项 and its way to the meeting: the sheet, the signatures, the procedure steps, the opinions of units.

A 事项 becomes a 议题 when the chair determines it for a meeting. Its ``state`` is computed from the records below by
``matters.state.matter_state`` and stored by the action that changed them.
"""

from django.db import models
from django.db.models import Q

from yixing.ledger.versioned import Versioned


class MatterType(models.Model):
    """The kinds of matters a county distinguishes (20 in the demonstration); ``slug`` is what the rules call it."""

    code = models.CharField("代码", max_length=10, unique=True)
    slug = models.SlugField("规定用名", max_length=60, unique=True)
    name = models.CharField("类型", max_length=60)
    order = models.PositiveIntegerField("序", default=0)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class Nature(models.TextChoices):
    """What a meeting does with it; decides which fields appear and whether there is a vote."""

    DELIBERATE = "deliberate", "研究审议"
    HEAR = "hear", "听取汇报"
    CONVEY = "convey", "传达学习"
    CADRE = "cadre", "干部人事"
    CIRCULATE = "circulate", "书面审阅"


class Importance(models.TextChoices):
    """How heavy a matter weighs; the rulebook sends what is exceptional on to the plenary."""

    ORDINARY = "ordinary", "常规"
    MAJOR = "major", "重大"
    EXCEPTIONAL = "exceptional", "特别重大"


class Submitter(models.TextChoices):
    """In whose name it is put forward (提请主体): for matters of government its 党组, not the department."""

    PARTY_DEPARTMENT = "party_department", "党委部门"
    GOVERNMENT_PARTY_GROUP = "government_party_group", "县政府党组"
    GOVERNMENT_DEPARTMENT = "government_department", "政府部门"
    TOWNSHIP = "township", "乡镇"
    MASS_ORGANIZATION = "mass_organization", "群团"
    LAW_DEPARTMENT = "law_department", "政法机关"
    MEMBER = "member", "常委"
    SECRETARY = "secretary", "书记"


class Matter(Versioned):
    """One 事项 with its 议题单."""

    class State(models.TextChoices):
        DRAFTING = "drafting", "起草"
        UNIT_HEAD = "unit_head", "待单位负责人审签"
        MEMBER = "member", "待分管常委审签"
        OFFICE = "office", "待县委办核对"
        DIRECTOR = "director", "待县委办主任审核"
        CHAIR = "chair", "待书记确定"
        LISTED = "listed", "已确定上会"
        SCHEDULED = "scheduled", "已列入议程"
        CONCLUDED = "concluded", "已议决"
        DEFERRED = "deferred", "暂缓"
        TRANSFERRED = "transferred", "转专题会"
        RETURNED = "returned", "退回"
        WITHDRAWN = "withdrawn", "已撤题"
        FILED = "filed", "分管常委决定（已备案）"

    class DecidedBy(models.TextChoices):
        MEMBER = "member", "分管常委"
        STANDING_COMMITTEE = "standing_committee", "常委会"
        PLENARY = "plenary", "全委会"

    number = models.CharField("编号", max_length=30, unique=True, null=True, blank=True)
    """Given when the unit head signs, never to a draft."""
    title = models.CharField("名称", max_length=200)
    type = models.ForeignKey(MatterType, models.PROTECT, verbose_name="类型")
    nature = models.CharField("性质", max_length=12, choices=Nature.choices)
    importance = models.CharField("轻重", max_length=12, choices=Importance.choices, default=Importance.ORDINARY)
    submitter = models.CharField("提请主体", max_length=24, choices=Submitter.choices, blank=True)
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="matters", verbose_name="提请单位")
    area = models.ForeignKey(
        "portfolios.Area", models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="分管事项"
    )
    other_areas = models.ManyToManyField(
        "portfolios.Area", blank=True, related_name="touched_by", verbose_name="涉及其他分管事项"
    )
    drafted_on = models.DateField("起草日期")
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    fund_source = models.CharField("资金来源", max_length=120, blank=True)
    is_public_interest = models.BooleanField("关系群众切身利益", default=False)
    is_stability_risk = models.BooleanField("可能影响社会稳定、公共安全", default=False)
    is_professional = models.BooleanField("专业性、技术性较强", default=False)
    is_normative = models.BooleanField("拟印发规范性文件", default=False)
    is_policy_question = models.BooleanField("重要政策性问题", default=False)
    is_administrative = models.BooleanField("列入县政府重大行政决策目录", default=False)
    is_punishment = models.BooleanField("处分党员", default=False)
    is_cross_unit = models.BooleanField("涉及其他单位职责", default=False)
    is_market = models.BooleanField("涉及市场主体经济活动", default=False)
    competition_reviewed = models.BooleanField("已经公平竞争审查", null=True, blank=True)
    needs_superior = models.BooleanField("须事前请示上级", default=False)
    superior_asked_on = models.DateField("请示上级日期", null=True, blank=True)
    superior_approved = models.BooleanField("上级已同意", null=True, blank=True)
    reason = models.TextField("提请理由", max_length=300, blank=True)
    requests = models.TextField("请会议决定的具体事项", blank=True, help_text="一行一条。")
    options = models.JSONField("方案比选", default=list, blank=True)
    """List of ``{"plan", "pros", "cons", "conclusion"}``, all texts."""
    disagreement = models.TextField("不同意见及协调情况", blank=True)
    report_words = models.PositiveIntegerField("汇报稿字数", null=True, blank=True)
    presenter = models.CharField("汇报人", max_length=60, blank=True)
    attending_units = models.ManyToManyField(
        "people.Organization", blank=True, related_name="attending", verbose_name="列席单位"
    )
    minutes = models.PositiveIntegerField("建议时长（分钟）", default=15)
    is_offline = models.BooleanField(
        "另册占位", default=False, help_text="材料涉密，走线下，此处只登记编号、类别、日期。"
    )
    decided_by = models.CharField("决定主体", max_length=20, choices=DecidedBy.choices, blank=True)
    resubmits = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="resubmitted_as", verbose_name="原事项"
    )
    is_backfilled = models.BooleanField("补录", default=False)
    withdrawn_on = models.DateField("撤题日期", null=True, blank=True)
    withdrawn_reason = models.CharField("撤题原因", max_length=300, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFTING, db_index=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("unit", "state")),
            models.Index(fields=("area", "state")),
            models.Index(fields=("type", "drafted_on")),
            models.Index(fields=("drafted_on",)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="matter_amount"),
            models.CheckConstraint(
                condition=Q(is_offline=False)
                | Q(reason="", requests="", disagreement="", presenter="", fund_source="", amount__isnull=True),
                name="matter_offline_holds_no_content",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_on__isnull=False), name="matter_withdrawn_has_day"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Endorsement(models.Model):
    """One signature on the 议题单: who passed it on, or sent it back. Never changed; the latest of a stage counts."""

    class Stage(models.TextChoices):
        SUBMIT = "submit", "送审"
        UNIT_HEAD = "unit_head", "单位负责人审签"
        MEMBER = "member", "分管常委审签"
        OFFICE = "office", "县委办核对"
        DIRECTOR = "director", "县委办主任审核"
        CHAIR = "chair", "书记确定"

    class Verdict(models.TextChoices):
        AGREE = "agree", "同意"
        RETURN = "return", "退回"
        LIST = "list", "上会"
        DEFER = "defer", "暂缓"
        TRANSFER = "transfer", "转专题会"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="endorsements")
    stage = models.CharField("环节", max_length=12, choices=Stage.choices)
    verdict = models.CharField("意见", max_length=10, choices=Verdict.choices)
    opinion = models.CharField("意见内容", max_length=500, blank=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, verbose_name="签署人")
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, verbose_name="时任职务")
    on = models.DateField("日期")
    order = models.PositiveIntegerField("上会次序", null=True, blank=True)
    meeting_hint = models.CharField("拟上会议", max_length=60, blank=True)
    is_delegated = models.BooleanField("代录", default=False)

    class Meta:
        ordering = ("id",)


class Step(models.Model):
    """Evidence that a procedural step was taken: the day, the paper, and the values the rules ask of this kind.

    ``values`` holds the keys that ``matters.steps`` closes for the kind and no others. For 酝酿 that is: how, who took
    part, whether an opinion ripened; never an opinion. Never changed: a correction revokes it and adds another.
    """

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "前置研究"
        FINANCE = "finance", "财政审核"
        RESEARCH = "research", "调查研究"
        OPINIONS = "opinions", "征求意见"
        EXPERTS = "experts", "专家论证"
        NOTICE = "notice", "公示"
        HEARING = "hearing", "听证"
        RISK = "risk", "风险评估"
        LEGAL = "legal", "合法性审查"
        DELIBERATION = "deliberation", "酝酿"
        CADRE = "cadre", "干部工作程序"
        CIRCULATION = "circulation", "会前传阅"
        EMERGENCY = "emergency", "临机处置"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps")
    kind = models.CharField("程序", max_length=14, choices=Kind.choices)
    on = models.DateField("完成日期")
    document = models.CharField("文号、纪要号或报告名", max_length=80, blank=True)
    summary = models.CharField("情况", max_length=500, blank=True)
    values = models.JSONField("登记内容", default=dict)
    is_revoked = models.BooleanField("已更正", default=False)
    origin = models.CharField("来自", max_length=60, blank=True, default="")
    """The record it follows from (``consultation/7``); empty for what was entered from paper. See docs/argument.md."""

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=("matter", "kind")),)


class Reading(models.Model):
    """阅: a leader has read the report of a 临机处置. Once a leader, never changed."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="readings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="阅示人")
    on = models.DateField("日期")

    class Meta:
        ordering = ("on", "id")
        constraints = (models.UniqueConstraint(fields=("matter", "person"), name="reading_once"),)


class OpinionRound(Versioned):
    """征求意见: to whom, until when; silence after that counts as no objection if the request said so."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="rounds")
    opened_on = models.DateField("发出日期")
    due_on = models.DateField("回复期限")
    silence_is_consent = models.BooleanField("逾期视为无意见", default=True)
    text = models.TextField("征求内容", max_length=1000)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("due_on",)),)
        constraints = (models.CheckConstraint(condition=Q(due_on__gte=models.F("opened_on")), name="round_span"),)

    def __str__(self) -> str:
        return f"征求意见：{self.matter.title}"


class OpinionReply(Versioned):
    """One asked unit in a round: its answer, signed by its head, and what became of it."""

    class Adoption(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT_ADOPTED = "not_adopted", "未采纳"

    round = models.ForeignKey(OpinionRound, models.PROTECT, related_name="replies")
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="opinion_replies", verbose_name="单位")
    replied_on = models.DateField("回复日期", null=True, blank=True)
    has_opinion = models.BooleanField("有意见", default=False)
    text = models.TextField("意见", blank=True)
    signer = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, verbose_name="审签人")
    adoption = models.CharField("采纳情况", max_length=12, choices=Adoption.choices, blank=True)
    adoption_reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        ordering = ("unit__order", "id")
        indexes = (models.Index(fields=("unit", "replied_on")),)
        constraints = (
            models.UniqueConstraint(fields=("round", "unit"), name="reply_once"),
            models.CheckConstraint(
                condition=Q(has_opinion=False) | Q(replied_on__isnull=False), name="reply_opinion_has_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}的回复"

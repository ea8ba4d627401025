"""论证咨询: experts and what they were asked, research, public notices, hearings; records from which steps follow.

Each record of a matter writes a ``matters.Step`` when it is complete (``argument.derived``); nothing of a step is typed.
"""

from typing import Final

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned


class Field(models.TextChoices):
    """The five fields of the expert pool."""

    ECONOMY = "economy", "经济"
    AGRICULTURE = "agriculture", "农业"
    MINING = "mining", "矿业"
    CULTURE = "culture", "文化"
    LAW = "law", "法律"


class ResearchMode(models.TextChoices):
    """How research is done; one may use several."""

    MEETING = "meeting", "调查会"
    SEMINAR = "seminar", "研讨会"
    VISIT = "visit", "走访"


class Expert(Versioned):
    """Somebody the county may ask for an expert opinion, from a day until a day."""

    name = models.CharField("姓名", max_length=60)
    field = models.CharField("领域", max_length=12, choices=Field.choices)
    workplace = models.CharField("工作单位", max_length=120)
    organization = models.ForeignKey(
        "people.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="experts",
        verbose_name="所属县内单位",
    )
    """Only where he works for a unit of the county: that unit does not ask him about its own matters."""
    title = models.CharField("职称职务", max_length=60, blank=True)
    speciality = models.CharField("专长", max_length=200, blank=True)
    since = models.DateField("入库日期")
    until = models.DateField("出库日期", null=True, blank=True)

    class Meta:
        ordering = ("field", "id")
        indexes = (models.Index(fields=("field", "until")),)
        constraints = (
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="expert_span"),
            models.UniqueConstraint(fields=("name", "workplace"), name="expert_once"),
        )

    def __str__(self) -> str:
        return self.name


class Consultation(Versioned):
    """咨询书: a question on a matter, put to experts in writing or at a 论证会."""

    class Mode(models.TextChoices):
        WRITTEN = "written", "书面咨询"
        MEETING = "meeting", "论证会"

    class State(models.TextChoices):
        ASKED = "asked", "咨询中"
        ANSWERED = "answered", "意见已齐"
        CONCLUDED = "concluded", "已形成采纳情况"

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="consultations", verbose_name="事项")
    number = models.CharField("编号", max_length=30, unique=True)
    mode = models.CharField("方式", max_length=10, choices=Mode.choices, default=Mode.WRITTEN)
    question = models.TextField("咨询问题", max_length=1000)
    asked_on = models.DateField("发出日期", db_index=True)
    due_on = models.DateField("回复期限")
    held_on = models.DateField("论证会日期", null=True, blank=True)
    place = models.CharField("论证会地点", max_length=80, blank=True)
    is_supplement = models.BooleanField("补充咨询", default=False)
    """Counted together with the consultation before it; otherwise it replaces that one."""
    concluded_on = models.DateField("采纳情况形成日期", null=True, blank=True)
    summary = models.CharField("论证结论", max_length=500, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ASKED, db_index=True)

    class Meta:
        ordering = ("-asked_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="consultation_span"),
            models.CheckConstraint(
                condition=Q(mode="written", held_on__isnull=True) | Q(mode="meeting", held_on__isnull=False),
                name="consultation_meeting_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded") | Q(concluded_on__isnull=False), name="consultation_concluded_has_day"
            ),
        )

    def __str__(self) -> str:
        return f"专家咨询：{self.matter.title}"


class Advice(Versioned):
    """One expert asked: his opinion, signed or not, and what became of it."""

    class Adoption(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT_ADOPTED = "not_adopted", "未采纳"

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="advices")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="advices", verbose_name="专家")
    replied_on = models.DateField("回复日期", null=True, blank=True)
    text = models.TextField("意见", blank=True)
    is_signed = models.BooleanField("已署名、盖章", default=False)
    is_conflicted = models.BooleanField("申明有利害关系", default=False)
    adoption = models.CharField("采纳情况", max_length=12, choices=Adoption.choices, blank=True)
    adoption_reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("consultation", "expert"), name="advice_once"),
            models.CheckConstraint(
                condition=Q(text="") | Q(replied_on__isnull=False), name="advice_with_opinion_has_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert}的意见"


class Research(Versioned):
    """调研: who led it, where, how, and its report. Matters cite it; it also counts as the leader's own work."""

    topic = models.CharField("课题", max_length=200)
    leader = models.ForeignKey("people.Person", models.PROTECT, related_name="researches", verbose_name="牵头人")
    is_led_by_member = models.BooleanField("常委牵头", default=False)
    """Whether the leader sat in the standing committee on the first day; stored with the day it was true."""
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="researches", verbose_name="承办单位")
    area = models.ForeignKey(
        "portfolios.Area", models.PROTECT, null=True, blank=True, related_name="researches", verbose_name="分管事项"
    )
    modes = models.CharField("方式", max_length=40)
    """Values of ``ResearchMode`` with commas between, in their order."""
    since = models.DateField("开始日期")
    until = models.DateField("结束日期", db_index=True)
    places = models.CharField("地点和单位", max_length=300, blank=True)
    report_title = models.CharField("调研报告名称", max_length=120, blank=True)
    reported_on = models.DateField("报告日期", null=True, blank=True)
    findings = models.PositiveIntegerField("发现问题", default=0)
    proposals = models.PositiveIntegerField("提出建议", default=0)
    summary = models.TextField("主要情况", max_length=1000, blank=True)

    class Meta:
        ordering = ("-until", "-id")
        indexes = (models.Index(fields=("leader", "until")),)
        constraints = (models.CheckConstraint(condition=Q(until__gte=F("since")), name="research_span"),)

    def __str__(self) -> str:
        return self.topic

    @property
    def mode_words(self) -> str:
        """调查会、走访."""
        return "、".join(ResearchMode(mode).label for mode in self.modes.split(",") if mode)


class Citation(models.Model):
    """A matter rests on a research (引用)."""

    research = models.ForeignKey(Research, models.PROTECT, related_name="citations")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="citations")
    on = models.DateField("引用日期")

    class Meta:
        ordering = ("on", "id")
        constraints = (models.UniqueConstraint(fields=("research", "matter"), name="citation_once"),)


class PublicNotice(Versioned):
    """公示 of a matter: from when until when, where, and what came in. It keeps numbers, never who objected."""

    class State(models.TextChoices):
        POSTED = "posted", "公示中"
        CLOSED = "closed", "已登记结果"

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="public_notices", verbose_name="事项")
    is_appointment = models.BooleanField("任前公示", default=False)
    """Posted after the decision and before the appointment (CR-16): no step of the matter's way to the meeting."""
    document = models.CharField("公示文号", max_length=80, blank=True)
    text = models.TextField("公示内容", max_length=1000)
    places = models.CharField("公示地点", max_length=200)
    since = models.DateField("起")
    until = models.DateField("止")
    objections = models.PositiveIntegerField("收到的反映", null=True, blank=True)
    answered = models.PositiveIntegerField("已核实答复", null=True, blank=True)
    result = models.CharField("反映和答复情况", max_length=500, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.POSTED, db_index=True)

    class Meta:
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="public_notice_span"),
            models.CheckConstraint(
                condition=Q(answered__isnull=True) | Q(answered__lte=F("objections")), name="public_notice_answered"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(objections__isnull=False, answered__isnull=False),
                name="public_notice_closed_has_result",
            ),
        )

    def __str__(self) -> str:
        return f"{'任前公示' if self.is_appointment else '公示'}：{self.matter.title}"


class Hearing(Versioned):
    """听证 on a matter: announced, its list announced, its papers sent, held in three steps, its record signed."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", "已公告"
        HELD = "held", "已举行"

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="hearings", verbose_name="事项")
    subject = models.CharField("听证事项", max_length=200)
    announced_on = models.DateField("公告日期")
    planned_on = models.DateField("听证日期")
    place = models.CharField("地点", max_length=80)
    is_public = models.BooleanField("公开举行", default=True)
    selection = models.CharField("参加人遴选办法", max_length=300, blank=True)
    participants_on = models.DateField("参加人名单公布日期", null=True, blank=True)
    papers_on = models.DateField("材料送达日期", null=True, blank=True)
    held_on = models.DateField("举行日期", null=True, blank=True, db_index=True)
    participants = models.PositiveIntegerField("参加人数", null=True, blank=True)
    is_presented = models.BooleanField("承办单位已介绍", default=False)
    is_debated = models.BooleanField("参加人已陈述、质证、辩论", default=False)
    is_record_signed = models.BooleanField("记录已签字确认", default=False)
    result = models.CharField("听证情况", max_length=500, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ANNOUNCED, db_index=True)

    class Meta:
        ordering = ("-announced_on", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(state="held") | Q(held_on__isnull=False), name="hearing_held_has_day"),
        )

    def __str__(self) -> str:
        return f"听证：{self.subject}"


HEARING_STEPS: Final = ("is_presented", "is_debated", "is_record_signed")
"""The three steps of a hearing, in their order."""

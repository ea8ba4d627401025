"""Who is responsible for what: work areas, and the division of work among the members, from a day on."""

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned


class Area(Versioned):
    """A work area of the catalogue, by domain, with the units that belong to it."""

    class Domain(models.TextChoices):
        POLITICS = "politics", "政治"
        ECONOMY = "economy", "经济"
        CULTURE = "culture", "文化"
        SOCIETY = "society", "社会"
        PARTY = "party", "党建"

    code = models.CharField("编码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    domain = models.CharField("领域", max_length=12, choices=Domain.choices)
    tags = models.JSONField("标签", default=list, blank=True)
    weight = models.PositiveIntegerField("权重", default=1)
    units = models.ManyToManyField("people.Organization", blank=True, related_name="areas", verbose_name="归口单位")
    order = models.PositiveIntegerField("序", default=0)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class AreaPast(models.Model):
    """What the catalogue said of an area until a day (included): name, domain, tags, weight and units before a change.

    The area itself says what holds now; of a day the earliest of these whose ``until`` has not passed counts, else the
    area. An area that never changed has none.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="pasts", verbose_name="分管事项")
    until = models.DateField("至")
    name = models.CharField("名称", max_length=60)
    domain = models.CharField("领域", max_length=12, choices=Area.Domain.choices)
    tags = models.JSONField("标签", default=list)
    weight = models.PositiveIntegerField("权重")
    unit_ids = models.JSONField("归口单位", default=list)

    class Meta:
        ordering = ("area", "until")
        constraints = (models.UniqueConstraint(fields=("area", "until"), name="area_past_once"),)

    def __str__(self) -> str:
        return f"{self.name}（至 {self.until}）"


class Division(Versioned):
    """A division plan: draft, then in force from a day by a decision; earlier ones stay as history."""

    class State(models.TextChoices):
        DRAFT = "draft", "草案"
        IN_FORCE = "in_force", "已审定"
        DROPPED = "dropped", "未采用"

    name = models.CharField("名称", max_length=60)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    since = models.DateField("生效日期", null=True, blank=True)
    """Of a draft: the day it is meant for, if one was named."""
    until = models.DateField("至", null=True, blank=True)
    asked_on = models.DateField("征求本人意见日期", null=True, blank=True)
    """From this day the members see the draft."""
    decision = models.CharField("审定依据", max_length=120, blank=True)
    decided_by = models.CharField("审定的议定事项", max_length=30, blank=True)
    """``decision/17`` where a 议定事项 of the book decided it; empty where a paper did (补录)."""
    members_consulted = models.BooleanField("已征求本人意见", default=False)
    """Counted from the opinions when the plan was adopted."""
    dropped_why = models.CharField("未采用的原因", max_length=200, blank=True)

    class Meta:
        ordering = ("-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("state",), condition=Q(state="in_force", until__isnull=True), name="division_one_in_force"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Assignment(Versioned):
    """A member's relation to an area; only 负责 and 分管 count as lead.

    ``since`` is set when the plan comes into force, ``until`` when a later plan moves it. Where a later plan changes
    nothing, the row of the earlier plan goes on and that of the later keeps no ``since``: every span stands once.
    """

    class Relation(models.TextChoices):
        RESPONSIBLE = "responsible", "负责"
        LEAD = "lead", "分管"
        CONTACT = "contact", "联系"
        ASSIST = "assist", "协管"

    division = models.ForeignKey(Division, models.PROTECT, related_name="assignments")
    area = models.ForeignKey(Area, models.PROTECT, related_name="assignments", verbose_name="分管事项")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="assignments", verbose_name="常委")
    relation = models.CharField("关系", max_length=12, choices=Relation.choices)
    exception = models.CharField("职权例外", max_length=200, blank=True)
    """The four powers (领导权、决定权、指挥权、监督执行权) go with every area; what is kept back stands here in words."""
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ("area__order", "person__order")
        constraints = (
            models.UniqueConstraint(fields=("division", "area", "person", "relation"), name="assignment_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="assignment_span",
            ),
        )
        indexes = (models.Index(fields=("person", "since", "until")),)


class Opinion(Versioned):
    """征求本人意见: what one member said of a draft, and which lines of his he was shown.

    It counts as long as the draft says of him what he was shown; a draft changed for him wants to be asked again.
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="opinions", verbose_name="分工方案")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="常委")
    agrees = models.BooleanField("同意")
    text = models.CharField("意见", max_length=300, blank=True)
    on = models.DateField("日期")
    shown = models.JSONField("征求时的本人分工", default=list)

    class Meta:
        ordering = ("person__order", "person_id")
        constraints = (
            models.UniqueConstraint(fields=("division", "person"), name="opinion_once"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(text=""), name="opinion_said"),
        )

    def __str__(self) -> str:
        return f"{self.person}：{'同意' if self.agrees else self.text}"


class Contact(Versioned):
    """The township a member keeps contact with (联系乡镇)."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="contacts", verbose_name="常委")
    organization = models.ForeignKey(
        "people.Organization", models.PROTECT, related_name="contacts", verbose_name="乡镇"
    )
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

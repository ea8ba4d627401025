"""Meetings: agenda, attendance, recusal, statements, conclusions (OParl Meeting and AgendaItem).

``Meeting.state`` follows from its dates; what a conclusion depended on (base, quorum, rules) is frozen with it.
"""

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned
from yixing.matters.models import Nature


class Meeting(Versioned):
    """A meeting of a body (常委会, 全委会), or a light one (专题会, 调度会 …)."""

    class Kind(models.TextChoices):
        STANDING = "standing", "常委会会议"
        PLENARY = "plenary", "全委会会议"
        TOPIC = "topic", "专题会"
        DISPATCH = "dispatch", "调度会"
        CHECK_IN = "check_in", "碰头会"
        ON_SITE = "on_site", "现场办公会"
        SECRETARY = "secretary", "书记专题会（只酝酿）"
        CONFERENCE = "conference", "全县性会议"
        STUDY = "study", "中心组学习"
        RECTIFICATION = "rectification", "整改调度会"
        LIFE = "life", "民主生活会"
        ARGUMENT = "argument", "论证会"
        HEARING = "hearing", "听证会"
        INFORMATION = "information", "信息分析会"
        ASSISTANCE = "assistance", "帮扶推进会"
        SECRECY = "secrecy", "保密委会议"
        OTHER = "other", "其他会议"

    class State(models.TextChoices):
        PLANNED = "planned", "筹备"
        NOTIFIED = "notified", "已通知"
        OPEN = "open", "进行中"
        CLOSED = "closed", "已结束"
        CANCELLED = "cancelled", "已取消"

    kind = models.CharField("类型", max_length=16, choices=Kind.choices)
    body = models.ForeignKey(
        "people.Body", models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name="会议体"
    )
    title = models.CharField("会议名称", max_length=120)
    number = models.PositiveIntegerField("第几次", null=True, blank=True)
    year = models.PositiveIntegerField("年份")
    on = models.DateField("日期", db_index=True)
    starts = models.TimeField("时间", null=True, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    chair = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="chaired", verbose_name="主持"
    )
    is_delegated = models.BooleanField("书记委托主持", default=False)
    recorder = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="recorded", verbose_name="记录"
    )
    participants = models.TextField("参加人员", blank=True, help_text="专题会用：姓名和单位，顿号分开。")
    subject_area = models.ForeignKey(
        "portfolios.Area", models.PROTECT, null=True, blank=True, verbose_name="所涉分管事项"
    )
    entitled = models.PositiveIntegerField("应到", null=True, blank=True)
    """Members entitled to vote that day, frozen at opening."""
    present = models.PositiveIntegerField("实到", null=True, blank=True)
    notified_on = models.DateField("通知日期", null=True, blank=True)
    papers_on = models.DateField("材料送达日期", null=True, blank=True)
    members_consulted = models.BooleanField("会前征求委员意见", null=True, blank=True)
    opened_at = models.DateTimeField("开会时间", null=True, blank=True)
    closed_at = models.DateTimeField("散会时间", null=True, blank=True)
    paused_at = models.DateTimeField("休会自", null=True, blank=True)
    """Set while the meeting is adjourned for a while (休会), empty while it goes on."""
    paused_minutes = models.PositiveIntegerField("休会分钟", default=0)
    cancelled_reason = models.CharField("取消原因", max_length=200, blank=True)
    record_checked_on = models.DateField("会议记录审核日期", null=True, blank=True)
    is_large = models.BooleanField("全县大型会议", default=False)
    is_backfilled = models.BooleanField("补录", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PLANNED, db_index=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("body", "year", "number"), condition=Q(number__isnull=False), name="meeting_number_once"
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(entitled__isnull=True) | Q(present__lte=F("entitled")),
                name="meeting_present_within_entitled",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Sheet(models.Manager["Attendance"]):
    """Rows of the attendance sheet always come with their names."""

    def get_queryset(self) -> models.QuerySet["Attendance"]:
        """All rows, persons loaded."""
        return super().get_queryset().select_related("person")


class Attendance(Versioned):
    """Somebody at a meeting: a member (counts for 应到), an alternate or somebody 列席."""

    class Capacity(models.TextChoices):
        MEMBER = "member", "委员"
        ALTERNATE = "alternate", "候补委员"
        NON_VOTING = "non_voting", "列席"

    class Presence(models.TextChoices):
        EXPECTED = "expected", "待签到"
        PRESENT = "present", "出席"
        LEAVE = "leave", "请假"
        ABSENT = "absent", "缺席"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="attendances")
    post_name = models.CharField("时任职务", max_length=60, blank=True)
    capacity = models.CharField("身份", max_length=10, choices=Capacity.choices)
    presence = models.CharField("到会", max_length=10, choices=Presence.choices, default=Presence.EXPECTED)
    reason = models.CharField("请假事由", max_length=120, blank=True)
    order = models.PositiveIntegerField("次序", default=0)

    objects = Sheet()

    class Meta:
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("meeting", "person"), name="attendance_once"),)


class AgendaItem(Versioned):
    """One item; its nature decides which outcomes are possible."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "同意"
        AGREED_IN_PRINCIPLE = "agreed_in_principle", "原则同意"
        DEFERRED = "deferred", "暂缓"
        REJECTED = "rejected", "不同意"
        CONVEYED = "conveyed", "传达贯彻"
        HEARD = "heard", "听取"
        NO_OBJECTION = "no_objection", "无异议"
        REFERRED = "referred", "提请全委会"
        WITHDRAWN = "withdrawn", "撤题"

    class Method(models.TextChoices):
        NONE = "none", "不表决"
        ORAL = "oral", "口头表决"
        SHOW = "show", "举手表决"
        NAMED = "named", "记名表决"
        SECRET = "secret", "无记名投票表决"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveIntegerField("次序")
    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, blank=True, related_name="items", verbose_name="议题"
    )
    title = models.CharField("议题", max_length=200)
    nature = models.CharField("性质", max_length=12, choices=Nature.choices)
    presenter = models.CharField("汇报人", max_length=60, blank=True)
    attending = models.CharField("列席（候会）", max_length=200, blank=True)
    minutes = models.PositiveIntegerField("时长（分钟）", default=15)
    called_at = models.DateTimeField("列席进场", null=True, blank=True)
    left_at = models.DateTimeField("列席离场", null=True, blank=True)
    is_referral = models.BooleanField("提请全委会程序项", default=False)
    is_offline = models.BooleanField("另册占位", default=False)
    is_late = models.BooleanField("临时增加", default=False)
    late_reason = models.CharField("临时增加理由", max_length=300, blank=True)
    method = models.CharField("表决方式", max_length=8, choices=Method.choices, blank=True)
    outcome = models.CharField("结论", max_length=20, choices=Outcome.choices, blank=True, db_index=True)
    concluded_on = models.DateField("议决日期", null=True, blank=True)
    text = models.TextField("结论内容", blank=True)
    base = models.PositiveIntegerField("应到会人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    yes = models.PositiveIntegerField("同意", null=True, blank=True)
    no = models.PositiveIntegerField("不同意", null=True, blank=True)
    abstain = models.PositiveIntegerField("弃权", null=True, blank=True)
    postpone = models.PositiveIntegerField("缓议", null=True, blank=True)
    supplement = models.CharField("须补充", max_length=300, blank=True)
    again_on = models.DateField("再次上会", null=True, blank=True)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "order"), name="item_order_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(concluded_on__isnull=False), name="item_outcome_has_day"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Recusal(models.Model):
    """回避: a member leaves for one item."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recusals")
    person = models.ForeignKey("people.Person", models.PROTECT)
    reason = models.CharField("事由", max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "person"), name="recusal_once"),)


class Statement(models.Model):
    """Somebody spoke on an item, in which place of the order, and took which stand. Introducing is no stand.

    ``person`` is a member; ``speaker`` names whoever else spoke (汇报人, 相关单位), who takes no stand.
    """

    class Stance(models.TextChoices):
        NONE = "none", "介绍或询问"
        AGREE = "agree", "同意"
        DISAGREE = "disagree", "不同意"
        POSTPONE = "postpone", "缓议"
        ABSTAIN = "abstain", "弃权"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="statements")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True)
    speaker = models.CharField("发言人", max_length=60, blank=True)
    order = models.PositiveIntegerField("次序")
    stance = models.CharField("表态", max_length=10, choices=Stance.choices)
    gist = models.CharField("要点", max_length=300, blank=True)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("item", "order"), name="statement_order_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, speaker="") | Q(person__isnull=True, stance="none") & ~Q(speaker=""),
                name="statement_of_member_or_speaker",
            ),
        )


class Vote(models.Model):
    """A member's open vote (口头, 举手, 记名). Secret votes leave no such row."""

    class Choice(models.TextChoices):
        YES = "yes", "同意"
        NO = "no", "不同意"
        ABSTAIN = "abstain", "弃权"
        POSTPONE = "postpone", "缓议"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="votes")
    person = models.ForeignKey("people.Person", models.PROTECT)
    choice = models.CharField(max_length=8, choices=Choice.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "person"), name="vote_once"),)

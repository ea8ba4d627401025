"""Working together: a difference between two members on one matter or task, and how the chair settled it."""

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned


class Difference(Versioned):
    """双分管分歧: two members see one point of a matter or task differently; the chair rules, or they agree.

    ``state`` follows from the days of ruling and agreement. What each said is one line, in his own words.
    """

    class State(models.TextChoices):
        OPEN = "open", "待书记裁定"
        RULED = "ruled", "书记已裁定"
        AGREED = "agreed", "已协商一致"

    class Outcome(models.TextChoices):
        FIRST = "first", "按提出方意见"
        SECOND = "second", "按对方意见"
        OTHER = "other", "另行裁定"
        MEETING = "meeting", "提交会议研究"

    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, blank=True, related_name="differences", verbose_name="事项"
    )
    task = models.ForeignKey(
        "supervision.Task", models.PROTECT, null=True, blank=True, related_name="differences", verbose_name="任务"
    )
    first = models.ForeignKey("people.Person", models.PROTECT, related_name="differences_raised", verbose_name="提出方")
    second = models.ForeignKey("people.Person", models.PROTECT, related_name="differences_met", verbose_name="对方")
    point = models.CharField("分歧", max_length=200)
    first_position = models.CharField("提出方意见", max_length=200)
    second_position = models.CharField("对方意见", max_length=200)
    raised_on = models.DateField("提请日期")
    ruler = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="裁定人"
    )
    outcome = models.CharField("裁定", max_length=8, choices=Outcome.choices, blank=True)
    ruling = models.CharField("裁定意见", max_length=300, blank=True)
    ruled_on = models.DateField("裁定日期", null=True, blank=True)
    agreed_on = models.DateField("协商一致日期", null=True, blank=True)
    agreement = models.CharField("协商结果", max_length=300, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN, db_index=True)

    class Meta:
        ordering = ("-raised_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(matter__isnull=False, task__isnull=True) | Q(matter__isnull=True, task__isnull=False),
                name="difference_about_one",
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="difference_two_people"),
            models.CheckConstraint(
                condition=~Q(state="ruled") | Q(ruled_on__isnull=False, ruler__isnull=False) & ~Q(outcome=""),
                name="difference_ruled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_on__isnull=False), name="difference_agreed_has_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first}、{self.second}：{self.point}"

    @property
    def about(self) -> models.Model:
        """The matter or the task."""
        found = self.matter or self.task
        if found is None:
            msg = f"difference {self.pk} is about nothing"
            raise ValueError(msg)
        return found

    def settle(self) -> None:
        """Store what the days say, and save; the only place that writes the column."""
        if self.ruled_on is not None:
            self.state = self.State.RULED
        elif self.agreed_on is not None:
            self.state = self.State.AGREED
        else:
            self.state = self.State.OPEN
        self.save()


class Perusal(models.Model):
    """会前传阅: a member whose field a matter touches has read it, and whether he agrees. Never changed; the last counts."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="perusals", verbose_name="事项")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="传阅的常委")
    on = models.DateField("传阅日期")
    agreed = models.BooleanField("同意")
    opinion = models.CharField("意见", max_length=200, blank=True)

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=("matter", "person")),)
        constraints = (
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(opinion=""), name="perusal_objection_has_words"),
        )


class TaskCircular(Versioned):
    """《重大、逾期任务情况通报》: tasks that concern more than the member in charge of them, told to all; numbered by year."""

    year = models.PositiveIntegerField("年份")
    ordinal = models.PositiveIntegerField("第几期")
    on = models.DateField("通报日期", db_index=True)
    members = models.ManyToManyField("people.Person", related_name="task_circulars", verbose_name="送达常委")

    class Meta:
        ordering = ("-on", "-id")
        constraints = (models.UniqueConstraint(fields=("year", "ordinal"), name="task_circular_once"),)

    def __str__(self) -> str:
        return f"重大、逾期任务情况通报（{self.year}年第{self.ordinal}期）"


class ToldTask(models.Model):
    """One task in a circular, as it stood that day; a task is told once for each reason. Never changed."""

    class Reason(models.TextChoices):
        LARGE = "large", "重大"
        LATE = "late", "逾期"

    circular = models.ForeignKey(TaskCircular, models.PROTECT, related_name="told", verbose_name="通报")
    task = models.ForeignKey("supervision.Task", models.PROTECT, related_name="told", verbose_name="任务")
    reason = models.CharField("通报事由", max_length=8, choices=Reason.choices)
    text = models.CharField("事项", max_length=400)
    unit = models.ForeignKey("people.Organization", models.PROTECT, related_name="+", verbose_name="牵头单位")
    leader = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任领导"
    )
    due = models.CharField("时限", max_length=80)
    progress = models.CharField("最新进展", max_length=400, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("task", "reason"), name="task_told_once"),)

"""Secret ballots on paper (OpenSlides Poll and Option): printed, counted by one teller, confirmed by another."""

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned


class Poll(Versioned):
    """One secret ballot on one agenda item; ``base``, ``present`` and the rule are frozen when papers are given out."""

    class State(models.TextChoices):
        OPEN = "open", "已发票"
        COUNTED = "counted", "已计票待复核"
        ANNOUNCED = "announced", "已公布"
        VOID = "void", "作废"

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="polls")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    opened_on = models.DateField("发票日期")
    base = models.PositiveIntegerField("应到")
    present = models.PositiveIntegerField("实到")
    entitled = models.PositiveIntegerField("可投票人数")
    chief_scrutineer = models.CharField("总监票人", max_length=40, blank=True)
    scrutineers = models.CharField("监票人", max_length=120, blank=True)
    tellers = models.CharField("计票人", max_length=120, blank=True)
    issued = models.PositiveIntegerField("发出票", null=True, blank=True)
    returned = models.PositiveIntegerField("收回票", null=True, blank=True)
    valid = models.PositiveIntegerField("有效票", null=True, blank=True)
    invalid = models.PositiveIntegerField("无效票", null=True, blank=True)
    counted_by = models.CharField("录入人", max_length=40, blank=True)
    confirmed_by = models.CharField("复核人", max_length=40, blank=True)
    announced_on = models.DateField("公布日期", null=True, blank=True)
    void_reason = models.CharField("作废事由", max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("item",), condition=~Q(state="void"), name="poll_one_alive"),
            models.CheckConstraint(
                condition=Q(issued__isnull=True)
                | Q(returned__lte=F("issued"), returned=F("valid") + F("invalid"), issued__lte=F("entitled")),
                name="poll_papers_add_up",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("counted_by")), name="poll_two_people"
            ),
        )


class Option(models.Model):
    """One name or one question on the paper with its counts; first count and second count must be the same."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="options")
    order = models.PositiveIntegerField("序")
    text = models.CharField("姓名或事项", max_length=120)
    post = models.CharField("拟任（免）职务", max_length=120, blank=True)
    yes = models.PositiveIntegerField("同意", null=True, blank=True)
    no = models.PositiveIntegerField("不同意", null=True, blank=True)
    abstain = models.PositiveIntegerField("弃权", null=True, blank=True)
    spoiled = models.PositiveIntegerField("该项无效", null=True, blank=True)
    """On papers that are valid as a whole: nothing or more than one box marked for this name."""
    passed = models.BooleanField("通过", null=True)

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("poll", "order"), name="option_order_once"),)

"""工作交接单: open work that changes hands, from whom to whom, under whose eyes, and the three signatures."""

from django.db import models
from django.db.models import F, Q

from yixing.handover.state import Signatures, State, handover_state
from yixing.ledger.versioned import Versioned


class Handover(Versioned):
    """One sheet between two members; its ``state`` follows from the days of the three signatures.

    ``held_since`` is the day from which the giver was in charge: it tells this change of hands from an earlier one
    between the same two. ``stand_in`` signed for a giver who had left, for the reason given.
    """

    class Cause(models.TextChoices):
        PLAN = "plan", "分工调整"
        LEAVE = "leave", "人员变动"
        AREA = "area", "职责划转"
        LATER = "later", "补办"

    State = State

    cause = models.CharField("事由", max_length=8, choices=Cause.choices)
    division = models.ForeignKey(
        "portfolios.Division", models.PROTECT, null=True, blank=True, related_name="handovers", verbose_name="分工方案"
    )
    reason = models.CharField("说明", max_length=200, blank=True)
    areas = models.ManyToManyField(
        "portfolios.Area", blank=True, related_name="handovers", verbose_name="交接的分管事项"
    )
    giver = models.ForeignKey("people.Person", models.PROTECT, related_name="handovers_given", verbose_name="移交人")
    receiver = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="handovers_received", verbose_name="接收人"
    )
    witness = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="handovers_witnessed", verbose_name="监交人"
    )
    papers = models.CharField("移交材料", max_length=300, blank=True)
    prepared_on = models.DateField("开具日期")
    effective_on = models.DateField("生效日期", db_index=True)
    due_on = models.DateField("办结期限", db_index=True)
    given_on = models.DateField("移交人签字日期", null=True, blank=True)
    stand_in = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代为移交"
    )
    stand_in_reason = models.CharField("代为移交的原因", max_length=200, blank=True)
    received_on = models.DateField("接收人签字日期", null=True, blank=True)
    witnessed_on = models.DateField("监交人签字日期", null=True, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.GIVING, db_index=True)

    class Meta:
        ordering = ("-effective_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")) & ~Q(giver=F("witness")) & ~Q(receiver=F("witness")),
                name="handover_three_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(given_on__isnull=False, received_on__isnull=False, witnessed_on__isnull=False),
                name="handover_done_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in_reason=""), name="handover_stand_in_reason"
            ),
        )

    def __str__(self) -> str:
        return f"工作交接单（{self.giver}移交{self.receiver}）"

    def settle(self) -> None:
        """Store what the pure function says of the signatures, and save; the only place that writes the column."""
        self.state = handover_state(
            Signatures(self.given_on, self.received_on, self.witnessed_on, voided_on=self.voided_on)
        )
        self.save()


class HandoverItem(models.Model):
    """One open thing on a sheet, as it stood when it was listed: number, words, how far it is, until when."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items")
    kind = models.CharField("类别", max_length=20)
    object_id = models.PositiveBigIntegerField()
    area = models.ForeignKey(
        "portfolios.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管事项"
    )
    number = models.CharField("编号", max_length=40, blank=True)
    text = models.CharField("在办事项", max_length=400)
    step = models.CharField("办到哪一步", max_length=120)
    due = models.CharField("时限", max_length=60, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("kind", "object_id")),)
        constraints = (models.UniqueConstraint(fields=("handover", "kind", "object_id"), name="handover_item_once"),)

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        """``task/42``."""
        return f"{self.kind}/{self.object_id}"

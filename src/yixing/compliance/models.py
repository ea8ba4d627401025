"""Which rules bind this county, with which numbers, since when and by which decision; and what the gates found."""

from django.db import models

from yixing.ledger.versioned import Versioned


class Parameter(Versioned):
    """One value of one parameter from a day on; the earlier values stay as history."""

    key = models.CharField("参数", max_length=80, db_index=True)
    body = models.ForeignKey("people.Body", models.PROTECT, null=True, blank=True, verbose_name="会议体")
    value = models.JSONField("值")
    since = models.DateField("自")
    decision = models.CharField("依据（议定事项或文号）", max_length=120, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        ordering = ("key", "since", "id")
        constraints = (
            models.UniqueConstraint(fields=("key", "body", "since"), name="parameter_once", nulls_distinct=False),
        )


class Adoption(Versioned):
    """The county adopted a rule by a decision; from that day it blocks."""

    rule = models.CharField("规定", max_length=40)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    decision = models.CharField("采用依据", max_length=120)
    end_decision = models.CharField("终止依据", max_length=120, blank=True)

    class Meta:
        ordering = ("rule", "since")
        constraints = (models.UniqueConstraint(fields=("rule", "since"), name="adoption_once"),)


class Check(models.Model):
    """What a gate found at the moment an action passed it; kept with the object for good.

    The reasons that somebody wrote for a warning are words of a person: they lie in the record behind the entry, where
    lawful erasure reaches them (``compliance.reasons``), never in this table, which refuses every change.
    """

    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="checks")
    subject = models.CharField(max_length=60, db_index=True)
    gate = models.CharField(max_length=40)
    on = models.DateField()
    findings = models.JSONField()
    """List of findings in the form of ``contracts.md``; ``violated`` ones occur here only for 补录."""
    violated = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-entry_id",)

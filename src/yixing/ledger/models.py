"""The book: one entry an action, never changed; content beside it that the law may want erased."""

from django.db import models


class Installation(models.Model):
    """One row: what this installation is. ``mode`` decides whether a demo key is acceptable."""

    class Mode(models.TextChoices):
        PRODUCTION = "production", "正式"
        DEMO = "demo", "演示"

    mode = models.CharField(max_length=12, choices=Mode.choices)
    name = models.CharField("名称", max_length=60)
    origin = models.CharField("存证标识", max_length=120)
    created = models.DateTimeField()
    days_behind = models.IntegerField(default=0)
    """A demonstration lives at the end of its own year: its clock is so many days behind. 0 for a real one."""


class Entry(models.Model):
    """One entry: the canonical bytes as text, its leaf hash, and the columns that pages look it up by."""

    seq = models.BigIntegerField(primary_key=True)
    request = models.UUIDField(unique=True)
    at = models.DateTimeField()
    on = models.DateField()
    action = models.CharField(max_length=40)
    actor = models.CharField(max_length=40)
    by = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=60)
    line = models.TextField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("seq",)
        indexes = (
            models.Index(fields=("subject", "seq")),
            models.Index(fields=("actor", "seq")),
            models.Index(fields=("action", "seq")),
            models.Index(fields=("at",)),
        )


class EntryRef(models.Model):
    """Other things an entry is about, so that an object's page finds it."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="references")
    ref = models.CharField(max_length=60)

    class Meta:
        indexes = (models.Index(fields=("ref", "entry")),)


class Content(models.Model):
    """Salt and full record behind an entry's digest; erasable by an action with a reason, the entry stays."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="content")
    salt = models.BinaryField(max_length=16)
    record = models.TextField()


class Checkpoint(models.Model):
    """A signed statement of size and root; it proves something once a copy has left this machine."""

    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("size", "id")


class Stamp(models.Model):
    """When an area of standing data last changed, as a random value that triggers renew (``ledger.stamps``)."""

    area = models.CharField(max_length=20, primary_key=True)
    value = models.CharField(max_length=40)

"""Files by content, and what they are attached to as."""

from django.db import models


class StoredFile(models.Model):
    """Bytes on disk under their digest; ``destroyed`` once the law or a mistake wanted them gone."""

    digest = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored = models.DateTimeField()
    destroyed = models.DateTimeField(null=True, blank=True)


class Attachment(models.Model):
    """A file attached to something, under the name the office uses for its version."""

    class Label(models.TextChoices):
        BEFORE = "before", "会前修改稿"
        TABLED = "tabled", "上会稿"
        AFTER = "after", "会后修改稿"
        ISSUED = "issued", "印发稿"
        SCAN = "scan", "签批扫描件"
        EVIDENCE = "evidence", "佐证材料"
        BASIS = "basis", "依据材料"
        OTHER = "other", "其他材料"

    class Level(models.TextChoices):
        OPEN = "open", "一般"
        INTERNAL = "internal", "内部（指定人员）"

    class Destruction(models.TextChoices):
        LAW = "law", "法定删除"
        CLASSIFIED = "classified", "误录涉密"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    subject = models.CharField(max_length=60, db_index=True)
    label = models.CharField("材料类别", max_length=12, choices=Label.choices)
    name = models.CharField("文件名", max_length=200)
    level = models.CharField("知悉范围", max_length=10, choices=Level.choices, default=Level.OPEN)
    readers = models.ManyToManyField("people.Person", blank=True, verbose_name="指定人员")
    uploaded_by = models.CharField(max_length=40)
    uploaded = models.DateTimeField()
    destroyed_as = models.CharField("销毁类别", max_length=12, choices=Destruction.choices, blank=True)
    destroyed_reason = models.CharField("销毁原因", max_length=200, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

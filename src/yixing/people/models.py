"""Organizations, posts, persons and memberships in time (Popolo); bodies and their members (OParl)."""

from django.db import models
from django.db.models import F, Q

from yixing.ledger.versioned import Versioned


class OrganizationKind(models.Model):
    """Kinds are data: 党委部门, 政府部门, 乡镇 … and whatever another kind of body needs."""

    code = models.SlugField("代码", max_length=40, primary_key=True)
    name = models.CharField("类别", max_length=40, unique=True)
    order = models.PositiveIntegerField("序", default=0)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class Organization(Versioned):
    """A unit in the tree, in the order of the establishment (编制序列)."""

    code = models.CharField("编码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=30, blank=True)
    kind = models.ForeignKey(OrganizationKind, models.PROTECT, verbose_name="类别")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    order = models.PositiveIntegerField("序列", default=0, db_index=True)
    since = models.DateField("设立日期", null=True, blank=True)
    until = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        ordering = ("order", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="organization_span",
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name


class Person(Versioned):
    """A person, only as far as the work needs: a name, a place in the order of rank, a few lines of profile."""

    name = models.CharField("姓名", max_length=40)
    order = models.PositiveIntegerField("排名", default=9999, db_index=True)
    profile = models.TextField("专业与经历", blank=True)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class Post(Versioned):
    """A post of an organization; who held it on a day stands in ``Membership``."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts", verbose_name="单位")
    name = models.CharField("职务", max_length=60)
    short_name = models.CharField("称谓", max_length=30, blank=True)
    order = models.PositiveIntegerField("序", default=0)
    is_head = models.BooleanField("主要负责人", default=False)

    class Meta:
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("organization", "name"), name="post_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The post in words: 县财政局局长; the name alone where it already says whose (县委书记)."""
        unit = self.organization
        if unit.parent_id is None or self.name.startswith((unit.name[:2], str(unit))):
            return self.name
        return f"{unit}{self.name}"


class Body(Versioned):
    """A body that decides or deliberates: 全委会, 常委会, 专题会 …; its numbers are dated parameters."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", "全委会"
        STANDING_COMMITTEE = "standing_committee", "常委会"
        PARTY_GROUP = "party_group", "党组会"
        SECRETARY = "secretary", "书记专题会"

    class Numbering(models.TextChoices):
        TERM = "term", "按届连续编号"
        YEAR = "year", "按年编号"

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=30, choices=Kind.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="所属单位")
    term = models.CharField("届次", max_length=20, blank=True)
    numbering = models.CharField("会议编号", max_length=10, choices=Numbering.choices, default=Numbering.TERM)
    can_decide = models.BooleanField("可以作出决定", default=True)
    order = models.PositiveIntegerField("序", default=0)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class Membership(Versioned):
    """Somebody in a post or in a body from a day to a day (both inclusive; no end: until further notice)."""

    class Capacity(models.TextChoices):
        HOLDER = "holder", "任职"
        MEMBER = "member", "委员（有表决权）"
        ALTERNATE = "alternate", "候补委员（无表决权）"

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name="姓名")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="职务"
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="会议体"
    )
    capacity = models.CharField("身份", max_length=12, choices=Capacity.choices, default=Capacity.HOLDER)
    is_chair = models.BooleanField("主持人（书记）", default=False)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ("person__order", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(post__isnull=False, body__isnull=True) | Q(post__isnull=True, body__isnull=False),
                name="membership_of_post_or_body",
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_span"),
            models.UniqueConstraint(fields=("person", "post", "body", "since"), name="membership_once"),
        )
        indexes = (models.Index(fields=("since", "until")),)

    def __str__(self) -> str:
        return f"{self.person} {self.post or self.body}"

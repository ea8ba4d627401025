"""The closed list of roles. A role says in which capacity somebody works; relations say on which rows."""

from django.db.models import TextChoices


class Role(TextChoices):
    """Capacity of a user; granted by the security administrator, dated, several at once where the office does so."""

    CHAIR = "chair", "书记"
    MEMBER = "member", "常委"
    COMMITTEE = "committee", "委员"
    ALTERNATE = "alternate", "候补委员"
    DIRECTOR = "director", "县委办主任"
    CLERK = "clerk", "县委办秘书"
    INSPECTOR = "inspector", "督查员"
    UNIT_HEAD = "unit_head", "单位负责人"
    LIAISON = "liaison", "单位联络员"
    DELEGATE = "delegate", "领导联络员"
    SCRUTINEER = "scrutineer", "监票人"
    ORGANIZATION = "organization", "组织部"
    DISCIPLINE = "discipline", "纪委"
    AUDITOR = "auditor", "审计员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""The three exclude each other and every business role (GB/T 22239, SEC-12)."""

BUSINESS = frozenset(Role) - ADMINISTRATORS

OFFICE = frozenset({Role.DIRECTOR, Role.CLERK, Role.INSPECTOR})
"""The committee office: sees the working papers of every unit."""

LEADERS = frozenset({Role.CHAIR, Role.MEMBER})


def compatible(roles: frozenset[Role]) -> bool:
    """Whether one user may hold these roles together.

    >>> compatible(frozenset({Role.CLERK, Role.SCRUTINEER}))
    True
    >>> compatible(frozenset({Role.CLERK, Role.SYSTEM_ADMIN}))
    False
    """
    return not (roles & ADMINISTRATORS) or len(roles) == 1

"""Who acts: one immutable value a request, with everything the policy table may ask of a person."""

from dataclasses import dataclass, field, replace
from datetime import date

from yixing.access.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A user in his capacity on a day.

    ``user_id`` is the account at the keyboard; ``person_id`` and the rest describe in whose capacity it acts.
    ``delegate_user_id`` is set in a 代录: then the account is the delegate's and the capacity the principal's.
    """

    user_id: int
    name: str
    day: date
    person_id: int | None = None
    post_id: int | None = None
    post_name: str = ""
    roles: frozenset[Role] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    """Organizations in which the person holds a post that day."""
    body_ids: frozenset[int] = frozenset()
    """Bodies the person is a member of that day, with or without vote."""
    area_ids: frozenset[int] = frozenset()
    """Work areas the person leads (负责/分管) that day."""
    leads_unit_ids: frozenset[int] = frozenset()
    """Units that belong to those areas."""
    principal_ids: frozenset[int] = frozenset()
    """Persons for whom this user may enter (代录)."""
    delegate_user_id: int | None = None
    delegate_name: str = ""
    must_change_password: bool = False
    extra: frozenset[str] = field(default_factory=frozenset)

    @property
    def ref(self) -> str:
        """The actor as it stands on the ledger: the post where one is held, the account otherwise."""
        return f"post/{self.post_id}" if self.post_id else f"user/{self.user_id}"

    @property
    def by(self) -> str | None:
        """The delegate of a 代录 as it stands on the ledger."""
        return f"user/{self.delegate_user_id}" if self.delegate_user_id else None

    @property
    def reach(self) -> "Actor":
        """What the policy table asks of a person, and nothing else: who reaches as far is equal, on whatever day."""
        return Actor(
            user_id=self.user_id,
            name="",
            day=date.min,
            person_id=self.person_id,
            roles=self.roles,
            unit_ids=self.unit_ids,
            body_ids=self.body_ids,
            area_ids=self.area_ids,
        )

    def has(self, *roles: Role) -> bool:
        """Whether the actor works in any of these roles."""
        return not self.roles.isdisjoint(roles)

    def entered_by(self, delegate: "Actor") -> "Actor":
        """This actor, with ``delegate`` at the keyboard (代录)."""
        return replace(self, user_id=delegate.user_id, delegate_user_id=delegate.user_id, delegate_name=delegate.name)


NOBODY = Actor(user_id=0, name="公众", day=date(1, 1, 1))

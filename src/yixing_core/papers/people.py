"""How persons stand in a document: in the order the caller gives, never sorted here (名次排列 is the office's)."""

from collections.abc import Iterable
from dataclasses import dataclass

from yixing_core.papers.model import BLANK
from yixing_core.papers.refusals import need


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a document.

    Args:
        name: as it is printed.
        post: unit and post, e.g. ``县委常委、组织部部长``.
        note: e.g. why absent (``因公出差``).
    """

    name: str
    post: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        need(self.name, "姓名", "name")


def names_line(people: Iterable[Person], *, posts: bool = False) -> str:
    r"""Names with a full-width space between them; with ``posts`` each after its post, divided by commas.

    >>> names_line([Person("委员甲"), Person("委员乙", note="因公出差")])
    '委员甲\u3000委员乙（因公出差）'
    """
    if posts:
        return "，".join(f"{person.post}{person.name}{_note(person)}" for person in people)
    return BLANK.join(f"{person.name}{_note(person)}" for person in people)


def _note(person: Person) -> str:
    return f"（{person.note}）" if person.note else ""


def spaced(name: str) -> str:
    r"""A name of two characters with room between them, as seat cards and lists have it.

    >>> spaced("甲乙"), spaced("委员甲")
    ('甲\u3000乙', '委员甲')
    """
    return BLANK.join(name) if len(name) == 2 and not name.isascii() else name  # noqa: PLR2004  (family and given name)

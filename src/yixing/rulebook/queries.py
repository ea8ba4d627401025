"""What stands in 规定库 on a day: rules with their strength, the county's numbers with their history."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.compliance.gates import packs, rulebook
from yixing.compliance.models import Adoption, Parameter
from yixing.rulebook.words import PREFIX, doubt_of, value_words
from yixing_core.errors import Refusal
from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.kinds import Fact
from yixing_core.rules.model import Parameter as PackParameter
from yixing_core.rules.model import Rule, Severity

QUORUM_ROWS = ("LC-04", "LC-06", "LC-12", "LC-13", "LC-15")
"""到会 and 表决: what every office expects to stop the meeting; asked first when a county is set up."""
EDITION = "committee_edition"
"""Which text of the regulations on local committees applies: the first thing a county says."""
QUORUM_NUMBERS = ("quorum_plenary", "quorum_standing", "quorum_cadre", "quorum_inclusive", "majority")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule on a day: how it binds, what is unsure about its text, by which decision the county adopted it."""

    rule: Rule
    strength: Severity
    doubt: str
    decision: str = ""
    since: dt.date | None = None

    @property
    def adopted(self) -> bool:
        """Whether the county had adopted it by that day."""
        return self.since is not None

    @property
    def blocking(self) -> bool:
        """硬性: it stops the act."""
        return self.strength is Severity.BLOCK

    @property
    def adoptable(self) -> bool:
        """Whether the county's own decision is wanted: text or article is unsure and none stands behind it yet."""
        return bool(self.doubt) and not self.adopted


@dataclass(frozen=True, slots=True)
class Number:
    """A parameter on a day: the county's own value, or what a pack gives until the county sets one."""

    key: str
    fact: Fact
    value: Any
    since: dt.date | None = None
    basis: str = ""
    own: bool = False
    doubt: bool = False
    """The value comes from a pack and rests on local practice or memory."""
    for_bodies: tuple[tuple[str, str], ...] = ()
    """Bodies with a value of their own: name and value in words."""
    rules: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The value in words; 未定 where there is none."""
        return "未定" if self.value is None else value_words(self.fact, self.value)


def rule_lines(day: dt.date) -> list[RuleLine]:
    """The rules in force on a day, in the order of the packs."""
    book = rulebook()
    return [_line(book, rule, day) for rule in book.rules(day)]


def rule_line(identity: str, day: dt.date) -> RuleLine:
    """One rule: the text of the day, or the latest where none held that day.

    Raises:
        Refusal: ``not_found``.
    """
    book = rulebook()
    texts = [rule for rule in book.rules() if rule.id == identity]
    if not texts:
        raise Refusal("not_found")
    held = [rule for rule in texts if rule.in_force(day)]
    return _line(book, max(held or texts, key=lambda rule: rule.since), day)


def line_of(adoption: Adoption, day: dt.date) -> RuleLine:
    """The rule that an adoption is about, or the first of the row that it covers.

    Raises:
        Refusal: ``not_found``.
    """
    identity = next((rule.id for rule in rulebook().rules() if adoption.rule in {rule.id, rule.row}), "")
    return rule_line(identity, day)


def _line(book: Rulebook, rule: Rule, day: dt.date) -> RuleLine:
    adoption = book.adoption(rule, day)
    decision, since = adoption or ("", None)
    return RuleLine(rule, book.severity(rule, day), doubt_of(rule.citation), decision, since)


def pack_titles() -> dict[str, str]:
    """Pack → its title, in the order in which they are read."""
    return {pack.id: pack.title for pack in packs()}


def _matches(line: RuleLine, *, pack: str, strength: str, doubtful: bool, words: str) -> bool:
    rule = line.rule
    text = f"{rule.id} {rule.title} {rule.requires} {rule.citation.regulation} {rule.citation.article}"
    return (
        (not pack or rule.pack == pack)
        and (not strength or line.strength == strength)
        and (not doubtful or bool(line.doubt))
        and (not words or words.casefold() in text.casefold())
    )


def chosen(
    lines: Iterable[RuleLine], *, pack: str = "", strength: str = "", doubtful: bool = False, words: str = ""
) -> list[RuleLine]:
    """The lines that fit a filter."""
    return [line for line in lines if _matches(line, pack=pack, strength=strength, doubtful=doubtful, words=words)]


def numbers(day: dt.date, actor: Actor, only: str = "") -> list[Number]:
    """Every parameter on a day, or one; in the order of the catalogue."""
    facts = {name.removeprefix(PREFIX): fact for name, fact in FACTS.items() if name.startswith(PREFIX)}
    rows = visible(Parameter, actor).filter(since__lte=day).select_related("body").order_by("since", "id")
    own: dict[str, Parameter] = {}
    bodies: dict[str, dict[str, Parameter]] = {}
    for row in rows.filter(key=only) if only else rows:
        if row.body_id is None:
            own[row.key] = row
        else:
            bodies.setdefault(row.key, {})[str(row.body)] = row
    given = _given(day)
    used = _used_by(day)
    found = []
    for key, fact in facts.items():
        if only and key != only:
            continue
        others = tuple((name, value_words(fact, row.value)) for name, row in bodies.get(key, {}).items())
        found.append(_number(key, fact, own.get(key), given.get(key), _Extra(others, used.get(key, ()))))
    return found


@dataclass(frozen=True, slots=True)
class _Extra:
    bodies: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = field(default=())


def _number(key: str, fact: Fact, own: Parameter | None, given: PackParameter | None, extra: _Extra) -> Number:
    if own is not None:
        return Number(key, fact, own.value, own.since, own.decision, True, False, extra.bodies, extra.rules)
    if given is not None:
        doubt = bool({"L", "M"} & set(given.confidence.replace("/", "+").split("+")))
        return Number(key, fact, given.value, given.since, given.basis, False, doubt, extra.bodies, extra.rules)
    return Number(key, fact, None, for_bodies=extra.bodies, rules=extra.rules)


def _given(day: dt.date) -> dict[str, PackParameter]:
    return {
        each.fact.name.removeprefix(PREFIX): each for pack in packs() for each in pack.parameters if each.in_force(day)
    }


def _used_by(day: dt.date) -> dict[str, tuple[str, ...]]:
    used: dict[str, list[str]] = {}
    for rule in rulebook().rules(day):
        for fact in rule.facts:
            if fact.name.startswith(PREFIX):
                used.setdefault(fact.name.removeprefix(PREFIX), []).append(rule.id)
    return {key: tuple(ids) for key, ids in used.items()}


def number(key: str, day: dt.date, actor: Actor) -> Number:
    """One parameter on a day.

    Raises:
        Refusal: ``not_found``.
    """
    found = numbers(day, actor, only=key)
    if not found:
        raise Refusal("not_found")
    return found[0]


def history(key: str, actor: Actor) -> list[Parameter]:
    """Every value the county has set, the latest first."""
    return list(visible(Parameter, actor).filter(key=key).select_related("body").order_by("-since", "-id"))


def adoptions_of(rule: Rule, actor: Actor) -> list[Adoption]:
    """By which decisions the county adopted a rule or the row it belongs to, the latest first."""
    return list(visible(Adoption, actor).filter(rule__in={rule.id, rule.row}).order_by("-since", "-id"))


def registered(actor: Actor) -> list[tuple[str, int, int]]:
    """The decisions by which this county fixed anything: the words, how many rules, how many numbers."""
    rules = Counter(visible(Adoption, actor).order_by("id").values_list("decision", flat=True))
    values = Counter(visible(Parameter, actor).order_by("id").values_list("decision", flat=True))
    return [(decision, rules[decision], values[decision]) for decision in dict.fromkeys([*rules, *values]) if decision]

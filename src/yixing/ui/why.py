"""为什么 behind a finding, as view models: the rule's text, each part with its value, the records, basis, examples."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhyStep:
    """One sub-expression in words and what came out; ``depth`` counts how far inside another it stands."""

    words: str
    value: str
    depth: int = 0

    @property
    def level(self) -> int:
        """The depth that is still drawn as an indent; deeper ones stand under each other."""
        return min(self.depth, 4)


@dataclass(frozen=True, slots=True)
class WhyFact:
    """A fact the rule looked at: its word, its value, the record it came from, and where that record can be read."""

    label: str
    value: str
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that can be said about how a finding came about.

    Args:
        requirement: the rule's text in our words.
        steps: 推导, outermost first.
        facts: 事实, each with its record.
        basis: the citation with what is unsure about it.
        adopted: the county's decision that adopted the rule.
        cases: titles of some examples that test the rule.
        case_count: how many examples there are.
        cases_url: where all of them stand.
    """

    requirement: str = ""
    steps: tuple[WhyStep, ...] = ()
    facts: tuple[WhyFact, ...] = ()
    basis: str = ""
    adopted: str = ""
    cases: tuple[str, ...] = ()
    case_count: int = 0
    cases_url: str = ""

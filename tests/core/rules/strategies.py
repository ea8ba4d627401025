"""Random expressions that are well formed and well typed, and random facts for them."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from yixing_core.rules.kinds import Fact, Kind, Value

INTS = ("present", "body.entitled", "poll.yes", "poll.recused")
BOOLS = ("matter.punishment", "poll.urgent", "steps.legal.done", "meeting.election")
DATES = ("steps.legal.on", "steps.research.on", "on")
ENUM = ("body.kind", ("standing_committee", "plenary", "member"))
MANY = ("steps.deliberation.people", ("secretary", "deputy"))
LISTED = ("matter.type in params.opinions_types", "matter.type not in params.expert_types")
SHARES = ("params.majority", "params.quorum_cadre", 'fraction("2/3")')


def numbers(depth: int) -> st.SearchStrategy[str]:
    """Text of a whole number."""
    leaf = st.sampled_from(INTS) | st.integers(-3, 12).map(str)
    if depth == 0:
        return leaf
    inner = numbers(depth - 1)
    return (
        leaf
        | st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner)
        | st.builds("({} // {})".format, inner, st.sampled_from([2, 3, 7]))
        | st.builds("{}({}, {})".format, st.sampled_from(["fewest", "over"]), st.sampled_from(SHARES), inner)
        | st.builds("{}({}, {})".format, st.sampled_from(["days", "workdays"]), dates(0), dates(0))
        | st.builds("count({}, {})".format, conditions(0), conditions(depth - 1))
        | st.builds("({} if {} else {})".format, inner, conditions(depth - 1), inner)
        | st.just(f"count({MANY[0]})")
    )


def dates(depth: int) -> st.SearchStrategy[str]:
    """Text of a date."""
    leaf = st.sampled_from(DATES) | st.just('date("2023-06-12")')
    return leaf if depth == 0 else leaf | st.builds("({} {} {})".format, leaf, st.sampled_from("+-"), numbers(0))


def conditions(depth: int) -> st.SearchStrategy[str]:
    """Text of a condition."""
    sign = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    leaf = (
        st.sampled_from(BOOLS)
        | st.builds("known({})".format, st.sampled_from(INTS + BOOLS))
        | st.builds(f'{ENUM[0]} {{}} "{{}}"'.format, st.sampled_from(["==", "!="]), st.sampled_from(ENUM[1]))
        | st.builds(f'{ENUM[0]} {{}} ["{ENUM[1][0]}", "{ENUM[1][1]}"]'.format, st.sampled_from(["in", "not in"]))
        | st.builds(f'"{{}}" in {MANY[0]}'.format, st.sampled_from(MANY[1]))
        | st.sampled_from(LISTED)
        | st.just(f'any_of({MANY[0]}, "secretary", "deputy")')
    )
    if depth == 0:
        return leaf
    inner = conditions(depth - 1)
    return (
        leaf
        | st.builds("{} {} {}".format, numbers(depth - 1), sign, numbers(depth - 1))
        | st.builds("{} {} {}".format, dates(depth - 1), sign, dates(depth - 1))
        | st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner)
        | st.builds("not ({})".format, inner)
        | st.builds("({} if {} else {})".format, inner, inner, inner)
        | st.builds("{}({}, {}, {})".format, st.sampled_from(["all_of", "any_of"]), inner, leaf, inner)
    )


def values(fact: Fact) -> st.SearchStrategy[Value]:  # noqa: PLR0911  (one return per kind)
    """A value that fits the fact."""
    match fact.kind:
        case Kind.BOOL:
            return st.booleans()
        case Kind.INT:
            return st.integers(-3, 40)
        case Kind.DECIMAL:
            return st.integers(0, 100).map(Decimal)
        case Kind.DATE:
            return st.integers(-40, 40).map(lambda days: date(2023, 6, 12) + timedelta(days=days))
        case Kind.ENUM:
            return st.sampled_from(sorted(fact.choices or ()))
        case Kind.ENUMS:
            return st.lists(st.sampled_from(sorted(fact.choices or ())), unique=True).map(tuple)
        case Kind.FRACTION:
            return st.fractions(0, 1, max_denominator=5)
    return st.text(max_size=5)

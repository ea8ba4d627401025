"""Put an expression into the words of the office: what the rulebook shows instead of names and signs."""

from yixing_core.rules.kinds import Fact, Kind, Value, shown
from yixing_core.rules.nodes import (
    Arith,
    Both,
    Call,
    Choice,
    Compare,
    Contains,
    Either,
    Known,
    Literal,
    Member,
    Node,
    Not,
    Ref,
)

_COMPARED = {"==": "为", "!=": "不为", "<": "少于", "<=": "不多于", ">": "多于", ">=": "不少于"}
_DATED = {"==": "为", "!=": "不为", "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
_CALCULATED = {"+": "加", "-": "减", "*": "乘", "//": "整除以"}


def words(node: Node, beside: Fact | None = None) -> str:  # noqa: C901, PLR0911  (one case per kind of node)
    """Return the node in Chinese; ``beside`` is the fact whose choices give a code its label.

    Example:
        >>> from yixing_core.rules.expression import parse
        >>> words(parse('present >= fewest(params.quorum_cadre, body.entitled)').root)
        '实到会人数不少于应到会人数的“干部任免、处分党员到会比例”'
    """
    match node:
        case Literal():
            return _literal(node, beside)
        case Ref():
            return node.fact.label
        case Known():
            return f"{node.ref.fact.label}已登记"
        case Not():
            return _negated(node.inner)
        case Both():
            return f"{_part(node.left, Either)}，且{_part(node.right, Either)}"
        case Either():
            return f"{_part(node.left, Both)}，或者{_part(node.right, Both)}"
        case Compare():
            return _compared(node)
        case Member():
            return f"{words(node.left)}属于：{'、'.join(words(option, _fact(node.left)) for option in node.options)}"
        case Contains():
            return _contained(node)
        case Arith():
            return _calculated(node)
        case Choice():
            return f"{words(node.then)}（条件：{words(node.condition)}；否则为{words(node.other)}）"
        case Call():
            return _called(node)


def answered(node: Node, value: Value) -> str:
    """Return the value of a node as the explanation prints it: 成立/不成立 for conditions, 未登记 for the unknown."""
    if value is None:
        return "未登记" if isinstance(node, Ref) else "还不能判断"
    if isinstance(node, Ref):
        return shown(node.fact, value)
    if isinstance(value, bool):
        return "成立" if value else "不成立"
    return shown(Fact("", node.kind, "", ""), value)


def _contained(node: Contains) -> str:
    if isinstance(node.code, Ref):
        return f"{words(node.code)}列入“{words(node.many)}”"
    return f"{words(node.many)}中有{words(node.code, node.many.fact)}"


def _negated(inner: Node) -> str:
    match inner:
        case Ref():
            return f"{words(inner)}：否"
        case Known():
            return f"{inner.ref.fact.label}没有登记"
        case Member():
            return words(inner).replace("属于：", "不属于：", 1)
        case Contains():
            found, missed = ("列入", "不列入") if isinstance(inner.code, Ref) else ("中有", "中没有")
            return words(inner).replace(found, missed, 1)
    return f"并非（{words(inner)}）"


def _literal(node: Literal, beside: Fact | None) -> str:
    if beside is not None and node.kind in {Kind.ENUM, Kind.INT, Kind.DECIMAL}:
        return shown(beside, node.value)
    return shown(Fact("", node.kind, "", ""), node.value)


def _fact(node: Node) -> Fact | None:
    return node.fact if isinstance(node, Ref) else None


def _part(node: Node, looser: type[Both | Either]) -> str:
    return f"（{words(node)}）" if isinstance(node, looser) else words(node)


def _compared(node: Compare) -> str:
    if node.op == ">=" and isinstance(node.right, Call) and node.right.function == "over":
        return f"{words(node.left)}{words(node.right)}"
    signs = _DATED if node.left.kind is Kind.DATE else _COMPARED
    left = words(node.left, _fact(node.right))
    return f"{left}{signs[node.op]}{words(node.right, _fact(node.left))}"


def _calculated(node: Arith) -> str:
    if node.kind is Kind.INT and node.left.kind is Kind.DATE:
        return f"{words(node.right)}到{words(node.left)}的天数"
    return f"{words(node.left)}{_CALCULATED[node.op]}{words(node.right)}"


def _called(node: Call) -> str:
    match node.function:
        case "workdays":
            return f"{words(node.args[0])}到{words(node.args[1])}的工作日数"
        case "fewest":
            return f"{words(node.args[1])}的{_share(node.args[0])}"
        case "over":
            return f"超过{words(node.args[1])}的{_share(node.args[0])}"
        case "count_chosen":
            return f"{words(node.args[0])}的个数"
    return f"以下各项成立的条数：{'；'.join(words(arg) for arg in node.args)}"


def _share(node: Node) -> str:
    return f"“{words(node)}”" if isinstance(node, Ref) else words(node)

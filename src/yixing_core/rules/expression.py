"""The language of rules: text in, checked nodes out, nothing else.

The syntax is a small part of Python's: ``and or not``, comparisons, ``in``, ``+ - * //``, ``a if b else c`` and seven
functions. Names are the facts of the catalogue, types are checked here, and size and depth are bounded. An expression
cannot loop, import, call or reach anything: what is not on the lists below is refused before anything is run.
"""

import ast
import warnings
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from yixing_core.rules.catalogue import FACTS, unknown
from yixing_core.rules.kinds import FINEST, KIND_LABELS, LARGEST, Fact, Kind, written_share
from yixing_core.rules.kinds import brief as _brief
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
    facts_of,
)

MAX_CHARACTERS: Final = 1000
MAX_NODES: Final = 200
MAX_DEPTH: Final = 20

NUMBERS: Final = frozenset({Kind.INT, Kind.DECIMAL})
ORDERED: Final = NUMBERS | {Kind.DATE}
WORDS: Final = frozenset({Kind.TEXT, Kind.ENUM})

COMPARISONS: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
ARITHMETIC: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.FloorDiv: "//",
}

# name: what it gives, for messages and for the language page.
FUNCTIONS: Final[dict[str, str]] = {
    "days": "days(甲日期, 乙日期)：从甲日到乙日相隔的天数",
    "workdays": "workdays(甲日期, 乙日期)：甲日之后到乙日（含）的工作日数",
    "fewest": "fewest(比例, 人数)：不少于该比例的最少人数，如 fewest(2/3, 11) 为 8",
    "over": "over(比例, 人数)：超过该比例的最少人数，如 over(1/2, 11) 为 6",
    "count": "count(条件, …) 成立的条数；count(多选事实) 选中的个数",
    "all_of": 'all_of(条件, …) 全部成立；all_of(多选事实, "取值", …) 都选了',
    "any_of": 'any_of(条件, …) 至少一条成立；any_of(多选事实, "取值", …) 至少选了一个',
    "known": "known(事实, …)：是否都已登记",
    "date": 'date("2023-06-12")：写明的日期',
    "fraction": 'fraction("2/3")：写明的比例',
}


class ExpressionError(ValueError):
    """The text is not an expression of this language: what is wrong, and how to mend it, in Chinese."""

    def __init__(self, what: str, mend: str) -> None:
        self.what = what
        self.mend = mend
        super().__init__(f"{what}。{mend}")


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: its text, its root and the facts it names."""

    text: str
    root: Node
    facts: tuple[Fact, ...]


def parse(text: str, kind: Kind | None = Kind.BOOL) -> Expression:
    """Return the checked expression; with ``kind`` its result must be of that kind.

    Raises:
        ExpressionError: the text is too long or deep, does not parse, uses a name or a form that is not on the lists,
            or mixes types.

    Example:
        >>> parse('body.kind == "plenary" and present >= fewest(fraction("2/3"), body.entitled)').facts[1].name
        'present'
    """
    line = " ".join(text.split("\n")).strip()
    root = _Builder(line).build()
    if kind is not None and root.kind is not kind:
        raise ExpressionError(
            f"“{_brief(line)}”的结果是{KIND_LABELS[root.kind]}，这里要的是{KIND_LABELS[kind]}",
            "请写成能判断是否成立的条件，如 present >= 6。" if kind is Kind.BOOL else "请改写表达式。",
        )
    return Expression(line, root, facts_of(root))


def _syntax_tree(line: str) -> ast.expr:
    if not line:
        raise ExpressionError("表达式是空的", "请写一个条件，如 present >= 6。")
    if len(line) > MAX_CHARACTERS:
        raise ExpressionError(f"表达式太长（{len(line)}字）", f"请缩短到{MAX_CHARACTERS}字以内，或拆成两条规定。")
    if not line.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in line):
        raise ExpressionError("表达式里有不成文字的字符", "请删去后重新输入。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(line, mode="eval").body
    except SyntaxError as error:
        place = f"第{error.offset}个字附近" if error.offset else "某处"
        raise ExpressionError(
            f"表达式“{_brief(line)}”在{place}读不懂",
            "请检查引号、括号是否成对，且为半角；等于写 ==，并且写 and，或者写 or。",
        ) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError(f"表达式“{_brief(line)}”读不懂", "请去掉特殊字符，减少括号层数。") from None


class _Builder:
    """Turns Python's syntax tree into nodes, refusing every form it does not know."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.nodes = 0
        self.depth = 0

    def build(self) -> Node:
        return self.node(_syntax_tree(self.line))

    def text(self, tree: ast.AST) -> str:
        return ast.get_source_segment(self.line, tree) or self.line

    def node(self, tree: ast.expr) -> Node:
        self.nodes += 1
        self.depth += 1
        if self.nodes > MAX_NODES or self.depth > MAX_DEPTH:
            raise ExpressionError(f"表达式“{_brief(self.line)}”太复杂", "请拆成两条规定。")
        node = self.formed(tree)
        self.depth -= 1
        return node

    def formed(self, tree: ast.expr) -> Node:  # noqa: PLR0911  (one return per form of the language)
        match tree:
            case ast.Constant():
                return self.constant(tree)
            case ast.Name() | ast.Attribute():
                return self.name(tree)
            case ast.BoolOp():
                return self.junction(tree)
            case ast.UnaryOp():
                return self.unary(tree)
            case ast.BinOp():
                return self.binary(tree)
            case ast.Compare():
                return self.comparison(tree)
            case ast.IfExp():
                return self.alternative(tree)
            case ast.Call():
                return self.call(tree)
        raise ExpressionError(
            f"“{_brief(self.text(tree))}”这种写法不能用",
            "只能用 and、or、not、比较、in、+ - * //、“甲 if 条件 else 乙”和这些函数：" + "、".join(FUNCTIONS) + "。",
        )

    def constant(self, tree: ast.Constant) -> Node:
        text, value = self.text(tree), tree.value
        if isinstance(value, bool):
            raise ExpressionError(f"不要写 {text}", "是否类的事实直接写名称，如 steps.legal.done；否定写 not。")
        if value is None:
            raise ExpressionError("不要与 None 比较", "判断是否已登记请写 known(事实)。")
        if isinstance(value, int) and abs(value) <= LARGEST:
            return Literal(Kind.INT, text, value)
        if isinstance(value, float) and abs(value) <= LARGEST:
            number = Decimal(str(value))
            exponent = number.as_tuple().exponent
            if isinstance(exponent, int) and exponent >= -FINEST:
                return Literal(Kind.DECIMAL, text, number)
        if isinstance(value, str):
            if not value.isprintable():
                raise ExpressionError(f"“{_brief(text)}”里有看不见的字符", "引号里只写文字，不用反斜杠。")
            return Literal(Kind.TEXT, text, value)
        raise ExpressionError(f"“{_brief(text)}”这个数不能用", "请写普通的整数、小数或带引号的取值。")

    def name(self, tree: ast.Name | ast.Attribute) -> Ref:
        parts: list[str] = []
        part: ast.expr = tree
        while isinstance(part, ast.Attribute):
            parts.append(part.attr)
            part = part.value
        if not isinstance(part, ast.Name):
            raise ExpressionError(
                f"“{_brief(self.text(tree))}”这种写法不能用", "点号前后只能是事实的名称，如 body.entitled。"
            )
        name = ".".join([part.id, *reversed(parts)])
        if name not in FACTS:
            raise ExpressionError(unknown("事实", name, FACTS), "可用的事实见 yixing rules facts。")
        return Ref(FACTS[name].kind, name, FACTS[name])

    def junction(self, tree: ast.BoolOp) -> Node:
        make = Both if isinstance(tree.op, ast.And) else Either
        return self.joined(make, [self.condition(value) for value in tree.values], self.text(tree))

    def joined(self, make: type[Both | Either], parts: list[Node], text: str) -> Node:
        root = parts[0]
        for part in parts[1:]:
            root = make(Kind.BOOL, text, root, part)
        return root

    def condition(self, tree: ast.expr) -> Node:
        node = self.node(tree)
        if node.kind is not Kind.BOOL:
            raise ExpressionError(
                f"“{_brief(node.text)}”是{KIND_LABELS[node.kind]}，不能当条件用",
                "请写成比较，如 present >= 6；判断是否已登记请写 known(事实)。",
            )
        return node

    def unary(self, tree: ast.UnaryOp) -> Node:
        text = self.text(tree)
        if isinstance(tree.op, ast.Not):
            return Not(Kind.BOOL, text, self.condition(tree.operand))
        if isinstance(tree.op, ast.USub):
            node = self.node(tree.operand)
            if node.kind in NUMBERS:
                return Arith(node.kind, text, "-", Literal(Kind.INT, "0", 0), node)
        raise ExpressionError(f"“{_brief(text)}”这种写法不能用", "否定写 not，负号只能用于数。")

    def binary(self, tree: ast.BinOp) -> Node:
        text, op = self.text(tree), ARITHMETIC.get(type(tree.op))
        if op is None:
            raise ExpressionError(f"“{_brief(text)}”里的运算不能用", "只能用 + - * //。比例请用 fewest、over。")
        left, right = self.node(tree.left), self.node(tree.right)
        kind = _arithmetic_kind(op, left, right)
        if kind is None:
            raise ExpressionError(
                f"{_named(left)}与{_named(right)}不能用“{op}”计算",
                "数与数可以加减乘除，日期可以减日期得天数，也可以加减天数；除数必须是写明的非零整数。",
            )
        return Arith(kind, text, op, left, right)

    def comparison(self, tree: ast.Compare) -> Node:
        parts: list[Node] = []
        left = tree.left
        for op, right in zip(tree.ops, tree.comparators, strict=True):
            parts.append(self.compared(left, op, right))
            left = right
        return self.joined(Both, parts, self.text(tree))

    def compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node:
        text = f"{self.text(left)} {_SIGNS[type(op)]} {self.text(right)}"
        if isinstance(op, ast.In | ast.NotIn):
            member = self.member(left, right, text)
            return Not(Kind.BOOL, text, member) if isinstance(op, ast.NotIn) else member
        sign = COMPARISONS.get(type(op))
        if sign is None:
            raise ExpressionError(f"“{_brief(text)}”里的 is 不能用", "相等写 ==，不等写 !=。")
        one, other = _fitted(self.node(left), self.node(right))
        if not _comparable(sign, one, other):
            raise ExpressionError(f"{_named(one)}与{_named(other)}不能用“{sign}”比较", _comparison_mend(one, other))
        return Compare(Kind.BOOL, text, sign, one, other)

    def member(self, left: ast.expr, right: ast.expr, text: str) -> Node:
        one = self.node(left)
        if isinstance(right, ast.List | ast.Tuple):
            options = tuple(self.option(one, element) for element in right.elts)
            if not options:
                raise ExpressionError(f"“{_brief(text)}”的取值表是空的", "请在方括号里写出取值。")
            return Member(Kind.BOOL, text, one, options)
        many = self.node(right)
        if many.kind is Kind.ENUMS and isinstance(many, Ref):
            if isinstance(one, Literal):
                return Contains(Kind.BOOL, text, _code(many.fact, one), many)
            if isinstance(one, Ref) and one.kind is Kind.ENUM and _choices_meet(one, many):
                return Contains(Kind.BOOL, text, one, many)
        raise ExpressionError(
            f"“{_brief(text)}”里的 in 用得不对",
            '请写 事实 in ["取值", …]，或 "取值" in 多选事实，或 单选事实 in 多选参数。',
        )

    def option(self, one: Node, element: ast.expr) -> Literal:
        value = self.node(element)
        if not isinstance(value, Literal):
            raise ExpressionError(f"“{_brief(self.text(element))}”不能放在取值表里", "方括号里只能写明取值。")
        fitted = _fitted(one, value)[1]
        if not _comparable("==", one, fitted) or not isinstance(fitted, Literal):
            raise ExpressionError(f"{_named(one)}不会等于{_named(value)}", _comparison_mend(one, value))
        return fitted

    def alternative(self, tree: ast.IfExp) -> Node:
        condition, then, other = self.condition(tree.test), self.node(tree.body), self.node(tree.orelse)
        kinds = {then.kind, other.kind}
        kind = Kind.DECIMAL if kinds == NUMBERS else then.kind
        if kinds != NUMBERS and len(kinds) > 1:
            raise ExpressionError(f"{_named(then)}与{_named(other)}类型不同", "if 与 else 两边的类型要一致。")
        return Choice(kind, self.text(tree), condition, then, other)

    def call(self, tree: ast.Call) -> Node:
        text = self.text(tree)
        if not isinstance(tree.func, ast.Name) or tree.func.id not in FUNCTIONS:
            name = tree.func.id if isinstance(tree.func, ast.Name) else _brief(text)
            raise ExpressionError(unknown("函数", name, FUNCTIONS), "能用的函数：" + "、".join(FUNCTIONS) + "。")
        name = tree.func.id
        if tree.keywords or not tree.args or any(isinstance(arg, ast.Starred) for arg in tree.args):
            raise ExpressionError(f"“{_brief(text)}”的括号里写得不对", f"{FUNCTIONS[name]}。")
        node = self.function(name, [self.node(arg) for arg in tree.args], text)
        if node is None:
            raise ExpressionError(f"“{_brief(text)}”的括号里写得不对", f"{FUNCTIONS[name]}。")
        return node

    def function(  # noqa: PLR0911  (one return per function of the language)
        self, name: str, args: list[Node], text: str
    ) -> Node | None:
        match name, [arg.kind for arg in args]:
            case "days", [Kind.DATE, Kind.DATE]:
                return Arith(Kind.INT, text, "-", args[1], args[0])
            case "workdays", [Kind.DATE, Kind.DATE]:
                return Call(Kind.INT, text, name, tuple(args))
            case "fewest" | "over", [Kind.FRACTION, Kind.INT]:
                return Call(Kind.INT, text, name, tuple(args))
            case "date" | "fraction", [Kind.TEXT]:
                return _written(name, args[0], text)
            case "count", [Kind.ENUMS]:
                return Call(Kind.INT, text, "count_chosen", tuple(args))
            case "count", kinds if set(kinds) == {Kind.BOOL}:
                return Call(Kind.INT, text, "count_true", tuple(args))
            case "known", _ if all(isinstance(arg, Ref) for arg in args):
                parts: list[Node] = [
                    Known(Kind.BOOL, f"known({arg.text})", arg) for arg in args if isinstance(arg, Ref)
                ]
                return self.joined(Both, parts, text)
            case "all_of" | "any_of", kinds:
                return self.several(name, args, kinds, text)
        return None

    def several(self, name: str, args: list[Node], kinds: list[Kind], text: str) -> Node | None:
        make = Both if name == "all_of" else Either
        if set(kinds) == {Kind.BOOL}:
            return self.joined(make, args, text)
        many, codes = args[0], args[1:]
        if not isinstance(many, Ref) or many.kind is not Kind.ENUMS or not codes:
            return None
        parts: list[Node] = []
        for code in codes:
            if not isinstance(code, Literal):
                return None
            parts.append(Contains(Kind.BOOL, f"{code.text} in {many.text}", _code(many.fact, code), many))
        return self.joined(make, parts, text)


_SIGNS: Final[dict[type[ast.cmpop], str]] = COMPARISONS | {
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}


def _arithmetic_kind(op: str, left: Node, right: Node) -> Kind | None:
    kinds = (left.kind, right.kind)
    if op == "//":
        divisor = right.value if isinstance(right, Literal) else 0
        return left.kind if left.kind in NUMBERS and right.kind is Kind.INT and divisor else None
    if set(kinds) <= NUMBERS:
        return Kind.DECIMAL if Kind.DECIMAL in kinds else Kind.INT
    if kinds == (Kind.DATE, Kind.DATE) and op == "-":
        return Kind.INT
    if kinds == (Kind.DATE, Kind.INT) and op in "+-":
        return Kind.DATE
    return None


def _fitted(left: Node, right: Node) -> tuple[Node, Node]:
    """Give a quoted code the kind of the ``enum`` it stands beside, refusing codes that are not on its list."""
    if isinstance(right, Literal) and right.kind is Kind.TEXT and isinstance(left, Ref) and left.kind is Kind.ENUM:
        return left, _code(left.fact, right)
    if isinstance(left, Literal) and left.kind is Kind.TEXT and isinstance(right, Ref) and right.kind is Kind.ENUM:
        return _code(right.fact, left), right
    return left, right


def _code(fact: Fact, literal: Literal) -> Literal:
    choices = fact.choices or {}
    if literal.value not in choices:
        raise ExpressionError(
            f"“{fact.label}”（{fact.name}）" + unknown("取值", str(literal.value), choices),
            "可用的取值：" + "、".join(f"{code}（{label}）" for code, label in choices.items()) + "。",
        )
    return Literal(Kind.ENUM, literal.text, literal.value)


def _comparable(sign: str, left: Node, right: Node) -> bool:
    kinds = {left.kind, right.kind}
    if kinds <= NUMBERS or kinds == {Kind.DATE}:
        return True
    if sign not in {"==", "!="}:
        return False
    if kinds == {Kind.ENUM}:
        return _choices_meet(left, right)
    return kinds in ({Kind.TEXT}, {Kind.BOOL})


def _choices_meet(left: Node, right: Node) -> bool:
    if isinstance(left, Ref) and isinstance(right, Ref):
        return not set(left.fact.choices or {}).isdisjoint(right.fact.choices or {})
    return True


def _comparison_mend(left: Node, right: Node) -> str:
    if Kind.DATE in {left.kind, right.kind}:
        return '日期请写 date("2023-06-12")；相隔天数请写 days(甲, 乙)。'
    if Kind.FRACTION in {left.kind, right.kind}:
        return "比例请用 fewest(比例, 人数) 或 over(比例, 人数) 换成人数再比较。"
    return "两边的类型要一致；取值加半角引号，数不加。"


def _written(name: str, arg: Node, text: str) -> Node:
    written = arg.value if isinstance(arg, Literal) else ""
    try:
        if name == "date":
            return Literal(Kind.DATE, text, date.fromisoformat(str(written)))
    except ValueError:
        raise ExpressionError(f"“{_brief(text)}”写得不对", f"{FUNCTIONS[name]}。") from None
    fraction = written_share(str(written))
    if fraction is None:
        raise ExpressionError(f"“{_brief(text)}”写得不对", f"{FUNCTIONS[name]}。")
    if fraction > 1:
        raise ExpressionError(f"“{_brief(text)}”不在 0 与 1 之间", f"{FUNCTIONS[name]}。")
    return Literal(Kind.FRACTION, text, fraction)


def _named(node: Node) -> str:
    return f"“{_brief(node.text)}”（{KIND_LABELS[node.kind]}）"

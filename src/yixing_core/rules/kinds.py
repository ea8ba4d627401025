"""What kinds of values facts have, and how a value from outside becomes one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeAlias

from yixing_core.rules.vocabulary import Choices

# Far above any count, sum in 元 or number of days, far below what would make arithmetic grow without bound.
LARGEST = 10**15

# No sum or rate is written more finely; "1e-999999999" is short to write and a thousand million digits to print.
FINEST: Final = 20
_SHARE: Final = re.compile(r"[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,6})?")
_SHOWN: Final = 60


class Kind(StrEnum):
    """The type of a fact."""

    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    ENUM = "enum"
    ENUMS = "enums"
    FRACTION = "fraction"


KIND_LABELS: dict[Kind, str] = {
    Kind.BOOL: "是或否",
    Kind.INT: "整数",
    Kind.DECIMAL: "数（可带小数）",
    Kind.TEXT: "文字",
    Kind.DATE: "日期",
    Kind.ENUM: "单选",
    Kind.ENUMS: "多选",
    Kind.FRACTION: "比例",
}

Value: TypeAlias = bool | int | Decimal | str | date | tuple[str, ...] | Fraction | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One name that rules may use.

    Args:
        name: dotted place in the nested facts, such as ``body.entitled``.
        kind: the type of its value.
        label: the word of the trade, as findings print it.
        source: the record it is derived from, in words.
        unit: unit of a number (人, 元, 日 …), empty if none.
        choices: the codes an ``enum`` or ``enums`` may hold, with their labels.
    """

    name: str
    kind: Kind
    label: str
    source: str
    unit: str = ""
    choices: Choices | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the fact as plain data: name, type, unit, label, source, choices."""
        return {
            "name": self.name,
            "type": self.kind.value,
            "unit": self.unit,
            "label": self.label,
            "source": self.source,
            "choices": dict(self.choices) if self.choices else None,
        }


class WrongValue(ValueError):  # noqa: N818  (it is shown to a user as a sentence, not raised as a fault)
    """A value does not fit its fact; the message says how in Chinese."""


def coerce(fact: Fact, value: object) -> Value:  # noqa: PLR0911  (one return per kind reads best as a table)
    """Return ``value`` as the kind of ``fact``; ``None`` stays ``None`` and means "not recorded".

    Dates may come as ISO text, decimals as text or float, fractions as text such as ``2/3``, lists as any sequence.

    Raises:
        WrongValue: the value does not fit, with a Chinese sentence.

    Example:
        >>> coerce(Fact("matter.amount", Kind.DECIMAL, "金额", "议题单"), "5000000")
        Decimal('5000000')
    """
    if value is None:
        return None
    match fact.kind:
        case Kind.BOOL if isinstance(value, bool):
            return value
        case Kind.INT if isinstance(value, int) and not isinstance(value, bool):
            return _bounded(fact, int(value))
        case Kind.DECIMAL if not isinstance(value, bool):
            return _decimal(fact, value)
        case Kind.TEXT if isinstance(value, str):
            return str(value)
        case Kind.DATE:
            return _date(fact, value)
        case Kind.ENUM if isinstance(value, str):
            return _choice(fact, value)
        case Kind.ENUMS if isinstance(value, Sequence | frozenset | set) and not isinstance(value, str):
            return _choices(fact, value)
        case Kind.FRACTION if not isinstance(value, bool):
            return _fraction(fact, value)
    raise _wrong(fact, value)


def shown(fact: Fact, value: Value) -> str:  # noqa: PLR0911  (one return per kind reads best as a table)
    """Return the value as findings print it: labels for codes, even sums in 万元, dates in Chinese order.

    Example:
        >>> shown(Fact("present", Kind.INT, "实到会人数", "会议出席登记", "人"), 7)
        '7人'
    """
    if value is None:
        return "未登记"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, tuple):
        return "、".join(_label(fact, code) for code in value) or "无"
    if isinstance(value, Fraction):
        return f"{_numeral(value.denominator)}分之{_numeral(value.numerator)}"
    if isinstance(value, str):
        return _label(fact, value)
    return _number(value, fact.unit)


def plain(value: Value) -> object:
    """Return the value as JSON can hold it: dates ISO, decimals and fractions as text."""
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value)


def _numeral(number: int) -> str:
    numerals = "零一二三四五六七八九十"
    return numerals[number] if number < len(numerals) else str(number)


def _number(value: int | Decimal, unit: str) -> str:
    ten_thousand = 10_000
    if unit == "元" and value and value % ten_thousand == 0:
        return f"{_digits(Decimal(value) / ten_thousand)}万元"
    return f"{_digits(value)}{unit}"


def _digits(value: int | Decimal) -> str:
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _label(fact: Fact, code: str) -> str:
    return fact.choices.get(code, code) if fact.choices else code


def _bounded(fact: Fact, value: int) -> int:
    if abs(value) > LARGEST:
        raise WrongValue(f"“{fact.label}”（{fact.name}）的数太大")
    return value


def _decimal(fact: Fact, value: object) -> Decimal:
    if isinstance(value, str | int | float | Decimal):
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise _wrong(fact, value) from None
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and abs(exponent) <= FINEST and number.copy_abs() <= LARGEST:
            return number
    raise _wrong(fact, value)


def _date(fact: Fact, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _wrong(fact, value) from None
    raise _wrong(fact, value)


def _choice(fact: Fact, value: str) -> str:
    if fact.choices is not None and value not in fact.choices:
        raise WrongValue(
            f"“{fact.label}”（{fact.name}）没有“{brief(value)}”这个取值，只能是：{'、'.join(fact.choices)}"
        )
    return str(value)


def _choices(fact: Fact, value: Sequence[object] | frozenset[object] | set[object]) -> tuple[str, ...]:
    codes: list[str] = []
    for code in value:
        if not isinstance(code, str):
            raise _wrong(fact, value)
        codes.append(_choice(fact, code))
    return tuple(codes)


def _fraction(fact: Fact, value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    share = written_share(str(value)) if isinstance(value, str | int) else None
    if share is None or share > 1:
        raise _wrong(fact, value)
    return share


def _wrong(fact: Fact, value: object) -> WrongValue:
    example = {
        Kind.BOOL: "true 或 false",
        Kind.INT: "7",
        Kind.DECIMAL: '5000000 或 "5000000.50"',
        Kind.TEXT: "文字",
        Kind.DATE: "2023-06-12",
        Kind.ENUM: "、".join(fact.choices or {}),
        Kind.ENUMS: "[" + ", ".join(fact.choices or {}) + "] 中的若干个",
        Kind.FRACTION: '"2/3"',
    }[fact.kind]
    return WrongValue(
        f"“{fact.label}”（{fact.name}）应为{KIND_LABELS[fact.kind]}，如 {example}，现为 {brief(repr(value))}"
    )


def written_share(text: str) -> Fraction | None:
    """Return a share as it is written, ``2/3`` or ``0.5``; ``None`` if it is none.

    ``Fraction`` itself would also take ``1e-99999999`` and work on it for minutes.
    """
    if not _SHARE.fullmatch(text):
        return None
    try:
        return Fraction(text)
    except ZeroDivisionError:
        return None


def brief(text: str) -> str:
    """Return the beginning of a text, as much as a sentence about it can hold."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"

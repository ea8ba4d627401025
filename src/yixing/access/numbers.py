"""The number of a row as an address or a submitted field names it."""

_DIGITS = 18
"""Every number of so many digits fits the column of a row's number."""


def row_number(text: str) -> int | None:
    """The number, or ``None`` for anything that no row could have: words, signs, more digits than a column holds.

    Example:
        >>> row_number("117"), row_number("-1"), row_number("9" * 30)
        (117, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None

"""Numbers without gaps: one counter row a series and year, locked while a number is taken."""

from django.db import transaction

from yixing.papers.models import Document, NumberSeries

_TAKE = """
INSERT INTO papers_numberseries (series, year, last) VALUES (%s, %s, 1)
ON CONFLICT (series, year) DO UPDATE SET last = papers_numberseries.last + 1"""


def take_number(series: str, year: int) -> int:
    """The next number of a series in a year, for good: call it inside the action that issues the number.

    If the action is refused afterwards its transaction takes the number back, so that there are no gaps. Numbers are
    given at 签发 or registration, never to a draft (practice.md §1.5/28).

    Args:
        series: what is numbered: a 代字 such as ``示例县委办纪要``, or a register such as ``matter``.
        year: the year the number belongs to; each begins with 1. For a series that runs on over years, the first year.

    Returns:
        1, 2, 3 …

    Raises:
        RuntimeError: outside a transaction, where a number could be lost. A programming error.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "take_number outside a transaction"
        raise RuntimeError(msg)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(_TAKE, [series, year])  # holds the row until this transaction ends
        cursor.execute("SELECT last FROM papers_numberseries WHERE series = %s AND year = %s", [series, year])
        number: int = cursor.fetchone()[0]
    return number


def continue_from(series: str, year: int, number: int) -> bool:
    """Take a given number that comes after every one already taken: where a series began before the system (期初).

    Returns:
        ``False`` where the number or a later one was taken before; then nothing is changed.
    """
    if number < 1:
        return False
    if not transaction.get_connection().in_atomic_block:
        msg = "continue_from outside a transaction"
        raise RuntimeError(msg)
    NumberSeries.objects.get_or_create(series=series, year=year)
    counter = NumberSeries.objects.select_for_update().get(series=series, year=year)
    if number <= counter.last:
        return False
    counter.last = number
    counter.save(update_fields=("last",))
    return True


def missing(series: str, year: int) -> list[int]:
    """Numbers of a series in a year that no document bears, between its first and its last one (缺号).

    A voided number is not missing: it stays as 作废 with its reason. What lies before the first one was numbered
    outside the system.
    """
    rows = Document.objects.filter(series=series, year=year, number__isnull=False)
    taken = {number for number in rows.values_list("number", flat=True) if number is not None}
    return [number for number in range(min(taken, default=0), max(taken, default=0)) if number not in taken]

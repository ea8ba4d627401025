"""Make the default table from the ``holidays`` library: ``python -m yixing_core.workdays.build_table FIRST LAST``.

The library carries the yearly notices of the State Council's office. A year for which it knows no exchanged weekend
is marked ``statutory``: its notice had not come out when the table was made.
"""

import json
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import holidays

_SATURDAY = 5


def year_table(year: int) -> dict[str, object]:
    """Return one year of the table as the library knows it."""
    known = holidays.country_holidays("CN", years=year)
    work = sorted(day for day in known.weekend_workdays if day.year == year)
    off = sorted(day for day in known if day.year == year and day.weekday() < _SATURDAY)
    return {
        "basis": "published" if work else "statutory",
        "off": [day.isoformat() for day in off],
        "work": [day.isoformat() for day in work],
    }


def table(first: int, last: int) -> dict[str, object]:
    """Return the table for a range of years, both included."""
    return {
        "source": f"holidays {version('holidays')}",
        "years": {str(year): year_table(year) for year in range(first, last + 1)},
    }


def main(argv: list[str]) -> None:
    """Write the table beside this module."""
    first, last = (date(int(word), 1, 1).year for word in argv)
    text = json.dumps(table(first, last), ensure_ascii=False, indent=1)
    Path(__file__).with_name("china.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

"""The index of one-character tokens: an FTS5 table on SQLite, parts with a ``tsvector`` on PostgreSQL.

Neither can be a Django model, so both are made after every migrate, beside the tables that migrations make.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connections
from django.db.backends.utils import CursorWrapper

from yixing.search.folding import LONGEST, SEPARATOR, tokens

Texts = tuple[str, str, str]
"""Title, number, text of a row, as they are stored."""


def stream(texts: Texts) -> list[str]:
    """The tokens of a row; a separator keeps a phrase from running out of its column."""
    found: list[str] = []
    for text in texts:
        found += [*tokens(text), SEPARATOR]
    return found


class Engine(Protocol):
    """What an index does."""

    def install(self, cursor: CursorWrapper) -> bool:
        """Make the tables; whether they were not there."""

    def put(self, cursor: CursorWrapper, row: int, texts: Texts) -> None:
        """Take a row in."""

    def drop(self, cursor: CursorWrapper, row: int, texts: Texts) -> None:
        """Take a row out; ``texts`` are those it was put in with."""

    def clear(self, cursor: CursorWrapper) -> None:
        """Forget everything."""

    def matching(self, terms: Sequence[str]) -> tuple[str, list[str]]:
        """A query for the row numbers in which every term occurs, and its parameters."""


class Fts5:
    """One contentless table; its name changes when tokens are made in another way, and it is then filled anew."""

    table = "search_fts_1"

    def install(self, cursor: CursorWrapper) -> bool:
        """See ``Engine``."""
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = %s", [self.table])
        there: bool = cursor.fetchone()[0] > 0
        if not there:
            cursor.execute(f"CREATE VIRTUAL TABLE {self.table} USING fts5(body, content='', tokenize='ascii')")
        return not there

    def put(self, cursor: CursorWrapper, row: int, texts: Texts) -> None:
        """See ``Engine``."""
        cursor.execute(f"INSERT INTO {self.table}(rowid, body) VALUES (%s, %s)", [row, " ".join(stream(texts))])

    def drop(self, cursor: CursorWrapper, row: int, texts: Texts) -> None:
        """See ``Engine``."""
        cursor.execute(
            f"INSERT INTO {self.table}({self.table}, rowid, body) VALUES ('delete', %s, %s)",
            [row, " ".join(stream(texts))],
        )

    def clear(self, cursor: CursorWrapper) -> None:
        """See ``Engine``."""
        cursor.execute(f"INSERT INTO {self.table}({self.table}) VALUES ('delete-all')")

    def matching(self, terms: Sequence[str]) -> tuple[str, list[str]]:
        """See ``Engine``."""
        phrases = " AND ".join(f'"{" ".join(tokens(term))}"' for term in terms)
        return f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s", [phrases]


class Tsvector:
    """Overlapping parts of a row: a ``tsvector`` keeps at most 255 places of one character.

    A part is short enough for that, and the overlap is as long as the longest term, so that each occurrence of a term
    lies whole in some part.
    """

    table = "search_part_1"
    length = 250
    step = length - LONGEST

    def install(self, cursor: CursorWrapper) -> bool:
        """See ``Engine``."""
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [self.table])
        there: bool = cursor.fetchone()[0]
        if not there:
            cursor.execute(f"CREATE TABLE {self.table} (row_id bigint NOT NULL, body tsvector NOT NULL)")
            cursor.execute(f"CREATE INDEX {self.table}_row ON {self.table} (row_id)")
            cursor.execute(f"CREATE INDEX {self.table}_body ON {self.table} USING gin (body)")
        return not there

    def parts(self, texts: Texts) -> Iterable[str]:
        """The parts of a row as literals of ``tsvector``."""
        whole = stream(texts)
        for begin in range(0, max(1, len(whole) - LONGEST), self.step):
            places: dict[str, list[str]] = {}
            for place, each in enumerate(whole[begin : begin + self.length], 1):
                places.setdefault(each, []).append(str(place))
            yield " ".join(f"'{each}':{','.join(found)}" for each, found in places.items())

    def put(self, cursor: CursorWrapper, row: int, texts: Texts) -> None:
        """See ``Engine``."""
        rows = [(row, part) for part in self.parts(texts)]
        places = ", ".join(["(%s, %s::tsvector)"] * len(rows))
        values = [value for pair in rows for value in pair]
        cursor.execute(f"INSERT INTO {self.table} (row_id, body) VALUES {places}", values)

    def drop(self, cursor: CursorWrapper, row: int, texts: Texts) -> None:
        """See ``Engine``."""
        del texts
        cursor.execute(f"DELETE FROM {self.table} WHERE row_id = %s", [row])

    def clear(self, cursor: CursorWrapper) -> None:
        """See ``Engine``."""
        cursor.execute(f"DELETE FROM {self.table}")

    def matching(self, terms: Sequence[str]) -> tuple[str, list[str]]:
        """See ``Engine``."""
        one = f"SELECT row_id FROM {self.table} WHERE body @@ %s::tsquery"
        phrases = [" <-> ".join(f"'{each}'" for each in tokens(term)) for term in terms]
        return " INTERSECT ".join([one] * len(phrases)), phrases


_ENGINES: dict[str, Engine] = {"sqlite": Fts5(), "postgresql": Tsvector()}


def engine(using: str = "default") -> Engine:
    """The index of a database."""
    return _ENGINES[connections[using].vendor]

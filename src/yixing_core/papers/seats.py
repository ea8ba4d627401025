"""座次图 and 席卡."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from yixing_core.papers.model import (
    FORM_A4,
    FORM_A4_LANDSCAPE,
    Align,
    Block,
    Cell,
    Column,
    CutLine,
    Face,
    Folio,
    PageBreak,
    Panel,
    Paper,
    Paragraph,
    Table,
)
from yixing_core.papers.people import Person, spaced
from yixing_core.papers.refusals import invalid, need, need_some

T = TypeVar("T")


def rostrum_order(ranked: Sequence[T]) -> tuple[T, ...]:
    """The order from left to right, as the hall sees it, of persons given by rank.

    The first sits in the middle, the second at his left hand (which the hall sees on its right), the third at his right
    hand, and so on. With an even number the first and the second sit beside the middle line, the first on
    the left as the hall sees it. Custom of the trade (左为尊); where a county does otherwise, it gives its rows itself.

    >>> rostrum_order([1, 2, 3, 4, 5])
    (5, 3, 1, 2, 4)
    >>> rostrum_order([1, 2, 3, 4])
    (3, 1, 2, 4)
    """
    right = ranked[1::2]
    left = ranked[2::2]
    return (*reversed(left), *ranked[:1], *right)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A row of seats from left to right as the hall sees it; ``name`` e.g. 主席台 or 第一排."""

    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatingData:
    """座次图.

    Args:
        session: the meeting.
        rows: from the front to the back.
        front: what is at the front (``主席台``, ``屏幕``).
        checkpoint: line in the foot.
    """

    session: str
    rows: tuple[SeatRow, ...]
    front: str = "主席台方向"
    checkpoint: str = ""


MOST_IN_A_ROW = 24


def seating_paper(data: SeatingData) -> Paper:
    """座次图 on one A4 across.

    Raises:
        Refusal: a row without anybody, one too long for the sheet, or a person seated twice.
    """
    need(data.session, "会议名称", "session")
    need_some(data.rows, "座次", "rows")
    seen: set[str] = set()
    for row in data.rows:
        need_some(row.people, f"{row.name}的人员", "rows")
        if len(row.people) > MOST_IN_A_ROW:
            raise invalid(
                "座次", "rows", f"{row.name}有{len(row.people)}人", f"每排不超过{MOST_IN_A_ROW}人，请分成两排。"
            )
        for person in row.people:
            if person.name in seen:
                raise invalid("座次", "rows", f"{person.name}排了两个座位", "请核对各排名单。")
            seen.add(person.name)
    return Paper(
        name="座次图",
        title=f"{data.session}座次图",
        page=FORM_A4_LANDSCAPE,
        blocks=(
            Paragraph(data.front, indent=0, size=14, face=Face.HEITI, align=Align.CENTER),
            *(_seat_row(row) for row in data.rows),
        ),
        folio=Folio.NONE,
        pages=1,
        checkpoint=data.checkpoint,
    )


def _seat_row(row: SeatRow) -> Table:
    """One row: its name, then a seat each; the names stand upright where seats are narrow."""
    many = len(row.people) > 12  # noqa: PLR2004  (wider seats hold a name in one line)
    cells = [
        Cell("\n".join(person.name) if many and _upright(person.name) else spaced(person.name)) for person in row.people
    ]
    columns = (Column("", 1.6, Align.CENTER), *(Column("", 22 / len(row.people), Align.CENTER) for _ in row.people))
    name = Cell(row.name, face=Face.HEITI)
    return Table(columns, ((name, *cells),), size=12 if many else 13, row_height=18, before=6)


_UPRIGHT = 5
"""Characters of the longest name that stands upright."""


def _upright(name: str) -> bool:
    """Whether a name can stand upright in a narrow seat: a few characters, no figures."""
    return len(name) <= _UPRIGHT and not any(character.isascii() for character in name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCardsData:
    """席卡, one sheet for each person: the same card twice, for the front and the back of the holder.

    Args:
        people: in the order of seating.
        width, height: of the holder's window in mm.
    """

    people: tuple[Person, ...]
    width: float = 170
    height: float = 95


_SMALLEST_CARD = (30, 20)
_LARGEST_CARD = (174.0, 118.0)


def seat_cards_paper(data: SeatCardsData) -> Paper:
    """席卡 to be cut out.

    Raises:
        Refusal: nobody, or a card larger than half a sheet.
    """
    need_some(data.people, "人员", "people")
    (narrowest, lowest), (widest, highest) = _SMALLEST_CARD, _LARGEST_CARD
    if not (narrowest <= data.width <= widest and lowest <= data.height <= highest):
        why = f"{data.width:g}×{data.height:g}毫米"
        raise invalid("席卡尺寸", "width", why, f"请填宽 {narrowest} 至 {widest:g}、高 {lowest} 至 {highest:g} 毫米。")
    blocks: list[Block] = []
    for number, person in enumerate(data.people):
        if number:
            blocks.append(PageBreak())
        name = spaced(person.name)
        panel = Panel(name, data.width, data.height, _card_size(name, data))
        blocks += [panel, CutLine("沿虚线裁开，两张分别插入席卡正反面"), panel]
    return Paper(name="席卡", page=FORM_A4, blocks=tuple(blocks), folio=Folio.NONE)


def _card_size(name: str, data: SeatCardsData) -> float:
    """Points at which the name fills the card without touching its edge."""
    across = data.width * 0.86 / len(name) * 72 / 25.4
    down = data.height * 0.62 * 72 / 25.4
    return float(int(min(across, down)))

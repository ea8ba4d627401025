"""程序表: the procedure of every type of matter on a day, for the page, the workbook and the sheet to adopt."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yixing.compliance import parameters
from yixing.compliance.gates import rulebook
from yixing.papers.series import checkpoint_line, county
from yixing.rulebook.words import citation_url
from yixing.ui.components import Column, DocumentLink, Fact, citation_words
from yixing.ui.sheets import Sheet
from yixing_core.errors import Refusal
from yixing_core.papers.model import Paper
from yixing_core.papers.procedure_table import (
    BodyLine,
    ProcedureTableData,
    StepColumn,
    TypeLine,
    procedure_table_paper,
)
from yixing_core.rules.table import TableBody, TableRow, TableStep, Term, procedure_table
from yixing_core.rules.vocabulary import STEPS

COLUMNS = (
    Column("type", "事项类型"),
    Column("always", "必经程序"),
    Column("sometimes", "视情程序", "wide"),
    Column("consultees", "征求意见范围"),
    Column("bodies", "决定主体和表决方式", "wide"),
)


@dataclass(frozen=True, slots=True)
class TermLine:
    """One rule behind a step: when, who, what it asks, with which numbers, and the article."""

    condition: str
    who: str
    requires: str
    numbers: str
    rule: str
    url: str
    citation: str
    doubt: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of one type as its page shows it."""

    label: str
    always: bool
    terms: tuple[TermLine, ...]


def table(day: dt.date) -> tuple[TableRow, ...]:
    """The procedure table of a day."""
    return procedure_table(rulebook(), parameters.tree_on_day(day), day)


def row_of(code: str, day: dt.date) -> TableRow:
    """The procedure of one type.

    Raises:
        Refusal: ``not_found``.
    """
    for row in table(day):
        if row.code == code:
            return row
    raise Refusal("not_found")


def step_lines(row: TableRow) -> list[StepLine]:
    """The steps of a type in order, each with the rules that ask for it."""
    return [
        StepLine(step.label, step.always, tuple(_term(term) for term in (step.applying if step.always else step.terms)))
        for step in row.steps
    ]


def common_steps(rows: Iterable[TableRow]) -> tuple[TableStep, ...]:
    """视情程序 that nearly every type has in the same words: said once above the table instead of in each row."""
    rows = list(rows)
    counted = Counter((step.label, step.condition) for row in rows for step in row.conditional)
    first = {(step.label, step.condition): step for row in rows for step in row.conditional}
    return tuple(step for key, step in first.items() if counted[key] * 4 >= len(rows) * 3)


def own_steps(row: TableRow, common: Iterable[TableStep]) -> list[TableStep]:
    """What is left for the row itself."""
    said = {(step.label, step.condition) for step in common}
    return [step for step in row.conditional if (step.label, step.condition) not in said]


def lacking_steps(row: TableRow, common: Iterable[TableStep]) -> list[str]:
    """Of the common ones, those that this type does not have under that condition."""
    has = {(step.label, step.condition) for step in row.conditional}
    taken = {step.label for step in row.conditional} | {step.label for step in row.required}
    return [step.label for step in common if (step.label, step.condition) not in has and step.label not in taken]


def _term(term: Term) -> TermLine:
    rule = term.rule
    words, doubt = citation_words(rule.citation)
    return TermLine(
        condition=term.condition,
        who=rule.who,
        requires=rule.requires,
        numbers="；".join(term.numbers),
        rule=rule.id,
        url=citation_url(rule.id),
        citation=words,
        doubt=doubt,
    )


def prints(day: dt.date) -> list[DocumentLink]:
    """The sheet as files."""
    kinds = (("docx", "Word"), ("pdf", "PDF"))
    return [
        DocumentLink("重大事项决策程序一览表", f"/rules/procedures.{suffix}?day={day.isoformat()}", kind=words)
        for suffix, words in kinds
    ]


def row_facts(row: TableRow) -> list[Fact]:
    """Number, nature, consultees and bodies of a type."""
    facts = [
        Fact("类别", row.number),
        Fact("性质", row.nature, note="一般的性质；听取汇报、书面审阅的只走审签和核对"),
        Fact("征求意见范围", "、".join(row.consultees) or "不要求"),
    ]
    for body in row.bodies:
        basis = "、".join(rule.id for rule in body.rules)
        facts.append(Fact("决定主体", body_words(body), note=f"依据 {basis}" if basis else ""))
    return facts


def body_words(body: TableBody) -> str:
    """A body with its condition and vote."""
    when = f"（{body.condition}）" if body.condition else ""
    return f"{body.label}{when}：{body.vote}"


def sheet(rows: Iterable[TableRow]) -> Sheet:
    """The table as the sheet of a workbook: a column for each step, 必经 or the condition."""
    found = list(rows)
    steps = steps_of(found)
    heads = ("类", "事项类型", "性质", *(STEPS[step] for step in steps), "征求意见范围", "决定主体", "表决方式")
    lines = []
    for row in found:
        taken = {step.step: _cell(step) for step in row.steps}
        lines.append(
            (
                row.number,
                row.label,
                row.nature,
                *(taken.get(step, "") for step in steps),
                "、".join(row.consultees),
                "；".join(f"{body.label}（{body.condition}）" if body.condition else body.label for body in row.bodies),
                "；".join(f"{body.label}：{body.vote}" for body in row.bodies),
            )
        )
    return Sheet("程序表", heads, lines)


def _cell(step: TableStep) -> str:
    when = "必经" if step.always else f"视情：{step.condition}"
    return f"{when}（{step.who}）"


def steps_of(rows: Iterable[TableRow]) -> list[str]:
    """The steps that any type takes, in the order of the sheet."""
    taken = {step.step for row in rows for step in row.steps}
    return [step for step in STEPS if step in taken]


def paper(rows: Sequence[TableRow], day: dt.date) -> Paper:
    """《重大事项决策程序一览表》, one sheet."""
    codes = steps_of(rows)
    numbers = (
        text
        for row in rows
        for step in row.steps
        for term in step.applying
        for text in term.numbers
        if "未定" not in text
    )
    data = ProcedureTableData(
        county=county(),
        as_of=day,
        steps=tuple(_column(code, rows) for code in codes),
        lines=tuple(_line(row, codes) for row in rows),
        numbers=tuple(dict.fromkeys(numbers)),
        checkpoint=checkpoint_line(),
    )
    return procedure_table_paper(data)


def _column(code: str, rows: Sequence[TableRow]) -> StepColumn:
    terms = [term for row in rows for step in row.steps if step.step == code for term in step.applying]
    return StepColumn(
        label=STEPS[code],
        who=tuple(dict.fromkeys(term.rule.who for term in terms)),
        basis=tuple(dict.fromkeys(term.rule.id for term in terms)),
    )


def _line(row: TableRow, codes: Sequence[str]) -> TypeLine:
    taken = {step.step: step.condition for step in row.steps}
    return TypeLine(
        number=row.number,
        label=row.label,
        steps=tuple(taken.get(code) for code in codes),
        consultees=row.consultees,
        bodies=tuple(BodyLine(label=body.label, condition=body.condition, vote=body.vote) for body in row.bodies),
    )

"""Prints of 常委履责: 分工报告, as .docx and PDF."""

from yixing.duties.drafting import LABELS, UNITS
from yixing.duties.models import DutyReport, Mode
from yixing.papers.series import checkpoint_line
from yixing_core.papers.duties import DutyReportData, duty_report_paper
from yixing_core.papers.model import Paper


def report_print(row: DutyReport) -> Paper:
    """The report with the figures it was saved with."""
    modes = tuple((str(mode.label), int(row.figures.get(str(mode), 0)), UNITS[mode]) for mode in Mode)
    tasks = tuple((label, int(row.figures[name]), "项") for name, label in LABELS.items() if name in row.figures)
    data = DutyReportData(
        who=f"{row.person.name}分管工作" if row.person else "县委常委会",
        year=row.year,
        text=row.text,
        figures=modes + tasks,
        signer=row.person.name if row.person else "县委常委会",
        dated=row.heard_on or row.drafted_on,
        meeting=str(row.meeting) if row.meeting else "",
        checkpoint=checkpoint_line(),
    )
    return duty_report_paper(data)

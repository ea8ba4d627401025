"""材料齐全: whether what a member's own decision rests on is there, as text or as the original. Derived, never stated."""

from collections.abc import Iterable

from yixing.access.kinds import ref
from yixing.attachments.models import Attachment
from yixing.decisions.models import Decision
from yixing.matters.models import Matter
from yixing.papers.models import Document


def is_complete(decision: Decision, *, brought: bool = False) -> bool:
    """Whether one decision's paper is there; ``brought``: its original comes with the action that is running."""
    return bool(complete([decision], brought=brought))


def complete(rows: Iterable[Decision], *, brought: bool = False) -> set[int | None]:
    """The keys of those decisions on file whose paper is named and there; the same number of questions for any number.

    A 专题会 has its 纪要 here (one that was voided is none). A 批示 has its words, or the scan. A 请示 that was signed
    here is the matter's own sheet. Everything else is on paper: then the original hangs on the decision, on the 批示 or
    on what it was written on (what hangs on the matter is what was tabled with it: another paper).

    Args:
        rows: with ``matter`` and ``instruction`` read.
        brought: of rows that are just being filed, whether the original comes with the action.
    """
    rows = [row for row in rows if row.basis.strip() and row.text.strip()]
    minuted = _minuted(rows)
    originals = _with_original(rows)
    return {
        row.pk
        for row in rows
        if brought or row.meeting_id in minuted or _written(row) or any(ref in originals for ref in _places(row))
    }


def _minuted(rows: Iterable[Decision]) -> set[int | None]:
    """The light meetings of the rows that have a 纪要."""
    wanted = {f"meeting/{row.meeting_id}": row.meeting_id for row in rows if row.meeting_id is not None}
    found = Document.objects.filter(kind=Document.Kind.LIGHT_MINUTES, subject__in=wanted)
    return {wanted[subject] for subject in found.exclude(state="void").values_list("subject", flat=True)}


def _written(row: Decision) -> bool:
    """Whether the paper itself was written here: the words of a 批示, a 请示 put forward by its unit."""
    if row.instruction is not None:
        return bool(row.instruction.text.strip())
    if row.record == Decision.Record.SIGNED_REQUEST and row.matter is not None:
        return not row.matter.is_offline and bool(_said(row.matter))
    return False


def _said(matter: Matter) -> str:
    return matter.requests.strip() or matter.reason.strip()


def _places(row: Decision) -> list[str]:
    """What an original of the row may hang on."""
    places = [ref(row)] if row.pk is not None else []
    if row.instruction is not None:
        places += [f"instruction/{row.instruction_id}", f"briefing/{row.instruction.briefing_id}"]
    return places


def _with_original(rows: Iterable[Decision]) -> set[str]:
    """The things of the rows on which a file hangs that was not destroyed."""
    wanted = {place for row in rows for place in _places(row)}
    hanging = Attachment.objects.filter(subject__in=wanted, file__destroyed__isnull=True)
    return set(hanging.values_list("subject", flat=True))

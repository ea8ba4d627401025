"""代字 and 版头 of the office's documents, from the name of the installation."""

from dataclasses import dataclass

from yixing.ledger.models import Checkpoint, Installation
from yixing.papers.models import Document


def county() -> str:
    """The name under which the installation works: 示例县."""
    installation = Installation.objects.first()
    return installation.name if installation is not None else "本县"


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in the red head: ``mark`` is the 发文机关标志, ``series`` the 代字 of its numbers."""

    mark: str
    series: str
    office: str


def marks_for(kind: str, body: str = "") -> Marks:
    """版头 and 代字 of a kind of document.

    Args:
        kind: of ``Document.Kind``.
        body: name of the body, for its 会议纪要.
    """
    name = county()
    office = f"中共{name}委办公室"
    # A body is called by its short name on the screen (县委常委会) and by its full one in a red head (示例县委常委会).
    full = body.replace("县委", f"{name}委", 1) if name.endswith("县") else body
    return {
        Document.Kind.MINUTES: Marks(f"中共{full}会议纪要", f"{body}纪要", office),
        Document.Kind.LIGHT_MINUTES: Marks(f"中共{name}委专题会议纪要", f"{name}委专题会纪要", office),
        Document.Kind.DECISION_NOTICE: Marks(office, f"{name}委办议", office),
        Document.Kind.MEETING_NOTICE: Marks(office, f"{name}委办会", office),
        Document.Kind.DIVISION_NOTICE: Marks(f"{office}文件", f"{name}委办发", office),
        Document.Kind.SUPERVISION_NOTICE: Marks(office, f"{name}委督", office),
    }[Document.Kind(kind)]


def checkpoint_line() -> str:
    """The latest checkpoint as it is printed small in the foot: size and root; empty before the first."""
    latest = Checkpoint.objects.order_by("-id").first()
    return f"存证 {latest.size} · {bytes(latest.root).hex()[:16]}" if latest is not None else ""

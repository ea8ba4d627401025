"""What ``yixing verify`` and ``yixing-verify.pyz`` know: every kind of file that can be verified offline."""

from collections.abc import Sequence
from typing import Final

from yixing_core.dossier.format import CHECKPOINT, FAMILY
from yixing_core.dossier.verify import verify_dossier
from yixing_core.ledger.cli import LEDGER, Kind
from yixing_core.ledger.cli import main as run

_HEAD: Final = 4096


def looks_like_dossier(head: bytes) -> bool:
    """Tell from its beginning whether a file is (or was, before damage) a dossier.

    Its first two files lie there unpacked: either the name of the format or that of the second file is enough.
    """
    return FAMILY.encode() in head[:_HEAD] or CHECKPOINT.encode() in head[:_HEAD]


DOSSIER: Final = Kind("决策全过程档案", looks_like_dossier, verify_dossier)
KINDS: Final = (DOSSIER, LEDGER)


def main(argv: Sequence[str], *, prog: str = "yixing verify") -> int:
    """Run the command over all kinds; see ``yixing_core.ledger.cli.main``."""
    return run(argv, prog=prog, kinds=KINDS)

"""The packs as shipped, read once for all tests of this drawer."""

from functools import cache
from pathlib import Path

from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.load import load_packs
from yixing_core.rules.model import Pack

PACK_DIR = Path(__file__).parents[2] / "src" / "yixing" / "rulepacks"


@cache
def packs() -> tuple[Pack, ...]:
    """All packs, with their cases."""
    return load_packs(PACK_DIR)


@cache
def rulebook() -> Rulebook:
    """A county that has adopted nothing yet."""
    return Rulebook(packs())

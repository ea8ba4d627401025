"""Build ``yixing-verify.pyz``: the verifier as one file that needs Python and nothing else.

It goes into every dossier. The same sources give the same bytes, so that its digest can be published.
"""

import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Final

MODULES: Final = (
    "__init__.py",
    "dossier/__init__.py",
    "dossier/archive.py",
    "dossier/entries.py",
    "dossier/format.py",
    "dossier/refusals.py",
    "dossier/report.py",
    "dossier/verify.py",
    "errors.py",
    "ledger/__init__.py",
    "ledger/canonical.py",
    "ledger/checkpoint.py",
    "ledger/cli.py",
    "ledger/ed25519.py",
    "ledger/entry.py",
    "ledger/header.py",
    "ledger/merkle.py",
    "ledger/refusals.py",
    "ledger/report.py",
    "ledger/rotation.py",
    "ledger/verify.py",
    "verifier.py",
)
MAIN: Final = '''\
"""Verify a ledger export or a dossier offline: python3 yixing-verify.pyz FILE"""
import sys

if sys.version_info < (3, 11):
    found = "%d.%d" % sys.version_info[:2]
    sys.stderr.write("需要 Python 3.11 或更高版本，现在是 " + found + "。请换一台电脑或安装新版本后再核验。\\n")
    sys.exit(2)

from yixing_core.verifier import main

sys.exit(main(sys.argv[1:], prog="python3 yixing-verify.pyz"))
'''
_SHEBANG: Final = b"#!/usr/bin/env python3\n"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o100644 << 16
_EXECUTABLE: Final = 0o755


def build_pyz(target: Path) -> Path:
    """Write the single-file verifier.

    Args:
        target: where; replaced if it exists.

    Returns:
        The target.
    """
    package = files("yixing_core")
    part = target.with_name(f".{target.name}.part")
    with part.open("wb") as stream:
        stream.write(_SHEBANG)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_member("__main__.py"), MAIN)
            for name in MODULES:
                archive.writestr(_member(f"yixing_core/{name}"), package.joinpath(name).read_bytes())
    part.chmod(_EXECUTABLE)
    return part.replace(target)


def _member(name: str) -> zipfile.ZipInfo:
    """A member with fixed time and rights: the archive depends on the sources alone."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.external_attr = _PLAIN_FILE
    member.create_system = 3
    return member

"""The data directory of a release as its owner would have it: a small county at work, packed for the tests of upgrades.

Run with the source of that release, from a checkout of its tag: ``python -m tests.flows.stored.make 0.2.0`` writes
``tests/flows/stored/release-0.2.0.tar.gz``. Its key and its password are of the tests only. Salts and signatures are
drawn anew each time, so the bytes differ from one making to the next; what they hold does not.
"""

import gzip
import io
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
KEPT = ("keys", "files")


def build(target: Path) -> None:
    """An installation with the cast, matters on their way, a meeting that has decided, tasks, and a checkpoint.

    ``target``: where the release's own ``yixing backup`` of it goes.
    """
    from django.utils import timezone

    from tests import cast as people
    from tests.apps.matters import walk
    from tests.apps.meetings import desk
    from tests.apps.supervision import loop
    from yixing.attachments.models import StoredFile
    from yixing.attachments.store import path_of
    from yixing.ledger.book import make_checkpoint
    from yixing.ledger.models import Installation
    from yixing.matters.actions import matter_review
    from yixing.operations.backup import backup
    from yixing.operations.setup import found

    installation = found("某县", Installation.Mode.PRODUCTION, timezone.now())
    cast = people.build()
    Installation.objects.exclude(pk=installation.pk).delete()  # the cast brings one of its own
    matter = walk.to_director(cast, type_code="T10")
    reasons = {"XC-05": "已口头征求，书面意见随后补。"}
    matter_review(cast.call("县委办主任", acknowledged=reasons), matter_id=matter.pk)
    walk.to_unit_head(cast)
    meeting = desk.opened(cast, desk.matter(cast))
    desk.conclude(cast, desk.first_item(meeting))
    loop.closed(cast)
    loop.in_hand(cast)
    loop.shown(cast, loop.instruct(cast))
    # Papers that a helper of the tests noted without a file count as destroyed: a release never lacks a file it names.
    gone = [row.pk for row in StoredFile.objects.all() if not path_of(row.digest).exists()]
    StoredFile.objects.filter(pk__in=gone).update(destroyed=timezone.now())
    make_checkpoint(timezone.now())
    backup(target, at=timezone.now())


def pack(place: Path, target: Path) -> None:
    """The database, its backup, the key and the files of a data directory as one archive; no secret, no log."""
    database = sqlite3.connect(place / "yixing.sqlite3")
    database.execute("PRAGMA journal_mode=DELETE")
    database.execute("VACUUM")
    database.close()
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        files = [
            place / "yixing.sqlite3",
            place / "backup.zip",
            *(path for name in KEPT for path in sorted((place / name).rglob("*"))),
        ]
        for path in files:
            if path.is_file():
                archive.add(path, path.relative_to(place).as_posix(), filter=_anonymous)
    target.write_bytes(gzip.compress(plain.getvalue(), 9, mtime=0))


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = info.mtime = 0
    info.uname = info.gname = ""
    return info


def make(version: str) -> Path:
    """Build and pack; the archive's place."""
    place = Path(tempfile.mkdtemp(prefix="yixing-release-"))
    os.environ |= {"YIXING_DATA_DIR": str(place), "DJANGO_SETTINGS_MODULE": "yixing.settings"}
    from yixing.operations.lifecycle import prepare_production

    prepare_production()
    (place / "log").mkdir()
    import django

    django.setup()
    from django.db import connection

    build(place / "backup.zip")
    connection.close()
    target = HERE / f"release-{version}.tar.gz"
    pack(place, target)
    shutil.rmtree(place)
    return target


if __name__ == "__main__":
    print(make(sys.argv[1]))

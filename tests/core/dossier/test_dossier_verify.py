"""A dossier holds as it was written, and no single damage goes unnoticed or unnamed."""

import io
import json
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import dossier_samples as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yixing_core.dossier import format as form
from yixing_core.dossier.verify import verify_dossier
from yixing_core.ledger.signer import Signer
from yixing_core.verifier import looks_like_dossier, main


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.write(tmp_path_factory.mktemp("dossier") / "D.zip")


def codes(path: Path, **options: str) -> list[str]:
    return [one.code for one in verify_dossier(path, **options).findings]


def repacked(sound: Path, target: Path, change) -> Path:
    """The same files packed anew by another program, after ``change`` of the dictionary of contents."""
    with zipfile.ZipFile(sound) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target


def test_a_sound_dossier_holds(sound: Path) -> None:
    report = verify_dossier(sound, key=made.KEY.vkey)
    assert report.findings == []
    assert (report.decisions, report.entries, report.agreed, report.pinned) == (1, 8, 2, True)
    assert report.shown + report.erased + report.withheld == 4
    assert report.erased
    assert [one.code for one in report.notices] == ["key.changed", "erased"]


def test_the_same_state_gives_the_same_bytes(sound: Path, tmp_path: Path) -> None:
    assert made.write(tmp_path / "again.zip").read_bytes() == sound.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.zip"]


def test_a_key_from_before_the_change_leads_to_the_signer(sound: Path) -> None:
    assert verify_dossier(sound, key=made.OLD_KEY.vkey).pinned
    stranger = Signer(made.LOG, bytes(32))
    assert codes(sound, key=stranger.vkey) == ["key.other"]


def test_an_older_checkpoint_is_extended_or_told_apart(sound: Path) -> None:
    _, tree = made.book()
    report = verify_dossier(sound, checkpoint=made.KEY.checkpoint(20, tree.root(20)))
    assert report.findings == []
    assert report.extends is not None
    assert report.extends.size == 20
    assert codes(sound, checkpoint=made.OLD_KEY.checkpoint(5, tree.root(5))) == []
    assert codes(sound, checkpoint=made.KEY.checkpoint(20, tree.root(19))) == ["checkpoint.differs"]
    assert codes(sound, checkpoint=made.KEY.checkpoint(21, tree.root(21))) == ["checkpoint.unproved"]
    assert codes(sound, checkpoint=made.KEY.checkpoint(99, tree.root())) == ["checkpoint.shorter"]
    assert codes(sound, checkpoint=made.OLD_KEY.checkpoint(20, tree.root(20))) == ["checkpoint.signature"]
    other = Signer("yixing.example/other", bytes(32))
    assert codes(sound, checkpoint=other.checkpoint(20, tree.root(20))) == ["checkpoint.origin"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_single_damage_of_the_bytes_goes_unnoticed(sound: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = sound.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    kind = data.draw(st.sampled_from(("flip", "delete", "insert", "cut")))
    if kind == "flip":
        broken = whole[:place] + bytes([whole[place] ^ (1 << data.draw(st.integers(0, 7)))]) + whole[place + 1 :]
    elif kind == "delete":
        broken = whole[:place] + whole[place + data.draw(st.integers(1, 200)) :]
    elif kind == "insert":
        broken = whole[:place] + data.draw(st.binary(min_size=1, max_size=50)) + whole[place:]
    else:
        broken = whole[:place]
    path = tmp_path / "broken.zip"
    path.write_bytes(broken)
    report = verify_dossier(path)
    assert not report.holds
    assert all(one.text for one in report.findings)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_in_any_member_names_it(sound: Path, tmp_path: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(sound) as archive:
        names = archive.namelist()
    name = data.draw(st.sampled_from(names))

    def change(files: dict[str, bytes]) -> None:
        old = files[name]
        place = data.draw(st.integers(0, len(old) - 1))
        kind = data.draw(st.sampled_from(("flip", "delete", "insert", "drop")))
        if kind == "flip":
            files[name] = old[:place] + bytes([old[place] ^ 1]) + old[place + 1 :]
        elif kind == "delete":
            files[name] = old[:place] + old[place + 1 :]
        elif kind == "insert":
            files[name] = old[:place] + b"x" + old[place:]
        else:
            del files[name]

    report = verify_dossier(repacked(sound, tmp_path / "broken.zip", change))
    assert "archive.changed" in {one.code for one in report.findings}
    assert name in {one.member for one in report.findings} or (name == form.MANIFEST and report.findings[1:])


def test_an_added_file_and_a_replaced_original_are_named(sound: Path, tmp_path: Path) -> None:
    added = verify_dossier(repacked(sound, tmp_path / "a.zip", lambda files: files.update({"原件/99 新.pdf": b"new"})))
    assert ("file.added", "原件/99 新.pdf") in {(one.code, one.member) for one in added.findings}
    name = "原件/01 上会稿.pdf"
    other = verify_dossier(repacked(sound, tmp_path / "b.zip", lambda files: files.update({name: b"%PDF other"})))
    assert ("file.changed", name) in {(one.code, one.member) for one in other.findings}


def test_whoever_holds_no_key_cannot_seal_it_again(tmp_path: Path) -> None:
    forged = made.write(tmp_path / "D.zip", signer=Signer(made.LOG, bytes(32)))
    assert codes(forged, key=made.KEY.vkey) == ["key.other"]


def test_even_the_signer_cannot_make_the_record_contradict_the_entries(tmp_path: Path) -> None:
    report = verify_dossier(
        made.write(tmp_path / "D.zip", record={"decision": {"decided_on": "2023-01-01", "present": 11}})
    )
    assert [(one.code, one.entry) for one in report.findings] == [("record.disagrees", 10)] * 2
    absent = made.write(
        tmp_path / "E.zip", record={"agreement": [{"here": "/subject", "entry": 9, "there": "/entry/on"}]}
    )
    assert codes(absent) == ["record.disagrees"]


def test_swapped_proofs_are_named(tmp_path: Path) -> None:
    report = verify_dossier(made.write(tmp_path / "D.zip", swap=True))
    assert [(one.code, one.entry) for one in report.findings] == [("entry.unproved", 10), ("entry.unproved", 11)]


def _hostile(sound: Path, name: str, data: bytes = b"x", **changes: int) -> bytes:
    """The sound dossier with a member more, whose headers are then changed."""
    out = io.BytesIO(sound.read_bytes())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    raw = bytearray(out.getvalue())
    for place, value in changes.items():
        at = raw.rfind(b"PK\x01\x02") + int(place.removeprefix("at"))
        raw[at : at + 2] = struct.pack("<H", value)
    return bytes(raw)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "hostile",
    [
        ("../../etc/passwd", b"x", {}),
        ("/etc/passwd", b"x", {}),
        ("原件\\..\\x", b"x", {}),
        ("C:/x", b"x", {}),
        ("封面.pdf", b"x", {}),
        ("YIXING-VERIFY.PYZ", b"x", {}),
        ("a\x1b[2J", b"x", {}),
        ("bomb", bytes(64 << 20), {}),
        ("locked", b"x", {"at8": 1}),
    ],
    ids=["above", "root", "backslash", "drive", "twice", "twice-by-case", "escape", "bomb", "encrypted"],
)
def test_hostile_archives_are_refused_in_one_line(sound, tmp_path, capsys, hostile) -> None:
    name, data, changes = hostile
    path = tmp_path / "D.zip"
    path.write_bytes(_hostile(sound, name, data, **changes))
    tracemalloc.start()
    try:
        assert main([str(path)]) == 1
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    words = capsys.readouterr().out.splitlines()
    assert len(words) == 2
    assert "不可采信" in words[1]
    assert peak < 20 << 20


def test_nonsense_is_refused_in_bounded_memory(tmp_path, capsys) -> None:
    path = tmp_path / "D.zip"
    path.write_bytes(b"PK\x03\x04" + b"\x01\x02nonsense" * (1 << 20))
    assert main([str(path)]) == 2
    path.write_bytes(b"PK\x03\x04" + form.FORMAT.encode() + b"\x01\x02nonsense" * (1 << 20))
    assert main([str(path)]) == 1
    shown = capsys.readouterr()
    assert len(shown.err.splitlines()) == 1
    assert len(shown.out.splitlines()) == 2


def test_it_is_recognised_after_any_single_damage_of_its_beginning(sound: Path) -> None:
    head = sound.read_bytes()[:2000]
    for place in range(300):
        assert looks_like_dossier(head[:place] + bytes([head[place] ^ 255]) + head[place + 1 :])
        assert looks_like_dossier(head[:place] + head[place + 1 :])


def test_the_command_and_the_single_file_agree(sound: Path, tmp_path: Path, capsys) -> None:
    with zipfile.ZipFile(sound) as archive:
        pyz = Path(archive.extract(form.VERIFIER, tmp_path))
    command = [sys.executable, "-I", "-S", str(pyz), str(sound), "--key", made.KEY.vkey, "--json"]
    alone = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
    assert alone.returncode == 0, alone.stderr
    assert main([str(sound), "--key", made.KEY.vkey, "--json"]) == 0
    assert json.loads(alone.stdout) == json.loads(capsys.readouterr().out)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(sound.read_bytes()[:-1000])
    assert subprocess.run([*command[:4], str(broken)], capture_output=True, check=False).returncode == 1

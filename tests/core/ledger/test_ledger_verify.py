"""Every damage is found and the first entry that does not hold is named; the vectors are what the script makes."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.ledger.ledger_samples import lines, sample
from tests.core.ledger.vectors import generate
from yixing_core.errors import Refusal
from yixing_core.ledger import rotation
from yixing_core.ledger.export import export_lines, write_export
from yixing_core.ledger.header import make_header
from yixing_core.ledger.merkle import EMPTY_ROOT, CompactRange, leaf_hash, verify_consistency, verify_inclusion
from yixing_core.ledger.verify import verify_export

VECTORS = Path(generate.__file__).parent
EXPECTED = json.loads((VECTORS / "expected.json").read_text())["cases"]
SIGNER = generate.SIGNER


def test_the_vectors_are_what_the_script_makes():
    made = generate.files()
    kept = {path.name: path.read_bytes() for path in VECTORS.iterdir() if path.suffix in {".json", ".jsonl"}}
    assert made == kept


@pytest.mark.parametrize("name", EXPECTED)
def test_vector(name):
    case = EXPECTED[name]
    report = verify_export(VECTORS / case["file"], case["key"], case["checkpoint"])
    assert [finding.code for finding in report.findings] == case["findings"]
    assert report.first_bad_entry == case["first_bad_entry"]
    assert report.holds is (not case["findings"])
    codes = {notice.code for notice in report.notices} - {"unpinned"}
    assert codes == set(case["notices"])
    assert ("unpinned" in [notice.code for notice in report.notices]) is (
        case["key"] is None and report.key is not None
    )
    assert report.pinned is (case["key"] is not None and report.holds)
    assert (report.extends is not None) is (case["checkpoint"] is not None and report.holds)
    json.dumps(report.record())
    assert ("成立：" if report.holds else "不成立：") in report.sentences()[0]
    if case["first_bad_entry"] and "entry" in case["findings"][0]:
        assert f"第{case['first_bad_entry']}条" in "".join(report.sentences())


def test_the_proof_of_extension_is_one_for_everybody():
    report = verify_export(VECTORS / "sound.jsonl", None, EXPECTED["extends"]["checkpoint"])
    entries = generate.entries()
    old, new = CompactRange(), CompactRange()
    for number, line in enumerate(entries):
        new.append(leaf_hash(line))
        if number < 5:
            old.append(leaf_hash(line))
    proof = [bytes.fromhex(node) for node in report.extends.proof]
    assert verify_consistency(5, 9, old.root(), new.root(), proof)


def test_the_proof_vectors_hold():
    vectors = json.loads((VECTORS / "proofs.json").read_text())
    leaves, roots = ([bytes.fromhex(x) for x in vectors[name]] for name in ("leaves", "roots"))
    for item in vectors["inclusion"]:
        path = [bytes.fromhex(node) for node in item["path"]]
        assert verify_inclusion(leaves[item["index"]], item["index"], item["size"], path, roots[item["size"]])
    for item in vectors["consistency"]:
        path = [bytes.fromhex(node) for node in item["path"]]
        assert verify_consistency(item["old"], item["size"], roots[item["old"]], roots[item["size"]], path)


SOUND = (VECTORS / "sound.jsonl").read_bytes()
CHANGED = (VECTORS / "key-changed.jsonl").read_bytes()
LINE_STARTS = [0, *(place + 1 for place, byte in enumerate(SOUND) if byte == 10)]


@settings(max_examples=400)
@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
@example(0, 1)
@example(len(SOUND) - 1, 0x0A ^ 0x20)
def test_any_changed_byte_is_found_and_its_entry_named(tmp_path_factory, place, flip):
    damaged = bytearray(SOUND)
    damaged[place] ^= flip
    path = tmp_path_factory.getbasetemp() / "flip.jsonl"
    path.write_bytes(damaged)
    report = verify_export(path)
    assert not report.holds
    line = sum(start <= place for start in LINE_STARTS)
    if line > 1:
        # A newline that became something else joins two lines: the entry before it is the one that is broken.
        assert report.first_bad_entry == line - 1
    else:
        assert report.findings[0].line == 1


@settings(max_examples=100)
@given(st.integers(0, len(CHANGED) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found_in_an_export_with_a_change_of_key(tmp_path_factory, place, flip):
    damaged = bytearray(CHANGED)
    damaged[place] ^= flip
    path = tmp_path_factory.getbasetemp() / "flip.jsonl"
    path.write_bytes(damaged)
    assert not verify_export(path).holds


@settings(max_examples=200)
@given(st.data())
def test_any_change_to_the_sequence_names_the_first_place(tmp_path_factory, data):
    """Against the definition: the first place at which the file no longer holds what was signed there."""
    entries = list(lines(12))
    header = make_header(SIGNER, map(leaf_hash, entries))
    changed = list(entries)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, max(len(changed) - 1, 0)))
        kind = data.draw(st.sampled_from(["drop", "double", "swap", "alter"]))
        if not changed:
            break
        if kind == "drop":
            del changed[place]
        elif kind == "double":
            changed.insert(place, changed[place])
        elif kind == "swap":
            other = data.draw(st.integers(0, len(changed) - 1))
            changed[place], changed[other] = changed[other], changed[place]
        else:
            changed[place] = changed[place].replace(b'"entitled":11', b'"entitled":12')
    path = tmp_path_factory.getbasetemp() / "sequence.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in [header.to_line(), *changed]))
    report = verify_export(path, SIGNER.vkey)
    pairs = list(zip(entries, changed, strict=False))
    first = next((i for i, (was, now) in enumerate(pairs, 1) if was != now), None)
    if first is None and len(entries) != len(changed):
        first = len(pairs) + 1
    assert report.first_bad_entry == first
    assert report.holds is (first is None)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_bring_it_down(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "noise.jsonl"
    path.write_bytes(content)
    assert not verify_export(path).holds


def test_the_header_may_have_its_keys_in_any_order(tmp_path):
    head, _, rest = SOUND.partition(b"\n")
    fields = json.loads(head)
    sorted_head = json.dumps(dict(sorted(fields.items())), ensure_ascii=False, separators=(",", ":")).encode()
    path = tmp_path / "sorted.jsonl"
    path.write_bytes(sorted_head + b"\n" + rest)
    assert verify_export(path).holds


def test_the_header_of_the_format_description():
    head = json.loads(SOUND.split(b"\n")[0])
    assert list(head) == ["format", "hash", "size", "root", "key", "checkpoint", "tags"]
    assert (head["format"], head["hash"], head["size"]) == ("yixing-ledger/1", "sha256", 9)
    assert head["checkpoint"].startswith(f"{generate.NAME}\n9\n{head['root']}\n\n— {generate.NAME} ")


def test_a_checkpoint_may_have_gone_through_an_editor():
    text = EXPECTED["extends"]["checkpoint"]
    for variant in (text.replace("\n", "\r\n"), "\ufeff" + text, text.rstrip("\n"), "\n" + text + "\n\n"):
        assert verify_export(VECTORS / "sound.jsonl", None, variant).holds


@pytest.mark.parametrize(("name", "text"), [("checkpoint", "nonsense"), ("checkpoint", ""), ("key", "nonsense")])
def test_what_the_reader_gives_must_be_usable(name, text):
    with pytest.raises(Refusal) as refusal:
        verify_export(VECTORS / "sound.jsonl", **{name: text})
    assert refusal.value.field == name


def test_a_log_that_announces_its_first_key(tmp_path):
    data = rotation.first_key(SIGNER, 0, EMPTY_ROOT)
    first = sample(1, action=rotation.ACTION, subject="ledger/1", data=data).to_line()
    entries = [first, *list(lines(4))[1:]]
    path = tmp_path / "first.jsonl"
    path.write_bytes(generate.export(entries))
    report = verify_export(path, SIGNER.vkey, generate.checkpoint([]))
    assert report.holds
    assert not report.notices
    path.write_bytes(generate.export(entries, generate.OTHER))
    assert [f.code for f in verify_export(path).findings] == ["header.key"]


def test_a_key_that_cannot_be_traced_in_a_broken_file_is_said_to_be_untraced(tmp_path):
    path = tmp_path / "broken.jsonl"
    path.write_bytes(CHANGED.replace(b'"v":1', b'"v":2', 1))
    report = verify_export(path, SIGNER.vkey)
    assert [f.code for f in report.findings] == ["entry.invalid", "key.unproved"]
    assert not report.pinned


def test_progress_is_told(tmp_path):
    path = tmp_path / "long.jsonl"
    entries = list(lines(9000))
    write_export(path, make_header(SIGNER, map(leaf_hash, entries)), entries)
    seen = []
    assert verify_export(path, progress=lambda done, expected: seen.append((done, expected))).holds
    assert seen == [(4096, 9000), (8192, 9000)]


def test_an_export_is_written_whole_or_not_at_all(tmp_path):
    entries = list(lines(5))
    header = make_header(SIGNER, map(leaf_hash, entries))
    target = tmp_path / "L.jsonl"
    write_export(target, header, iter(entries))
    kept = target.read_bytes()
    for wrong in (entries[:4], [*entries, entries[4]], [entries[1], entries[0], *entries[2:]]):
        with pytest.raises(Refusal) as refusal:
            write_export(target, header, wrong)
        assert refusal.value.code == "ledger.export.mismatch"
    assert target.read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir()] == ["L.jsonl"]
    assert b"".join(export_lines(header, entries)) == kept


def test_a_very_long_line_is_refused_without_reading_it_all(tmp_path):
    head = SOUND.split(b"\n")[0]
    path = tmp_path / "long.jsonl"
    path.write_bytes(head + b"\n" + b"x" * (3 << 20))
    assert [f.code for f in verify_export(path).findings] == ["entry.invalid"]


@pytest.mark.parametrize("nested", [b'{"root":' + b"[" * 90_000, b'{"root":' + b"[" * 900 + b"]" * 900 + b"}"])
def test_a_deeply_nested_header_does_no_harm(tmp_path, nested):
    path = tmp_path / "deep.jsonl"
    path.write_bytes(nested + b"\n")
    assert [f.code for f in verify_export(path).findings] == ["header.unreadable"]


def test_the_input_is_only_read(tmp_path):
    path = tmp_path / "kept.jsonl"
    path.write_bytes(SOUND)
    path.chmod(0o400)
    verify_export(path)
    assert path.read_bytes() == SOUND

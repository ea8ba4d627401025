"""The command: exit codes, one line for what is wrong, and the single file that needs Python only."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.ledger.vectors import generate
from yixing_core.ledger import cli
from yixing_core.ledger.standalone import MODULES, build_pyz

VECTORS = Path(generate.__file__).parent
SOUND = VECTORS / "sound.jsonl"
CASES = json.loads((VECTORS / "expected.json").read_text())["cases"]


def run(capsys, *words):
    code = cli.main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("name", CASES)
def test_exit_codes_of_the_vectors(capsys, tmp_path, name):
    case = CASES[name]
    words = [VECTORS / case["file"], "--json"]
    if case["key"]:
        words += ["--key", case["key"]]
    if case["checkpoint"]:
        (tmp_path / "old.txt").write_text(case["checkpoint"])
        words += [f"--checkpoint={tmp_path / 'old.txt'}"]
    code, out, err = run(capsys, *words)
    answer = json.loads(out)
    assert code == (1 if case["findings"] else 0)
    assert answer["holds"] is (code == 0)
    assert answer["first_bad_entry"] == case["first_bad_entry"]
    assert [finding["code"] for finding in answer["findings"]] == case["findings"]
    assert not err


def test_without_a_key_the_fingerprint_is_shown(capsys):
    code, out, _ = run(capsys, SOUND)
    assert code == 0
    assert generate.SIGNER.verifier.fingerprint in out
    assert "未经核对" in out


def test_with_the_key_nothing_is_left_to_say(capsys):
    code, out, _ = run(capsys, SOUND, f"--key= {generate.SIGNER.vkey} ")
    assert code == 0
    assert "签署人与指定的密钥一致" in out
    assert "！" not in out


def test_damage_is_told_in_words(capsys):
    code, out, err = run(capsys, VECTORS / "dropped.jsonl")
    assert code == 1
    assert "缺第5条：第6行应为第5条，却是第6条。" in out
    assert not err


def test_an_older_export_may_stand_for_its_checkpoint(capsys, tmp_path):
    older = tmp_path / "older.jsonl"
    older.write_bytes(generate.export(generate.entries(5)))
    code, out, _ = run(capsys, SOUND, "--checkpoint", older)
    assert code == 0
    assert "前5条与旧校验点一致" in out


def test_help_is_chinese_with_an_example(capsys):
    for word in ("--help", "-h"):
        code, out, _ = run(capsys, word)
        assert code == 0
        assert "例：" in out
        assert "yixing verify L.jsonl" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "请写出要核验的文件"),
        (["a", "b"], "这里写了2个"),
        (["a", "--key"], "--key后面缺内容"),
        (["a", "--key", "x", "--key=y"], "--key写了两次"),
        (["a", "--quick"], "没有--quick这个选项"),
        (["--", "--quick"], "--quick：没有这个文件"),
        (["absent.jsonl"], "absent.jsonl：没有这个文件"),
        ([VECTORS], "vectors：是文件夹"),
        ([VECTORS / "proofs.json"], "proofs.json：看不出是存证导出"),
        ([VECTORS / "generate.py"], "generate.py：看不出"),
        ([os.devnull], "null：不是普通文件"),
        ([SOUND, "--key", "nonsense"], "--key：公钥写法不对"),
        ([SOUND, "--key", ""], "--key：公钥写法不对"),
        ([SOUND, "--checkpoint", "absent.txt"], "absent.txt：没有这个文件"),
        ([SOUND, "--checkpoint", VECTORS / "generate.py"], "--checkpoint：校验点写法不对"),
    ],
)
def test_unusable_input_is_one_line(capsys, words, said):
    code, out, err = run(capsys, *words)
    assert code == 2
    assert not out
    assert said in err
    assert err.count("\n") == 1
    assert len(err) > len(said) + 5


def test_an_empty_file_is_of_no_kind(capsys, tmp_path):
    (tmp_path / "empty").touch()
    assert run(capsys, tmp_path / "empty")[0] == 2


@pytest.mark.parametrize("content", [b"\xff\xfe", b'{"checkpoint"', b'{"checkpoint":1}', b"{}", b"\n\n"])
def test_an_unusable_checkpoint_is_one_line(capsys, tmp_path, content):
    older = tmp_path / "old.txt"
    older.write_bytes(content)
    code, _, err = run(capsys, SOUND, "--checkpoint", older)
    assert code == 2
    assert err.count("\n") == 1


def test_a_fault_of_ours_is_one_line_and_the_details_are_kept(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(**_):
        raise ZeroDivisionError

    kind = cli.Kind("存证导出", cli.looks_like_export, lambda *_: broken())
    code = cli.main([str(SOUND)], kinds=[kind])
    out, err = capsys.readouterr()
    assert code == 3
    assert not out
    assert err.count("\n") == 1
    assert "ZeroDivisionError" not in err
    (log,) = tmp_path.iterdir()
    assert str(log) in err
    assert "ZeroDivisionError" in log.read_text()


@pytest.mark.parametrize(("error", "code", "said"), [(KeyboardInterrupt, 3, "已中断"), (OSError(5, "I/O"), 2, "I/O")])
def test_interruption_and_a_failing_disk(capsys, error, code, said):
    def stopped(*_):
        raise error

    assert cli.main([str(SOUND)], kinds=[cli.Kind("存证导出", cli.looks_like_export, stopped)]) == code
    assert said in capsys.readouterr().err


def test_progress_goes_to_a_terminal_only(capsys, monkeypatch, tmp_path):
    path = tmp_path / "long.jsonl"
    path.write_bytes(generate.export(generate.entries(5000)))
    assert run(capsys, path)[2] == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert "已核验4096/5000条" in run(capsys, path)[2]


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_export_is_still_recognised(tmp_path_factory, data):
    """One changed byte anywhere is damage (1), never an unknown file (2) or a fault of ours (3)."""
    name = data.draw(st.sampled_from(["sound.jsonl", "empty.jsonl", "key-changed.jsonl"]))
    content = bytearray((VECTORS / name).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.getbasetemp() / "flip.jsonl"
    path.write_bytes(content)
    with redirect_stdout(io.StringIO()):
        assert cli.main([str(path)]) == 1


@pytest.fixture(scope="module")
def pyz(tmp_path_factory):
    return build_pyz(tmp_path_factory.mktemp("pyz") / "yixing-verify.pyz")


def run_alone(pyz, *words):
    """Run the single file with nothing installed: isolated, without site-packages."""
    command = [sys.executable, "-I", "-S", str(pyz), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_the_single_file_needs_python_only(pyz):
    sound = run_alone(pyz, SOUND, "--key", generate.SIGNER.vkey)
    assert (sound.returncode, sound.stderr) == (0, "")
    forged = run_alone(pyz, VECTORS / "header-checkpoint.jsonl", "--json")
    assert forged.returncode == 1
    assert [f["code"] for f in json.loads(forged.stdout)["findings"]] == ["signature"]
    changed = run_alone(pyz, VECTORS / "key-changed.jsonl", "--key", generate.SIGNER.vkey)
    assert (changed.returncode, changed.stderr) == (0, "")
    absent = run_alone(pyz, "absent.jsonl")
    assert (absent.returncode, absent.stdout) == (2, "")
    assert "python3 yixing-verify.pyz 文件" in run_alone(pyz, "--help").stdout


def test_the_single_file_is_the_same_every_time(pyz, tmp_path):
    assert build_pyz(tmp_path / "again.pyz").read_bytes() == pyz.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.pyz"]
    assert os.access(pyz, os.X_OK)


def test_the_single_file_holds_what_is_imported_and_no_more(pyz):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import yixing_core.verifier; "
        "print(*sorted(m for m in sys.modules if m.startswith('yixing_core')))"
    )
    command = [sys.executable, "-I", "-S", "-c", code, str(pyz)]
    loaded = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.split()
    names = {
        ("yixing_core/" + name).removesuffix("/__init__.py").removesuffix(".py").replace("/", ".") for name in MODULES
    }
    assert set(loaded) == names


def test_an_old_python_is_told_so(pyz):
    code = "import sys, runpy; sys.version_info = (3, 8); runpy.run_path(sys.argv[1], run_name='__main__')"
    command = [sys.executable, "-I", "-S", "-c", code, str(pyz)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert result.returncode == 2
    assert "现在是 3.8" in result.stderr
    assert result.stderr.count("\n") == 1

"""Keys, signed notes and checkpoints: the published examples, both ways to verify, every malformation."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from yixing_core.errors import Refusal
from yixing_core.ledger import ed25519
from yixing_core.ledger.checkpoint import Checkpoint, Note, Verifier, read_signed
from yixing_core.ledger.merkle import EMPTY_ROOT
from yixing_core.ledger.signer import Signer

# The example of the package golang.org/x/mod/sumdb/note, from which the signed-note format comes.
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

# RFC 8032 §7.1: public key, message, signature.
RFC_VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ),
]
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
]
NOT_THE_ONE_SPELLING = [
    "0100000000000000000000000000000000000000000000000000000000000080",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


@pytest.fixture(scope="module")
def signer():
    return Signer("yixing.example/demo", bytes(range(32)))


@pytest.mark.parametrize("check", [ed25519.verify, ed25519.verify_plain])
@pytest.mark.parametrize(("public", "message", "signature"), RFC_VECTORS)
def test_the_vectors_of_rfc_8032(check, public, message, signature):
    key, text, good = (bytes.fromhex(x) for x in (public, message, signature))
    assert check(key, text, good)
    assert not check(key, text + b"x", good)
    assert not check(key, text, good[:63])
    assert not check(key, text, good + b"\0")


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 511), st.booleans())
def test_both_ways_give_the_same_answer(seed, message, bit, spoil):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    signature = bytearray(private.sign(message))
    if spoil:
        signature[bit // 8] ^= 1 << bit % 8
    assert ed25519.usable(public)
    assert ed25519.verify_plain(public, message, bytes(signature)) is not spoil
    assert ed25519.verify(public, message, bytes(signature)) is not spoil


def test_a_second_spelling_of_a_signature_is_refused():
    """S + L fits the equation and would let a signature be changed by anybody."""
    public, message, signature = (bytes.fromhex(x) for x in RFC_VECTORS[1])
    order = 2**252 + 27742317777372353535851937790883648493
    other = signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert not ed25519.verify_plain(public, message, other)
    assert not ed25519.verify(public, message, other)


@pytest.mark.parametrize("public", SMALL_ORDER + NOT_THE_ONE_SPELLING)
def test_keys_that_bind_nobody_are_refused(public):
    assert not ed25519.usable(bytes.fromhex(public))
    with pytest.raises(Refusal, match="第三段"):
        Verifier.from_public("log", bytes.fromhex(public))


def test_without_the_library_the_plain_way_is_used(monkeypatch):
    monkeypatch.setattr(ed25519, "LIBRARY", False)
    assert Note.parse(GO_NOTE).signed_by(Verifier(GO_VKEY))


def test_the_example_of_the_note_package():
    signer = Signer.from_secret(GO_SECRET)
    assert signer.vkey == GO_VKEY
    assert signer.secret() == GO_SECRET
    note = Note.parse(GO_NOTE)
    assert note.signed_by(Verifier(GO_VKEY))
    assert signer.sign(note.text.encode()) == note.signatures[0].signature


def test_a_checkpoint_is_three_lines_and_a_signature(signer):
    note = signer.checkpoint(0, EMPTY_ROOT)
    lines = note.split("\n")
    assert lines[:4] == ["yixing.example/demo", "0", base64.b64encode(EMPTY_ROOT).decode(), ""]
    assert lines[4].startswith("— yixing.example/demo ")
    assert read_signed(note, [signer.verifier]) == Checkpoint("yixing.example/demo", 0, EMPTY_ROOT)


def test_signatures_of_others_are_ignored(signer):
    """A witness may add its line; C2SP signed-note."""
    witness = Signer.generate("witness.example")
    note = signer.checkpoint(7, EMPTY_ROOT)
    both = note + witness.checkpoint(7, EMPTY_ROOT).splitlines(keepends=True)[-1]
    assert read_signed(both, [signer.verifier]).size == 7
    with pytest.raises(Refusal) as refusal:
        read_signed(both, [Signer.generate("yixing.example/demo").verifier])
    assert refusal.value.code == "ledger.note.unsigned"


def test_the_name_of_another_log_is_refused(signer):
    """A key signs for its own log only, else its signature under another name could be carried over."""
    text = Checkpoint("other.example", 7, EMPTY_ROOT).text()
    line = base64.b64encode(signer.verifier.key_id + signer.sign(text.encode())).decode()
    with pytest.raises(Refusal) as refusal:
        read_signed(f"{text}\n— {signer.name} {line}\n", [signer.verifier])
    assert refusal.value.code == "ledger.note.unsigned"


@given(st.data())
def test_a_changed_byte_in_a_checkpoint_is_noticed(data):
    signer = Signer("yixing.example/demo", bytes(range(32)))
    note = bytearray(signer.checkpoint(4711, EMPTY_ROOT).encode())
    note[data.draw(st.integers(0, len(note) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises((Refusal, UnicodeDecodeError)):
        read_signed(note.decode(), [signer.verifier])


ROOT = base64.b64encode(EMPTY_ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"log\n1\n{ROOT}",
        f"log\n01\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n１\n{ROOT}\n",
        f"log\n1\n{ROOT[:-4]}\n",
        f"log\n1\n{ROOT[:-2]}V=\n",
        f"\n1\n{ROOT}\n",
        "log\n1\n",
        f"log\n1\n{ROOT}\n\n",
    ],
)
def test_malformed_checkpoints(text):
    with pytest.raises(Refusal) as refusal:
        Checkpoint.parse(text)
    assert refusal.value.code == "ledger.note.malformed"


def test_extension_lines_are_ignored():
    assert Checkpoint.parse(f"log\n1\n{ROOT}\nmore\n") == Checkpoint("log", 1, EMPTY_ROOT)


LINE = GO_NOTE.splitlines()[-1]


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        f"text\n{LINE}\n",
        f"text\n\n{LINE}",
        f"text\n\n{LINE[1:]}\n",
        f"text\n\n-{LINE[1:]}\n",
        f"text\n\n— {LINE.split()[-1]}\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name ####\n",
        f"text\r\n\r\n{LINE}\r\n",
        f"text\t\n\n{LINE}\n",
        f"text\ud800\n\n{LINE}\n",
        "text\n\n" + f"{LINE}\n" * 101,
    ],
)
def test_malformed_notes(note):
    with pytest.raises(Refusal) as refusal:
        Note.parse(note)
    assert refusal.value.code == "ledger.note.malformed"


@pytest.mark.parametrize(
    ("vkey", "why"),
    [
        ("", "三段"),
        ("name+c74f20a3", "三段"),
        (GO_VKEY.replace("Peter", "Pet er"), "名称"),
        (GO_VKEY.removeprefix("PeterNeumann"), "名称"),
        (GO_VKEY.replace("c7", "C7"), "第二段"),
        (GO_VKEY.replace("c7", "c8"), "第二段"),
        (GO_VKEY.replace("Peter", "Paul"), "第二段"),
        (GO_VKEY.replace("+AR", "+BR"), "第三段"),
        (GO_VKEY[:-1], "第三段"),
        (GO_VKEY + "=", "第三段"),
        (GO_VKEY + "AAAA", "第三段"),
    ],
)
def test_malformed_keys(vkey, why):
    with pytest.raises(Refusal, match=why):
        Verifier(vkey)


@pytest.mark.parametrize(
    "secret", ["", GO_VKEY, GO_SECRET[:-4], GO_SECRET[:-1] + "y", GO_SECRET.replace("c74f", "c74e"), GO_SECRET + "="]
)
def test_malformed_secrets(secret):
    with pytest.raises(Refusal) as refusal:
        Signer.from_secret(secret)
    assert refusal.value.code == "ledger.key.secret"


@pytest.mark.parametrize("name", ["", "two words", "a+b", "县", "a\n"])
def test_names_of_keys(name):
    with pytest.raises(Refusal):
        Signer.generate(name)


def test_a_secret_is_not_shown(signer):
    assert signer.secret() not in repr(signer)
    assert base64.b64encode(bytes(range(32))).decode()[:20] not in repr(signer)
    assert repr(signer.verifier).startswith("Verifier(")


def test_the_fingerprint_begins_with_the_key_id(signer):
    assert signer.verifier.fingerprint.replace(" ", "").startswith(signer.vkey.split("+")[1])
    assert len(signer.verifier.fingerprint.split()) == 16
    assert Verifier(signer.vkey) == signer.verifier
    assert {Verifier(signer.vkey), signer.verifier} == {signer.verifier}

"""What a verification found: for people in sentences, for machines as an object."""

from dataclasses import dataclass
from typing import Final

from yixing_core.errors import Message
from yixing_core.ledger.canonical import Json, JsonObject

_KEEP: Final = "请保留这个文件，向出具单位重新索取一份比对。"
_OLDER: Final = "请用纪要、档案上印的更早的校验点（--checkpoint）缩小范围。"

FINDINGS: Final[dict[str, Message]] = {
    "header.unreadable": Message("文件头不成立：{why}", _KEEP),
    "header.field": Message("文件头的“{name}”不成立：{why}。", _KEEP),
    "header.size": Message("文件头写{header}条，签名校验点写{signed}条。", _KEEP),
    "header.root": Message("文件头的根值与签名校验点不同。", _KEEP),
    "header.tags": Message("各条都成立，但文件头的定位码（tags）被改动。", _KEEP),
    "header.key": Message("文件头的公钥不是第{change}条换上的那一把。", _KEEP),
    "signature": Message("校验点的签名不成立：{why}", "文件头或校验点被改动，或者签署的不是这把密钥；不能采信。"),
    "entry.invalid": Message("第{entry}条（第{line}行）不成立：{why}", _KEEP),
    "entry.altered": Message("第{entry}条（第{line}行）的内容与签名时不同{more}。", _KEEP),
    "entry.missing": Message("缺第{first}{until}条：第{line}行应为第{entry}条，却是第{found}条。", _KEEP),
    "entry.doubled": Message("第{found}条重复：第{line}行应为第{entry}条，却又是第{found}条。", _KEEP),
    "entry.swapped": Message("第{entry}条与第{found}条对调：第{line}行应为第{entry}条，却是第{found}条。", _KEEP),
    "entry.moved": Message("第{entry}条不在原处：第{line}行却是第{found}条，第{entry}条在第{other}行。", _KEEP),
    "entry.disorder": Message("次序不对：第{line}行应为第{entry}条，却是第{found}条。", _KEEP),
    "entry.cut": Message("尾部缺失：应有{size}条，只有{count}条，从第{entry}条起没有了。", _KEEP),
    "entry.torn": Message("文件在第{entry}条（第{line}行）中间断开。", _KEEP),
    "entry.extra": Message("第{entry}条（第{line}行）起是多出的内容，签署的只有{size}条。", _KEEP),
    "root": Message("各条连起来与签署的根值不符，文件里没有可用的定位码，说不出是哪一条。", _OLDER),
    "key.other": Message("签署这份文件的不是指定的密钥（--key）。", "请核对密钥；确认无误的，这份文件不可采信。"),
    "key.unsigned_change": Message(
        "指定的密钥（--key）之后，第{entry}条在旧密钥遗失后换了密钥，没有旧密钥的签名，不能由它推到现在的签署人。",
        "请向安全管理员取得现用公钥的书面公告，再用现用公钥核验。",
    ),
    "key.unproved": Message("第{entry}条就不成立，核对不到指定的密钥（--key）与签署人的关系。", "请先索取完整的文件。"),
    "checkpoint.origin": Message("旧校验点属于另一本存证（{name}）。", "请核对校验点。"),
    "checkpoint.signature": Message("旧校验点的签名不成立：{why}", "请核对旧校验点是否抄录完整。"),
    "checkpoint.shorter": Message("没有延续旧校验点：旧校验点已有{old}条，这份文件只有{size}条。", _KEEP),
    "checkpoint.differs": Message(
        "没有延续旧校验点：前{old}条与旧校验点的根值不同，其中至少有一条在那之后被改动。",
        "以离开机器的旧校验点为准；请保留两份材料，按被改动处理。",
    ),
    "checkpoint.unproved": Message(
        "没有证明延续旧校验点：第{entry}条就不成立，核对不到第{old}条。", "请先索取完整的文件。"
    ),
}
"""Code of a finding → its sentence and what to do. A finding means that something does not hold."""

NOTICES: Final[dict[str, Message]] = {
    "unpinned": Message(
        "没有指定密钥（--key），签署人未经核对。", "请把指纹与纪要、档案或密钥公告上印的逐组比对：{fingerprint}"
    ),
    "key.changed": Message("第{entry}条更换了密钥，由旧密钥签署。", "新密钥指纹：{fingerprint}"),
    "key.lost": Message(
        "第{entry}条在旧密钥遗失后更换了密钥，没有旧密钥的签名，由{actor}（安全管理员）负责。",
        "此前各条请用更换以前打印的校验点核验。新密钥指纹：{fingerprint}",
    ),
    "checkpoint.unsigned": Message("旧校验点没有签名，只能由持有人自己担保它的来历。", ""),
}
"""Code of a notice → its sentence. A notice changes nothing about whether the file holds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold, or (as a notice) that the reader must know.

    Attributes:
        code: key of ``FINDINGS`` or ``NOTICES``.
        text: what is wrong, a Chinese sentence.
        mend: what to do.
        entry: number of the first entry concerned, if one can be named.
        line: line of the file, from 1, if one can be named.
    """

    code: str
    text: str
    mend: str
    entry: int | None = None
    line: int | None = None

    def record(self) -> JsonObject:
        """Return the finding for machines."""
        return {"code": self.code, "entry": self.entry, "line": self.line, "text": self.text, "mend": self.mend}


def finding(code: str, entry: int | None = None, line: int | None = None, **facts: object) -> Finding:
    """Make a finding from its code; an entry stands on the line after its number unless said otherwise."""
    place = entry + 1 if line is None and entry is not None else line
    message = FINDINGS[code]
    filled = {"entry": entry, "line": place, **facts}
    return Finding(code, message.text.format(**filled), message.mend.format(**filled), entry, place)


def notice(code: str, entry: int | None = None, **facts: object) -> Finding:
    """Make a notice from its code."""
    message = NOTICES[code]
    filled = {"entry": entry, **facts}
    return Finding(code, message.text.format(**filled), message.mend.format(**filled), entry)


@dataclass(frozen=True, slots=True)
class Extension:
    """The proof that the file extends an older checkpoint (RFC 6962 §2.1.2), for anybody's own verifier."""

    size: int
    root: str
    proof: tuple[str, ...]

    def record(self) -> JsonObject:
        """Return the proof for machines; hashes in hexadecimal, root in Base64."""
        return {"size": self.size, "root": self.root, "proof": list(self.proof)}


@dataclass(frozen=True, slots=True)
class Report:
    """The answer of a verification.

    Attributes:
        file: name of the file.
        kind: ``ledger``, ``dossier`` or ``ballot``.
        findings: what does not hold, entries in order; empty if everything holds.
        notices: what the reader must know besides.
        size: entries read before the first that is wrong in form or place; all of them if there is none.
        root: root over them in Base64, if all could be read.
        origin: name of the log.
        key: verifier key that signed.
        fingerprint: of that key.
        pinned: whether the key was given by the reader and found to lead to the signer.
        extends: proof for the older checkpoint, if one was given and holds.
    """

    file: str
    kind: str
    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...]
    size: int
    root: str | None = None
    origin: str | None = None
    key: str | None = None
    fingerprint: str | None = None
    pinned: bool = False
    extends: Extension | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def first_bad_entry(self) -> int | None:
        """Number of the first entry that does not hold, if one can be named."""
        return min((f.entry for f in self.findings if f.entry is not None), default=None)

    def record(self) -> JsonObject:
        """Return the report for machines (``--json``)."""
        findings: list[Json] = [f.record() for f in self.findings]
        notices: list[Json] = [n.record() for n in self.notices]
        return {
            "version": 1,
            "file": self.file,
            "kind": self.kind,
            "holds": self.holds,
            "first_bad_entry": self.first_bad_entry,
            "findings": findings,
            "notices": notices,
            "size": self.size,
            "root": self.root,
            "origin": self.origin,
            "key": self.key,
            "fingerprint": self.fingerprint,
            "pinned": self.pinned,
            "extends": self.extends.record() if self.extends else None,
        }

    def sentences(self) -> list[str]:
        """Return the report for people, a sentence or two per line, the answer first."""
        if self.holds:
            lines = [f"成立：{self.file}共{self.size}条，次序完整，内容与签名校验点一致。"]
        else:
            lines = [f"不成立：{self.file}", *(f"✕ {f.text}{f.mend}" for f in self.findings)]
        if self.extends is not None:
            lines.append(f"✓ 延续旧校验点：前{self.extends.size}条与旧校验点一致，此后只有追加。")
        if self.pinned:
            lines.append("✓ 签署人与指定的密钥一致。")
        if self.root is not None:
            lines.append(f"名称：{self.origin or '（文件头不成立）'}；条数：{self.size}；根值：{self.root}")
        return lines + [f"！ {n.text}{n.mend}" for n in self.notices]

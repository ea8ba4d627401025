"""What the verification of a dossier answers with: findings in words, by file or entry, and a report."""

from dataclasses import dataclass, field
from typing import Final

from yixing_core.errors import Message
from yixing_core.ledger.canonical import Json, JsonObject
from yixing_core.ledger.report import Extension

_KEEP: Final = "请保留这份文件，向出具单位重新索取，并与原件比对。"
_REFUSED: Final = "这不是系统出具的档案的样子，未作进一步核验；请不要解开它。"

FINDINGS: Final[dict[str, Message]] = {
    "archive.changed": Message("这个压缩包的字节与出具时不同（被改动、截断或重新打包过）。", _KEEP),
    "archive.unreadable": Message("压缩包已损坏，{why}。", _KEEP),
    "archive.hostile": Message("压缩包不可采信：{why}。", _REFUSED),
    "archive.layout": Message("压缩包里有不属于任何文件的内容：{why}。", _KEEP),
    "manifest.unreadable": Message("清单（清单.json）不成立：{why}", _KEEP),
    "manifest.signature": Message("清单的签名不成立：{why}", "清单或签名被改动，各文件不能采信；请重新索取。"),
    "file.missing": Message("缺文件“{member}”。", _KEEP),
    "file.added": Message("多出清单里没有的文件“{member}”。", "这个文件不属于档案，不能采信。"),
    "file.changed": Message("文件“{member}”与清单不符：{why}。", _KEEP),
    "checkpoint.invalid": Message("校验点（存证/checkpoint）不成立：{why}", _KEEP),
    "entries.unreadable": Message("存证/entries.jsonl第{line}行不成立：{why}", _KEEP),
    "entry.unproved": Message("存证第{entry}条（第{line}行）的包含证明不成立：它不在校验点所签的存证里。", _KEEP),
    "entry.content": Message("存证第{entry}条背后的记录与条目里的摘要不符。", _KEEP),
    "entry.order": Message("存证第{entry}条（第{line}行）次序不对或重复。", _KEEP),
    "record.unreadable": Message("“{member}”不成立：{why}", _KEEP),
    "record.disagrees": Message(
        "“{member}”与存证不符：{place}写的是{here}，存证第{entry}条记的是{there}。",
        "以存证为准；请向出具单位查问，并按记录被改动处理。",
    ),
    "record.original": Message("“{member}”所列原件“{original}”与档案里的文件不符。", _KEEP),
    "key.other": Message("出具这份档案的不是指定的密钥（--key）。", "请核对密钥；确认无误的，这份档案不可采信。"),
    "key.unsigned_change": Message(
        "指定的密钥（--key）之后，第{entry}条在旧密钥遗失后换了密钥，没有旧密钥的签名，不能由它推到现在的签署人。",
        "请向安全管理员取得现用公钥的书面公告，再用现用公钥核验。",
    ),
    "checkpoint.origin": Message("旧校验点属于另一本存证（{name}）。", "请核对校验点。"),
    "checkpoint.signature": Message("旧校验点的签名不成立：{why}", "请核对旧校验点是否抄录完整。"),
    "checkpoint.shorter": Message(
        "旧校验点已有{old}条，比这份档案的校验点（{size}条）还晚。", "请用更早的校验点，或索取一份更晚的档案。"
    ),
    "checkpoint.differs": Message(
        "没有延续旧校验点：前{old}条与旧校验点的根值不同。", "以离开机器的旧校验点为准；请保留两份材料，按被改动处理。"
    ),
    "checkpoint.unproved": Message(
        "档案里没有到这个旧校验点（{old}条）的证明。",
        "请用同一本存证的导出文件核验：yixing verify L.jsonl --checkpoint。",
    ),
}
"""Code of a finding → its sentence and what to do."""

NOTICES: Final[dict[str, Message]] = {
    "unpinned": Message(
        "没有指定密钥（--key），签署人未经核对。", "请把指纹与封面、纪要或密钥公告上印的逐组比对：{fingerprint}"
    ),
    "key.changed": Message("第{entry}条更换了密钥，由旧密钥签署。", "新密钥指纹：{fingerprint}"),
    "key.lost": Message(
        "第{entry}条在旧密钥遗失后更换了密钥，由{actor}（安全管理员）负责。", "新密钥指纹：{fingerprint}"
    ),
    "checkpoint.unsigned": Message("旧校验点没有签名，只能由持有人自己担保它的来历。", ""),
    "erased": Message("{count}条存证背后的记录已依法删除，摘要仍在，不影响核验。", ""),
    "moved": Message("“{member}”：制作期间{things}又有办理，以下一份档案为准。", ""),
}
"""Code of a notice → its sentence. A notice changes nothing about whether the dossier holds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold, or (as a notice) that the reader must know.

    Attributes:
        code: key of ``FINDINGS`` or ``NOTICES``.
        text: what is wrong, a Chinese sentence.
        mend: what to do.
        member: the file of the dossier concerned, if one is.
        entry: number of the entry concerned, if one is.
    """

    code: str
    text: str
    mend: str
    member: str | None = None
    entry: int | None = None

    def record(self) -> JsonObject:
        """Return the finding for machines."""
        return {
            "code": self.code, "member": self.member, "entry": self.entry, "text": self.text, "mend": self.mend,
        }  # fmt: skip


def finding(code: str, member: str | None = None, entry: int | None = None, **facts: object) -> Finding:
    """Make a finding from its code."""
    return _filled(FINDINGS[code], code, member, entry, facts)


def notice(code: str, member: str | None = None, entry: int | None = None, **facts: object) -> Finding:
    """Make a notice from its code."""
    return _filled(NOTICES[code], code, member, entry, facts)


def _filled(message: Message, code: str, member: str | None, entry: int | None, facts: dict[str, object]) -> Finding:
    filled = {"member": member, "entry": entry, **facts}
    return Finding(code, message.text.format(**filled), message.mend.format(**filled), member, entry)


@dataclass(slots=True)
class DossierReport:
    """The answer of a verification.

    Attributes:
        file: name of the file.
        findings, notices: what does not hold · what the reader must know besides.
        title: what the manifest calls it.
        decisions, files, entries: how many were read.
        shown, erased, withheld: of the records behind the entries.
        agreed: places of the 档案.json that were compared with the entries and agree.
        size, root, origin, key, fingerprint: of the checkpoint and its signer.
        pinned: whether the key was given by the reader and found to lead to the signer.
        extends: proof for the older checkpoint, if one was given and holds.
    """

    file: str
    findings: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    title: str = ""
    decisions: int = 0
    files: int = 0
    entries: int = 0
    shown: int = 0
    erased: int = 0
    withheld: int = 0
    agreed: int = 0
    size: int | None = None
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

    def record(self) -> JsonObject:
        """Return the report for machines (``--json``)."""
        findings: list[Json] = [one.record() for one in self.findings]
        notices: list[Json] = [one.record() for one in self.notices]
        first = min((one.entry for one in self.findings if one.entry is not None), default=None)
        counts = ("title", "decisions", "files", "entries", "shown", "erased", "withheld", "agreed")
        signer = ("size", "root", "origin", "key", "fingerprint", "pinned")
        return {
            "version": 1,
            "file": self.file,
            "kind": "dossier",
            "holds": self.holds,
            "first_bad_entry": first,
            "findings": findings,
            "notices": notices,
            **{name: getattr(self, name) for name in (*counts, *signer)},
            "extends": self.extends.record() if self.extends else None,
        }

    def sentences(self) -> list[str]:
        """Return the report for people, a sentence or two per line, the answer first."""
        if self.holds:
            counts = f"{self.decisions}件议定事项、{self.files}个文件"
            lines = [
                f"成立：{self.file}是{self.title}，{counts}，与签署的清单一致，没有增减改动。",
                f"✓ 存证{self.entries}条都在校验点所签的存证里；公开记录{self.shown}条，与摘要一致。",
                f"✓ 档案里的日期、票数等{self.agreed}处与存证逐一相符。",
            ]
        else:
            lines = [f"不成立：{self.file}", *(f"✕ {one.text}{one.mend}" for one in self.findings)]
        if self.extends is not None:
            lines.append(f"✓ 延续旧校验点：前{self.extends.size}条与旧校验点一致，此后只有追加。")
        if self.pinned:
            lines.append("✓ 签署人与指定的密钥一致。")
        if self.root is not None:
            lines.append(f"名称：{self.origin}；条数：{self.size}；根值：{self.root}")
        return lines + [f"！ {one.text}{one.mend}" for one in self.notices]

"""Prints of the division of work: 分工通知."""

from dataclasses import dataclass
from datetime import date

from yixing_core.papers.model import Block, Head, Heading, Imprint, Paper, Paragraph
from yixing_core.papers.numbering import DocumentNumber, date_words
from yixing_core.papers.refusals import invalid, need, need_some
from yixing_core.papers.titles import SOFT


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPart:
    """What one member is charged with, each in the order of the catalogue.

    Args:
        name, post: of the member, as printed.
        chairs: presides over the committee (书记).
        responsible, leads, assists, contacts: 负责, 分管, 协管, 联系.
        townships: 联系乡镇.
        exceptions: what of the four powers is kept back, each by its area: ``财政税务（大额资金须商书记）``.
    """

    name: str
    post: str = ""
    chairs: bool = False
    responsible: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    assists: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """主持全面工作；负责…；分管…；协管…；联系…；联系乡镇…；职权例外…。"""
        parts = (
            ("负责", self.responsible),
            ("分管", self.leads),
            ("协管", self.assists),
            ("联系", self.contacts),
            ("联系乡镇：", self.townships),
            ("职权例外：", self.exceptions),
        )
        said = ["主持全面工作"] if self.chairs else []
        said += [f"{word}{'、'.join(names)}" for word, names in parts if names]
        return f"{'；'.join(said)}。" if said else "没有直接分管事项。"


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionNoticeData:
    """分工通知 of a plan in force.

    Args:
        mark: 发文机关标志, e.g. ``中共示例县委办公室文件``.
        number: 发文字号; empty in a draft.
        signer: 签发人, empty in a draft; a downward document does not print it, the record keeps it.
        committee: whose members, e.g. ``县委常委``.
        decision: by which decision the plan came into force.
        since: from which day it holds.
        members: in the order of rank, as the caller gives them.
        addressees: 主送.
        office, issued_on: who issues it, when.
        powers: what being in charge means, in a sentence; empty in those issued before it was said.
        replaces: whether an earlier plan ends with it.
        checkpoint: line in the foot.
    """

    mark: str
    number: str = ""
    signer: str = ""
    committee: str = "县委常委"
    decision: str
    since: date
    members: tuple[MemberPart, ...]
    addressees: str
    office: str
    issued_on: date | None = None
    powers: str = ""
    replaces: bool = False
    checkpoint: str = ""


def division_notice_paper(data: DivisionNoticeData) -> Paper:
    """分工通知: by member in the order of rank.

    Raises:
        Refusal: ``field_invalid`` where an area is led by two members: a notice says of each who is in charge.
    """
    need(data.decision, "审定依据", "decision")
    need(data.addressees, "主送", "addressees")
    need_some(data.members, "分工", "members")
    if data.number:
        DocumentNumber.parse(data.number)
    led: dict[str, str] = {}
    for member in data.members:
        for area in (*member.responsible, *member.leads):
            if area in led:
                raise invalid(
                    "分工", "members", f"“{area}”由{led[area]}和{member.name}分管", "请先消除分管交叉，再印发通知。"
                )
            led[area] = member.name
    opening = f"经{data.decision.rstrip('。')}审定，{data.committee}分工如下，自{date_words(data.since)}起执行。"
    closing = "各级各单位按分工请示报告工作。" + (
        "此前分工与本通知不一致的，以本通知为准；在办事项按规定办理工作交接。" if data.replaces else ""
    )
    change = "调整" if data.replaces else ""
    return Paper(
        name="分工通知",
        title=f"关于{change}{data.committee}分工{SOFT}的通知",
        head=Head(mark=data.mark, number=data.number, issued_on=data.issued_on),
        addressee=data.addressees,
        blocks=(
            Paragraph(opening),
            *_members(data.members),
            *([Paragraph(data.powers)] if data.powers else []),
            Paragraph(closing),
        ),
        issuers=(data.office,),
        dated=data.issued_on,
        sealed=True,
        imprint=Imprint(office=data.office, printed_on=data.issued_on) if data.issued_on else Imprint(),
        checkpoint=data.checkpoint,
    )


def _members(members: tuple[MemberPart, ...]) -> list[Block]:
    blocks: list[Block] = []
    for number, member in enumerate(members, 1):
        blocks.append(Heading(1, f"{member.name}{f'（{member.post}）' if member.post else ''}", number))
        blocks.append(Paragraph(member.words))
    return blocks

"""What is refused about organizations and people."""

from collections.abc import Sequence

from yixing.ui.sheets import CellFault
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "code_taken": Message("编码“{taken}”已经用于“{name}”。", "请换一个编码，或修改已有的那一条。"),
        "post_taken": Message("“{unit}”已有职务“{name}”。", "请在已有的职务上登记任职。"),
        "unit_circle": Message("“{unit}”不能归在它自己或它的下级之下。", "请另选上级单位。"),
        "unit_in_use": Message("“{unit}”还有{what}，不能在 {day} 撤销。", "请先办理免职或调整上级，再登记撤销日期。"),
        "span_backwards": Message("结束日期 {until} 早于开始日期 {since}。", "请核对两个日期。"),
        "held_already": Message("{person}从 {since} 起已{what}。", "请先登记原任职的结束日期，再登记新的任职。"),
        "post_occupied": Message(
            "“{post}”由{holder}担任（{since} 起），主要负责人同一时间只能一人。", "请先登记前任的免职日期。"
        ),
        "chair_occupied": Message("“{body}”在这段时间由{holder}主持。", "请先登记前任的结束日期，或不勾选“主持人”。"),
        "membership_of_what": Message("任职须写明是哪个职务或哪个会议体。", "请在职务和会议体中选一个，只选一个。"),
        "capacity_wrong": Message("“{capacity}”不能用于{what}。", "职务选“任职”；会议体选“委员”或“候补委员”。"),
        "sheet_unreadable": Message(
            "文件“{name}”不是 Excel 工作簿，或已损坏。", "请用导出的文件作样表，另存为 .xlsx 再导入。"
        ),
        "sheet_faults": Message("文件里有 {count} 处要改，什么都没有导入：{first}", "请按列出的行和列改好后再导入。"),
        "sheet_kind": Message("不认识的导入种类“{kind}”。", "可以导入：organizations（机构）、people（人员）。"),
    }
)


class SheetRefusal(Refusal):
    """A workbook that was not imported, with every fault by sheet, row and column."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("sheet_faults", field="file", count=len(faults), first=str(faults[0]))

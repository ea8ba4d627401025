"""What is refused about the division of work."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "division_noticed": Message("这个分工方案已印发通知（{number}）。", "要重印的请先作废原文号，写明原因。", 409),
        "division_lines": Message("分工方案里有不认识的{what}（{value}）。", "请从分管事项和常委名单中选取。"),
        "division_twice": Message("“{area}”与{person}的“{relation}”出现了两次。", "请只保留一条。"),
        "division_order": Message(
            "方案的生效日期 {since} 不晚于现行方案“{current}”的生效日期 {begun}。", "请核对生效日期。"
        ),
        "division_empty": Message("方案“{name}”还没有一条分工。", "请先逐项确定分管常委。"),
        "decision_needed": Message("没有写明审定依据。", "请填写常委会会议或议定事项编号。"),
        "contact_taken": Message("“{unit}”从 {since} 起由{person}联系。", "请先结束原来的联系，再登记新的。"),
    }
)

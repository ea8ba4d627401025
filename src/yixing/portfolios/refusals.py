"""What is refused about the division of work."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "division_noticed": Message("这个分工方案已印发通知（{number}）。", "要重印的请先作废原文号，写明原因。", 409),
        "division_lines": Message("分工方案里有不认识的{what}（{value}）。", "请从分管事项和常委名单中选取。"),
        "division_twice": Message("“{area}”与{person}的“{relation}”出现了两次。", "请只保留一条。"),
        "division_order": Message(
            "方案的生效日期 {since} 不晚于现行方案“{current}”的生效日期 {begun}。",
            "请把生效日期定在 {begun} 之后；“{current}”审定有误的，拟一个内容正确的方案，从 {begun} 之后生效。",
        ),
        "division_early": Message(
            "方案的生效日期 {since} 早于审定的日期 {decided}。",
            "请把生效日期定在 {decided} 或以后；系统启用前已经执行的，填补录说明。",
        ),
        "division_empty": Message("方案“{name}”还没有一条分工。", "请先逐项确定分管常委。"),
        "decision_needed": Message("没有写明审定依据。", "请选常委会审定它的议定事项；没有在系统内办理的，写明纪要。"),
        "decision_unfit": Message(
            "议定事项{number}不能作审定依据。",
            "请选常委会当日以前同意、已经生效、写明分工的议定事项；一个议定事项只审定一个方案。",
        ),
        "opinion_words": Message("没有写意见。", "有意见的，请写明是哪一项、怎样调整；没有意见的选“同意”。"),
        "opinion_seat": Message("{person}当日不是常委，不在征求意见之列。", "请核对发生日期和任职登记。"),
        "drop_why": Message("没有写明原因。", "请写明为什么不采用这个方案。"),
        "area_span": Message("“{area}”的结束日期早于开始日期。", "请核对两个日期。"),
        "area_earlier": Message(
            "“{area}”从 {day} 起已有一次变更，不能再登记更早的变更。",
            "请把变更日期写在那天之后；更正笔误的勾选“更正”。",
        ),
        "contact_taken": Message("“{unit}”从 {since} 起由{person}联系。", "请先结束原来的联系，再登记新的。"),
    }
)

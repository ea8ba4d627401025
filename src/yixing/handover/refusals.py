"""What is refused about 工作交接."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "handover_turn": Message(
            "这份工作交接单现在{state}，轮不到您签字。", "现在由{who}签字；移交人、接收人、监交人依次签。", 409
        ),
        "handover_order": Message("{who}签字的日期 {earlier} 晚于本次 {on}。", "请核对签字日期。"),
        "handover_people": Message("移交人、接收人、监交人须是三个人。", "请重选{who}。"),
        "handover_nothing": Message(
            "{giver}移交{receiver}没有需要开单的事。", "核对移交人、接收人和分管事项；已在别的交接单上的不再列。"
        ),
        "handover_in_office": Message(
            "移交人{giver}现在在任，不能代为移交。", "请由{giver}本人签字，或由领导联络员凭签字件代录。", 409
        ),
        "handover_no_witness": Message("没有可以监交的第三人。", "请指定监交人。"),
        "handover_ended": Message("这份工作交接单{state}，不能再{action}。", "需要交接的，请另开一份。", 409),
        "handover_not_holder": Message(
            "“{areas}”在 {day} 不由{person}分管。",
            "请核对分管事项；分工还没有调整的，先调整分工，交接单由系统开具。",
        ),
        "handover_not_due": Message(
            "{sheet}没有到期须转由接收人负责的事项。", "接收人签字、生效之日到了以后再办。", 409
        ),
        "handover_not_member": Message("{person}在 {day} 没有任职，不能接收工作。", "请选当日在任的人员。"),
    }
)

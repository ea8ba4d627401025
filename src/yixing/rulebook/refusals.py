"""What the pages and actions of 规定库 refuse, in words."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "rule_unknown": Message("规定库里没有“{rule}”。", "请在规定库中核对编号。"),
        "rule_adopted": Message("“{rule}”自 {since} 起已采用。", "同一规定不必重复采用；请核对采用依据。", 409),
        "basis_required": Message("没有写明依据。", "请填写作出决定的会议、议定事项编号或文号。"),
        "parameter_unknown": Message("没有叫“{key}”的参数。", "请从参数表中选择。"),
        "parameter_same_day": Message(
            "“{label}”在 {since} 已登记过。", "同一天只能登记一个值；请另选日期或核对原值。", 409
        ),
        "nothing_ticked": Message("没有勾选任何规定或参数。", "请勾选该文件写明的规定和数，再登记。"),
    }
)

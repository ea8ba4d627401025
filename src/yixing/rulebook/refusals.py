"""What the pages and actions of 规定库 refuse, in words."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "rule_unknown": Message("规定库里没有“{rule}”。", "请在规定库中核对编号。"),
        "rule_adopted": Message("“{rule}”自 {since} 起已采用。", "同一规定不必重复采用；请核对采用依据。", 409),
        "rule_ended": Message("“{rule}”已于 {until} 终止采用。", "如要再次采用，请另行登记采用。", 409),
        "rule_end_before": Message("终止日期早于采用日期 {since}。", "请填写仍按硬性执行的最后一天。"),
        "basis_required": Message("没有写明依据。", "请填写作出决定的会议、议定事项编号或文号。"),
        "parameter_unknown": Message("没有叫“{key}”的参数。", "请从参数表中选择。"),
        "parameter_of_login": Message("“{label}”不在这里登记。", "请安全管理员在“登录限制”中登记。", 403),
        "parameter_same_day": Message(
            "“{label}”在 {since} 已登记过。", "同一天只能登记一个值；请另选日期或核对原值。", 409
        ),
        "nothing_ticked": Message("没有勾选任何规定或参数。", "请勾选该文件写明的规定和数，再登记。"),
    }
)

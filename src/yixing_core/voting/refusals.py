"""What voting refuses, in words."""

from yixing_core.errors import Message, catalogue

_RULES = "请按本县议事规则核对，在“表决规则”中改正。"
_RECOUNT = "请在会场当场重新清点，由监票人确认后再录入。"

catalogue(
    {
        "voting.rule": Message("表决规则不成立：{why}。", _RULES),
        "voting.nobody": Message("{on}没有一名有表决权的成员。", "请先登记该会议的组成人员及其任职起止日期。"),
        "voting.recused_unknown": Message("回避人员{people}不在组成人员和列席人员之内。", "请核对回避登记。"),
        "voting.number": Message("{name}应为不小于0的整数，不能是{value}。", "请核对后重新填写。"),
        "voting.present": Message("实到{present}人，多于应到{entitled}人。", "请核对签到；列席人员不计入实到会人数。"),
        "voting.too_many": Message("各项合计{cast}票，多于到会有表决权的{voters}人。", _RECOUNT),
        "voting.voters": Message(
            "到会有表决权的{voters}人，多于实到{present}人。", "请核对签到；缺席的不得委托他人代投。"
        ),
        "voting.papers": Message("票数不符：{problems}。", _RECOUNT),
    }
)

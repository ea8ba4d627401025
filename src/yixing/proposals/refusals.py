"""What this app refuses, in words."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "proposal_empty": Message("没有可以测算的：{what}。", "请先登记分管事项目录和常委名单。"),
        "proposal_unknown": Message(
            "“{value}”不是当日目录里的分管事项，或不是当日参加分工的常委。", "请返回重新选择。"
        ),
        "proposal_fit": Message("适合程度只能填 0 到 5。", "请改正后重新测算。"),
        "proposal_over": Message("这次测算已经结束。", "请看结果，或者重新测算。"),
    }
)

"""What is refused about working together."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "circular_nothing": Message("没有要通报的：重大任务、逾期任务都已通报过。", "有新的再通报。", 409),
        "circulation_over": Message(
            "“{title}”现在{state}，不在会前传阅。", "送单位负责人审签之后、上会之前传阅。", 409
        ),
        "circulation_not_touched": Message("“{title}”不涉及您分管的事项。", "会前传阅送涉及的其他常委：{who}。", 403),
        "circulation_read": Message("您已于 {on} 传阅。", "有新的意见请写明后再提交。", 409),
        "difference_about": Message("没有说明分歧在哪一件事项或任务上。", "请从事项页或任务页点“提请裁定分歧”。"),
        "difference_over": Message("“{what}”已经办结，没有可以裁定的分歧。", "确需裁定的，请另提事项。", 409),
        "difference_people": Message(
            "分歧的双方须是两名在任常委，或当日负责、分管、协管、联系这项工作的人，且不是书记本人。",
            "请重选双方；与书记意见不一的，提交常委会研究。",
        ),
        "difference_own": Message("只能提请裁定自己一方的分歧。", "请由分歧的一方提出，或由县委办登记。", 403),
        "difference_said": Message("您的意见就是这样写的，没有变化。", "有变化的改写后再提交。", 409),
        "difference_open": Message(
            "这件事上{first}、{second}已有一件分歧待裁定。", "请在原分歧上补充，或等裁定后再提。", 409
        ),
        "difference_ended": Message("这件分歧{state}，不能再{action}。", "有新的分歧请另行提请。", 409),
    }
)

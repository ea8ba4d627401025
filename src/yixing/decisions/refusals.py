"""What an 议定事项 may be refused for, in the words of the office."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "decision_text_missing": Message("议定内容没有写。", "请写明议定的内容；传达学习写贯彻意见。"),
        "decision_amendment": Message("原则同意须写明{what}。", "修改要求、修改单位、审定人、时限四项都要有。"),
        "decision_assist_is_lead": Message("{unit}既是牵头单位又是配合单位。", "请从配合单位中去掉。"),
        "decision_not_pending": Message("{number}已经生效，不需要审定修改稿。", "请核对编号。", 409),
        "decision_not_appointing": Message(
            "{number}是“{state}”，不需要办理任职。", "平级调整、免职的自会议决定之日生效；请核对编号。", 409
        ),
        "evaluate_not_due": Message("{number}不是已生效的重大决策，不需要决策后评估。", "请核对编号。", 409),
        "evaluate_before": Message("决定 {day} 才生效。", "请核对评估日期。"),
        "evaluate_who": Message("没有写明由谁评估。", "请选县内单位，或填写第三方机构名称。"),
        "evaluate_same_unit": Message(
            "{unit}是原事项的{how}，不能承担评估。",
            "请由未参加原论证评估的单位或第三方评估（《重大行政决策程序暂行条例》第三十六条）。",
        ),
        "direct_state": Message(
            "“{title}”现在是“{state}”，不能列入直接决定备案。", "已提交书记确定或已上会的事项由会议决定。", 409
        ),
        "direct_not_in_charge": Message("那一天“{area}”不由您分管。", "请由当日的分管常委办理，或核对决定日期。", 403),
        "direct_area": Message("“{title}”没有归口的分管事项。", "请先在议题单上选定归口的分管事项。"),
        "secretary_decides": Message(
            "书记专题会（书记办公会）只酝酿、不决定，不能有议定事项。",
            "请改记为酝酿，不列议定事项；需要决定的，由书记确定为议题后提交常委会讨论决定。",
        ),
        "direct_filed": Message("{number}已于{on}列入直接决定备案。", "不必再列，可在“直接决定备案”中查看。", 409),
        "direct_not_light": Message("{number}不是专题会议定的事项。", "会议决定的事项不列入直接决定备案。", 409),
        "brief_nothing": Message("到{until}没有待通报的直接决定。", "列入备案之后再通报；已通报的见“通报”。", 409),
        "brief_future": Message("备案截止日期{until}还没有到。", "请填通报当日或以前的日期。"),
        "direct_funds": Message("没有填写金额。", "请填写金额；确实没有的，勾选“不涉及资金”。"),
        "direct_funds_both": Message("又填了金额，又勾选了“不涉及资金”。", "请留下一项。"),
        "direct_consent": Message(
            "勾选了已同意的常委，没有写同意日期。", "请填写商得同意的日期；没有商得同意的不勾选。"
        ),
        "direct_basis": Message("列入备案须写明依据材料。", "请选专题会纪要、批示或签批的请示，并写明编号或日期。"),
    }
)

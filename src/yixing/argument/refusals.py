"""What the office says when something about 论证 cannot be done."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "expert_twice": Message("{workplace}的{name}已在专家库中。", "请打开原来的一条修改，不重复登记。", 409),
        "expert_span": Message("出库日期早于入库日期。", "请核对两个日期。"),
        "consultation_experts": Message("没有选择专家。", "请从专家库中至少选一名专家。"),
        "consultation_unknown_expert": Message(
            "所选专家中有 {count} 名当日不在专家库里。", "请重新勾选；已出库的专家不能咨询。"
        ),
        "consultation_interested": Message(
            "{names}是提请单位{unit}的人员，与本事项有利害关系，不得选聘。",
            "请另选专家（《重大行政决策程序暂行条例》第二十条）。",
        ),
        "consultation_due": Message("回复期限 {due} 早于发出日期 {on}。", "请把期限改到发出日期之后。"),
        "consultation_held": Message("论证会须写明日期。", "请填写论证会日期；书面咨询不填。"),
        "consultation_not_held": Message("论证会定于 {on}，还没有举行。", "请在论证会之后登记意见和采纳情况。", 409),
        "consultation_advice": Message("所选专家不在这份咨询书里。", "请从咨询书页面上进入登记。", 409),
        "consultation_before": Message("回复日期早于咨询书发出日期 {on}。", "请核对发生日期。"),
        "consultation_concluded": Message(
            "{number}已形成采纳情况，不能再登记意见。", "还要听取意见的，请另发一份补充咨询。", 409
        ),
        "consultation_text": Message("没有写专家意见。", "请写明意见；申明有利害关系、没有提意见的，请勾选利害关系。"),
        "consultation_no_opinion": Message("还没有收到一份专家意见。", "请先登记专家意见，再填写采纳情况。", 409),
        "advice_line": Message("采纳情况里有不属于这份咨询书的意见。", "请重新打开填写。", 409),
        "advice_adoption": Message("{expert}的意见没有勾选采纳情况。", "请逐条勾选后再提交。"),
        "advice_reason": Message("{expert}的意见没有全部采纳，须写明理由。", "请在这一条写明理由。"),
        "research_modes": Message("没有选择调研方式。", "请至少选一种：调查会、研讨会、走访。"),
        "research_span": Message("结束日期早于开始日期。", "请核对两个日期。"),
        "research_future": Message("调研到 {until} 才结束。", "请在调研结束以后登记。"),
        "research_unit": Message("{unit}的调研应由本单位登记。", "请选择本单位，或请县委办登记。", 403),
        "research_none": Message("没有选择要引用的调研。", "请至少勾选一项；没有登记的请先登记调研。"),
        "research_later": Message("“{topic}”{until}才结束，晚于引用日期。", "请核对日期；决策前应当先完成调研。"),
        "research_cited": Message("“{topic}”已经引用过。", "不用重复引用。", 409),
        "notice_span": Message("公示的结束日期早于开始日期。", "请核对两个日期。"),
        "notice_running": Message("公示到 {until} 才结束。", "请在公示结束后登记结果。", 409),
        "notice_answered": Message("答复 {answered} 件，多于收到的反映 {count} 件。", "请核对两个数。"),
        "hearing_before": Message("听证日期 {on} 早于公告日期 {announced}。", "请核对两个日期。"),
        "hearing_order": Message("{what}日期 {day} 晚于听证举行日期 {on}。", "请核对两个日期。"),
        "hearing_early": Message("举行日期 {on} 早于公告日期 {announced}。", "请核对两个日期。"),
    }
)

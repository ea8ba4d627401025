"""What the office says when something about a matter cannot be done."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "matter_incomplete": Message("议题单还没有填完：{labels}。", "请打开议题单补填后再送审。"),
        "matter_not_in_charge": Message(
            "“{area}”{on}由{who}分管，不能由{actor}审签。", "请送{who}审签；分工有变动的，请先在“分工”中登记。", 403
        ),
        "matter_nobody_in_charge": Message(
            "“{area}”{on}无人分管。", "请县委办先明确分管常委，或在议题单上改选归口的分管事项。", 409
        ),
        "matter_signed_sheet": Message(
            "议题单已由单位负责人签字，“{labels}”不能再改。",
            "请退回单位修改后重新签字；汇报人、列席单位和时长仍可由县委办调整。",
            409,
        ),
        "matter_for_unit": Message("{unit}的事项应由本单位起草。", "单位在系统外已办的，请填写“补录说明”后登记。", 403),
        "matter_backfill_office": Message("补录由县委办秘书办理。", "请把材料交县委办秘书补录。", 403),
        "matter_offline_content": Message(
            "另册占位不能填写“{label}”。", "涉密内容走线下，这里只登记类型、单位和日期；请清空后再提交。"
        ),
        "matter_offline_papers": Message("另册占位不存材料。", "请走机要渠道传递材料。"),
        "matter_resubmits": Message(
            "“{title}”现在是“{state}”，不能重新提请。",
            "暂缓、退回或撤题的事项可以重新提请；已议决的可以提请变更。",
            409,
        ),
        "matter_return_reason": Message("退回须写明原因。", "请写明缺什么、怎么改，再退回。"),
        "matter_order": Message("上会次序 {order} 已给了“{title}”。", "请改一个次序再提交。"),
        "matter_no_lines": Message("没有勾选任何一件。", "请至少在一件后面勾选上会、暂缓、转专题会或退回。"),
        "matter_withdraw_open": Message("“{meeting}”已经开会，不能再撤题。", "请在会上作“暂缓”处理。", 409),
        "step_kind": Message("没有“{kind}”这种程序。", "请从程序核对单上的按钮进入登记。"),
        "step_key": Message("“{kind}”没有“{key}”这一项。", "请按登记表所列各项填写。"),
        "step_office_only": Message("“{kind}”由县委办登记。", "请与县委办联系。", 403),
        "step_corrects": Message("要更正的记录不在这一事项的“{kind}”里。", "请从程序核对单上点“更正”进入。", 409),
        "step_derived": Message(
            "这条“{kind}”是由办理记录形成的，不能在这里更正。", "请打开事项页“论证”里的记录，在那里更正。", 409
        ),
        "step_dates": Message("“{kind}”的开始日期晚于完成日期。", "请核对两个日期。"),
        "emergency_not_member": Message(
            "临机处置由书记、副书记、常委本人或其联络员（代录）报告。",
            "请由处置的常委登录办理，或代录并附签批件。",
            403,
        ),
        "emergency_type": Message("本县没有登记“临机处置追认”这一事项类型。", "请县委办先登记事项类型。", 409),
        "emergency_ahead": Message("{label}{day}晚于今天。", "请填写事情实际发生的日期。"),
        "emergency_order": Message("事发日期{day}晚于处置日期{on}。", "请核对两个日期：先有事，后有处置。"),
        "emergency_returned": Message(
            "“{title}”是{who}报告的临机处置，退回后由其修改重报，不走单位送审。",
            "请{who}（或其联络员代录）在事项页上点“修改后重报”。",
            409,
        ),
        "emergency_not_reporter": Message(
            "这件临机处置是{who}报告的，由其修改重报。", "请{who}办理，或由其联络员代录。", 403
        ),
        "emergency_none": Message("“{title}”没有临机处置的报告。", "请从“临机处置”列表打开。", 409),
        "emergency_read": Message("您已于{on}阅过这份报告。", "不必再阅；有要求的请批示。", 409),
        "opinion_units": Message("没有选择征求意见的单位。", "请至少勾选一个单位。"),
        "opinion_own_unit": Message("{unit}是提请单位，不能向自己征求意见。", "请去掉本单位后再发出。"),
        "opinion_unknown_unit": Message("所选单位中有 {count} 个已撤销或不存在。", "请重新勾选。"),
        "opinion_due": Message("回复期限 {due} 早于发出日期 {on}。", "请把期限改到发出日期之后。"),
        "opinion_text": Message("有意见的，须写明意见。", "请写明意见；没有意见请点“无意见”。"),
        "opinion_answered": Message("{unit}已于 {on} 回复。", "如需更改，请与征求意见的单位联系，由其另行征求。", 409),
        "opinion_over": Message("“{title}”已不在征求意见的阶段（{state}）。", "如仍有意见，请与县委办联系。", 409),
        "adoption_reason": Message("{unit}的意见没有全部采纳，须写明理由。", "请在这一行写明理由。"),
        "adoption_line": Message("采纳情况表里有不属于这一轮的回复。", "请重新打开采纳情况表填写。", 409),
    }
)

"""What the office says when something about 常委履责 cannot be done."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "duty_member": Message("{name}在 {on} 不是县委常委。", "请选当日的常委；日期不对的，请改发生日期。"),
        "duty_other": Message("只能登记本人的履责。", "别人的请由本人或县委办登记。", 403),
        "duty_home": Message("{mode}不在这里登记。", "请到原处办理：{home}，登记后自动列入履责登记。"),
        "duty_unit": Message("所选单位中有 {count} 个不存在。", "请重新勾选涉及单位。"),
        "duty_task": Message("所选任务中有 {count} 项看不到。", "请重新勾选；只能选您看得到的任务。"),
        "duty_assigned": Message(
            "这件履责已于 {on} 由{name}交办（{number}），不能改到别的常委名下，日期也不能晚于交办。",
            "请保留原来的常委，日期填交办以前的；标题和结果可以改。",
            409,
        ),
        "assign_before": Message("交办日期早于履责日期 {on}。", "请核对发生日期。"),
        "inquiry_outside": Message(
            "{unit}不在{member}的分管范围，不能质询。",
            "{whom}请只向分管部门质询（《县委常委分工负责制运行规则》）。",
            403,
        ),
        "inquiry_due": Message("期限 {due} 不晚于 {on}。", "请把期限定在之后的日期。"),
        "inquiry_state": Message("“{title}”现在是“{state}”，不能{action}。", "{mend}", 409),
        "inquiry_before": Message("发生日期早于 {on}（{what}）。", "请核对发生日期。"),
        "inquiry_verdict": Message("没有勾选评判结论。", "请选“满意”或“要求整改”。"),
        "inquiry_rectify": Message("要求整改的，须写明要求和期限。", "请写明整改要求，并定整改期限。"),
        "recommendation_outside": Message(
            "{unit}不在{member}的分管范围，不能提奖惩意见。",
            "{whom}请只就分管部门提出意见（《县委常委分工负责制运行规则》）。",
            403,
        ),
        "recommendation_settled": Message("“{title}”已登记处理结果。", "结果有变化的，请县委办另行说明。", 409),
        "recommendation_before": Message("处理日期早于提出日期 {on}。", "请核对发生日期。"),
        "report_twice": Message("{who}{year}年的报告已在起草。", "请打开原来的一份修改。", 409),
        "report_year": Message("{year}年还没有到，不能起草报告。", "请核对年度。"),
        "report_heard": Message("“{title}”已由会议听取。", "已报告的不再修改；有补充的请另行书面报告。", 409),
        "report_meeting": Message(
            "{meeting}不是{body}会议。", "请另选会议：常委的报告由常委会听取，常委会的报告由全委会听取。"
        ),
        "report_not_met": Message("{meeting}还没有开。", "请在会议听取以后登记。"),
        "report_early": Message("{meeting}在{year}年开始以前。", "请核对会议。"),
        "talk_quarter": Message("交心按季度登记。", "请选第一至第四季度中的一个。"),
        "talk_span": Message("{who}的日期 {on} 不在{span}。", "请核对这一格的日期。"),
        "talk_future": Message("{who}的日期 {on} 还没有到。", "请在谈过以后登记日期。"),
        "talk_who": Message("{who}不在这张清单里。", "请重新打开清单填写。"),
        "talk_nothing": Message("没有改动一格。", "请填写日期后再保存。"),
    }
)

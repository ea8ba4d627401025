"""What working days and deadlines refuse, in words."""

from yixing_core.errors import Message, catalogue

FORMS = "6月30日、2023年6月30日、6月底前、三季度末、年底前、10个工作日内、15日内、即办、每月25日前、长期坚持"

catalogue(
    {
        "workdays.table": Message("工作日历不对：{why}。", "请对照国务院办公厅当年的放假通知改正后再导入。"),
        "workdays.range": Message("从{start}起{count}个工作日，超出了日历的范围。", "请改用较小的数。"),
        "workdays.deadline": Message("“{words}”认不出是什么时限。", f"可以写：{FORMS}。"),
        "workdays.deadline.ambiguous": Message("“{words}”有两种理解。", "请写“{first}”或“{second}”。"),
        "workdays.deadline.date": Message("“{words}”里的日期不存在。", "请核对月份和日子。"),
        "workdays.deadline.past": Message(
            "“{words}”按今年是{day}，已经过去。", "如指明年，请写“明年”或写明年份；如是补录，也请写明年份。"
        ),
        "workdays.deadline.range": Message("“{words}”太远，算不出日期。", "请改用较小的数，或写明日期。"),
    }
)

"""Plain data of the demonstration county for the tests of the papers; placeholders instead of names."""

from datetime import date
from typing import Any

from yixing_core.papers.minutes import LightMinutesData, MinutesData, MinutesItem, SettledItem, SettledNoticeData
from yixing_core.papers.people import Person
from yixing_core.papers.procedure import CheckRow, Mark, ProcedureCheckData, Verdict
from yixing_core.papers.procedure_table import BodyLine, ProcedureTableData, StepColumn, TypeLine

CHAIR = Person("01号常委", "县委书记")
MEMBERS = tuple(Person(f"{number:02d}号常委") for number in range(1, 12))
SESSION = "十五届县委常委会第36次会议"
CHECKPOINT = "存证检查点 示例县 18342 q0Zb3YxkQ7Vn0c2m 2023-12-06"


def settled(number: int, lead: str = "部门12") -> SettledItem:
    return SettledItem(
        number=f"2023-36-{number:02d}",
        text="原则同意《城区供热管网改造项目资金安排方案》，由部门12按会议意见修改，经常务副县长审定后印发。",
        lead=lead,
        assisting=("部门05", "部门20"),
        leader="09号常委",
        due="12月底前",
        outcome="原则同意（修改后印发）",
    )


def minutes(**changes: object) -> MinutesData:
    facts = {
        "mark": "中共示例县委常委会会议纪要",
        "number": "〔2023〕12号",
        "session": SESSION,
        "held": "2023年12月5日上午",
        "place": "县委常委会议室",
        "chair": CHAIR,
        "present": MEMBERS[:9],
        "absent": (Person("10号常委", note="因公出差"), Person("11号常委", note="病假")),
        "attending": (Person("县人大主任"), Person("县政协主席")),
        "recorder": (Person("秘书甲"),),
        "items": (
            MinutesItem(
                title="传达学习上级关于冬季安全生产工作的部署",
                paragraphs=(
                    "会议传达学习了上级关于冬季安全生产工作的部署。会议强调，各级各部门要压实责任，抓好供热、道路交通、燃气等重点领域隐患排查。",
                ),
                settled=("部门15牵头，12月20日前完成重点行业领域隐患排查，结果报县委。",),
            ),
            MinutesItem(
                title="审议《城区供热管网改造项目资金安排方案》",
                paragraphs=(
                    "会议听取了部门12的汇报。会议认为，改造项目事关民生，前期论证、征求意见和财政审核程序齐备。",
                ),
                settled=(
                    "原则同意《城区供热管网改造项目资金安排方案》，由部门12按会议意见修改，经常务副县长审定后印发。",
                    "部门12牵头，部门05、部门20配合，2024年4月底前开工。",
                ),
            ),
        ),
        "signed_by": "01号常委",
        "issued_by": "中共示例县委办公室",
        "issued_on": date(2023, 12, 6),
        "copies": ("县委常委", "县人大常委会、县政府、县政协党组"),
        "checkpoint": CHECKPOINT,
    }
    return MinutesData(**{**facts, **changes})  # type: ignore[arg-type]  # a sample with single facts exchanged


def notice(**changes: object) -> SettledNoticeData:
    facts = {
        "mark": "中共示例县委办公室",
        "number": "示例县委办函〔2023〕31号",
        "unit": "部门12",
        "session": SESSION,
        "held_on": date(2023, 12, 5),
        "items": (settled(3), settled(4)),
        "contact": "督查员甲，0000-1234567",
        "issued_on": date(2023, 12, 7),
        "copies": ("09号常委",),
    }
    return SettledNoticeData(**{**facts, **changes})  # type: ignore[arg-type]  # a sample with single facts exchanged


STEPS = (
    ("前置研究", "县政府党组会先行研究", "11月20日县政府党组会，纪要〔2023〕33号", Mark.SATISFIED, ""),
    ("调查研究", "提出议题前应当调查研究", "11月2日现场调研，报告1份", Mark.SATISFIED, ""),
    (
        "征求意见",
        "征求各乡镇和县直有关部门意见",
        "已回7个单位，应回9个",
        Mark.MISSING,
        "差部门20回复，找其联络员",
    ),
    ("专家论证", "专业性强的应当论证", "11月10日论证会，5名专家", Mark.SATISFIED, ""),
    ("公示", "涉及切身利益的应当公示", "", Mark.NOT_APPLICABLE, ""),
    ("合法性审查", "未经审查不得提交决策", "", Mark.VIOLATED, "找部门08出具审查意见"),
    ("财政审核", "财政部门审核资金来源", "11月18日审核意见", Mark.SATISFIED, ""),
    ("会前酝酿", "重要问题会前酝酿", "", Mark.NOT_APPLICABLE, ""),
)


def check(repeat: int = 1, **changes: object) -> ProcedureCheckData:
    rows = tuple(
        CheckRow(step=step, requirement=asked, done=done, mark=mark, basis="县委常委会议事规则第九条", lacking=lacking)
        for _ in range(repeat)
        for step, asked, done, mark, lacking in STEPS
    )
    facts = {
        "number": "SX2023-117",
        "title": "关于审议《城区供热管网改造项目资金安排方案》的议题",
        "kind": "大额度资金使用",
        "unit": "县政府党组（部门12）",
        "body": "县委常委会",
        "body_reason": "金额860万元，达到大额标准",
        "method": "口头表决",
        "entitled": 11,
        "quorum": 6,
        "needed": 6,
        "verdict": Verdict.COMPLETE_FIRST,
        "rows": rows,
    }
    return ProcedureCheckData(**{**facts, **changes})  # type: ignore[arg-type]  # a sample with single facts exchanged


def procedures(types: int = 20, **changes: object) -> ProcedureTableData:
    """Twenty types, three steps: one always, one sometimes, one never."""
    lines = tuple(
        TypeLine(
            number=f"T{number:02d}",
            label=f"第{number}类事项",
            steps=("", "涉及群众切身利益" if number % 2 else "拟印发规范性文件", None),
            consultees=("各乡镇街道",),
            bodies=(
                BodyLine(label="常委会", vote="口头或举手"),
                BodyLine(label="全委会", condition="轻重为特别重大；或者金额较大", vote="无记名投票"),
            ),
        )
        for number in range(1, types + 1)
    )
    steps = (
        StepColumn(label="征求意见", who=("提请单位",), basis=("XC-05",)),
        StepColumn(label="公示", who=("提请单位", "承办单位")),
        StepColumn(label="听证"),
    )
    given: dict[str, Any] = {"county": "示例县", "as_of": date(2023, 6, 12), "steps": steps, "lines": lines}
    return ProcedureTableData(**(given | {"numbers": ("公示天数（7日）",)} | changes))


def light(items: int = 4, **changes: object) -> LightMinutesData:
    facts = {
        "mark": "中共示例县委专题会议纪要",
        "number": "〔2023〕8号",
        "title": "冬季供热工作专题会议",
        "held": "2023年11月8日下午",
        "place": "部门12会议室",
        "chair": Person("09号常委", "县委常委、常务副县长"),
        "present": tuple(Person(f"部门{number:02d}负责人") for number in (5, 12, 20)),
        "problems": "老旧小区二次管网跑冒滴漏，储煤不足15天。",
        "items": tuple(settled(number) for number in range(1, items + 1)),
        "recorder": "秘书甲",
        "signed_by": "09号常委",
        "issued_by": "中共示例县委办公室",
        "issued_on": date(2023, 11, 9),
    }
    return LightMinutesData(**{**facts, **changes})  # type: ignore[arg-type]  # a sample with single facts exchanged

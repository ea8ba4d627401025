"""Content of the style guide: every component with words of 示例县. No record of any installation is touched.

``context()`` returns what ``ui/styleguide.html`` needs; a project may show it to its developers.
"""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from django import forms

from yixing.ui import components as c
from yixing.ui import widgets as w
from yixing.ui.forms import Form
from yixing.ui.why import Why, WhyFact, WhyStep

TODAY = date(2023, 6, 26)
_LOCAL = timezone(timedelta(hours=8))

LIGHTS = (
    c.Light("normal", "时限 2023-09-30（原文：三季度前），还有 96 天。"),
    c.Light("due", "时限 2023-06-30（原文：6月底前），还有 4 天；7 天以内为临期。"),
    c.Light("late", "时限 2023-06-20，超期 6 天；未批准延期。"),
    c.Light("done", "2023-06-15 由督查室核实、09号常委签认后销号。"),
    c.Light("stopped", "2023-05-08 经 02号常委同意终止。"),
)
BADGES = (
    c.Badge("起草", "quiet"),
    c.Badge("县委办审核"),
    c.Badge("书记已确定", "info"),
    c.Badge("已办结", "good"),
    c.Badge("退回", "bad"),
    c.Badge("补录", "warn"),
)
STRIP = (
    c.StripStep("单位审签", date(2023, 6, 5), "done"),
    c.StripStep("前置研究", date(2023, 6, 8), "done", "县政府党组会 第9号"),
    c.StripStep("征求意见", date(2023, 6, 16), "done", "已回 41／应回 41"),
    c.StripStep("专家论证", date(2023, 6, 19), "done"),
    c.StripStep("听证", state="skipped", note="不涉及"),
    c.StripStep("合法性审查", state="current", note="司法局办理中"),
    c.StripStep("书记确定", state="todo"),
    c.StripStep("上会", date(2023, 7, 4), "todo", "拟列第18次"),
)
FACT_WORDS = {
    "steps.legality": "审查意见",
    "matter.sent": "送审日期",
    "meeting.papers_days": "会前天数",
    "body.entitled": "应到",
    "present": "实到",
    "steps.experts": "专家人数",
}
_ADMINISTRATIVE = {"regulation": "重大行政决策程序暂行条例", "edition": "2019", "confidence": "V1"}
_RAW = (
    {
        "rule": "AD-11",
        "status": "missing",
        "severity": "block",
        "text": "缺合法性审查意见",
        "who": "司法局",
        "requires": "提交讨论前须作合法性审查，不得以征求意见代替。",
        "mend": "已于 6月20日送审，请催办；出具后在这里登记意见和文号。",
        "citation": _ADMINISTRATIVE | {"article": "第二十五条"},
        "facts": {"steps.legality": "未登记", "matter.sent": "2023-06-20"},
    },
    {
        "rule": "LC-21",
        "status": "violated",
        "severity": "warn",
        "text": "材料距开会只有 1 天",
        "who": "县委办",
        "requires": "材料一般于会前 2 至 3 日送达。",
        "mend": "请改会议日期；确需如期召开的，写明理由。",
        "citation": {"regulation": "县委常委会议事规则", "edition": "2023", "article": "第十二条", "confidence": "L"},
        "facts": {"meeting.papers_days": "1 天"},
    },
    {
        "rule": "LC-12",
        "status": "satisfied",
        "severity": "block",
        "text": "应到11人、实到9人，符合规定人数",
        "citation": {
            "regulation": "中国共产党地方委员会工作条例",
            "edition": "2015",
            "article": "待核",
            "confidence": "V2~",
        },
        "facts": {"body.entitled": "11 人", "present": "9 人"},
    },
    {
        "rule": "AD-08",
        "status": "satisfied",
        "severity": "block",
        "text": "已组织专家论证，5 名专家署名",
        "citation": _ADMINISTRATIVE | {"article": "第十九条"},
        "facts": {"steps.experts": "5 人"},
    },
    {"rule": "CR-22", "status": "not_applicable", "title": "不得临时动议干部任免"},
    {"rule": "AD-06", "status": "not_applicable", "title": "听证材料提前送达"},
)


def _fact_words(name: str, value: object) -> tuple[str, str]:
    return FACT_WORDS.get(name, ""), str(value)


_WHY = Why(
    requirement="重大行政决策提请讨论前，应有合法性审查意见。",
    steps=(
        WhyStep("适用条件：列入县政府重大行政决策目录，且金额不少于500万元", "是"),
        WhyStep("金额不少于500万元", "是", 1),
        WhyStep("检查：合法性审查有记录", "未登记"),
    ),
    facts=(
        WhyFact("金额", "5800万元", "议题单", "#sheet"),
        WhyFact("合法性审查", "未登记", "事项的程序记录：合法性审查"),
    ),
    basis="《重大行政决策程序暂行条例》（2019）第二十五条",
    adopted="2023年第1次常委会议定，自2023-01-09起",
    cases=("重大项目有审查意见", "重大项目没有审查意见"),
    case_count=5,
    cases_url="#rule",
)
FINDINGS = tuple(
    c.finding_view(
        raw,
        citation_url="#rule",
        mend_url="#mend",
        mend_label="登记审查意见" if raw["rule"] == "AD-11" else "改会议日期",
        fact_words=_fact_words,
        why=_WHY if raw["rule"] == "AD-11" else None,
        asks_reason=True,
    )
    for raw in _RAW
)
FACTS = (
    c.Fact("类型", "T04 重大项目安排"),
    c.Fact("性质", "研究审议"),
    c.Fact("提请单位", "部门17", "#unit", "县发展和改革部门"),
    c.Fact("分管常委", "09号常委（常务副县长）", "#portfolio", "2023-06-05 的分工"),
    c.Fact("金额", "5,800 万元", "", "省级专项 3,000，县财政 2,800"),
    c.Fact("决定主体", "县委常委会", "#why", "投资 500 万元以上"),
    c.Fact("前置研究", "县政府党组会 2023-06-08，纪要第9号，同意提请"),
    c.Fact("汇报人", "部门17 主要负责人"),
)
NEXT_GO = (
    c.NextStep("送县委办审核", "#send", "post", who="09号常委 2023-06-09 已审签（代录，附签批件）。", version=4),
    c.NextStep("撤题", "#withdraw", primary=False, consequence="本议题不再列入第18次会议，材料保留，可重新提请。"),
)
NEXT_REFUSED = (
    c.NextStep(
        "暂不能上会",
        "#ask",
        refused_because="缺合法性审查意见。",
        who="请司法局出具；书记确定日为 6月29日。",
        mend_url="#mend",
        mend_label="登记审查意见",
    ),
)
NEXT_WAITS = (c.NextStep("确定是否上会", who="01号常委（县委书记）"),)
RELATED = (
    c.RelatedItem("会议", "县委常委会会议", "#m", "第18次", date(2023, 7, 4), badge=c.Badge("拟列", "quiet")),
    c.RelatedItem("议定事项", "同意实施县城集中供热管网改造", "#d", "2023-18-03", light=LIGHTS[0]),
    c.RelatedItem("督办", "完成施工图审查并开工", "#t", "督2023-0217", date(2023, 6, 20), LIGHTS[2]),
)
DOCUMENTS = (
    c.DocumentLink("关于县城集中供热管网改造项目的汇报", "#f1", "docx", 84_300, "上会稿"),
    c.DocumentLink("征求意见采纳情况表", "#f2", "xlsx", 21_900),
    c.DocumentLink("09号常委审签件（扫描）", "#f3", "pdf", 1_468_000, "签批件"),
)


def _entered(day_of_month: int, hour: int, minute: int) -> datetime:
    return datetime(2023, 6, day_of_month, hour, minute, tzinfo=_LOCAL)


RECORD = (
    c.RecordLine(_entered(5, 9, 12), date(2023, 6, 5), "部门17 联络员", "起草议题单"),
    c.RecordLine(_entered(5, 16, 40), date(2023, 6, 5), "部门17 主要负责人", "审签并送分管常委"),
    c.RecordLine(
        _entered(12, 10, 5),
        date(2023, 6, 8),
        "县政府党组会",
        "前置研究：同意提请县委常委会审议（纪要第9号）",
        backfilled=True,
        late_days=4,
    ),
    c.RecordLine(_entered(9, 15, 2), date(2023, 6, 9), "09号常委", "审签：同意提请", by="县委办秘书（干部012）"),
    c.RecordLine(
        _entered(20, 8, 55),
        date(2023, 6, 20),
        "县委办秘书",
        "送司法局合法性审查",
        digest="9f2c1e07a4b8…",
    ),
)
AGENDA = (
    c.AgendaLine("1", "传达学习省委农村工作会议精神", "#a1", "传达学习", "县委办", 20, "done", "传达贯彻"),
    c.AgendaLine("2", "听取上半年安全生产情况汇报", "#a2", "听取汇报", "部门31", 20, "done", "听取"),
    c.AgendaLine("3", "县城集中供热管网改造项目", "#a3", "研究审议", "部门17", 25, "current"),
    c.AgendaLine("4", "县级预备费使用安排", "#a4", "研究审议", "县政府党组", 15),
    c.AgendaLine("5", "旧客运站搬迁选址", "#a5", "研究审议", "部门19", 20, "withdrawn"),
    c.AgendaLine("6", "干部事项", "#a6", "干部人事", "组织部", 30),
)
QUORUM = c.Quorum(entitled=11, present=9, needed=6, on_leave=2, recused=1)
FIGURES = (
    c.Figure("本年议题", 216, "件", "#g1"),
    c.Figure("形成议定事项", 204, "件", "#g2"),
    c.Figure("派生任务", 420, "条", "#g3"),
    c.Figure("已销号", 357, "条", "#g4", "85.0%"),
    c.Figure("滞后", 14, "条", "#g5"),
)
BOARD = (
    c.Count("待签收", 2, "#b1"),
    c.Count("待反馈", 3, "#b2", current=True),
    c.Count("待征求意见", 1, "#b3"),
    c.Count("被退回", 0, "#b4"),
)
WORK = (
    c.WorkSection(
        "等我办",
        (
            c.WorkRow(
                "县城集中供热管网改造项目",
                "#1",
                "议题确定",
                "事项2023-117",
                "县委办主任审核后报送",
                date(2023, 6, 29),
                "还有 3 天",
                LIGHTS[1],
                "常委会议事规则第八条",
                "#r",
                "审签",
            ),
            c.WorkRow(
                "第17次常委会会议纪要",
                "#2",
                "纪要签发",
                "纪要稿",
                "县委办秘书拟稿，已核对本部分",
                date(2023, 6, 30),
                "还有 4 天",
                LIGHTS[1],
                "常委会议事规则第二十一条",
                "#r",
                "签发",
            ),
            c.WorkRow(
                "关于上半年信访积案化解情况的专报",
                "#3",
                "督查专报",
                "第8期",
                "督查室",
                date(2023, 7, 7),
                "还有 11 天",
                LIGHTS[0],
                "",
                "",
                "阅示",
            ),
        ),
        "waiting",
        more=4,
        more_url="#all",
    ),
    c.WorkSection(
        "滞后",
        (
            c.WorkRow(
                "完成北部三乡镇饮水工程验收",
                "#4",
                "督办",
                "督2023-0142",
                "乡镇03牵头，08号常委",
                date(2023, 6, 20),
                "超期 6 天",
                LIGHTS[2],
                "",
                "",
                "复制催办内容",
                note="原因：验收组人员未定",
            ),
        ),
        "late",
    ),
    c.WorkSection(
        "上次来后的变化", (), "changes", empty="上次来过以后没有变化。", empty_hint="您上次查看是 2023-06-25 17:40。"
    ),
)
PEOPLE = tuple(
    c.Pick(number, f"{number:02d}号常委", number, post)
    for number, post in (
        (9, "常务副县长"),
        (1, "县委书记"),
        (2, "副书记、县长"),
        (3, "专职副书记"),
        (4, "纪委书记、监委主任"),
        (5, "组织部长"),
    )
)
UNITS = tuple(
    [c.Pick(f"D{n:02d}", f"部门{n:02d}", n, group="县直部门") for n in range(1, 31)]
    + [c.Pick(f"X{n:02d}", f"乡镇{n:02d}", 100 + n, group="乡镇（街道）") for n in range(1, 16)]
)
COLUMNS = (
    c.Column("number", "编号", sortable=True),
    c.Column("what", "事项（原文）", "wide"),
    c.Column("source", "来源"),
    c.Column("lead", "牵头单位"),
    c.Column("due", "时限", "day", sortable=True),
    c.Column("amount", "金额", "number", sortable=True),
    c.Column("light", "状态", "light"),
)
ROWS = (
    (
        "督2023-0217",
        "完成集中供热管网施工图审查并开工",
        "常委会第15次",
        "部门17",
        date(2023, 6, 30),
        Decimal(58_000_000),
        LIGHTS[1],
    ),
    (
        "督2023-0142",
        "完成北部三乡镇饮水工程验收",
        "批示 6月2日",
        "乡镇03",
        date(2023, 6, 20),
        Decimal(3_200_000),
        LIGHTS[2],
    ),
    ("督2023-0098", "修订县级预备费使用办法并印发", "常委会第9次", "部门12", date(2023, 5, 31), None, LIGHTS[3]),
    (
        "督2023-0205",
        "三季度前完成农村公路养护招标",
        "月表 6月",
        "部门23",
        date(2023, 9, 30),
        Decimal(12_650_000),
        LIGHTS[0],
    ),
    ("督2023-0077", "旧客运站搬迁选址", "专题会 3月14日", "部门19", date(2023, 6, 15), None, LIGHTS[4]),
)


class MatterForm(Form):
    """A form with one field of every kind."""

    title = forms.CharField(label="议题名称", max_length=60, help_text="写成“关于…的…”，60 字以内。")
    kind = forms.ChoiceField(
        label="性质",
        choices=[(k, k) for k in ("研究审议", "听取汇报", "传达学习", "干部人事", "书面审阅")],
        widget=w.Ticks,
        help_text="只有研究审议和干部人事进行表决。",
    )
    member = forms.ChoiceField(
        label="归口分管常委", choices=c.pick_choices(PEOPLE, empty="请选择"), widget=w.PersonPicker
    )
    amount = forms.DecimalField(label="金额（万元）", required=False, help_text="没有金额不填。")
    deadline = forms.Field(
        label="办结时限", widget=w.DeadlineWords, required=False, help_text="可写“6月底前”“长期坚持”。"
    )
    units = forms.MultipleChoiceField(
        label="征求意见单位",
        choices=c.pick_choices(UNITS),
        widget=w.UnitTicks,
        required=False,
        help_text="按单位序列排列。",
    )
    reason = forms.CharField(label="提请理由", widget=w.Reason, help_text="300 字以内。")
    paper = forms.FileField(label="汇报稿", widget=w.FileUpload(suffixes=(".docx", ".pdf")), required=False)
    internal = forms.BooleanField(label="仅限指定人员阅读（内部）", required=False)


class FilterForm(Form):
    """The filter of the task list, read as a sentence."""

    source = forms.ChoiceField(
        label="来源为", required=False, choices=[("", "全部来源"), ("m", "常委会"), ("p", "批示")]
    )
    leader = forms.ChoiceField(label="责任领导", required=False, choices=c.pick_choices(PEOPLE, empty="不限"))
    unit = forms.ChoiceField(label="牵头", required=False, choices=[("", "全部单位"), ("D17", "部门17")])
    light = forms.ChoiceField(label="状态", required=False, choices=[("", "不限"), ("late", "逾期"), ("due", "临期")])
    month = forms.BooleanField(label="只看本月到期", required=False)


class LineForm(Form):
    """One tick of the list of 议题 put before the chair."""

    outcome = forms.ChoiceField(
        label="会议结论", choices=[(k, k) for k in ("同意", "原则同意（修改后印发）", "暂缓", "不同意")], widget=w.Ticks
    )
    verdict = forms.ChoiceField(
        label="书记确定", choices=[(k, k) for k in ("上会", "暂缓", "转专题会", "退回")], widget=w.LineTicks
    )


def context() -> dict[str, Any]:
    """Everything ``ui/styleguide.html`` shows, apart from the frame (county, me, rail)."""
    wrong = MatterForm(
        {"title": "", "kind": "", "member": "9", "reason": "按省里要求尽快实施", "deadline_words": "6月底前"}
    )
    return {
        "heading": "界面样式",
        "lights": LIGHTS,
        "badges": BADGES,
        "strip": STRIP,
        "findings": FINDINGS,
        "facts": FACTS,
        "next_go": NEXT_GO,
        "next_refused": NEXT_REFUSED,
        "next_waits": NEXT_WAITS,
        "related": RELATED,
        "documents": DOCUMENTS,
        "record": RECORD,
        "figures": FIGURES,
        "board": BOARD,
        "sections": WORK,
        "agenda": AGENDA,
        "quorum": QUORUM,
        "quorum_short": c.Quorum(entitled=11, present=7, needed=8, on_leave=4),
        "columns": COLUMNS,
        "task_rows": ROWS,
        "views": (
            c.SavedView("全部在办", "?v=open", current=True, count=63),
            c.SavedView("本月到期", "?v=month", count=17),
            c.SavedView("逾期", "?v=late", count=14),
            c.SavedView("我经办的", "?v=mine"),
        ),
        "bulk_actions": (
            c.BulkAction("复制催办内容", "copy", method="get", copies=True),
            c.BulkAction("电话催办登记", "phone"),
            c.BulkAction("发督办通知", "notice"),
        ),
        "filter_form": FilterForm({"light": "late"}),
        "form": wrong,
        "line_form": LineForm(),
        "today": TODAY,
        "now": _entered(26, 9, 30),
        "amount": Decimal("5800000.50"),
    }

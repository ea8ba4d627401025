"""One of every document, with the data of a busy week of the demonstration county."""

from datetime import date, datetime, timedelta

import papers_samples as samples

from yixing_core.papers import (
    argument,
    ballots,
    direct,
    duties,
    matters,
    meetings,
    minutes,
    portfolios,
    seats,
    supervision,
    tasks,
)
from yixing_core.papers.model import Paper
from yixing_core.papers.people import Person
from yixing_core.papers.procedure import procedure_check_paper
from yixing_core.papers.procedure_table import procedure_table_paper

SESSION = samples.SESSION
MEMBERS = tuple(Person(f"{number:02d}号常委", "县委常委") for number in range(1, 12))
GUESTS = tuple(Person(f"部门{number:02d}负责人", f"部门{number:02d}主要负责人") for number in (1, 5, 7, 12, 20))
TOPICS = (
    ("传达学习上级关于冬季安全生产工作的部署", "传达学习", "部门15"),
    ("关于审议《城区供热管网改造项目资金安排方案》的议题", "研究审议", "县政府党组"),
    ("听取全县秋冬季大气污染防治工作情况的汇报", "听取汇报", "部门21"),
    ("研究干部事项", "干部人事", "部门03"),
    ("关于2024年重点项目安排的议题", "研究审议", "县政府党组"),
    ("书面审阅《县委常委会2023年民主生活会方案》", "书面审阅", "部门03"),
)
CANDIDATES = tuple(
    ballots.Candidate(name=f"干部{number:03d}", post=f"部门{number:02d}主要负责人") for number in range(1, 7)
)


def register(rows: int, sheet: tasks.RegisterSheet = tasks.RegisterSheet.A3) -> Paper:
    lights = list(tasks.Light)
    return tasks.register_paper(
        tasks.RegisterData(
            title="县委常委会议定事项任务台账",
            selection="来源为常委会，责任领导为全部，灯为全部",
            as_of=date(2023, 12, 31),
            office="县委督查室",
            sheet=sheet,
            rows=tuple(
                tasks.RegisterRow(
                    number=f"RW2023-{number:03d}",
                    text="完成城区老旧供热管网改造项目招标准备，2024年4月底前开工建设，逐月报送进度。",
                    source="常委会第36次",
                    leader="09号常委",
                    lead="部门12",
                    assisting=("部门05", "部门20"),
                    due_words="2024年4月底前",
                    due=date(2024, 4, 30),
                    signed=date(2023, 12, 8),
                    progress="招标文件已编制完成，正在报审，施工图审查通过。",
                    progress_on=date(2023, 12, 25),
                    problems="资金缺口尚未落实。",
                    light=lights[number % len(lights)],
                    days_late=5 if number % len(lights) == 2 else 0,
                    chased=number % 3,
                    extended=number % 2,
                    verifier="督查员甲" if number % 4 == 0 else "",
                    closed_on=date(2023, 12, 30) if number % len(lights) == 3 else None,
                )
                for number in range(1, rows + 1)
            ),
        )
    )


def meeting_papers() -> dict[str, Paper]:
    notice = meetings.MeetingNoticeData(
        mark="中共示例县委办公室",
        number="示例县委办函〔2023〕29号",
        session=SESSION,
        addressee="各位县委常委，各列席单位",
        held="2023年12月5日（星期二）上午9时",
        place="县委常委会议室",
        topics=tuple(title for title, _, _ in TOPICS),
        present="全体县委常委",
        attending="县人大常委会、县政协主要负责同志，议题涉及单位主要负责人（候会）",
        contact="秘书甲，0000-7654321",
        issued_on=date(2023, 12, 3),
    )
    agenda = meetings.AgendaData(
        session=SESSION,
        held="2023年12月5日上午9时",
        place="县委常委会议室",
        chair=Person("01号常委"),
        entitled=11,
        absent=(Person("10号常委", note="因公出差"), Person("11号常委", note="病假")),
        items=tuple(
            meetings.AgendaItem(
                title=title,
                nature=nature,
                unit=unit,
                reporter="县长",
                attending=("部门12", "部门05"),
                minutes=20,
                copies="1—20",
            )
            for title, nature, unit in TOPICS
        ),
    )
    sign_in = meetings.SignInData(
        session=SESSION,
        held="2023年12月5日上午9时",
        place="县委常委会议室",
        present=(*MEMBERS[:10], Person("王五", "县委常委、县委办主任")),
        attending=GUESTS,
        leave=(Person("10号常委", note="因公出差"),),
    )
    materials = meetings.MaterialListData(
        session=SESSION,
        held="2023年12月5日上午9时",
        items=tuple(meetings.MaterialItem(title=title, pages=6, copies=20) for title, _, _ in TOPICS),
        holders=(*MEMBERS, *GUESTS),
    )
    record = meetings.RecordData(
        session=SESSION,
        held="2023年12月5日9时至11时40分",
        place="县委常委会议室",
        chair=Person("01号常委"),
        entitled=11,
        present=MEMBERS[:9],
        absent=(Person("10号常委", note="因公出差"), Person("11号常委", note="病假")),
        attending=GUESTS,
        recorder="秘书甲",
        items=tuple(
            meetings.RecordItem(
                title=title,
                nature=nature,
                called_in=GUESTS[:2],
                statements=(
                    meetings.Statement(speaker=GUESTS[3], role="汇报", text="汇报了方案起草和资金测算情况。"),
                    meetings.Statement(speaker=MEMBERS[8], role="分管", text="前期程序齐备，同意上会方案。"),
                    meetings.Statement(speaker=MEMBERS[1], text="同意。资金要专户管理，按进度拨付。"),
                    meetings.Statement(speaker=MEMBERS[0], role="末位", text="同意。修改后印发，抓紧开工。"),
                ),
                method="口头表决" if nature == "研究审议" else "",
                votes="同意9人，不同意0人，弃权0人" if nature == "研究审议" else "",
                outcome="原则同意（修改后印发）",
            )
            for title, nature, _ in TOPICS[:3]
        ),
    )
    return {
        "会议通知": meetings.meeting_notice_paper(notice),
        "会议议程": meetings.agenda_paper(agenda),
        "签到册": meetings.sign_in_paper(sign_in),
        "材料目录": meetings.material_list_paper(materials),
        "会议记录": meetings.record_paper(record),
        "座次图": seats.seating_paper(
            seats.SeatingData(
                session=SESSION,
                rows=(
                    seats.SeatRow(name="主席台", people=seats.rostrum_order(MEMBERS)),
                    seats.SeatRow(name="第一排", people=GUESTS),
                    seats.SeatRow(name="第二排", people=tuple(Person(f"乡镇{number:02d}") for number in range(1, 16))),
                ),
            )
        ),
        "席卡": seats.seat_cards_paper(
            seats.SeatCardsData(people=(Person("01号常委"), Person("王五"), Person("部门01负责人")))
        ),
    }


def ballot_papers() -> dict[str, Paper]:
    ballot = ballots.BallotData(
        session="十五届县委第4次全体会议",
        subject="重要干部任免",
        candidates=CANDIDATES,
        copies=3,
        seal="中共示例县委员会",
        held_on=date(2023, 12, 20),
    )
    report = ballots.ResultReportData(
        session="十五届县委第4次全体会议",
        subject="重要干部任免",
        entitled=35,
        present=34,
        handed_out=34,
        returned=34,
        valid=33,
        void=1,
        rows=tuple(ballots.CountRow(candidate=person, yes=31, no=1, abstain=1, carried=True) for person in CANDIDATES),
        basis="县委全委会议事规则第十五条：赞成票超过应到会委员半数为通过",
        chief_scrutineer="委员12",
        scrutineers=("委员13", "委员14"),
        tellers=("秘书甲", "秘书乙"),
        announced_at=datetime(2023, 12, 20, 11, 5),  # noqa: DTZ001  (a clock on the wall of the hall)
    )
    return {"表决票": ballots.ballot_paper(ballot), "表决结果报告单": ballots.result_report_paper(report)}


def matter_papers() -> dict[str, Paper]:
    sheet = matters.MatterSheetData(
        number="SX2023-117",
        title="关于审议《城区供热管网改造项目资金安排方案》的议题",
        kind="大额度资金使用",
        nature="研究审议",
        unit="县政府党组（部门12）",
        unit_head="部门12负责人",
        signed_on=date(2023, 11, 22),
        member="09号常委",
        others=("02号常委", "03号常委"),
        amount="860万元，县级财政",
        reasons="城区供热管网服役超过二十年，上个采暖季共发生漏损四十七处，影响居民六千余户，需在下个采暖季前完成改造。",
        asks=("审定资金安排方案。", "明确项目牵头单位和开工时限。"),
        prior_study="县政府党组会，2023年11月20日，纪要〔2023〕33号，同意提请",
        consultation="9个单位，已回7个；意见5条，采纳4条，未采纳1条",
        disputes="部门20建议分两年实施，经协调同意一次安排、分期拨付",
        legality="部门08审查，合法，审字〔2023〕18号",
        options=(
            matters.Option(name="一次改造", gain="一个采暖季见效", cost="当年资金压力大", conclusion="推荐"),
            matters.Option(name="分两年", gain="资金平缓", cost="隐患多留一年"),
        ),
        attachments=("汇报稿（1800字）", "资金安排方案（送审稿）", "依据文件2件"),
        reporter="县长",
        attending=("部门05", "部门20"),
        minutes=20,
        opinions=(
            matters.Opinion(
                place="分管常委意见", text="同意提请。", name="09号常委", on=date(2023, 11, 23), by="秘书乙"
            ),
            matters.Opinion(place="县委办核对", text="程序待补征求意见2家。", name="秘书甲", on=date(2023, 11, 24)),
            matters.Opinion(place="县委办主任意见"),
            matters.Opinion(place="书记确定"),
        ),
    )
    proposal = matters.AgendaProposalData(
        session=SESSION,
        held="2023年12月5日上午9时",
        place="县委常委会议室",
        items=tuple(
            matters.ProposedItem(
                title=title, nature=nature, unit=unit, member="09号常委", procedure="√已具备", minutes=20
            )
            for title, nature, unit in TOPICS
        ),
        director="11号常委",
        submitted_on=date(2023, 12, 1),
    )
    kinds = list(matters.Adoption)
    opinions = matters.OpinionTableData(
        title="《城区供热管网改造项目资金安排方案》",
        unit="部门12",
        period="2023年11月6日至13日",
        asked=9,
        opinions=tuple(
            matters.UnitOpinion(
                unit=f"部门{number:02d}",
                opinion="建议明确资金拨付节点，按工程进度分期拨付。" if number % 5 < 3 else "",
                adoption=kinds[number % 5],
                reason="已在第四条写明，分期比例由部门05另定。" if number % 5 in {1, 2} else "",
                on=date(2023, 11, 8) if number % 5 != 4 else None,
            )
            for number in range(1, 10)
        ),
        filled_by="联络员甲",
        filled_on=date(2023, 11, 14),
    )
    letter = matters.ConsultationLetterData(
        mark="中共示例县委办公室",
        number="示例县委办函〔2023〕25号",
        addressee="部门05、部门08、部门20，各乡镇",
        draft="《城区供热管网改造项目资金安排方案（征求意见稿）》",
        background="按照县委常委会工作安排，部门12起草了有关方案。",
        answer_by=date(2023, 11, 13),
        attachments=("城区供热管网改造项目资金安排方案（征求意见稿）", "意见反馈表"),
        contact="联络员甲，0000-1112223",
        issued_on=date(2023, 11, 6),
    )
    told = direct.CircularData(
        year=2023,
        ordinal=3,
        since=date(2023, 3, 2),
        until=date(2023, 3, 31),
        issued_on=date(2023, 4, 3),
        members=tuple(f"{number:02d}号常委" for number in range(1, 12)),
        lines=tuple(
            direct.CircularLine(
                number=f"备2023-{number:03d}",
                decided_on=date(2023, 3, number),
                member="09号常委",
                text="同意从县级预备费安排防汛物资购置，由部门12组织实施。",
                unit="部门12",
                amount="30" if number % 2 else "",
                basis="专题会纪要：防汛物资专题会纪要",
            )
            for number in range(2, 9)
        ),
    )
    return {
        "议题单": matters.matter_sheet_paper(sheet),
        "议题安排": matters.agenda_proposal_paper(proposal),
        "意见采纳情况表": matters.opinion_table_paper(opinions),
        "征求意见函": matters.consultation_letter_paper(letter),
        "程序核对单": procedure_check_paper(samples.check()),
        "程序一览表": procedure_table_paper(samples.procedures()),
        "直接决定情况通报": direct.circular_paper(told),
    }


def argument_papers() -> dict[str, Paper]:
    words = ("采纳", "部分采纳", "未采纳", "回避", "未回复")
    table = argument.ExpertTableData(
        number="咨2023-007",
        title="关于城区供热管网改造项目的请示",
        unit="部门12",
        mode="论证会",
        question="管网走向、投资规模和分期安排是否合理？",
        asked_on=date(2023, 11, 1),
        held_on=date(2023, 11, 8),
        opinions=tuple(
            argument.ExpertOpinion(
                name=f"专家{number:02d}",
                place="示例大学，教授",
                field="经济",
                opinion="建议分期实施，先改造老旧管段。" if number < 3 else "",
                signed=number < 2,
                conflicted=number == 2,
                adoption=words[number],
                reason="分期比例另定。" if number in {1, 2} else "",
                on=date(2023, 11, 8) if number < 4 else None,
            )
            for number in range(5)
        ),
        conclusion="方案可行，建议分期实施。",
        filled_on=date(2023, 11, 9),
    )
    letter = argument.ExpertLetterData(
        number="咨2023-007",
        title="关于城区供热管网改造项目的请示",
        unit="部门12",
        mode="论证会",
        question="管网走向、投资规模和分期安排是否合理？",
        experts=("专家01（示例大学）", "专家02（示例设计院）"),
        asked_on=date(2023, 11, 1),
        due_on=date(2023, 11, 8),
        place="县会议中心",
    )
    return {
        "专家意见采纳情况表": argument.expert_table_paper(table),
        "专家咨询书": argument.expert_letter_paper(letter),
    }


def duty_papers() -> dict[str, Paper]:
    report = duties.DutyReportData(
        who="09号常委分管工作",
        year=2023,
        text="2023年，本人分管发展改革等 16 项工作。\n一、履行职责情况\n（一）专题会议。3月6日研究供热保障；4月3日研究防汛。\n"
        "二、存在问题\n有的任务抓得不紧。",
        figures=(("专题会议", 18, "次"), ("专题质询", 1, "件")),
        signer="09号常委",
        dated=date(2023, 12, 20),
        meeting=SESSION,
    )
    return {"分工报告": duties.duty_report_paper(report)}


def task_papers() -> dict[str, Paper]:
    breakdown = tasks.BreakdownData(
        title=f"{SESSION}议定事项",
        rows=tuple(
            tasks.BreakdownRow(
                number=f"2023-36-{item:02d}",
                text="原则同意《城区供热管网改造项目资金安排方案》，由部门12按会议意见修改，经常务副县长审定后印发。",
                task=task,
                lead="部门12",
                assisting=("部门05", "部门20"),
                leader="09号常委",
                due=due,
            )
            for item in (3, 4, 5)
            for task, due in (
                ("修改方案并报审定印发", "12月15日前"),
                ("完成招标准备", "12月底前"),
                ("开工建设", "2024年4月底前"),
            )
        ),
        drafted_by="督查员甲",
        dated=date(2023, 12, 7),
    )
    notice = supervision.SupervisionNoticeData(
        mark="中共示例县委办公室督办通知",
        number="督办〔2023〕17号",
        signer="11号常委",
        unit="部门12",
        copies=("09号常委",),
        subject="城区供热管网改造项目进展缓慢",
        basis="十五届县委常委会第36次会议议定：“部门12牵头，12月底前完成招标准备。”",
        problems="截至12月25日招标文件尚未报审，已超过进度安排10天。",
        demands=("12月31日前完成招标文件报审。", "说明超期原因，提出赶工措施。", "落实资金缺口，形成书面意见。"),
        answer_by=date(2023, 12, 31),
        approved_by="11号常委",
        office="中共示例县委办公室",
        issued_on=date(2023, 12, 26),
        contact="督查员甲，0000-1234567",
    )
    submission = supervision.SubmissionData(
        number="PS2023-061",
        received_on=date(2023, 6, 5),
        origin="示例市委办公室",
        origin_number="示例市委办〔2023〕88号",
        title="关于做好汛期地质灾害隐患排查工作的通知",
        urgency="加急",
        proposal="拟请08号常委阅示，由部门16牵头办理。",
        proposed_by="11号常委",
        instructions=(
            supervision.Instruction(
                leader="01号常委",
                text="请08号常委牵头，逐点排查，责任到人，6月15日前报结果。",
                on=date(2023, 6, 5),
                by="秘书乙",
            ),
        ),
        unit="部门16",
        due="6月15日前",
        result="已排查隐患点43处，落实监测责任人43名，避险转移预案全部更新。",
    )
    days = [date(2023, 12, 5) + timedelta(days=3 * step) for step in range(9)]
    steps = ("会议", "议定", "通知", "签收", "反馈", "催办", "督办", "反馈", "核实")
    one = supervision.OneMatterData(
        number="RW2023-212",
        title="城区供热管网改造项目2024年4月底前开工建设",
        source="常委会第36次",
        leader="09号常委",
        lead="部门12",
        assisting=("部门05", "部门20"),
        due="2024年4月底前",
        light=tasks.Light.NORMAL,
        summary="招标文件已报审，资金缺口已落实，可按期开工。",
        events=tuple(
            supervision.Event(on=day, step=step, text="部门12报告招标文件编制完成并报审，施工图审查通过，征迁已签约。")
            for day, step in zip(days, steps, strict=True)
        ),
        problems="二次管网征迁还有3户未签约。",
        next_steps="1月10日前完成签约，1月底发布招标公告。",
        as_of=date(2023, 12, 31),
    )
    handover = supervision.HandoverData(
        area="招商引资",
        reason="常委分工调整",
        giver="09号常委",
        taker="02号常委",
        witness="11号常委",
        items=tuple(
            supervision.HandoverItem(
                number=f"RW2023-{n:03d}", text="招商项目落地协调", state="已签约，正在供地", due="9月底前"
            )
            for n in range(1, 6)
        ),
        papers=("在谈项目清单", "协议文本12份"),
        effective_on=date(2023, 7, 10),
    )
    division = portfolios.DivisionNoticeData(
        mark="中共示例县委办公室文件",
        number="示例县委办发〔2023〕12号",
        decision="十五届县委常委会第12次会议",
        since=date(2023, 7, 10),
        members=tuple(
            portfolios.MemberPart(
                name=f"{number:02d}号常委",
                post="县委常委",
                chairs=number == 1,
                leads=(f"领域{number}甲", f"领域{number}乙"),
                contacts=(f"体育{number}",) if number % 2 else (),
                townships=(f"乡镇{number:02d}",),
            )
            for number in range(1, 12)
        ),
        addressees="各乡镇党委、政府，县直各单位",
        office="中共示例县委办公室",
        issued_on=date(2023, 7, 10),
        replaces=True,
    )
    return {
        "分工通知": portfolios.division_notice_paper(division),
        "责任分解表": tasks.breakdown_paper(breakdown),
        "任务台账A3": register(20),
        "任务台账A4": register(20, tasks.RegisterSheet.A4),
        "督办通知": supervision.supervision_notice_paper(notice),
        "批示件呈批单": supervision.submission_paper(submission),
        "一件事一张纸": supervision.one_matter_paper(one),
        "工作交接单": supervision.handover_paper(handover),
    }


def all_papers() -> dict[str, Paper]:
    return {
        "会议纪要": minutes.minutes_paper(samples.minutes()),
        "议定事项通知": minutes.settled_notice_paper(samples.notice()),
        "一页纪要": minutes.light_minutes_paper(samples.light()),
        **meeting_papers(),
        **ballot_papers(),
        **matter_papers(),
        **argument_papers(),
        **duty_papers(),
        **task_papers(),
    }

"""The exact numbers of 示例县: what the year must add up to. Everything else in this package follows from them."""

SEED = 20230101
COUNTY = "示例县"
TERM = "十五届"

DEPARTMENTS = (
    ("party", "党委部门", 14),
    ("government", "政府部门", 26),
    ("direct", "直属与派出机构", 10),
    ("mass", "群团", 7),
    ("law", "政法机关", 3),
)
TOWNSHIPS = 15
COMMITTEE = 35
ALTERNATES = 7
MEMBER_POSTS = (
    ("县委书记", "书记"),
    ("县委副书记、县长", "县长"),
    ("县委专职副书记", "副书记"),
    ("县纪委书记、监委主任", "纪委书记"),
    ("县委组织部部长", "组织部长"),
    ("县委宣传部部长", "宣传部长"),
    ("县委统战部部长", "统战部长"),
    ("县委政法委书记", "政法委书记"),
    ("常务副县长", "常务副县长"),
    ("县人武部政委", "人武部政委"),
    ("县委办公室主任", "县委办主任"),
)
MEMBER_PROFILES = (
    "法学专业；县级党委、政府主要领导岗位九年，此前从事纪检工作",
    "经济管理专业；乡镇书记六年，县发展改革、财政工作四年，分管过招商和重点项目",
    "农学专业；乡镇工作十一年，任过农业农村部门负责人，长期联系基层党建",
    "法学专业；纪检监察工作十五年，参与过巡察和案件审理",
    "行政管理专业；组织人事工作十二年，任过乡镇党委副书记",
    "汉语言文学专业；新闻和教育工作十年，任过文化旅游部门负责人",
    "民族学专业；统战、民族宗教工作八年，联系过工商联和帮扶协作",
    "法学专业；公安、司法工作十四年，处置过多起群体性事件",
    "土木工程专业；住房城建、交通、自然资源工作十三年，任过开发区负责人",
    "军事指挥专业；部队工作二十年，组织过民兵训练和抢险救灾",
    "秘书学专业；县委办公室、督查和政策研究工作十年，任过乡镇长",
)
"""专业与经历 of each member, invented; text for 测算建议方案, never a number."""
UNITS_OF_MEMBER = (3, 5, 6, 2, 4, 7, 4, 6, 14, 2, 7)
TOWNSHIPS_OF_MEMBER = (2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1)

AREAS: tuple[tuple[int, str, str], ...] = (
    (1, "politics", "县委全面工作 全面深化改革 国家安全 联系人大政协党组"),
    (1, "economy", "发展战略规划统筹"),
    (1, "party", "党的建设总责"),
    (2, "politics", "县政府全面工作 政府机构编制"),
    (2, "economy", "财政预算统筹 审计 重点项目统筹 粮食安全 债务风险防范"),
    (2, "society", "民生实事统筹 安全生产总责 应急管理总责"),
    (3, "politics", "党校"),
    (3, "economy", "农业农村 乡村振兴"),
    (3, "culture", "党史地方志"),
    (3, "society", "巩固脱贫成果 信访统筹 基层治理 人居环境 帮扶协作"),
    (3, "party", "党建日常工作 群团工作统筹 老干部"),
    (4, "economy", "专项资金监督"),
    (4, "party", "党风廉政建设 纪律检查 监察 巡察 作风督查 案件查办 廉政教育 营商环境监督"),
    (
        5,
        "party",
        "干部选任 干部监督 公务员管理 人才工作 农村基层组织 城市社区党建 两新组织党建 党员教育管理 驻村工作队 年度考核 党委机构编制 村两委班子",
    ),
    (
        6,
        "culture",
        "理论学习 意识形态 新闻宣传 精神文明 文化事业产业 文物旅游 融媒体 文明实践中心 对外宣传 体育（联系）",
    ),
    (6, "society", "网络舆情 教育（联系） 卫生健康（联系）"),
    (7, "politics", "民族 宗教 党外人士 民主党派联络 侨务港澳台 非公经济人士 新社会阶层 对口支援合作"),
    (7, "economy", "工商联 招商联谊"),
    (7, "society", "光彩帮扶"),
    (8, "politics", "维护稳定 反邪教"),
    (
        8,
        "society",
        "平安建设 综治网格 公安 法院（联系） 检察院（联系） 司法行政 扫黑除恶 社会治理创新 公共法律服务 群体性事件处置 道路交通秩序",
    ),
    (
        9,
        "economy",
        "发展改革 财政税务 统计 工业和科技 能源 招商引资 国资金融 自然资源 住房城建 交通 水利 生态环境 市场监管 行政审批服务",
    ),
    (9, "society", "就业社保 医保民政"),
    (10, "politics", "国防动员 征兵 民兵"),
    (10, "society", "双拥 退役军人（联系）"),
    (11, "culture", "档案"),
    (11, "society", "值班应急"),
    (11, "party", "办文 办会 信息 督查 机要 保密 法规制度 政策研究 综合协调 后勤 公务接待"),
)
"""Member number, domain, names. 120 areas; per member 6 10 12 9 12 13 11 13 16 5 13."""

ASSISTS = 24

# code: (direct, standing committee, plenary, returned)
MATTERS: dict[str, tuple[int, int, int, int]] = {
    "T01": (0, 40, 0, 0),
    "T02": (0, 2, 3, 0),
    "T03": (0, 5, 2, 1),
    "T04": (0, 32, 0, 4),
    "T05": (0, 23, 0, 3),
    "T06": (0, 7, 0, 1),
    "T07": (0, 23, 0, 1),
    "T08": (0, 0, 4, 0),
    "T09": (0, 8, 0, 0),
    "T10": (4, 12, 0, 0),
    "T11": (4, 8, 0, 0),
    "T12": (2, 10, 0, 0),
    "T13": (4, 8, 0, 0),
    "T14": (2, 10, 0, 2),
    "T15": (4, 7, 1, 2),
    "T16": (3, 4, 0, 1),
    "T17": (8, 5, 0, 1),
    "T18": (2, 9, 2, 1),
    "T19": (0, 3, 0, 0),
    "T20": (33, 0, 0, 1),
}
MATTERS_BY_MONTH = (22, 20, 28, 26, 26, 27, 25, 24, 27, 26, 29, 32)
OUTCOMES = {"conveyed": 40, "heard": 22, "agreed": 127, "agreed_in_principle": 15, "deferred": 8, "rejected": 4}
TEXTS_APPROVED = 13
WITHDRAWN = 5
"""Withdrawn before the meeting; they come on top of the 312, which counts what was decided or sent back."""

STANDING_MEETINGS = 36
ITEMS_A_MEETING = 6
STANDING_ATTENDANCE = {11: 14, 10: 16, 9: 5, 8: 1}
PLENARIES = ((2, 35, 7), (6, 34, 7), (9, 33, 6), (12, 35, 7))
"""Month, members present of 35, alternates present of 7."""
PLENARY_ABSTAIN = 9
PLENARY_AGAINST = 5
PLENARY_LEAST_YES = 30

OTHER_MEETINGS: tuple[tuple[str, str, int, bool], ...] = (
    # kind, title, how many, whether it is one of the county-wide large meetings
    ("conference", "县委工作会议", 1, True),
    ("conference", "党代会年会", 1, True),
    ("conference", "主题教育动员会", 1, True),
    ("conference", "经济工作会议", 2, True),
    ("conference", "重点工作研讨会", 1, True),
    ("conference", "项目建设推进会", 3, True),
    ("conference", "乡村振兴工作会议", 2, True),
    ("conference", "党建工作会议", 2, True),
    ("conference", "党风廉政建设会议", 1, True),
    ("conference", "政法工作会议", 1, True),
    ("conference", "意识形态工作会议", 1, True),
    ("conference", "生态环境保护会议", 1, True),
    ("conference", "信访稳定工作会议", 1, True),
    ("conference", "年度总结表彰会", 1, True),
    ("on_site", "农业观摩现场办公会", 6, False),
    ("on_site", "冬季供热现场办公会", 3, False),
    ("on_site", "重点项目现场办公会", 10, False),
    ("on_site", "城建现场办公会", 5, False),
    ("on_site", "民生现场办公会", 5, False),
    ("on_site", "环境整治现场办公会", 2, False),
    ("on_site", "信访现场办公会", 3, False),
    ("check_in", "重点工作碰头会", 52, False),
    ("dispatch", "重点工作调度会", 12, False),
    ("rectification", "整改调度会", 8, False),
    ("study", "理论学习中心组学习", 12, False),
    ("life", "县委班子民主生活会", 1, False),
    ("life", "部门民主生活会", 11, False),
    ("argument", "专家论证会", 18, False),
    ("hearing", "听证会", 4, False),
    ("information", "信息分析会", 12, False),
    ("assistance", "帮扶工作推进会", 4, False),
    ("secrecy", "保密委员会会议", 1, False),
)
LARGE_MEETINGS = 21
"""19 of their own and two plenaries that were held enlarged."""
TOPIC_MEETINGS = 24

TASKS_OF_DECISIONS = {1: 170, 2: 80, 3: 30}
"""Of the 280 decisions in force; the two whose text is not approved yet have no tasks."""
TASKS_BY_MEMBER = (21, 35, 42, 32, 42, 45, 38, 46, 56, 17, 46)
TOWNSHIP_TASKS = 105
TASK_ENDS = {"closed": 357, "in_hand": 36, "long_term": 6, "overdue": 14, "merged": 4, "stopped": 3}
INSTRUCTIONS = 126
INSTRUCTIONS_CLOSED = 119
INSTRUCTED_AGAIN = 7
REMINDERS = 60
OBJECTIONS = (6, 3)
"""Reassigned, refused."""
READ_BEFORE = 12
"""Matters that reach into another member's field (会前传阅); no source gives a number."""
OFFLINE = (4, 2)
"""Cadre matters, cases."""
LATE_ITEMS = 4
BACKFILLED = 12
OPINION_ROUNDS = 120
OPINION_REPLIES = 41
EXPERT_STEPS = 52
"""Asked in writing; the argument meetings come on top."""
EXPERTS = 25
RESEARCHES_BY_MONTH = (3, 2, 2, 2, 2, 3, 2, 2, 8, 2, 2, 2)
ARGUMENT_MEETINGS = 18
HEARINGS = 4
PUBLIC_NOTICES = 14
PROMOTION_BATCHES = 4
"""Batches of appointments in which somebody is promoted."""

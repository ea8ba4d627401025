"""`yixing demo`: the exact counts of the demonstration year, one matter walked, and a ledger that verifies."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

COUNTS = {
    "matters": 312,
    "matters_returned": 18,
    "matters_withdrawn": 5,
    "opinion_rounds": 120,
    "opinion_replies": 4920,
    "expert_steps": 70,
    "experts": 25,
    "consultations": 52,
    "argument_meetings": 18,
    "researches": 32,
    "researches_led": 32,
    "hearings": 4,
    "public_notices": 14,
    "standing_meetings": 36,
    "plenary_meetings": 4,
    "large_meetings": 21,
    "onsite_meetings": 34,
    "meetings": 252,
    "standing_items": 216,
    "items_conveyed": 40,
    "items_heard": 22,
    "items_agreed": 127,
    "items_agreed_in_principle": 15,
    "items_deferred": 8,
    "items_rejected": 4,
    "items_late": 4,
    "plenary_items": 12,
    "polls": 12,
    "decisions": 282,
    "decisions_direct": 66,
    "texts_pending": 2,
    "evaluations_due": 32,
    "evaluations_done": 26,
    "decision_tasks": 420,
    "decision_tasks_closed": 357,
    "decision_tasks_long_term": 6,
    "decision_tasks_overdue": 14,
    "decision_tasks_merged": 7,
    "instruction_tasks": 126,
    "instruction_tasks_closed": 119,
    "instructions": 126,
    "reminders": 60,
    "handovers": 3,
    "handovers_done": 3,
    "handover_items": 13,
    "duties": 66,
    "inquiries": 11,
    "member_reports": 11,
    "heart_talks": 220,
    "head_talks": 120,
    "unit_life_meetings": 11,
}
ASK = """
import datetime, json, django
django.setup()
from yixing.accounts.actors import actor_of
from yixing.accounts.models import User
from yixing.reports.figures import FIGURES, Scope
day = datetime.date(2023, 12, 31)
actor = actor_of(User.objects.get(username="jiwei"), day)
found = {figure.id: figure.value(actor, Scope(2023, day)) for figure in FIGURES}
from yixing.argument.queries import Span
from yixing.duties.queries import register
from yixing.duties.year import year_check
found["year_open"] = [finding.rule for finding in year_check(2023, day).open]
ways = {}
for line in register(actor_of(User.objects.get(username="shuji"), day), Span(datetime.date(2023, 1, 1), day)):
    ways.setdefault(line.person_id, set()).add(str(line.mode))
from yixing.coordination.models import Difference, Perusal
from yixing.duties.models import Inquiry
from yixing.people.models import Person
found["read"] = [Perusal.objects.count(), Perusal.objects.values("matter").distinct().count()]
found["differences"] = [str(row.state) for row in Difference.objects.all()]
found["taken_over"] = [[str(row.person), str(row.answers_to)] for row in Inquiry.objects.filter(successor__isnull=False)]
found["profiles"] = Person.objects.filter(name__endswith="号常委").exclude(profile="").count()
found["ways"] = sorted(len(ways_of) for ways_of in ways.values())
print(json.dumps(found))
"""


DIVISION = """
import datetime, html, json, re, django
django.setup()
from django.test import Client
from yixing.accounts.models import User
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.models import Contact, Division
from yixing.portfolios.queries import findings_of, findings_on, lines_of, people_of
from yixing.portfolios.trial import compare

v1, v2, v3 = (Division.objects.get(name__contains=name) for name in ("V1", "V2", "V3"))
start, switch = datetime.date(2023, 1, 1), datetime.date(2023, 7, 1)
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.get(username="mishu"))
page = html.unescape(client.get(f"/portfolios/{v1.pk}/").content.decode())
found = findings_of(v1, start)
before, after = lines_of(v2), lines_of(v3)
shifts = compare(before, after, areas_on(switch), people_of([*before, *after])).shifts
helped = [line.area_id for line in before if line.relation == "assist"]
print(json.dumps({
    "line": re.sub("<[^>]+>", "", page[page.index("无人分管") : page.index("● 负责")]),
    "v1": [found.words(), [gap.area.name for gap in found.gaps], [[o.area.name, *map(str, o.people)] for o in found.overlaps]],
    "clean": [findings_of(v2, start).total, findings_of(v3, switch).total]
    + [findings_on(datetime.date(2023, month, 28)).total for month in range(1, 13)],
    "moved": [[s.area.name, *map(str, s.before), *map(str, s.after)] for s in shifts],
    "assists": {d: sum(a.pk in helped and a.domain == d for a in areas_on(start)) for d in ("economy", "society")},
    "lines": len(helped),
    "contacts": [Contact.objects.count(), len(set(Contact.objects.values_list("organization_id", flat=True)))],
    "opinions": [p.opinions.filter(agrees=True).count() for p in (v1, v2, v3)],
    "decided": [v2.decided_by, v3.decided_by.partition("/")[0], v3.members_consulted, v2.members_consulted],
    "units": sum(len(area.unit_ids) for area in areas_on(start)),
}))
"""
"""What is wrong with V1, V2 and V3, on the page and as of their days; the moves, 协管, contacts and opinions."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demonstration county in a directory of its own, and what the command printed."""
    place = tmp_path_factory.mktemp("demo")
    done = _yixing(place, "demo", "--no-serve", "--faults")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return place, done.stdout


def _environment(place: Path) -> dict[str, str]:
    source = Path(__file__).resolve().parents[2] / "src"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIXING_")}
    return kept | {
        "YIXING_DATA_DIR": str(place),
        "PYTHONPATH": str(source),
        "DJANGO_SETTINGS_MODULE": "yixing.settings",
    }


def _yixing(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yixing", *arguments],
        env=_environment(place),
        capture_output=True,
        text=True,
        check=False,
        timeout=1500,
    )


def test_the_walk_goes_from_the_sheet_to_the_closure(built: tuple[Path, str]) -> None:
    lines = built[1]
    for sign in "①②③④⑤⑥⑦⑧⑨⑩⑪":
        assert sign in lines
    assert "已销号" in lines


def test_every_planted_fault_is_found_by_name(built: tuple[Path, str]) -> None:
    lines = built[1]
    assert "没有查出" not in lines
    for words in (
        "网络舆情",
        "体育（联系）",
        "招商引资",
        "信访统筹",
        "帮扶协作",
        "XC-04",
        "LC-13",
        "3 件：已查出",
        "第17号",
        "常委缺年度分工报告 2：已查出（07号常委、10号常委）",
        "季度交心缺对 5：已查出（第3季度 08号常委与10号常委",
    ):
        assert words in lines


def test_the_division_of_work_has_its_planted_faults_and_no_others(built: tuple[Path, str]) -> None:
    place, _ = built
    asked = subprocess.run(
        [sys.executable, "-c", DIVISION],
        env=_environment(place),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(asked.stdout)
    overlaps = [
        ["信访统筹", "03号常委", "08号常委"],
        ["帮扶协作", "03号常委", "07号常委"],
        ["招商引资", "02号常委", "09号常委"],
    ]
    assert found["v1"] == ["无人分管 2，分管交叉 3", ["体育（联系）", "网络舆情"], overlaps]
    assert "无人分管 2（体育（联系）；网络舆情）" in found["line"]
    for area, *members in overlaps:
        assert f"{area}：{'、'.join(members)}" in found["line"]
    assert set(found["clean"]) == {0}
    assert sorted(found["moved"]) == [
        ["帮扶协作", "03号常委", "07号常委"],
        ["应急管理总责", "02号常委", "09号常委"],
        ["招商引资", "09号常委", "02号常委"],
    ]
    assert (found["assists"], found["lines"]) == ({"economy": 12, "society": 12}, 24)
    assert (found["contacts"], found["units"]) == ([15, 15], 60)
    assert found["opinions"] == [0, 11, 11]
    assert found["decided"] == ["", "decision", True, True]


FAULTS = {
    "关于缺调研记录的重大项目的请示": {"XC-04"},
    "关于重要干部任免由常委会直接决定的请示": {"XC-30", "XC-69"},
    "关于超过门槛的直接决定的请示": {"XC-41", "SZ-02.2"},
    "关于到会人数不足的干部任免的请示": {"LC-13", "CR-10"},
    "关于逾期追认临机处置的请示": {"XC-50"},
}
"""Faults 3 to 7 and the rules each of them breaks."""


def test_a_recheck_of_the_year_finds_the_planted_faults_and_nothing_else(built: tuple[Path, str]) -> None:
    place, _ = built
    done = _yixing(place, "recheck", "--year", "2023", "--user", "zhuren", "--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    found: dict[str, set[str]] = {}
    for lapse in told["open"]:
        found.setdefault(lapse["about"], set()).add(lapse["rule"])
    assert found == FAULTS
    assert told["occasions"] > 1400


def test_the_book_verifies_without_the_product(built: tuple[Path, str]) -> None:
    place, _ = built
    export = place / "L.jsonl"
    assert _yixing(place, "ledger", "export", "-o", str(export)).returncode == 0
    assert _yixing(place, "verify", str(export)).returncode == 0


def test_the_year_has_its_exact_counts(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("exact")
    done = _yixing(place, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr[-4000:]
    asked = subprocess.run(
        [sys.executable, "-c", ASK], env=_environment(place), capture_output=True, text=True, check=True, timeout=120
    )
    found = json.loads(asked.stdout)
    assert {name: found[name] for name in COUNTS} == COUNTS
    assert found["year_open"] == []
    assert found["ways"] == [8] * 11
    # One reads twice: the chair ruled on what divided the two in between.
    assert (found["read"], found["differences"]) == ([13, 12], ["ruled"])
    assert found["taken_over"] == [["03号常委", "07号常委"]]
    assert found["profiles"] == 11

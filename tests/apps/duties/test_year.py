"""年度核对: asked with facts from records, each number with names; put on record with every finding."""

import datetime as dt
import json

import pytest
from django.test import Client

from tests.apps.duties import doing
from tests.cast import TODAY, Cast
from yixing.compliance.models import Check
from yixing.duties.actions import year_review
from yixing.duties.models import YearReview
from yixing.duties.year import ASKED, gather, year_check
from yixing.ledger.models import Entry
from yixing.papers.models import Document
from yixing_core.errors import Refusal
from yixing_core.rules.catalogue import gate

END = dt.date(2023, 12, 31)


def test_every_fact_is_one_the_gate_offers(cast: Cast) -> None:
    facts, _ = gather(2023, END)
    assert {f"year.{name}" for name in facts["year"]} <= {fact.name for fact in gate("year.review").facts}


def test_each_number_is_that_of_its_names(cast: Cast) -> None:
    facts, names = gather(2023, END)
    numbers = facts["year"]
    assert numbers["member_reports_missing"] == len(names["XC-95"].names) == 11
    assert numbers["talk_pairs_missing"] == len(names["XC-96"].names) == 220
    assert numbers["unit_life_meetings_missing"] == len(names["XC-98"].names) == 11
    assert (numbers["direct_unfiled"], numbers["number_gaps"], numbers["report_to_plenary"]) == (0, 0, False)
    assert numbers["standing_months_short"] == 12


def test_a_gap_in_the_numbers_is_named(cast: Cast) -> None:
    for number in (1, 3):
        Document.objects.create(
            kind="minutes",
            subject="meeting/1",
            title="纪要",
            series="县委纪要",
            year=2023,
            number=number,
            state="signed",
            content={},
        )
    assert year_check(2023, END).names["XC-99"].names == ("县委纪要〔2023〕2号",)


def test_the_check_is_put_on_record_and_refuses_nothing(cast: Cast) -> None:
    row = year_review(cast.call("县委办主任"), year=2023)
    assert (row.year, row.on) == (2023, TODAY)
    assert set(row.open_rules) <= set(ASKED)
    assert "XC-95" in row.open_rules
    entry = Entry.objects.latest("seq")
    assert {line["id"] for line in json.loads(entry.line)["rules"]} <= set(ASKED)
    assert Check.objects.get(entry=entry).gate == "year.review"
    with pytest.raises(Refusal) as caught:
        year_review(cast.call("秘书"), year=2024)
    assert caught.value.code == "report_year"
    with pytest.raises(Refusal) as caught:
        year_review(cast.call("联络员"), year=2023)
    assert caught.value.code == "forbidden"


def test_colleagues_do_not_open_the_page_and_the_office_does(cast: Cast, login: object) -> None:
    doing.heard(cast)
    office: Client = login("秘书")  # type: ignore[operator]
    page = office.get("/duties/year/?year=2023").content.decode()
    assert "有10人没有报告分管工作" in page
    assert "01号常委、02号常委" in page
    assert office.post("/duties/year/new/", {"year": 2023}).status_code == 302
    row = YearReview.objects.get()
    assert "XC-96" in office.get(f"/duties/year/{row.pk}/").content.decode()
    assert office.get("/duties/year/?year=2023&export=xlsx").status_code == 200
    colleague: Client = login("别的常委")  # type: ignore[operator]
    assert colleague.get("/duties/year/?year=2023").status_code == 404

"""The form of a computation: what matters first, who is away, what is fixed, and how areas suit the members."""

from typing import Any

from django import forms

from yixing.access import loaders
from yixing.door.forms import ENTERED_LATER, ActionForm, OwnForm
from yixing.people.models import Person
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.checks import seated_on
from yixing.portfolios.models import Area, Division
from yixing.portfolios.trial import parse_moves
from yixing.proposals.actions import BEST_FIT, LIMITS, day_for
from yixing.proposals.models import Proposal
from yixing.ui.forms import offer
from yixing.ui.widgets import LineTicks, WideTicks

_PLANS = 30


class AskForm(ActionForm):
    """测算建议方案."""

    versioned = False
    leaves_out = ENTERED_LATER
    division_id = forms.TypedChoiceField(label="以此为底", coerce=int, empty_value=None, required=False)
    preference = forms.ChoiceField(
        label="先后",
        choices=Proposal.Preference.choices,
        widget=LineTicks,
        initial=Proposal.Preference.STABLE,
        help_text="排在前面的先做到最好，再在其中比较后面的。",
    )
    away = forms.TypedMultipleChoiceField(
        label="不参加分工的",
        coerce=int,
        required=False,
        widget=WideTicks,
        help_text="离任或长期外出的，其事项分给别人。",
    )
    seconds = forms.TypedChoiceField(
        label="最长用时", coerce=int, choices=[(each, f"{each} 秒") for each in LIMITS], initial=60
    )
    capped = forms.BooleanField(
        label="每人不超过本县提示的项数", required=False, help_text="不勾选的，超过的在结果里提示。"
    )
    pins = forms.CharField(required=False, widget=forms.HiddenInput, label="指定")
    bans = forms.CharField(required=False, widget=forms.HiddenInput, label="排除")

    def prepare(self) -> None:
        """The plans, and the members of today and of the days drafts are meant for; for each one choice a domain."""
        self.plans = {plan.pk: plan for plan in loaders.visible(Division, self.actor).order_by("-id")[:_PLANS]}
        named = [(plan.pk, f"{plan.name}（{plan.get_state_display()}）") for plan in self.plans.values()]
        offer(self, "division_id", [("", "现行分工"), *named])
        days = {self.today, *(day_for(plan, self.today) for plan in self.plans.values())}
        seated = frozenset[int]().union(*(seated_on(day) for day in days))
        self.people = list(Person.objects.filter(pk__in=seated).order_by("order", "id"))
        offer(self, "away", [(person.pk, person.name) for person in self.people])
        values = [(0, "—"), *((value, str(value)) for value in range(1, BEST_FIT + 1))]
        for person in self.people:
            for domain in Area.Domain:
                self.fields[f"fit-{person.pk}-{domain.value}"] = forms.TypedChoiceField(
                    label=f"{person.name}：{domain.label}", coerce=int, choices=values, required=False, empty_value=None
                )

    def grid(self) -> list[tuple[Person, list[Any]]]:
        """Each member with his five choices."""
        return [(person, [self[f"fit-{person.pk}-{domain.value}"] for domain in Area.Domain]) for person in self.people]

    def plain(self) -> list[Any]:
        """The fields above the grid."""
        return [self[name] for name in ("division_id", "preference", "away", "capped", "seconds")]

    def inputs(self) -> dict[str, Any]:
        """Pins and bans as pairs, the grid as a table; what names nothing of the day is passed over."""
        said = self.cleaned_data
        day = day_for(self.plans.get(said["division_id"] or 0), self.today)
        areas, seated = [area.pk for area in areas_on(day)], seated_on(day)
        people = [person.pk for person in self.people if person.pk in seated]
        fit = {
            person: {domain.value: said[f"fit-{person}-{domain.value}"] or 0 for domain in Area.Domain}
            for person in people
        }
        return {
            **{name: said[name] for name in ("division_id", "preference", "capped", "seconds")},
            "away": [person for person in said["away"] if person in seated],
            "pins": list(parse_moves(said["pins"].split(), areas, people).items()),
            "bans": [pair for word in said["bans"].split() for pair in parse_moves([word], areas, people).items()],
            "fit": fit,
        }


class StopForm(OwnForm):
    """Nothing to fill in."""

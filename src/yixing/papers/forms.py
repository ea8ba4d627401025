"""Forms of numbered documents."""

from typing import Any

from django import forms

from yixing.door.forms import ActionForm
from yixing.papers.signing import demands_in
from yixing.ui.widgets import Reason, Ticks
from yixing_core.rules.vocabulary import EXTRA_REQUESTS

NONE = "none"


class VoidForm(ActionForm):
    """作废文号."""

    reason = forms.CharField(label="作废原因", max_length=200, widget=Reason)


class BurdenFields:
    """A part of forms by which papers are signed: where a paper names 责任状 and the like, whether it demands them."""

    fields: Any
    cleaned_data: dict[str, Any]

    def add_burden(self, content: Any) -> None:
        """Ask, where such words occur; to be called from the form's own ``prepare``."""
        found = demands_in(content)
        if not found:
            return
        named = "、".join(EXTRA_REQUESTS[code] for code in found)
        self.fields["extra_requests"] = forms.ChoiceField(
            label="减负核对",
            choices=[(NONE, "只是提到，没有附加要求"), *((code, f"要求：{EXTRA_REQUESTS[code]}") for code in found)],
            required=False,
            widget=Ticks,
            help_text=f"文中提到{named}。文件不得附加这些要求，一般不要求报送贯彻情况、制定配套文件。",
        )

    def burden(self) -> dict[str, Any]:
        """The answer as the actions take it; nothing where nothing was asked."""
        if "extra_requests" not in self.fields:
            return {}
        said = self.cleaned_data.get("extra_requests")
        return {"extra_requests": None if not said else [] if said == NONE else [said]}

"""Form widgets in the office's habits: people by rank, units by establishment, deadlines in words, files with limits.

All of them work without a script. Order is the caller's: build choices with ``components.pick_choices`` and no widget
sorts them again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from yixing.ui.drawing import draw_options

ACKNOWLEDGE_PREFIX = "ack-"
DEADLINE_SUGGESTIONS = (
    "立即办理",
    "本月底前",
    "季度末前",
    "6月底前",
    "三季度前",
    "年底前",
    "每月25日前",
    "长期坚持（按月报）",
)
DOCUMENT_SUFFIXES = (".docx", ".pdf", ".xlsx", ".ofd", ".wps", ".jpg", ".jpeg", ".png")


class Choose(forms.Select):
    """Choose one of a list. Drawn as Django draws it, without a template for each of a hundred lines."""

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  (the signature of a widget)
        """The ``<select>`` with its options and groups; no template, so no use for ``renderer``."""
        chosen = set(self.format_value(value))
        given = "".join(
            f" {key}" if said is True else f' {key}="{escape(str(said))}"'
            for key, said in self.build_attrs(self.attrs, dict(attrs or {})).items()
            if said is not False
        )
        lines = "".join(
            f'<optgroup label="{escape(str(key))}">\n{draw_options(label, chosen)}</optgroup>\n'
            if isinstance(label, list | tuple)
            else draw_options(((key, label),), chosen)
            for key, label in self.choices
        )
        return mark_safe(f'<select name="{escape(name)}"{given}>\n{lines}</select>')  # noqa: S308  (each part escaped)


class PersonPicker(Choose):
    """Choose one person; the choices stand in the order of rank (排名)."""


class UnitPicker(Choose):
    """Choose one unit; the choices stand in the order of the establishment (序列)."""


class UnitTicks(forms.CheckboxSelectMultiple):
    """Tick several units in the order of the establishment; a box to narrow the list appears where scripts run."""

    template_name = "ui/widgets/unit_ticks.html"


class FoldedUnits(UnitTicks):
    """The same, folded until somebody wants it: for what most forms leave empty."""

    template_name = "ui/widgets/folded_units.html"


class WideTicks(UnitTicks):
    """Tick several of a list whose lines are long (experts, researches): one below the other, narrowed the same way."""

    template_name = "ui/widgets/wide_ticks.html"


class Ticks(forms.RadioSelect):
    """One tick of a few, one per line; the whole line is the target."""

    template_name = "ui/widgets/ticks.html"


class LineTicks(forms.RadioSelect):
    """One tick per row of a table (上会 · 暂缓 · 转专题会 · 退回), side by side."""

    template_name = "ui/widgets/line_ticks.html"


class InlineTicks(forms.CheckboxSelectMultiple):
    """Tick several of a few inside a row of a table, side by side as far as there is room."""

    template_name = "ui/widgets/line_ticks.html"


class DayInput(forms.DateInput):
    """A day, chosen with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs=dict(attrs or {}), format="%Y-%m-%d")


class DeadlineWords(forms.MultiWidget):
    """A deadline as the office writes it, and the day it means.

    Submits ``<name>_words`` and ``<name>_on``. The day may stay empty: the action resolves the words, and a page may
    name ``resolve_url``, which answers with the resolved day while one writes.

    Value: ``(words, date | None)``; a subclass of ``forms.MultiValueField`` reads it back.
    """

    template_name = "ui/widgets/deadline.html"

    def __init__(
        self,
        *,
        resolve_url: str = "",
        suggestions: Sequence[str] = DEADLINE_SUGGESTIONS,
        attrs: Mapping[str, Any] | None = None,
    ) -> None:
        self.resolve_url = resolve_url
        self.suggestions = tuple(suggestions)
        words = forms.TextInput(attrs={"aria-label": "时限原文", "autocomplete": "off", "placeholder": "6月底前"})
        day = DayInput(attrs={"aria-label": "换算成的日期"})
        super().__init__({"words": words, "on": day}, attrs=dict(attrs or {}))

    def decompress(self, value: tuple[str, date | None] | None) -> list[object]:
        """Split the pair into the values of the two inputs."""
        return list(value) if value else ["", None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the suggestions, the id of their list and the place that resolves the words."""
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"].get("id") or f"id_{name}"
        words = context["widget"]["subwidgets"][0]
        words["attrs"]["list"] = f"{base}_suggestions"
        if self.resolve_url:
            words["attrs"] |= {
                "hx-get": self.resolve_url,
                "hx-trigger": "input changed delay:400ms",
                "hx-target": f"#{base}_resolved",
            }
        context["suggestions"] = self.suggestions
        context["base_id"] = base
        return context


class FileUpload(forms.FileInput):
    """Upload one file or several; what may be uploaded is said beforehand, under the field.

    Args:
        suffixes: accepted endings, with their dot.
        max_mb: largest size of one file, in MB (2**20 bytes).
        several: whether more than one may be chosen at once.
        photo: whether a phone offers its camera.
    """

    template_name = "ui/widgets/file.html"

    def __init__(
        self,
        *,
        suffixes: Sequence[str] = DOCUMENT_SUFFIXES,
        max_mb: int = 20,
        several: bool = False,
        photo: bool = False,
        attrs: Mapping[str, Any] | None = None,
    ) -> None:
        self.suffixes, self.max_mb = tuple(suffixes), max_mb
        self.allow_multiple_selected = several
        extra: dict[str, Any] = {"accept": ",".join(self.suffixes)}
        if photo:
            extra["capture"] = "environment"
        super().__init__(attrs=extra | dict(attrs or {}))

    @property
    def stated_limits(self) -> str:
        """The limits in words, shown under the field before anybody chooses a file."""
        kinds = "、".join(suffix.lstrip(".") for suffix in self.suffixes)
        return f"可上传 {kinds}，每个不超过 {self.max_mb} MB；标有绝密、机密、秘密的材料不得上传。"


class Reason(forms.Textarea):
    """A short reason in words; two lines high, grows with the text where the browser can."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs={"rows": 2, "class": "reason"} | dict(attrs or {}))


def acknowledgements(data: Mapping[str, Any]) -> dict[str, str]:
    """Read the reasons given for going on in spite of warnings, by rule id; empty ones are left out.

    Example:
        >>> acknowledgements({"ack-LC-21": " 书记同意缩短 ", "ack-LC-09": "", "title": "x"})
        {'LC-21': '书记同意缩短'}
    """
    found = {
        name.removeprefix(ACKNOWLEDGE_PREFIX): str(data[name]).strip()
        for name in data
        if name.startswith(ACKNOWLEDGE_PREFIX)
    }
    return {rule: reason for rule, reason in found.items() if reason}

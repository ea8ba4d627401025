"""方案比选表 as a field of the 议题单: a row for each solution, with 利, 弊 and 结论; rows are added as one writes."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms

from yixing.matters.sheet import OPTION_KEYS, OptionRow

COLUMNS: Final = (("plan", "方案"), ("pros", "利"), ("cons", "弊"), ("conclusion", "结论"))
EMPTY_ROWS: Final = 2
"""So many empty rows stand below what is filled in: without a script each saving gives room for two more."""
MOST: Final = 12
LONGEST: Final = 500


class OptionTable(forms.Widget):
    """A table of inputs ``options-0-plan`` …; a button that adds a row appears where scripts run."""

    template_name = "matters/option_table.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[OptionRow]:  # noqa: ARG002  (the signature of a widget)
        """The rows that say anything; a pasted text of lines (方案｜利｜弊｜结论) is taken as well."""
        rows = [_row(*(str(data.get(f"{name}-{at}-{key}", "")) for key in OPTION_KEYS)) for at in range(MOST)]
        return [row for row in rows if any(row.values())] + list(pasted(str(data.get(name, ""))))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:  # noqa: ARG002  (the signature of a widget)
        """Rows that are not there were cleared."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The rows, filled and empty, with the names of their inputs."""
        context = super().get_context(name, value, attrs)
        given: list[Mapping[str, str]] = list(value or [])
        shown = min(len(given) + EMPTY_ROWS, MOST)
        context["columns"] = [label for _, label in COLUMNS]
        context["rows"] = [
            [
                {
                    "name": f"{name}-{at}-{key}",
                    "label": label,
                    "value": given[at].get(key, "") if at < len(given) else "",
                }
                for key, label in COLUMNS
            ]
            for at in range(shown)
        ]
        context["most"] = MOST
        return context

    def id_for_label(self, id_: str) -> str:
        """The first input."""
        return f"{id_}-0-plan" if id_ else ""


def _row(plan: str, pros: str, cons: str, conclusion: str) -> OptionRow:
    return {"plan": plan.strip(), "pros": pros.strip(), "cons": cons.strip(), "conclusion": conclusion.strip()}


def pasted(text: str) -> Iterable[OptionRow]:
    """Rows of a text, one a line.

    >>> [row["pros"] for row in pasted("甲案｜快｜贵｜推荐")]
    ['快']
    """
    for line in text.splitlines():
        parts = [part.strip() for part in line.replace("|", "｜").split("｜")]
        if any(parts):
            plan, pros, cons, *rest = (*parts, "", "", "")
            # What is too much for four columns stays with the last, so that nothing is lost unseen.
            yield _row(plan, pros, cons, "｜".join(part for part in rest if part))


class OptionTableField(forms.Field):
    """方案比选: a list of ``OptionRow``; a row that says something must name its solution."""

    widget = OptionTable

    def to_python(self, value: object) -> list[OptionRow]:
        """The rows, each with its words."""
        return list(value) if isinstance(value, list) else []

    def validate(self, value: list[OptionRow]) -> None:
        """Each named, none too long, no sign that cannot be kept."""
        super().validate(value)
        for at, row in enumerate(value, 1):
            if not row["plan"]:
                raise forms.ValidationError(f"“方案比选”第 {at} 行没有写方案名称，请补上。")
            words = "".join(str(said) for said in row.values())
            if "\x00" in words:
                raise forms.ValidationError("“方案比选”里有不能保存的符号，请重新输入，不要从别处粘贴。")
            if any(len(str(said)) > LONGEST for said in row.values()):
                raise forms.ValidationError(f"“方案比选”第 {at} 行有一格超过 {LONGEST} 字，请删减。")

    def has_changed(self, initial: object, data: object) -> bool:
        """Whether the rows differ."""
        return (initial or []) != (data or [])

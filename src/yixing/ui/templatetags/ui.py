"""Component tags. ``{% load ui %}`` and hand each a view model from ``yixing.ui.components``.

Every inclusion tag draws nothing for ``None`` or an empty sequence, so that pages need no ``if`` around it.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yixing.ui import components, drawing
from yixing.ui.components import (
    AgendaLine,
    Badge,
    BulkAction,
    Column,
    Count,
    DocumentLink,
    Fact,
    Figure,
    FindingView,
    Light,
    NextStep,
    Quorum,
    RailEntry,
    RecordLine,
    RelatedItem,
    SavedView,
    StripStep,
    WorkSection,
)
from yixing.ui.widgets import ACKNOWLEDGE_PREFIX

register = template.Library()

NOTHING = "—"
YUAN_PER_WAN = Decimal(10000)
CIRCUMSTANCES = ("on", "acting_for", "scan", "backfill")
"""Names of the fields that say how an action was entered rather than what it does."""


# --- words and figures ---


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in tables: 2026-03-05, in local time; a dash for none."""
    return _local_day(value).isoformat() if value else NOTHING


@register.filter
def day_long(value: date | datetime | None) -> str:
    """A day in documents: 2026年3月5日."""
    if not value:
        return NOTHING
    local = _local_day(value)
    return f"{local.year}年{local.month}月{local.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """A moment of entry: 2026-03-05 09:30, in local time."""
    if not value:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%Y-%m-%d %H:%M")


@register.filter
def money(value: Decimal | int | str | None) -> str:
    """An amount in yuan (元) shown in 万元, exactly: nothing is rounded away.

    Example:
        >>> money(Decimal("5800000")), money(Decimal("12345.67"))
        ('580 万元', '1.234567 万元')
    """
    if value is None or value == "":
        return NOTHING
    amount = (Decimal(value) / YUAN_PER_WAN).normalize()
    return f"{amount:,f} 万元"


@register.filter
def until(due: date | None, today: date) -> str:
    """How far away a deadline is: 还有 4 天 · 今天到期 · 超期 3 天."""
    return components.due_words(due, today) if due else ""


# --- signs ---


@register.inclusion_tag("ui/parts/light.html")
def light(value: Light | None) -> dict[str, object]:
    """A light: shape and word; its explanation appears on hover and on focus and is always read out."""
    return {"light": value}


@register.inclusion_tag("ui/parts/badge.html")
def badge(value: Badge | str | None) -> dict[str, object]:
    """A status in a word; a bare string gets the plain outline, an empty one none."""
    return {"badge": (Badge(value) if isinstance(value, str) else value) if value else None}


# --- parts of an object page ---


@register.inclusion_tag("ui/parts/strip.html")
def strip(steps: Sequence[StripStep] | None) -> dict[str, object]:
    """The procedure strip: steps as a line with dates."""
    return {"steps": steps}


@register.inclusion_tag("ui/parts/next_step.html", takes_context=True)
def next_step(context: Context, steps: NextStep | Sequence[NextStep] | None) -> dict[str, object]:
    """What next. The first step leads; further ones stand beside it as plain buttons."""
    if steps is None:
        found: list[NextStep] = []
    else:
        found = [steps] if isinstance(steps, NextStep) else list(steps)
    return {"first": found[0] if found else None, "others": found[1:], "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/facts.html")
def facts(items: Iterable[Fact] | None) -> dict[str, object]:
    """Facts as label and value."""
    return {"items": items}


@register.inclusion_tag("ui/parts/related.html")
def related(items: Sequence[RelatedItem] | None, title: str = "相关") -> dict[str, object]:
    """What the object hangs together with."""
    return {"items": items, "title": title}


@register.inclusion_tag("ui/parts/documents.html")
def documents(items: Sequence[DocumentLink] | None, title: str = "文件材料") -> dict[str, object]:
    """Documents with format and size."""
    return {"items": items, "title": title}


@register.inclusion_tag("ui/parts/record.html")
def record(lines: Sequence[RecordLine] | None, *, opened: bool = False) -> dict[str, object]:
    """办理记录 in words, folded; 代录 and 补录 are marked on the line."""
    return {"lines": lines, "opened": opened}


@register.inclusion_tag("ui/parts/findings.html")
def findings(
    items: Iterable[FindingView] | None, action: str = "", *, title: str = "程序核对", compact: bool = False
) -> dict[str, object]:
    """程序核对. With ``action`` (上会 …) the first line says whether it may go on; ``compact`` leaves out facts."""
    arranged = components.arrange_findings(items) if items else None
    return {"view": arranged, "action": action, "title": title, "compact": compact}


@register.filter
def as_findings(found: Iterable[object]) -> list[FindingView]:
    """Findings as the rulebook or a refusal carries them, ready for the ``findings`` tag."""
    return [item if isinstance(item, FindingView) else components.spoken(item) for item in found]


@register.inclusion_tag("ui/parts/refusal.html")
def refusal(value: object) -> dict[str, object]:
    """A refusal (``yixing_core.errors.Refusal``): what is wrong, what to do, and the findings that led to it."""
    return {"refusal": value}


# --- parts of a list page ---


@register.simple_tag(takes_context=True)
def table_head(context: Context, columns: Sequence[Column], *, ticks: bool = False) -> SafeString:
    """Head of a list with sort links; ``?sort=key`` rises, ``?sort=-key`` falls. ``ticks`` adds the bulk column."""
    return drawing.draw_head(columns, context["request"].GET, ticks=bool(ticks))


@register.simple_tag
def fixed(template: str) -> SafeString:
    """A part that says the same on every page: drawn once for the life of the process, without a context."""
    return drawing.fixed(template)


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Page[Any] | None) -> SafeString | str:
    """Paging that keeps the filter; nothing where there is one page."""
    return drawing.draw_pager(page, context["request"].GET) if page is not None and page.has_other_pages() else ""


@register.inclusion_tag("ui/parts/table_export.html", takes_context=True)
def table_export(context: Context, label: str = "导出所见") -> dict[str, object]:
    """Link that exports exactly what is shown: the same address with ``export=xlsx``."""
    address = drawing.Address(context["request"].GET)
    return {"url": f"?{address.with_(export='xlsx', page=None)}", "label": label}


@register.simple_tag
def saved_views(views: Sequence[SavedView] | None) -> SafeString:
    """Saved filters as links."""
    return drawing.drawn("ui/parts/saved_views.html", tuple(views or ()))


@register.simple_tag
def rail(entries: Sequence[RailEntry] | None) -> SafeString:
    """The rail at the left of every page."""
    return drawing.drawn("ui/parts/rail.html", tuple(entries or ()))


@register.inclusion_tag("ui/parts/sentence.html", takes_context=True)
def sentence(context: Context, form: BaseForm | None, *, submit: str = "查看") -> dict[str, object]:
    """The filter bar: the form's visible fields read as a sentence, each label leading into its blank.

    The sort of the page is kept; its page number is not. Blanks without a choice leave no trace in the address.
    """
    request = context["request"]
    return {"form": form, "submit": submit, "sort": request.GET.get("sort", ""), "path": request.path}


@register.inclusion_tag("ui/parts/bulk.html", takes_context=True)
def bulk(context: Context, actions: Sequence[BulkAction] | None) -> dict[str, object]:
    """Bar for the ticked rows. Ticks are ``<input type=checkbox name=ids value=… form=bulk>``."""
    return {
        "actions": actions,
        "buttons": drawing.drawn("ui/parts/bulk_buttons.html", tuple(actions or ())),
        "csrf_token": context.get("csrf_token"),
        "request_key": uuid.uuid4(),
    }


@register.inclusion_tag("ui/parts/empty.html")
def empty_state(words: str, hint: str = "", url: str = "", label: str = "") -> dict[str, object]:
    """Says kindly that there is nothing, and what to do if something is wanted. (``empty`` belongs to ``for``.)"""
    return {"words": words, "hint": hint, "url": url, "label": label}


# --- work bench ---


@register.inclusion_tag("ui/parts/work_section.html")
def work_section(section: WorkSection | None) -> dict[str, object]:
    """A section of the 工作台."""
    return {"section": section}


@register.inclusion_tag("ui/parts/figures.html")
def figures(items: Sequence[Figure] | None) -> dict[str, object]:
    """Figures in a row; each opens to its records."""
    return {"items": items}


@register.inclusion_tag("ui/parts/board.html")
def board(items: Sequence[Count] | None, title: str = "待办") -> dict[str, object]:
    """Counts that are filters, for the liaison's phone."""
    return {"items": items, "title": title}


# --- meeting room ---


@register.inclusion_tag("ui/parts/quorum.html")
def quorum_line(quorum: Quorum | None) -> dict[str, object]:
    """应到 11 人 实到 9 人 请假 2 人 符合规定人数."""
    return {"quorum": quorum}


@register.inclusion_tag("ui/parts/agenda.html")
def agenda_list(lines: Sequence[AgendaLine] | None) -> dict[str, object]:
    """The agenda with the item that is on."""
    return {"lines": lines}


# --- forms ---


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, size: str = "", *, help: str = "") -> dict[str, object]:  # noqa: A002 (reads so in templates)
    """A form field: label above, help under, error beside, 必填 in words.

    ``size`` is one of ``short``, ``half``, ``whole`` (default: reading width).
    """
    base = bound.auto_id or bound.html_name
    limits = getattr(bound.field.widget, "stated_limits", "")
    words = help or str(bound.help_text or "")
    ids = [
        f"{base}_{part}" for part, shown in (("helptext", words), ("limits", limits), ("error", bound.errors)) if shown
    ]
    described = " ".join(ids)
    grouped = bound.use_fieldset
    control = bound.as_widget(attrs={"aria-describedby": described} if described and not grouped else {})
    return {
        "bound": bound,
        "base": base,
        "control": control,
        "help": words,
        "limits": limits,
        "described": described,
        "grouped": grouped,
        "size": size,
        "single_tick": getattr(bound.field.widget, "input_type", "") == "checkbox" and not grouped,
    }


def _circumstances(form: BaseForm) -> list[BoundField]:
    return [form[name] for name in CIRCUMSTANCES if name in form.fields]


@register.inclusion_tag("ui/parts/form_fields.html")
def form_fields(form: BaseForm | None) -> dict[str, object]:
    """Every visible field but the circumstances, in the form's order."""
    visible = form.visible_fields() if form is not None else []
    return {"fields": [bound for bound in visible if bound.name not in CIRCUMSTANCES]}


@register.inclusion_tag("ui/parts/circumstances.html")
def circumstances(form: BaseForm | None) -> dict[str, object]:
    """发生日期, 代录 with its scan and 补录, folded; open where something is filled in or wrong."""
    fields = _circumstances(form) if form is not None else []
    wanted = any(bound.errors or (bound.form.is_bound and bound.value()) for bound in fields)
    return {"fields": fields, "opened": wanted, "delegate": any(bound.name == "acting_for" for bound in fields)}


@register.inclusion_tag("ui/parts/form_errors.html")
def form_errors(form: BaseForm | None, refusal: Any = None) -> dict[str, object]:
    """Summary at the top of a form, to stand inside it: every error as a link to its field.

    A refusal's sentence and way out come first (unless it stands at its field already); its findings follow, each open
    warning with a place for the reason to go on, read back by ``widgets.acknowledgements``.
    """
    data = getattr(form, "data", {})
    raw = getattr(refusal, "findings", ())
    found = [
        components.spoken(item, asks_reason=True, reason=data.get(f"{ACKNOWLEDGE_PREFIX}{rule}", ""))
        for item, rule in ((item, components.rule_of(item)) for item in raw)
    ]
    if form is None or not form.errors:
        return {"problems": [], "general": [], "refusal": refusal, "found": found}
    problems = [
        {"id": bound.id_for_label or bound.auto_id, "label": bound.label, "text": text}
        for bound in form
        for text in bound.errors
    ]
    at_field = getattr(refusal, "field", "") in form.errors
    return {
        "problems": problems,
        "general": list(form.non_field_errors()),
        "refusal": None if at_field else refusal,
        "found": found,
    }


@register.simple_tag
def keys(version: int | None = None, request_key: str | uuid.UUID | None = None) -> SafeString:
    """Hidden version of the row that was shown, and the UUID that makes a repeated submit one submit."""
    key = format_html('<input type="hidden" name="request" value="{}">', request_key or uuid.uuid4())
    if version is None:
        return key
    return format_html('<input type="hidden" name="version" value="{}">{}', version, key)

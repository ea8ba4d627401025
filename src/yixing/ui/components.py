"""View models: what a page hands to the component tags of ``{% load ui %}``.

Each is a frozen value without behaviour beyond wording, so that a view can be tested by comparing values. Nothing here
knows a model, a request or the clock: words are chosen by the capability that owns them, dates and today are arguments.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.utils.choices import BaseChoiceIterator, normalize_choices

from yixing.ui.why import Why

LightKind = Literal["normal", "due", "late", "done", "stopped"]
StepState = Literal["done", "current", "todo", "skipped"]
FindingStatus = Literal["satisfied", "missing", "violated", "not_applicable"]
Tone = Literal["plain", "quiet", "good", "warn", "bad", "info"]

_LIGHTS: dict[LightKind, tuple[str, str]] = {
    "normal": ("正常", "circle"),
    "due": ("临期", "triangle"),
    "late": ("逾期", "square"),
    "done": ("已销号", "tick"),
    "stopped": ("中止", "bar"),
}
_MARKS: dict[FindingStatus, tuple[str, str]] = {
    "satisfied": ("✓", "已具备"),
    "missing": ("○", "待补"),
    "violated": ("✕", "不符合"),
    "not_applicable": ("–", "不适用"),
}
_FINDING_CODES: dict[str, FindingStatus] = {str(code): code for code in _MARKS}
UNVERIFIED = "待核"
_FINDING_ORDER: dict[FindingStatus, int] = {"violated": 0, "missing": 1, "satisfied": 2, "not_applicable": 3}


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One entry of the left rail; a role sees at most seven. ``count`` is what waits there (0: shown as nothing)."""

    label: str
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in. ``acting_for`` is the person a delegate enters for (代录), in words, empty for oneself."""

    name: str
    post: str
    acting_for: str = ""
    acting_url: str = ""
    """Where the delegate changes or ends the 代录."""


@dataclass(frozen=True, slots=True)
class Light:
    """A state computed from dates: the word and the shape follow the kind, the explanation says from which dates.

    Example:
        >>> Light("late", "时限 2023-06-30，超期 3 天").word
        '逾期'
    """

    kind: LightKind
    explanation: str = ""
    said: str = ""
    """The office's word where it is another than that of tasks (已评估)."""

    @property
    def word(self) -> str:
        """正常 · 临期 · 逾期 · 已销号 · 中止, unless another was said."""
        return self.said or _LIGHTS[self.kind][0]

    @property
    def shape(self) -> str:
        """Name of the drawn shape; each kind has its own, so that colour is never the only sign."""
        return _LIGHTS[self.kind][1]


@dataclass(frozen=True, slots=True)
class Badge:
    """A derived status in a word or two, drawn as a stamped outline."""

    word: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class StripStep:
    """One step of the procedure strip. ``on`` is the day it happened (or is due, when not yet done)."""

    label: str
    on: date | None = None
    state: StepState = "todo"
    note: str = ""
    url: str = ""

    @property
    def state_word(self) -> str:
        """The state in a word, for those who do not see the drawing."""
        return {"done": "已办", "current": "在办", "todo": "未办", "skipped": "不需要"}[self.state]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What next: a button, or why it is refused, or whom it waits for.

    With ``refused_because`` the button is not drawn and the reason stands in its place, with ``mend_url`` to mend it.
    Without ``url`` and reason, it waits for ``who``. ``consequence`` must be given for what cannot be undone.
    ``version`` goes into the hidden keys of a ``post`` step.
    """

    label: str
    url: str = ""
    method: Literal["get", "post"] = "get"
    primary: bool = True
    refused_because: str = ""
    who: str = ""
    consequence: str = ""
    mend_url: str = ""
    mend_label: str = "去补齐"
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the facts of an object."""

    label: str
    value: object
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """Something the object hangs together with: kind in the office's word, number, title, where it stands."""

    kind: str
    title: str
    url: str
    number: str = ""
    on: date | None = None
    light: Light | None = None
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document. ``kind`` is the format (docx, pdf, 扫描件), ``size`` in bytes, ``stage`` 会前修改稿/上会稿/…."""

    name: str
    url: str
    kind: str = ""
    size: int | None = None
    stage: str = ""

    @property
    def size_words(self) -> str:
        """Size in words; below one KB it counts as 1 KB."""
        if self.size is None:
            return ""
        kilobytes = max(1, round(self.size / 1024))
        return f"{kilobytes} KB" if kilobytes < 1024 else f"{self.size / 1024 / 1024:.1f} MB"  # noqa: PLR2004 (units)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of the 办理记录.

    ``at`` is the moment of entry, ``on`` the day it happened, ``who`` in whose name, ``by`` the delegate of a 代录,
    ``late_days`` how many days after ``on`` it was entered when ``backfilled`` (补录). ``digest`` is for the auditor.
    """

    at: datetime
    on: date
    who: str
    words: str
    by: str = ""
    late_days: int = 0
    backfilled: bool = False
    digest: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list page. ``key`` is its name in ``?sort=``; ``kind`` sets alignment and width."""

    key: str
    label: str
    kind: Literal["text", "number", "day", "light", "tick", "act", "wide"] = "text"
    sortable: bool = False


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved filter as a link above a list."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class BulkAction:
    """A button for the ticked rows. ``url`` receives ``ids``; without one it submits to the page itself as ``act``."""

    label: str
    name: str
    url: str = ""
    method: Literal["get", "post"] = "post"
    copies: bool = False
    """The answer is text to copy (复制催办内容), not a change."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the 工作台: what, from whom, until when, its light, the rule that says so, the one button."""

    what: str
    url: str
    kind: str = ""
    number: str = ""
    from_whom: str = ""
    due: date | None = None
    due_words: str = ""
    light: Light | None = None
    rule: str = ""
    rule_url: str = ""
    button: str = ""
    button_url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkSection:
    """A section of the 工作台 with its kind word for emptiness. ``more`` is how many rows are not shown."""

    title: str
    rows: Sequence[WorkRow] = ()
    key: str = ""
    hint: str = ""
    empty: str = "没有等您办的事。"
    empty_hint: str = ""
    more: int = 0
    more_url: str = ""
    unit: str = "件"
    """What the rows are counted in."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that opens to its records."""

    label: str
    value: object
    unit: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A count that is at the same time a filter (待签收 2)."""

    label: str
    value: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Quorum:
    """The quorum line: ``entitled`` 应到, ``present`` 实到, ``needed`` the least number that may go on."""

    entitled: int
    present: int
    needed: int
    on_leave: int = 0
    recused: int = 0

    @property
    def reached(self) -> bool:
        """Whether enough are present."""
        return self.present >= self.needed


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item of the agenda as the meeting room shows it; ``outcome`` is empty until it is concluded."""

    number: str
    title: str
    url: str
    kind: str = ""
    proposer: str = ""
    minutes: int = 0
    state: Literal["todo", "current", "done", "withdrawn"] = "todo"
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """Somebody or something to choose: ``order`` is the rank (排名) or the place in the establishment (序列)."""

    value: object
    label: str
    order: int
    note: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding of the rulebook as every page shows it.

    ``first_line`` says what is missing or wrong (缺什么), ``who`` whom to turn to (找谁), ``requirement`` what the rule
    asks, ``mend`` what to do next, ``why`` what stands behind 为什么; ``asks_reason`` shows the field for it.
    """

    rule: str
    status: FindingStatus
    first_line: str
    who: str = ""
    requirement: str = ""
    mend: str = ""
    facts: tuple[Fact, ...] = ()
    citation: str = ""
    citation_url: str = ""
    citation_note: str = ""
    blocking: bool = True
    mend_url: str = ""
    mend_label: str = "去补齐"
    why: Why | None = None
    asks_reason: bool = False
    reason: str = ""

    @property
    def mark(self) -> str:
        """✓ ○ ✕ –."""
        return _MARKS[self.status][0]

    @property
    def word(self) -> str:
        """已具备 · 待补 · 不符合 · 不适用."""
        return _MARKS[self.status][1]

    @property
    def reason_name(self) -> str:
        """Name of the form field that carries the reason for going on in spite of a warning."""
        return f"ack-{self.rule}"

    @property
    def open_(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in {"missing", "violated"}


def _read(source: object, name: str, default: object = "") -> Any:
    value = source.get(name, default) if isinstance(source, Mapping) else getattr(source, name, default)
    return default if value is None else value


def rule_of(finding: object) -> str:
    """The id of the rule that a finding is about."""
    return str(_read(finding, "rule"))


def citation_words(citation: object) -> tuple[str, str]:
    """The citation in words and, where its text or article is not verified, the word 待核.

    Confidence codes containing L or M rest on local texts or memory; ``~`` means the article number is inferred.

    Example:
        >>> citation_words({"regulation": "重大行政决策程序暂行条例", "edition": "2019", "article": "二十五",
        ...                 "confidence": "V1"})
        ('《重大行政决策程序暂行条例》（2019）第二十五条', '')
    """
    regulation = str(_read(citation, "regulation"))
    if not regulation:
        return "", ""
    edition = str(_read(citation, "edition"))
    article = str(_read(citation, "article"))
    confidence = str(_read(citation, "confidence"))
    words = regulation if regulation.startswith("《") else f"《{regulation}》"
    if edition:
        words += f"（{edition}）"
    if article and article != UNVERIFIED:
        words += article if article.startswith("第") or not article[-1:].isalnum() else f"第{article}条"
    if "L" in confidence or "M" in confidence:
        return words, UNVERIFIED
    return words, "条号待核" if "~" in confidence or article == UNVERIFIED else ""


FactWords = Callable[[str, Any], tuple[str, str]]
"""(name of a fact, its value) → (its word, the value in words); an empty word leaves the fact out."""


def finding_view(
    finding: object,
    *,
    citation_url: str = "",
    mend_url: str = "",
    mend_label: str = "去补齐",
    fact_words: FactWords | None = None,
    why: Why | None = None,
    asks_reason: bool = False,
    reason: str = "",
) -> FindingView:
    """Turn a finding of the rulebook (object or mapping of the published shape) into what is shown.

    Args:
        finding: has ``rule, status, severity, text, citation, facts, mend``, and where known ``who, requires, title``.
        citation_url: opens the rule.
        mend_url: the page or form that mends it.
        mend_label: words of that button.
        fact_words: puts facts into words; without it no facts are shown, as their names are code.
        why: what stands folded behind 为什么.
        asks_reason: show the field for the reason, if this finding is an open warning.
        reason: what was already written there.
    """
    status: FindingStatus = _FINDING_CODES[str(_read(finding, "status", "missing"))]
    is_open = status in {"missing", "violated"}
    words, note = citation_words(_read(finding, "citation", {}))
    blocking = str(_read(finding, "severity", "block")) == "block"
    raw: Mapping[str, object] = _read(finding, "facts", {})
    said = [fact_words(name, value) for name, value in raw.items()] if fact_words else []
    text, title = str(_read(finding, "text")), str(_read(finding, "title"))
    return FindingView(
        rule=rule_of(finding),
        status=status,
        first_line=(text or title) if status != "not_applicable" else (title or text),
        who=str(_read(finding, "who")) if is_open else "",
        requirement=str(_read(finding, "requires")) if is_open else "",
        mend=str(_read(finding, "mend")) if is_open else "",
        facts=tuple(Fact(word, value) for word, value in said if word),
        citation=words,
        citation_url=citation_url,
        citation_note=note,
        blocking=blocking,
        mend_url=mend_url if is_open else "",
        mend_label=mend_label,
        why=why,
        asks_reason=asks_reason and is_open and not blocking,
        reason=reason,
    )


Speaker = Callable[..., FindingView]
_speakers: list[Speaker] = [finding_view]


def speak_findings_with(speaker: Speaker) -> None:
    """Have refusals and lists show findings through ``speaker``, which takes what ``finding_view`` takes.

    The rulebook stands above this kit: it gives its words for facts and the address of a rule once, at start.
    """
    _speakers[:] = [speaker]


def spoken(finding: object, **given: Any) -> FindingView:
    """A finding with the words of the rulebook where it has given them."""
    return _speakers[0](finding, **given)


@dataclass(frozen=True, slots=True)
class FindingsView:
    """Findings in the order a secretary reads them, and their counts."""

    items: tuple[FindingView, ...]
    not_applicable: tuple[FindingView, ...]
    counts: tuple[tuple[FindingStatus, str, str, int], ...] = field(default=())

    @property
    def blocking(self) -> tuple[FindingView, ...]:
        """Open findings that stop the action."""
        return tuple(item for item in self.items if item.open_ and item.blocking)


def arrange_findings(findings: Iterable[FindingView]) -> FindingsView:
    """Order findings: what stops first, then what is missing, then warnings, then what is there; 不适用 set aside."""
    all_ = sorted(findings, key=lambda f: (f.open_ and not f.blocking, _FINDING_ORDER[f.status]))
    all_.sort(key=lambda f: not f.open_)
    counts = tuple(
        (status, mark, word, sum(f.status == status for f in all_)) for status, (mark, word) in _MARKS.items()
    )
    return FindingsView(
        items=tuple(f for f in all_ if f.status != "not_applicable"),
        not_applicable=tuple(f for f in all_ if f.status == "not_applicable"),
        counts=counts,
    )


def due_words(due: date, today: date) -> str:
    """How far away a deadline is, in words.

    Example:
        >>> due_words(date(2023, 6, 30), date(2023, 6, 26)), due_words(date(2023, 6, 30), date(2023, 7, 3))
        ('还有 4 天', '超期 3 天')
    """
    days = (due - today).days
    if days == 0:
        return "今天到期"
    return f"还有 {days} 天" if days > 0 else f"超期 {-days} 天"


Choice = tuple[Any, Any]


class Offer(BaseChoiceIterator):
    """Choices in the form in which fields keep them, made once and shared by many forms; nobody may change them."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self._choices = tuple(normalize_choices(list(choices)))

    def __iter__(self) -> Iterator[Choice]:
        return iter(self._choices)

    def __len__(self) -> int:
        return len(self._choices)


def pick_choices(picks: Iterable[Pick], *, empty: str = "") -> list[Choice]:
    """Choices of a form field in the order of rank or establishment, grouped where a group is given.

    Groups stand in the order of their first member. ``empty`` adds a first line without a value.

    Example:
        >>> pick_choices([Pick(2, "02号常委", 2, "县长"), Pick(1, "01号常委", 1, "县委书记")])
        [(1, '01号常委（县委书记）'), (2, '02号常委（县长）')]
    """
    groups: dict[str, list[Choice]] = {}
    for pick in sorted(picks, key=lambda p: p.order):
        label = f"{pick.label}（{pick.note}）" if pick.note else pick.label
        groups.setdefault(pick.group, []).append((pick.value, label))
    choices: list[Choice] = [("", empty)] if empty else []
    for name, members in groups.items():
        if name:
            choices.append((name, members))
        else:
            choices.extend(members)
    return choices

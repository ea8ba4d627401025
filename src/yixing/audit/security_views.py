"""The security administrator's two acts on the book: a new signing key, and what the law wants forgotten."""

import json
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access.actions import Action
from yixing.audit.actions import ledger_erase, ledger_key
from yixing.audit.forms import EraseForm, KeyForm
from yixing.door.views import ActorRequest, acts, form_for, form_page, submit
from yixing.ledger import keys
from yixing.people.record import Names
from yixing.ui.components import Badge, Fact
from yixing_core.errors import Refusal
from yixing_core.ledger.checkpoint import Verifier

_MODES = {"first": "首把密钥", "signed": "由原密钥签署", "lost": "原密钥遗失，由安全管理员负责"}


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key as the book names it: from which entry on, who put it in force, and how."""

    seq: int
    at: str
    who: str
    mode: str
    fingerprint: str


def key_changes() -> list[KeyChange]:
    """The keys of the book, the latest first."""
    entries = list(keys.changes())
    names = Names.of(entries)
    found = []
    for entry in entries:
        data = json.loads(entry.line)["data"]
        found.append(
            KeyChange(
                seq=entry.seq,
                at=f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
                who=names.on(entry.actor, entry.on),
                mode=_MODES[data["mode"]],
                fingerprint=Verifier(data["new"]).fingerprint,
            )
        )
    return found


def _state() -> tuple[Badge, str]:
    """Whether the key in force is there, and what is wrong if it is not."""
    try:
        keys.signer()
    except Refusal as refusal:
        return Badge("不能签署", "bad"), f"{refusal.text}{refusal.mend}"
    return Badge("可以签署", "good"), ""


@acts(Action.LEDGER_KEY)
def key(request: ActorRequest) -> HttpResponse:
    """更换签名密钥."""
    form = form_for(request, KeyForm)
    if request.method == "POST" and submit(request, form, ledger_key) is not None:
        return redirect("ledger:key")
    changes = key_changes()
    status, trouble = _state()
    return form_page(
        request,
        form,
        heading="签名密钥",
        back="/roles/",
        submit="更换签名密钥",
        consequence="此后的存证点由新密钥签署，原密钥文件即行销毁。请把新指纹打印盖章，交给留存旧指纹的各方。",
        template="audit/key.html",
        status=status,
        trouble=trouble,
        facts=[Fact("现用密钥指纹", changes[0].fingerprint), Fact("自", f"第 {changes[0].seq} 条起")]
        if changes
        else [],
        changes=changes,
    )


@acts(Action.LEDGER_ERASE)
def erase(request: ActorRequest) -> HttpResponse:
    """Erase what lies behind entries, with the reason."""
    form = form_for(request, EraseForm)
    if request.method == "POST" and submit(request, form, ledger_erase) is not None:
        return render(request, "audit/erased.html", {"heading": "法定删除", "seqs": form.cleaned_data["seqs"]})
    return form_page(
        request,
        form,
        heading="法定删除",
        back="/roles/",
        submit="删除",
        consequence="存证条目背后的姓名和文字不可恢复；条目、摘要和办理人保留，验证仍然通过。",
    )

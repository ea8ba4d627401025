"""Upload, download and destruction of files. A file is always sent as an attachment, never shown inline."""

from typing import cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.attachments.models import Attachment
from yixing.attachments.queries import FORMATS, find_attachment, may_be_read
from yixing.attachments.store import path_of
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.files.actions import attachment_add, attachment_destroy
from yixing.files.forms import AttachmentForm, DestroyForm
from yixing.people.record import record_lines
from yixing.ui.components import Fact, NextStep
from yixing_core.errors import Refusal


@acts(Action.ATTACHMENT_ADD)
def add(request: ActorRequest) -> HttpResponse:
    """Bring a file to the thing named by ``subject``; afterwards back to its page."""
    subject = request.POST.get("subject") or request.GET.get("subject", "")
    thing = loaders.find_by_ref(subject, request.actor)
    label = request.GET.get("label", "")
    form = form_for(request, AttachmentForm, initial={"subject": subject, "label": label})
    if request.method == "POST" and submit(request, form, attachment_add) is not None:
        return redirect(kinds.address(subject) or "/")
    return form_page(
        request,
        form,
        heading="上传材料",
        back=kinds.address(subject) or "/",
        submit="上传",
        template="files/add.html",
        thing=thing,
    )


@require_GET
@reads(Section.WORKBENCH)
def download(request: ActorRequest, pk: int) -> HttpResponse:
    """The bytes, to be saved; whoever may not see the thing or is not named gets 404."""
    attachment = find_attachment(pk, request.actor)
    path = path_of(attachment.file.digest)
    if not path.exists():
        raise Refusal("not_found")
    response = FileResponse(path.open("rb"), as_attachment=True, filename=attachment.name)
    response.headers["Content-Type"] = attachment.file.media_type
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", response)  # a streamed response is all but a HttpResponse to Django's types


@reads(Section.WORKBENCH)
def about(request: ActorRequest, pk: int) -> HttpResponse:
    """What is known of a file: where it hangs, since when, its digest; its destruction if there was one."""
    attachment = find_attachment(pk, request.actor, to_read=False)
    may_read = may_be_read(attachment, request.actor)
    destroyed = attachment.file.destroyed
    next_step = None
    if destroyed is None and loaders.may(request.actor, Action.ATTACHMENT_DESTROY):
        next_step = NextStep("销毁材料", f"/files/{pk}/destroy/", primary=False)
    context = {
        "heading": attachment.name if may_read else "内部材料",
        "facts": _facts(attachment),
        "next": next_step,
        "download": f"/files/{pk}/" if may_read else "",
        "record": record_lines(f"attachment/{pk}", request.actor),
    }
    return render(request, "files/about.html", context)


def _facts(attachment: Attachment) -> list[Fact]:
    stored = attachment.file
    facts = [
        Fact("所属", kinds.WORDS[attachment.subject.partition("/")[0]], kinds.address(attachment.subject)),
        Fact("材料类别", attachment.get_label_display()),
        Fact("知悉范围", attachment.get_level_display()),
        Fact("格式", FORMATS.get(stored.media_type, stored.media_type)),
        Fact("大小", f"{stored.size:,} 字节"),
        Fact("摘要（SHA-256）", stored.digest),
    ]
    if stored.destroyed is not None:
        facts.append(Fact("已销毁", attachment.get_destroyed_as_display(), note=attachment.destroyed_reason))
    return facts


@acts(Action.ATTACHMENT_DESTROY)
def destroy(request: ActorRequest, pk: int) -> HttpResponse:
    """Destroy a file with its reason."""
    attachment = find_attachment(pk, request.actor, to_read=False)
    form = form_for(request, DestroyForm, attachment)
    if request.method == "POST" and submit(request, form, attachment_destroy, attachment_id=pk) is not None:
        return redirect("attachments:about", pk)
    return form_page(
        request,
        form,
        heading="销毁材料",
        back=f"/files/{pk}/about/",
        submit="销毁",
        consequence="文件内容和文件名不可恢复；存证中留下摘要、办理人和原因。同一文件挂在别处的，一并销毁。",
    )

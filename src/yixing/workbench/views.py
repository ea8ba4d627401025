"""工作台: the same component for everybody, with what waits for him."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yixing.access.actions import Section
from yixing.door.views import ActorRequest, public, reads


@reads(Section.WORKBENCH)
def workbench(request: ActorRequest) -> HttpResponse:
    """The first page of everybody."""
    return render(request, "ui/workbench.html", {"sections": ()})


@public
def health(_: HttpRequest) -> HttpResponse:
    """For the supervisor of the process: answers when pages can be served."""
    return HttpResponse("ok", content_type="text/plain")

"""The few lines every page shares on which one thing is done to one row, or the same thing to several."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from yixing.access.numbers import row_number
from yixing.door.call import Call
from yixing.door.forms import ActionForm
from yixing.door.views import ActorRequest, form_for, form_page, submit
from yixing.ui.components import Fact
from yixing_core.errors import Refusal


def today_of(request: ActorRequest) -> dt.date:
    """The day of the request in local time."""
    return timezone.localdate(request.received_at)


def act_page(
    request: ActorRequest,
    form_class: type[ActionForm],
    do: Callable[..., Model],
    *,
    row: Model,
    given: dict[str, Any],
    heading: str,
    back: str,
    done: str,
    submit_words: str = "",
    number: str = "",
    facts: Iterable[Fact] = (),
    consequence: str = "",
    template: str = "briefings/act.html",
    initial: dict[str, Any] | None = None,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page with one form that does one thing to ``row``; a refusal shows the page again with what was filled in.

    Args:
        request: GET shows, POST does.
        form_class: its fields become the action's arguments.
        do: the action.
        row: gives the form its version.
        given: further arguments, such as the row's id.
        heading: the title of the page.
        back: where it leads afterwards.
        done: the word of success.
        submit_words: on the button; the heading without it.
        number: of what it is about.
        facts: of what it is about.
        consequence: what cannot be undone, in words.
        template: of the page.
        initial: what the form begins with.
        extra: further context of the template.
    """
    form = form_for(request, form_class, row, initial=initial)
    if request.method == "POST" and submit(request, form, do, **given) is not None:
        messages.success(request, done)
        return redirect(back)
    return form_page(
        request,
        form,
        heading=heading,
        back=back,
        submit=submit_words or heading,
        consequence=consequence,
        template=template,
        number=number,
        facts=list(facts),
        **(extra or {}),
    )


def do_each(call: Call, do: Callable[[Call, int], Model], ids: Iterable[int]) -> dict[int, Refusal]:
    """The same action on several rows, each in its own transaction under its own key, so that a repeat does nothing.

    Returns:
        The refusals by row; whatever is not in it was done.
    """
    refused: dict[int, Refusal] = {}
    for pk in ids:
        own = replace(call, request=uuid.uuid5(call.request, str(pk)))
        try:
            do(own, pk)
        except Refusal as refusal:
            refused[pk] = refusal
    return refused


def ticked(request: HttpRequest, name: str = "ids") -> list[int]:
    """The ticked rows of a list, each once, in the order of the page; anything that is no number is passed over."""
    values = (request.POST if request.method == "POST" else request.GET).getlist(name)
    return list(dict.fromkeys(pk for value in values if (pk := row_number(value)) is not None))

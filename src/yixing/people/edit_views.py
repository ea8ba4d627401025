"""The forms of the system administrator for organizations and people. Each page is one action."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from yixing.access import kinds, loaders
from yixing.access.actions import Action
from yixing.access.numbers import row_number
from yixing.door.forms import ActionForm
from yixing.door.views import ActorRequest, acts, form_for, form_page, submit
from yixing.people import actions, forms
from yixing.people.models import Body, Membership, Organization, Person, Post
from yixing.people.sheets import Outcome, try_workbook
from yixing_core.errors import Refusal

_PLACES = {"person_id": "persons", "body_id": "bodies"}


def _change_page(
    request: ActorRequest,
    form: ActionForm,
    do: Callable[..., Any],
    *,
    heading: str,
    back: str,
    consequence: str = "",
    **given: Any,
) -> HttpResponse:
    """Show a form; on a good POST act and go to the page of what was changed."""
    if request.method == "POST" and (row := submit(request, form, do, **given)) is not None:
        return redirect(kinds.address(kinds.ref(row)) or back)
    return form_page(request, form, heading=heading, back=back, consequence=consequence)


def _initial(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@acts(Action.PEOPLE_CHANGE)
def kind_set(request: ActorRequest) -> HttpResponse:
    """Make or rename a kind of organization."""
    form = form_for(request, forms.KindForm)
    return _change_page(request, form, actions.organization_kind_set, heading="机构类别", back="/people/kinds/")


@acts(Action.PEOPLE_CHANGE)
def organization_add(request: ActorRequest) -> HttpResponse:
    """A new unit."""
    form = form_for(request, forms.OrganizationAddForm)
    return _change_page(request, form, actions.organization_add, heading="新设单位", back="/people/")


@acts(Action.PEOPLE_CHANGE)
def organization_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Changes of a unit."""
    unit = loaders.find(Organization, pk, request.actor)
    names = ("code", "name", "short_name", "parent_id", "order", "since", "until")
    initial = _initial(unit, *names) | {"kind": unit.kind_id}
    form = form_for(request, forms.OrganizationEditForm, unit, initial=initial)
    back = f"/people/organizations/{pk}/"
    return _change_page(
        request, form, actions.organization_revise, heading=f"修改：{unit.name}", back=back, organization_id=pk
    )


@acts(Action.PEOPLE_CHANGE)
def post_add(request: ActorRequest, pk: int) -> HttpResponse:
    """A new post of a unit."""
    unit = loaders.find(Organization, pk, request.actor)
    form = form_for(request, forms.PostAddForm)
    back = f"/people/organizations/{pk}/"
    return _change_page(
        request, form, actions.post_add, heading=f"增设职务：{unit.name}", back=back, organization_id=pk
    )


@acts(Action.PEOPLE_CHANGE)
def post_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Changes of a post."""
    post = loaders.find(Post, pk, request.actor)
    initial = _initial(post, "name", "short_name", "order", "is_head")
    form = form_for(request, forms.PostForm, post, initial=initial)
    back = f"/people/organizations/{post.organization_id}/"
    return _change_page(request, form, actions.post_revise, heading=f"修改职务：{post.title}", back=back, post_id=pk)


@acts(Action.PEOPLE_CHANGE)
def person_add(request: ActorRequest) -> HttpResponse:
    """A new person."""
    form = form_for(request, forms.PersonAddForm)
    return _change_page(request, form, actions.person_add, heading="新增人员", back="/people/persons/")


@acts(Action.PEOPLE_CHANGE)
def person_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Changes of a person."""
    person = loaders.find(Person, pk, request.actor)
    form = form_for(request, forms.PersonForm, person, initial=_initial(person, "name", "order", "profile"))
    back = f"/people/persons/{pk}/"
    return _change_page(request, form, actions.person_revise, heading=f"修改：{person.name}", back=back, person_id=pk)


@acts(Action.PEOPLE_CHANGE)
def body_add(request: ActorRequest) -> HttpResponse:
    """A new body."""
    form = form_for(request, forms.BodyAddForm)
    return _change_page(request, form, actions.body_add, heading="新设会议体", back="/people/bodies/")


@acts(Action.PEOPLE_CHANGE)
def body_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Changes of a body."""
    body = loaders.find(Body, pk, request.actor)
    names = ("code", "name", "kind", "term", "numbering", "can_decide", "order")
    form = form_for(request, forms.BodyForm, body, initial=_initial(body, *names))
    return _change_page(
        request,
        form,
        actions.body_revise,
        heading=f"修改：{body.name}",
        back=f"/people/bodies/{pk}/",
        consequence="到会和通过的比例不在这里改，由县委办依据议事规则在规定库登记。",
        body_id=pk,
    )


@acts(Action.PEOPLE_CHANGE)
def membership_add(request: ActorRequest) -> HttpResponse:
    """Somebody takes a post or a seat; the address may name the person, the post or the body."""
    given = {f"{name}_id": request.GET.get(name, "") for name in ("person", "post", "body")}
    form = form_for(request, forms.MembershipForm, initial=given)
    place = next(
        (f"/people/{word}/{given[key]}/" for key, word in _PLACES.items() if row_number(given[key]) is not None),
        "/people/",
    )
    return _change_page(request, form, actions.membership_begin, heading="登记任职", back=place)


@acts(Action.PEOPLE_CHANGE)
def membership_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """The end of a membership, or a correction."""
    row = loaders.find(Membership, pk, request.actor)
    initial = _initial(row, "capacity", "is_chair", "since", "until")
    form = form_for(request, forms.MembershipEditForm, row, initial=initial)
    back = f"/people/persons/{row.person_id}/"
    return _change_page(request, form, actions.membership_revise, heading=f"任职：{row}", back=back, membership_id=pk)


@acts(Action.PEOPLE_IMPORT)
def import_page(request: ActorRequest) -> HttpResponse:
    """Bring a workbook in, or try it first; faults are listed by sheet, row and column."""
    form = form_for(request, forms.ImportForm)
    outcome: Outcome | None = None
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            outcome = _try(form)
        elif submit(request, form, actions.people_import) is not None:
            return redirect("people:units" if form.cleaned_data["kind"] == "organizations" else "people:persons")
    return form_page(
        request, form, heading="导入机构人员", back="/people/", template="people/import.html", outcome=outcome
    )


def _try(form: ActionForm) -> Outcome | None:
    try:
        return try_workbook(form.cleaned_data["kind"], form.cleaned_data["upload"])
    except Refusal as refusal:
        form.refuse(refusal)
        return None

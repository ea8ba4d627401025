"""The form that creates a task, and the login."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from benchmarks.audited.models import Task


class TaskForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What the user fills in."""

    class Meta:
        model = Task
        fields = ("source", "text", "lead_unit", "leader", "due_words", "due_on")


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST create and go on."""
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("/")
    return render(request, "form.html", {"form": form})


urlpatterns = [
    path("", create),
    path("login/", LoginView.as_view(template_name="login.html")),
]

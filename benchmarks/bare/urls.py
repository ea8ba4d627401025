"""One page and the login."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The user's name in a small template."""
    return render(request, "page.html")


urlpatterns = [
    path("", page),
    path("login/", LoginView.as_view(template_name="login.html")),
]

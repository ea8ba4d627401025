"""Addresses of 测算建议方案; they lie inside 分工."""

from django.urls import path

from yixing.proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("new/", views.ask, name="ask"),
    path("<int:pk>/", views.proposal, name="proposal"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/problem.json", views.problem_file, name="problem"),
]

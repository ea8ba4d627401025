"""Addresses of 决策全过程档案."""

from django.urls import path

from yixing.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path("", views.year, name="year"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/file/", views.download, name="download"),
]

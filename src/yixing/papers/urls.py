"""Addresses of numbered documents."""

from django.urls import path

from yixing.papers import views

app_name = "papers"
urlpatterns = [
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/void/", views.void, name="void"),
    path("<int:pk>/file.<slug:suffix>", views.file, name="file"),
]

"""Addresses of 程序回查."""

from django.urls import path

from yixing.recheck import views

app_name = "recheck"
urlpatterns = [
    path("", views.rechecks, name="rechecks"),
    path("<int:pk>/", views.result, name="result"),
]

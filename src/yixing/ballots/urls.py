"""Addresses of paper ballots."""

from django.urls import path

from yixing.ballots import views

app_name = "ballots"
urlpatterns = [
    path("items/<int:pk>/", views.new, name="new"),
    path("<int:pk>/", views.poll, name="poll"),
    path("<int:pk>/count/", views.count, name="count"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/void/", views.void, name="void"),
    path("<int:pk>/print/<slug:what>.<slug:suffix>", views.print_, name="print"),
]

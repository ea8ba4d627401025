"""Addresses of 议定事项."""

from django.urls import path

from yixing.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("evaluations/", views.evaluations, name="evaluations"),
    path("<int:pk>/evaluate/", views.evaluate, name="evaluate"),
    path("direct/<int:pk>/", views.direct, name="direct"),
    path("<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/approve/", views.approve, name="approve"),
]

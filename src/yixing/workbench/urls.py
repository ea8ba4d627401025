"""Addresses of the 工作台, the handbook and the health check."""

from django.urls import path

from yixing.workbench import views

app_name = "workbench"
urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("handbook/", views.handbook, name="handbook"),
    path("handbook/<slug:role>/", views.handbook, name="handbook-page"),
    path("health/", views.health, name="health"),
]

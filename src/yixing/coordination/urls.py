"""Addresses of working together; they lie inside 分工."""

from django.urls import path

from yixing.coordination import views

app_name = "coordination"
urlpatterns = [
    path("", views.table, name="shared"),
    path("circulation/<int:pk>/", views.read, name="circulation-read"),
    path("differences/", views.differences, name="differences"),
    path("differences/new/", views.raise_, name="difference-new"),
    path("differences/<int:pk>/", views.difference, name="difference"),
    path("differences/<int:pk>/rule/", views.rule, name="difference-rule"),
    path("differences/<int:pk>/settle/", views.settle, name="difference-settle"),
]

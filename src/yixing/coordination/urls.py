"""Addresses of working together; they lie inside 分工."""

from django.urls import path

from yixing.coordination import telling_views, views

app_name = "coordination"
urlpatterns = [
    path("", views.table, name="shared"),
    path("circulation/<int:pk>/", views.read, name="circulation-read"),
    path("circulars/", telling_views.circulars, name="task_circulars"),
    path("circulars/new/", telling_views.tell, name="task_circular_new"),
    path("circulars/<int:pk>/", telling_views.circular, name="task_circular"),
    path("differences/", views.differences, name="differences"),
    path("differences/new/", views.raise_, name="difference-new"),
    path("differences/<int:pk>/", views.difference, name="difference"),
    path("differences/<int:pk>/state/", views.state, name="difference-state"),
    path("differences/<int:pk>/rule/", views.rule, name="difference-rule"),
    path("differences/<int:pk>/settle/", views.settle, name="difference-settle"),
]

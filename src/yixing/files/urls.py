"""Addresses of files. The namespace is that of the things: ``attachments:attachment`` is a file's own address."""

from django.urls import path

from yixing.files import views

app_name = "attachments"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.download, name="attachment"),
    path("<int:pk>/about/", views.about, name="about"),
    path("<int:pk>/destroy/", views.destroy, name="destroy"),
]

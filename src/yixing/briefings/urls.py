"""Addresses of 呈批件 and 批示."""

from django.urls import path

from yixing.briefings import views

app_name = "briefings"
urlpatterns = [
    path("", views.briefings, name="briefings"),
    path("new/", views.register, name="register"),
    path("<int:pk>/", views.briefing, name="briefing"),
    path("<int:pk>/instruct/", views.instruct, name="instruct"),
    path("<int:pk>/close/", views.close, name="close"),
    path("instructions/<int:pk>/", views.instruction, name="instruction"),
    path("instructions/<int:pk>/show/", views.show, name="show"),
    path("instructions/<int:pk>/file/", views.file_direct, name="file"),
    path("instructions/<int:pk>/answer/", views.answer, name="answer"),
]

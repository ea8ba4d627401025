"""Addresses of meetings."""

from django.urls import path

from yixing.meetings import minutes_views, print_views, room_views, views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("new/", views.new, name="new"),
    path("light/", views.light, name="light"),
    path("items/<int:pk>/", views.item, name="item"),
    path("items/<int:pk>/speak/", room_views.speak, name="speak"),
    path("items/<int:pk>/recuse/", room_views.recuse, name="recuse"),
    path("items/<int:pk>/call/", room_views.call, name="call"),
    path("items/<int:pk>/conclude/", room_views.conclude, name="conclude"),
    path("minutes/<int:pk>/review/", minutes_views.review, name="review"),
    path("minutes/<int:pk>/sign/", minutes_views.sign, name="sign"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/agenda/", views.agenda, name="agenda"),
    path("<int:pk>/late/", views.late, name="late"),
    path("<int:pk>/notify/", views.notify, name="notify"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/record/", views.record, name="record"),
    path("<int:pk>/room/", room_views.room, name="room"),
    path("<int:pk>/attendance/", room_views.attendance, name="attendance"),
    path("<int:pk>/open/", room_views.open_, name="open"),
    path("<int:pk>/pause/", room_views.pause, name="pause"),
    path("<int:pk>/close/", room_views.close, name="close"),
    path("<int:pk>/minutes/", minutes_views.minutes, name="minutes"),
    path("<int:pk>/minutes/draft/", minutes_views.draft, name="draft"),
    path("<int:pk>/notices/", minutes_views.notices, name="notices"),
    path("<int:pk>/print/<slug:what>.<slug:suffix>", print_views.print_, name="print"),
]

"""Addresses of the division of work."""

from django.urls import path

from yixing.portfolios import views

app_name = "portfolios"
urlpatterns = [
    path("", views.table, name="table"),
    path("new/", views.draft_new, name="draft_new"),
    path("<int:pk>/", views.division, name="division"),
    path("<int:pk>/edit/", views.draft_edit, name="draft_edit"),
    path("<int:pk>/adopt/", views.adopt, name="adopt"),
    path("<int:pk>/notify/", views.notify, name="notify"),
    path("<int:pk>/notice.<slug:suffix>", views.notice_file, name="notice_file"),
    path("members/<int:pk>/", views.member, name="member"),
    path("areas/", views.areas, name="areas"),
    path("areas/new/", views.area_new, name="area_new"),
    path("areas/<int:pk>/", views.area, name="area"),
    path("areas/<int:pk>/edit/", views.area_edit, name="area_edit"),
]

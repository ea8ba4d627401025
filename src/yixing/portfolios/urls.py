"""Addresses of the division of work."""

from django.urls import path

from yixing.portfolios import catalogue_views, draft_views, views

app_name = "portfolios"
urlpatterns = [
    path("", views.table, name="table"),
    path("history/", views.who, name="history"),
    path("board/", views.board, name="board"),
    path("try/", draft_views.try_, name="try"),
    path("compare/", draft_views.comparison, name="compare"),
    path("new/", draft_views.draft_new, name="draft_new"),
    path("<int:pk>/", views.division, name="division"),
    path("<int:pk>/edit/", draft_views.draft_edit, name="draft_edit"),
    path("<int:pk>/ask/", draft_views.ask, name="ask"),
    path("<int:pk>/opine/", draft_views.opine, name="opine"),
    path("<int:pk>/drop/", draft_views.drop, name="drop"),
    path("<int:pk>/adopt/", draft_views.adopt, name="adopt"),
    path("<int:pk>/notify/", views.notify, name="notify"),
    path("<int:pk>/notice.<slug:suffix>", views.notice_file, name="notice_file"),
    path("members/<int:pk>/", views.member, name="member"),
    path("contacts/new/", catalogue_views.contact_new, name="contact_new"),
    path("areas/", catalogue_views.areas, name="areas"),
    path("areas/new/", catalogue_views.area_new, name="area_new"),
    path("areas/import/", catalogue_views.areas_import, name="areas_import"),
    path("areas/<int:pk>/", catalogue_views.area, name="area"),
    path("areas/<int:pk>/edit/", catalogue_views.area_edit, name="area_edit"),
]

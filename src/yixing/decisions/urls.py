"""Addresses of 议定事项."""

from django.urls import path

from yixing.decisions import filing_views, views

app_name = "decisions"
urlpatterns = [
    path("", views.decisions, name="decisions"),
    path("direct/", filing_views.direct_register, name="register"),
    path("direct/brief/", filing_views.brief, name="brief"),
    path("evaluations/", views.evaluations, name="evaluations"),
    path("<int:pk>/evaluate/", views.evaluate, name="evaluate"),
    path("direct/<int:pk>/", views.direct, name="direct"),
    path("circulars/", filing_views.circulars, name="circulars"),
    path("circulars/<int:pk>/", filing_views.circular, name="circular"),
    path("circulars/<int:pk>/print.<slug:suffix>", filing_views.circular_file, name="circular-file"),
    path("<int:pk>/file/", filing_views.file_light, name="file-light"),
    path("<int:pk>/", views.decision, name="decision"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/appoint/", views.appoint, name="appoint"),
]

"""Addresses of 规定库. The namespace is that of the rows they show (``compliance``)."""

from django.urls import path

from yixing.rulebook import coverage_views, views

app_name = "compliance"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("parameters/", views.parameters, name="parameters"),
    path("parameters/<int:pk>/", views.parameter_row, name="parameter"),
    path("parameters/<slug:key>/", views.parameter, name="number"),
    path("parameters/<slug:key>/set/", views.parameter_set_page, name="number_set"),
    path("adoptions/<int:pk>/", views.adoption, name="adoption"),
    path("adoptions/<int:pk>/end/", views.end, name="adoption_end"),
    path("procedures/", views.procedures, name="procedures"),
    path("procedures.<slug:suffix>", views.procedures_file, name="procedures_file"),
    path("procedures/<slug:code>/", views.procedure, name="procedure"),
    path("coverage/", coverage_views.coverage_page, name="coverage"),
    path("first-day/", views.first_day, name="first_day"),
    path("<str:rule>/adopt/", views.adopt, name="adopt"),
    path("<str:rule>/", views.rule, name="rule"),
]

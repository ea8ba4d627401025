"""Addresses of 汇报统计."""

from django.urls import path

from yixing.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.figure_list, name="figures"),
    path("<slug:figure_id>/", views.figure_page, name="figure"),
]

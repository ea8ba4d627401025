"""Addresses of 工作交接; they lie inside 分工."""

from django.urls import path

from yixing.handover import views

app_name = "handover"
urlpatterns = [
    path("", views.handovers, name="handovers"),
    path("new/", views.new, name="handover-new"),
    path("<int:pk>/", views.handover, name="handover"),
    path("<int:pk>/sign/", views.sign, name="handover-sign"),
    path("<int:pk>/stand-in/", views.stand_in, name="handover-stand-in"),
    path("<int:pk>/witness/", views.witness, name="handover-witness"),
    path("<int:pk>/void/", views.void, name="handover-void"),
    path("<int:pk>/sheet.<slug:suffix>", views.sheet_file, name="handover-file"),
]

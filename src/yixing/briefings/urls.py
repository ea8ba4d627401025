"""Addresses of this app."""

from django.urls import URLPattern

app_name = "briefings"
urlpatterns: list[URLPattern] = []

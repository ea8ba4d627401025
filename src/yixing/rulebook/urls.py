"""Addresses of 规定库."""

from django.urls import URLPattern

app_name = "rulebook"
urlpatterns: list[URLPattern] = []

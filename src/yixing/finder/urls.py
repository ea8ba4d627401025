"""Address of 查询."""

from django.urls import path

from yixing.finder import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]

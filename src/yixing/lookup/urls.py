"""The address of 查询."""

from django.urls import path

from yixing.lookup import views

app_name = "lookup"
urlpatterns = [path("", views.look_up, name="look_up")]

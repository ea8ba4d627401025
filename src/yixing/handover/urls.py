"""Addresses of 工作交接."""

app_name = "handover"
urlpatterns: list[object] = []

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and static files shared by every page."""

    name = "yixing.ui"
    verbose_name = "界面"

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts; registers the clearing of ended sessions."""

    name = "yixing.accounts"
    label = "accounts"
    verbose_name = "账户"

    def ready(self) -> None:
        """Register the job."""
        from yixing.accounts import jobs  # noqa: F401, PLC0415  (needs loaded models)

from django.apps import AppConfig

from yixing.ui.components import speak_findings_with


class RulebookConfig(AppConfig):
    """Gives the interface kit the rulebook's words for facts and the addresses of rules, once, at start."""

    name = "yixing.rulebook"
    verbose_name = "规定库"

    def ready(self) -> None:
        """Refusals everywhere then show facts in words and open the rule they cite."""
        from yixing.rulebook.words import finding_words  # noqa: PLC0415  (needs loaded apps)

        speak_findings_with(finding_words)

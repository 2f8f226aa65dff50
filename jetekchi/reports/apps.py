from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "jetekchi.reports"
    label = "reports"

    def ready(self) -> None:
        """The storey that seals papers learns who sees this one, and when it still counts."""
        from jetekchi.reports.selectors import sealed

        sealed.register()

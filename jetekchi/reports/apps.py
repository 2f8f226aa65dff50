from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "jetekchi.reports"
    label = "reports"

    def ready(self) -> None:
        """The storeys below learn who sees this paper and when it still counts, and what a plan's analysis is told."""
        from jetekchi.reports.selectors import before_plans, sealed

        sealed.register()
        before_plans.register()

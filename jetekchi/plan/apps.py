from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "jetekchi.plan"
    label = "plan"

    def ready(self) -> None:
        """The storey that seals papers learns who sees this one, and when it still counts."""
        from jetekchi.plan.selectors import sealed

        sealed.register()

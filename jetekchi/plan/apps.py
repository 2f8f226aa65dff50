from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "jetekchi.plan"
    label = "plan"

    def ready(self) -> None:
        """The storey that signs and seals papers learns who sees those of the plan, and when they still count."""
        from jetekchi.plan.selectors import sealed, signed_events, signed_minutes

        sealed.register()
        signed_events.register()
        signed_minutes.register()
